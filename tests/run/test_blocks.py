"""Blocks of replicates: who runs in them, and that nobody can tell from the results how they were run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import ks_2samp

from tests.run.test_extend import contents
from tests.stochastic.papers import curves, setup
from webloop.metrics.view import WorldView
from webloop.outcomes.results import Results
from webloop.replication.curves import block_curves
from webloop.run.blocks import BLOCK, in_blocks, run_block
from webloop.run.plan import plan
from webloop.run.recorder import Recorder, select
from webloop.run.reproduce import reproduce
from webloop.run.runner import run_once
from webloop.run.study import run_study
from webloop.scenario.resolve import load_scenario
from webloop.scenario.study import load_study
from webloop.streams import Streams
from webloop.submodels.learners.gaussian_mle import GaussianMle
from webloop.world.replicate import replicates_of
from webloop.world.world import World

PAPER = """\
content: {kind: gaussian, dimensions: 2}
time: {start: 2000-01, end: 2000-08, history_years: 0}
web: {pages_per_month: 30, tokens_per_page: 1, lifetime: {kind: constant, hazard: 0}}
ideas: {turnover: 0, head_turnover: 0}
archive: {date: 2000-01, coverage: 1}
collapse: {reference: 2000-01}
crawlers: {common: {coverage: 1}}
writers: {launch: 2000-01, growth: 0, additive: 0}
pinned_pollution: {2000-02: 0.5}
lab:
  first_release: 2000-01
  cadence: 1
  cutoff_lag: 0
  budget: {tokens: 30, growth: 1, web_share: 1}
  sampling: fixed
  accumulation: accumulate_subsample
  learner: gaussian_mle
