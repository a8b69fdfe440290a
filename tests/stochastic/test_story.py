"""The story the literature tells, as statements about paired replicates of the shipped baseline.

Set-up: three quarters of new pages are synthetic from 2023 (`pinned_pollution`), labs train under `replace`, and one
defence at a time is added. R = 6 replicates share seed 7. Every bound below stands at least five standard
errors of the paired mean away from what was measured when it was written (the spread over replicates is
small: at web scale chance enters through births of ideas only), so the false-alarm rate of each is below 1e-6.
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from webloop.metrics.registry import metrics
from webloop.outcomes.headlines import HEADLINES
from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario

pytestmark = pytest.mark.slow

R, SEED = 6, 7
_POLLUTED = {"pinned_pollution": {"2023-01": 0.75}, "lab.accumulation": "replace"}
CASES: dict[str, dict[str, object]] = {
    "clean": {"pinned_pollution": {"2023-01": 0.0}, "lab.accumulation": "replace"},
    "replace": _POLLUTED,
    "accumulate": {**_POLLUTED, "lab.accumulation": "accumulate"},
    "filter": {**_POLLUTED, "lab.filter.detector": {"kind": "classifier"}},
    "archive": {**_POLLUTED, "lab.mix.archive.share": 0.3},
    "licensed": {**_POLLUTED, "lab.mix.licensed.share": 0.3},
}
METRICS = (
    "tail_recall",
    "torso_recall",
    "head_recall",
    "hill_1",
    "hill_2",
    "error_mass",
    "lab_divergence",
    "staleness",
    "new_idea_recall",
    "minority_share",
)
REFERENCE = 59  # December 2022, counted from January 2018


@cache
def series(case: str, metric: str) -> NDArray[np.float64]:
    """A metric of all replicates, (replicates, months)."""
    return np.stack([columns[metric] for columns in _runs(case)])


@cache
def _runs(case: str) -> list[dict[str, NDArray[np.float64]]]:
    scenario = load_scenario("webloop/baseline", CASES[case])
    return [run_once(scenario, SEED, replicate, METRICS).monthly for replicate in range(R)]


def end(case: str, metric: str) -> NDArray[np.float64]:
    """The mean of the last year, so that the labs' release months even out, (replicates,)."""
    return series(case, metric)[:, -12:].mean(axis=1)


def recovered(case: str, metric: str) -> NDArray[np.float64]:
    """Part of the loss of `replace` against the clean web that a defence recovers, (replicates,)."""
    loss = end("clean", metric) - end("replace", metric)
    return (end(case, metric) - end("replace", metric)) / loss


def test_replace_errors_compound() -> None:
    errors = series("replace", "error_mass")
    assert (errors[:, -1] > 2.0 * errors[:, REFERENCE]).all()
    assert np.allclose(series("clean", "error_mass")[:, -1], 0.02, atol=1e-4)


def test_replace_loses_the_tail_before_the_head() -> None:
    tail, head = series("replace", "tail_recall"), series("replace", "head_recall")
    tail_gone = tail < 0.5 * tail[:, [REFERENCE]]
    head_gone = head < 0.5 * head[:, [REFERENCE]]
    assert tail_gone.any(axis=1).all(), "the tail is lost in every replicate"
    for replicate in range(R):
        first = int(np.argmax(tail_gone[replicate]))
        assert not head_gone[replicate, : first + 1].any()
    lost = [1 - end("replace", f"{band}_recall") / end("clean", f"{band}_recall") for band in ("tail", "torso", "head")]
    assert (lost[0] > lost[1]).all()
    assert (lost[1] > lost[2]).all()


@pytest.mark.parametrize("metric", ["hill_1", "hill_2", "minority_share"])
def test_replace_shrinks_diversity(metric: str) -> None:
    assert (end("replace", metric) < 0.5 * end("clean", metric)).all()


def test_replace_makes_labs_alike() -> None:
    before = series("replace", "lab_divergence")[:, REFERENCE - 11 : REFERENCE + 1].mean(axis=1)
    assert (end("replace", "lab_divergence") < 0.7 * end("clean", "lab_divergence")).all()
    assert (end("replace", "lab_divergence").mean()) < before.mean()


def test_accumulate_bounds_the_loss() -> None:
    # after 18 generations more than two thirds of Hill-1 are left, and under a quarter with replace
    hill = series("accumulate", "hill_1")
    assert (hill[:, -1] > 0.65 * hill[:, REFERENCE]).all()
    assert (end("replace", "hill_1") < 0.3 * series("replace", "hill_1")[:, REFERENCE]).all()
    assert (series("accumulate", "error_mass")[:, -1] < 0.032).all()


@pytest.mark.parametrize(
    ("case", "metric", "low", "high"),
    [
        ("filter", "hill_1", 0.88, 0.98),
        ("filter", "tail_recall", 0.86, 0.98),
        ("filter", "error_mass", 0.88, 0.98),
        ("archive", "hill_1", 0.38, 0.52),
        ("archive", "tail_recall", 0.25, 0.45),
        ("archive", "error_mass", 0.40, 0.55),
        ("licensed", "hill_1", 0.43, 0.60),
        ("licensed", "tail_recall", 0.40, 0.58),
        ("licensed", "error_mass", 0.40, 0.55),
    ],
)
def test_defences_recover_a_stated_part_of_the_loss(case: str, metric: str, low: float, high: float) -> None:
    part = recovered(case, metric)
    assert low < part.min(), part
    assert part.max() < high, part


def test_the_archive_is_stale() -> None:
    assert (end("archive", "staleness") > end("replace", "staleness") + 0.01).all()
    assert (end("archive", "new_idea_recall") < end("licensed", "new_idea_recall") - 0.1).all()


@pytest.mark.parametrize(
    ("name", "better", "worse"),
    [
        ("filter", ("hill_1", "error_mass", "pollution_training"), ()),
        ("labels", ("hill_1", "error_mass", "pollution_training"), ()),
        ("archive", ("error_mass", "pollution_training"), ("staleness",)),
        ("licensed-human", ("error_mass", "staleness", "pollution_training"), ()),
        ("combined", ("hill_1", "tail_recall", "error_mass", "new_idea_recall", "pollution_training"), ()),
        # what it loses in diversity and truth it gains in freshness: people still write most of the new web
        ("replace", ("staleness", "new_idea_recall", "js_divergence"), ("hill_1", "error_mass", "pollution_training")),
    ],
)
def test_shipped_policies_against_the_baseline(name: str, better: tuple[str, ...], worse: tuple[str, ...]) -> None:
    """They start in 2027 from the baseline's own pollution; every one of 3 replicates must agree."""
    for replicate in range(3):
        ours, base = _last_year(name, replicate), _last_year("baseline", replicate)
        for metric in (*better, *worse):
            gain = (ours[metric] - base[metric]) * (1 if metrics()[metric].better == "higher" else -1)
            assert (gain > 0) == (metric in better), (metric, gain)


@cache
def _last_year(name: str, replicate: int) -> dict[str, float]:
    columns = run_once(load_scenario(f"webloop/{name}"), SEED, replicate, (*METRICS, *HEADLINES)).monthly
    return {metric: float(values[-12:].mean()) for metric, values in columns.items()}
