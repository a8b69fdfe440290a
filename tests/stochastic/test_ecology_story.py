"""What the shipped policies do to the ecology: the signs of paired differences.

Set-up: `ecology.yaml` and each policy run to 2034; a figure is the mean over that year, or over the last two models of
a lab. R = 4 replicates share seed 7. Statements were chosen on eight other replicates (seed 1), where every mean
difference stands at least 6.5 standard deviations of a single pair from its bound. As that spread is known from eight
pairs only, the mean of four more crosses the bound with probability below 1e-5 (Student's t with 7 degrees of freedom
at 6.5 / sqrt(1/4 + 1/8) = 10.6); far below if the spread is what it seems.
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario

pytestmark = pytest.mark.slow

R, SEED, END = 4, 7, "2034-12"
STORIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # what rises and what falls
    "opt-out": (("pollution_fetched",), ("training_pages", "pollution_training", "error_mass")),
    "watermark-mandate": (("tail_recall", "hill_1"), ("pollution_training", "error_mass", "training_pages")),
    "search-demotion": (
        ("hill_1",),
        ("farm_pages", "farm_exposure", "pollution_exposure", "pollution_crawl", "error_mass"),
    ),
    "free-rider": (("tail_recall", "hill_1", "market_hhi", "lab_divergence"), ("pollution_training", "error_mass")),
    "open-commons-archive": (("training_pages", "hill_1"), ("pollution_training", "error_mass")),
    "ai-overviews": (
        ("human_exit", "pollution_exposure", "human_drift"),
        ("human_readership", "human_output", "farm_pages", "farm_exposure"),
    ),
    "farm-boom": (
        ("farm_pages", "farm_exposure", "pollution_flow", "pollution_training", "error_mass"),
        ("tail_recall", "hill_1"),
    ),
    "writer-licences": (
        ("writer_income", "human_output", "tail_recall"),
        ("human_exit", "pollution_training", "error_mass"),
    ),
}
NEW = ("new_human", "new_assisted", "new_synthetic")
METRICS = sorted({metric for rises, falls in STORIES.values() for metric in (*rises, *falls, *NEW)})


@cache
def runs(name: str) -> list[Trajectory]:
    """The replicates of a shipped scenario."""
    scenario = load_scenario(f"webloop/{name}", {"time.end": END})
    return [run_once(scenario, SEED, replicate, METRICS) for replicate in range(R)]


def change(name: str, metric: str) -> float:
    """Mean paired difference from the ecology in the last year."""
    ours, base = (np.array([run.monthly[metric][-12:].mean() for run in runs(each)]) for each in (name, "ecology"))
    return float((ours - base).mean())


def errors(name: str, lab: str) -> NDArray[np.float64]:
    """Mean error mass of a lab's last two models, (replicates,)."""
    found = [run.generations for run in runs(name)]
    return np.array([np.array(each["error_mass"])[np.array(each["lab"]) == lab][-2:].mean() for each in found])


@pytest.mark.parametrize("name", STORIES)
def test_what_rises_and_what_falls(name: str) -> None:
    rises, falls = STORIES[name]
    for metric in (*rises, *falls):
        assert (change(name, metric) > 0) == (metric in rises), metric


def test_opt_outs_keep_nobody_writing() -> None:
    """A quarter of what licences do would show. Eight pairs: 0.002 on average, spread of a pair 0.003."""
    assert change("writer-licences", "human_exit") < -0.06
    assert abs(change("opt-out", "human_exit")) < 0.02


def test_farms_flood_the_web_and_are_hardly_read() -> None:
    """Farms publish a third of all pages and more, and get less than a tenth of reading."""
    for run in runs("farm-boom"):
        farmed = run.monthly["farm_pages"][-1] / sum(run.monthly[each][-1] for each in NEW)
        assert farmed > 1 / 3
        assert run.monthly["farm_exposure"][-1] < 0.1


def test_a_free_rider_gets_little_of_the_good() -> None:
    """Delta's models gain something from a cleaner web, but not a third of what the labs gain that pay for it."""
    mine = errors("ecology", "delta") - errors("free-rider", "delta")
    theirs = errors("ecology", "alpha") - errors("free-rider", "alpha")
    assert 0 < mine.mean() < theirs.mean() / 3