"""


@pytest.fixture
def study_file(scenario_file: Callable[..., Path]) -> Path:
    """Two scenarios that run in blocks and one that does not, 53 replicates: a block and the beginning of one."""
    scenario_file(PAPER, "paper.yaml")
    scenario_file("extends: paper.yaml\nlab: {accumulation: replace}\n", "replace.yaml")
    scenario_file("extends: paper.yaml\nlab: {sampling: independent}\n", "alone.yaml")
    return scenario_file("baseline: paper.yaml\nscenarios: [replace.yaml, alone.yaml]\nreplicates: 53\n", "study.yaml")


@pytest.mark.slow
def test_any_number_of_workers_and_any_order_give_the_same_bytes(study_file: Path, tmp_path: Path) -> None:
    """One worker, two, and 7 replicates that are extended to 53."""
    study = load_study([study_file])
    assert [in_blocks(each) for each in study.scenarios] == [True, True, False]
    metrics = ["variance_ratio", "mean_error", "pollution_training"]
    for name, jobs in (("one", 1), ("two", 2)):
        run_study(study, tmp_path / name, jobs=jobs, metrics=metrics)
    run_study(replace(study, replicates=7), tmp_path / "grown", jobs=1, metrics=metrics)
    run_study(study, tmp_path / "grown", jobs=2, metrics=metrics)
    one = contents(tmp_path / "one")
    assert one == contents(tmp_path / "two")
    assert {n: b for n, b in one.items() if n.endswith(".parquet")} == {
        n: b for n, b in contents(tmp_path / "grown").items() if n.endswith(".parquet")
    }
    assert reproduce(tmp_path / "grown", number=4, jobs=1).same


def test_a_run_alone_is_its_part_of_the_block() -> None:
    """`run_once` of any replicate, first and second block, with other metrics chosen."""
    resolved = setup(5, 20)
    blocks = [run_block(resolved, 3, block, ["heterozygosity"]) for block in (0, 1)]
    for replicate in (0, 17, BLOCK + 2):
        alone = run_once(resolved, 3, replicate, ["heterozygosity", "hill_1", "pollution_flow"])
        whole = blocks[replicate // BLOCK][replicate % BLOCK]
        assert np.array_equal(alone.generations["heterozygosity"], whole.generations["heterozygosity"])
    assert not np.array_equal(blocks[0][2].generations["heterozygosity"], blocks[1][2].generations["heterozygosity"])


CONTENTS = {
    "ideas": ("ideas", "maximum_likelihood", ("hill_2", "tail_recall")),
    "gaussian": ("{kind: gaussian, dimensions: 2}", "gaussian_mle", ("variance_ratio", "mean_error")),
    "kernels": ("gaussian", "kernel_density", ("variance_ratio", "wasserstein_2")),
    "regression": ("{kind: regression, dimensions: 4}", "least_squares", ("coefficient_error", "accuracy")),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_blocks_have_the_distribution_of_single_runs(name: str) -> None:
    """R = 200 each: two-sample Kolmogorov-Smirnov at the last of 6 generations; p > 1e-6 for each of 8 statistics."""
    content, learner, metrics = CONTENTS[name]
    resolved = setup(6, 30, policy="accumulate_subsample", content=content, learner=learner, human=0.2)
    blocks = [each.monthly for block in range(4) for each in run_block(resolved, 1, block, metrics)]
    alone = []
    for replicate in range(200):
        recorder = Recorder(select(metrics))
        world = World(resolved, Streams(2, replicate), recorder)
        world.run()
        alone.append(recorder.trajectory(world).monthly)
    for metric in metrics:
        side_by_side, one_by_one = (np.array([each[metric][-1] for each in found]) for found in (blocks, alone))
        assert ks_2samp(side_by_side, one_by_one).pvalue > 1e-6
        assert len(np.unique(side_by_side)) > 20, "replicates of a block differ"


def test_replicates_of_a_block_are_independent() -> None:
    """Correlations of neighbours over 8 blocks, 392 pairs: within 5 standard errors of 0."""
    resolved = setup(6, 30)
    values = np.stack([block_curves(resolved, 5, block, ["heterozygosity"])["heterozygosity"] for block in range(8)])
    values = values[..., -1]
    r = np.corrcoef(values[:, :-1].ravel(), values[:, 1:].ravel())[0, 1]
    assert abs(r) < 5 / np.sqrt(392)


def test_labs_of_a_block_are_compared_within_replicates() -> None:
    """Two labs that live apart: each replicate's divergence between labs is that of its own two models."""
    resolved = setup(4, 40, labs=2, apart=True)
    metrics = ["lab_divergence", "js_divergence", "pooled_hill_1", "hill_1"]
    for one in run_block(resolved, 1, 0, metrics)[:5]:
        assert 0 < one.monthly["lab_divergence"][-1] < 1
        assert len(one.generations["lab"]) == 8
        assert one.monthly["pooled_hill_1"][-1] > one.monthly["hill_1"][-1]


CHANCES: dict[str, dict[str, Any]] = {
    "decay": {"web.lifetime.hazard": 0.1},
    "coverage": {"crawlers.common.coverage": 0.5},
    "independent budgets": {"lab.sampling": "independent"},
    "history": {"time.history_years": 1},
    "turnover": {"ideas.turnover": 0.1},
    "a detector": {"lab.filter.detector": "classifier"},
    "labels": {"labels.share": 0.1},
    "sites": {"sites.number": 20},
    "an archive's coverage": {"archive.coverage": 0.5},
    "quality": {"market": "quality"},
    "too large": {"web.pages_per_month": 1e6, "content": "gaussian", "lab.learner": "gaussian_mle"},
    "many months": {"ideas.number": 100_000},
    "many errors": {"ideas.errors": 100_000},
    "samples that may hold no page that counts": {"lab.weights.synthetic": 0},
}


@pytest.mark.parametrize("name", CHANCES)
def test_chance_over_numbers_of_pages_is_not_for_blocks(name: str, scenario_file: Callable[..., Path]) -> None:
    """Such scenarios are run one replicate at a time."""
    plain = PAPER.replace("content: {kind: gaussian, dimensions: 2}\n", "").replace("  learner: gaussian_mle\n", "")
    file = scenario_file(plain)
    assert in_blocks(load_scenario(file))
    assert not in_blocks(load_scenario(file, CHANCES[name]))


def test_an_intervention_counts(scenario_file: Callable[..., Path]) -> None:
    """Chance that comes later is chance."""
    text = PAPER + "interventions: [{date: 2000-05, set: {crawlers.common.coverage: 0.5}}]\n"
    assert not in_blocks(load_scenario(scenario_file(text)))


