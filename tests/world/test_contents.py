"""The loop does not know what pages hold: a rich web runs on each content, and pages add up."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from webloop.run.recorder import Recorder, select
from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world.world import World

RICH = """\
content: {content}
time: {{start: 2021-01, end: 2024-06, history_years: 0}}
communities: {{majority: {{share: 0.7}}, minority: {{share: 0.3}}}}
web: {{pages_per_month: 300, tokens_per_page: 1}}
archive: {{date: 2022-06, coverage: 0.5, impurity: {impurity}}}
labels: {{share: 0.3, signed: 0.2, forged: 0.05}}
readers: {{ranking: pagerank, overview: {{}}}}
sites: {{number: 40}}
writers:
  segments:
    press: {{weight: 0.6, adoption: {{saturation: 0.5}}, measures: majority, participation: {{kind: elastic}}}}
    forum: {{weight: 0.4, adoption: {{saturation: 0.1}}, opt_out: {{kind: saturating, saturation: 0.3}}}}
crawlers: {{common: {{coverage: {coverage}}}, own: {{coverage: {coverage}, labs: [alpha, gamma]}}}}
lab:
  cadence: 6
  cutoff_lag: 2
  budget: {{tokens: 2000, growth: 1, web_share: 1}}
  sampling: {sampling}
  learner: {learner}
  weights: {{human: 2}}
  mix: {{archive: {{share: 0.1}}, licensed: {{share: 0.1}}}}
  filter: {{detector: classifier, drop_labelled: true}}
labs:
  alpha: {{first_release: 2021-06, market_share: 2, accumulation: window}}
  beta: {{first_release: 2021-09, accumulation: accumulate}}
  gamma: {{first_release: 2022-03, crawler: own, market_share: 0, accumulation: replace}}
"""
CONTENTS = {
    "ideas": ("ideas", "maximum_likelihood", 0.25, "hill_1"),
    "gaussian": ("{kind: gaussian, dimensions: 3}", "gaussian_mle", 0.25, "variance_ratio"),
    "kernels": ("{kind: gaussian, modes: 2}", "kernel_density", 0.25, "variance_ratio"),
    "mixtures": ("{kind: gaussian, modes: 2}", "gaussian_mixture", 0.25, "variance_ratio"),
    "numbers": (
        "{kind: regression, dimensions: 3, design: fresh}",
        "{kind: ridge, penalty: 1}",
        0.25,
        "coefficient_error",
    ),
    "classes": ("{kind: regression, dimensions: 3, outcome: class}", "least_squares", 1.0, "accuracy"),
}


@pytest.mark.parametrize("sampling", ["independent", "fixed"])
@pytest.mark.parametrize("name", CONTENTS)
def test_a_rich_web(name: str, sampling: str, tmp_path: Path, scenario_file: Callable[..., Path]) -> None:
    """Sites, labels, filters, an impure archive, licences, three labs of which nobody asks one."""
    content, learner, coverage, metric = CONTENTS[name]
    text = RICH.format(content=content, learner=learner, coverage=coverage, sampling=sampling, impurity=0.2)
    recorder = Recorder(
        select([metric, "eligible_pages", "kept_pages", "filtered_pages", "unused_pages", "training_set"])
    )
    world = World(load_scenario(scenario_file(text)), Streams(1, 0), recorder)
    world.run()
    found = recorder.trajectory(world)
    table = found.generations
    assert len(table["lab"]) > 15
    assert np.all(np.isfinite(found.monthly[metric][6:]))
    kept = table["kept_pages"] + table["filtered_pages"] + table["unused_pages"]
    assert np.array_equal(kept, table["eligible_pages"])
    human = sum(world.web.pages(row) for row in world.web.rows(human=True))
    assert 0 < human < sum(world.web.born.values())
    for lab in world.labs:
        assert lab.newest is not None
        assert sum(float(pages) for pages in lab.newest.training.rows.values()) == pytest.approx(
            lab.newest.training.pages
        )


def test_a_fixed_number_is_exact(scenario_file: Callable[..., Path]) -> None:
    """Budget 2000 with two sources of a tenth: 2000 pages, repeats included, once there are as many."""
    text = RICH.format(content="ideas", learner="maximum_likelihood", coverage=1, sampling="fixed", impurity=0.0)
    text = text.replace("window", "accumulate_subsample").replace("pages_per_month: 300", "pages_per_month: 3000")
    recorder = Recorder(select(["training_set"]))
    world = World(load_scenario(scenario_file(text)), Streams(1, 0), recorder)
    world.run()
    table = recorder.trajectory(world).generations
    of_alpha = (table["lab"] == "alpha") & (table["month"] > 24_276)
    assert of_alpha.any()
    assert table["training_set"][of_alpha] == pytest.approx(2000, abs=1e-6)