def test_a_block_that_can_not_be_run_fails_as_a_whole(
    scenario_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message for each run, and the others go on."""
    scenario_file(PAPER, "paper.yaml")
    scenario_file("extends: paper.yaml\nlab: {learner: {ddof: 1}}\n", "other.yaml")
    file = scenario_file("baseline: paper.yaml\nscenarios: [other.yaml]\nreplicates: 3\n", "study.yaml")
    right = GaussianMle.fit

    def wrong(self: GaussianMle, training: Any) -> Any:
        if self.ddof == 1:
            raise ValueError("no such model")
        return right(self, training)

    monkeypatch.setattr(GaussianMle, "fit", wrong)
    run_study(load_study([file]), tmp_path / "out", jobs=1, metrics=["variance_ratio"])
    assert (tmp_path / "out" / "failures.csv").read_text().count("no such model") == 3


@pytest.mark.parametrize(
    ("content", "learner", "metric", "least"),
    [
        ("ideas", "maximum_likelihood", "heterozygosity", 0.6),
        ("gaussian", "gaussian_mle", "mean_error", 0.6),
        ("{kind: regression, design: fresh}", "least_squares", "coefficient_error", 0.4),
    ],
)
def test_scenarios_in_blocks_share_their_luck(content: str, learner: str, metric: str, least: float) -> None:
    """A little more human data: correlation over 200 replicates above a bound that single runs meet as well.

    Seen: 0.86, 0.91 and 0.72 for single runs; the standard error of a correlation is below 0.05.
    """
    few, more = (
        curves(setup(6, 40, content=content, learner=learner, human=share), (metric,), 200, 3)[metric][:, -1]
        for share in (0.2, 0.3)
    )
    assert np.corrcoef(few, more)[0, 1] > least


def test_studies_with_draws_are_run_alone(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    """Each run is its own, the baseline's and that of a scenario that sets all that is uncertain."""
    scenario_file(PAPER, "paper.yaml")
    scenario_file("extends: paper.yaml\nlab: {weights: {human: 2}}\n", "other.yaml")
    text = "baseline: paper.yaml\nscenarios: [other.yaml]\ndraws: 2\nuncertain: {lab.weights.human: {kind: uniform, "
    study = load_study([scenario_file(text + "low: 1, high: 3}}\n", "study.yaml")])
    planned = plan(study, ["variance_ratio"])
    assert [run.block for run in planned.runs] == [None] * len(planned.runs)
    alone = run_once(study.scenarios[1], study.seed, 0, ["variance_ratio"], alone=True)
    block = run_once(study.scenarios[1], study.seed, 0, ["variance_ratio"])
    assert not np.array_equal(alone.monthly["variance_ratio"], block.monthly["variance_ratio"])
    run_study(study, tmp_path / "out", jobs=1, metrics=["variance_ratio"])
    found = Results(tmp_path / "out").monthly(["variance_ratio"])
    of = (found["scenario"] == "other") & (found["draw"] == 1) & (found["replicate"] == 0)
    other = found[of]["variance_ratio"]
    assert np.array_equal(other.to_numpy(), alone.monthly["variance_ratio"])


def test_what_is_measured_once_for_a_block_is_the_same_in_all_replicates() -> None:
    """Metrics of the month that are not `apart`, on a block of two labs that sample; those that are do differ."""
    resolved = setup(4, 40, policy="accumulate_subsample", labs=2, human=0.3)
    world = World(resolved, Streams(1, 0, block=True), replicates=BLOCK)
    world.run()
    world.month -= 1  # as metrics see it: at the end of the last month
    seen = [WorldView(each) for each in replicates_of(world)]
    for name, metric in select(None, {"ideas"}).items():
        if metric.level == "month":
            values = np.array([metric.function(view) for view in seen])
            assert metric.apart or np.array_equal(values, np.full(BLOCK, values[0]), equal_nan=True), name
    assert len({select(["pooled_hill_1"])["pooled_hill_1"].function(view) for view in seen}) > 10
