"""Same seed, same numbers; nothing but the seed, the replicate and the rules of a month may change them.

All comparisons are of bits: no tolerance, no false alarms.
"""

import os
import subprocess
import sys
from hashlib import blake2b
from typing import Any

import numpy as np
import pytest

from webloop.metrics.registry import metrics
from webloop.months import parse_month
from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.yaml import parse_yaml

SCENARIO = """
time: {start: 2021-01, end: 2032-12, history_years: 10}
ideas: {number: 60, turnover: 0.1, fade_months: 6, errors: 5}
communities: {majority: {share: 0.7}, minority: {share: 0.3}}
web: {pages_per_month: 3000, tokens_per_page: 100}
archive: {date: 2022-12, coverage: 0.2}
collapse: {reference: 2022-12}
crawlers: {common: {coverage: 0.3, historic_coverage: 0.2}}
writers:
  launch: 2022-11
  segments:
    news: {weight: 0.6, adoption: {kind: saturating, saturation: 0.5, time_constant: 10}}
    forum: {weight: 0.4, adoption: {kind: saturating, saturation: 0.3}, measures: any}
  cohorts_per_cell: 3
  activity_spread: 0.5
  delay_spread: 3
lab: {cadence: 9, cutoff_lag: 4, hallucination: 0.02, budget: {tokens: 2000000, date: 2022-12, growth: 1.2}}
labs:
  a: {first_release: 2022-01}
  b: {first_release: 2022-05, decoder: {temperature: 0.9}, market_share: 0.5}
"""
CHANGE = parse_month("2030-01")


def scenario(changes: str = "") -> Resolved:
    """The test's scenario, with an intervention if any."""
    text = SCENARIO + (f"interventions: [{{date: 2030-01, set: {{{changes}}}}}]\n" if changes else "")
    return resolve(parse_yaml(text, "streams"), "streams")


def arrays(trajectory: Trajectory) -> dict[str, np.ndarray]:
    """All columns by table and name."""
    tables = {"monthly": trajectory.monthly, "generations": trajectory.generations, "lost": trajectory.lost}
    return {f"{table}.{name}": column for table, columns in tables.items() for name, column in columns.items()}


def same(one: np.ndarray, two: np.ndarray) -> bool:
    """Equal bit by bit, not-a-numbers included."""
    if one.dtype == object:
        return one.tolist() == two.tolist()
    return one.shape == two.shape and one.tobytes() == two.tobytes()


def digest(trajectory: Trajectory) -> str:
    """A hash of everything in a trajectory."""
    out = blake2b()
    for name, column in sorted(arrays(trajectory).items()):
        out.update(name.encode())
        out.update(repr(column.tolist()).encode() if column.dtype == object else column.tobytes())
    return out.hexdigest()


@pytest.fixture(scope="module")
def unchanged() -> Trajectory:
    return run_once(scenario(), seed=5, replicate=0)


def test_the_same_seed_gives_the_same_numbers(unchanged: Trajectory) -> None:
    """Two runs agree in every bit."""
    assert digest(run_once(scenario(), seed=5, replicate=0)) == digest(unchanged)


@pytest.mark.parametrize(("seed", "replicate"), [(5, 1), (6, 0)])
def test_another_seed_or_replicate_gives_others(unchanged: Trajectory, seed: int, replicate: int) -> None:
    """Whatever is left to chance differs."""
    other = arrays(run_once(scenario(), seed=seed, replicate=replicate))
    for name in ("monthly.live_human", "monthly.tail_recall", "generations.kept_pages"):
        assert not same(other[name], arrays(unchanged)[name])


def test_hash_randomisation_changes_nothing(unchanged: Trajectory) -> None:
    """Two other processes with their own PYTHONHASHSEED find the same trajectory."""
    code = (
        "from webloop.run.runner import run_once\n"
        "from tests.stochastic.test_streams import digest, scenario\n"
        "print(digest(run_once(scenario(), seed=5, replicate=0)))\n"
    )
    for hash_seed in ("1", "4242"):
        found = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=os.path.dirname(os.path.dirname(os.path.dirname(__file__))),  # noqa: PTH120
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.strip() == digest(unchanged)


@pytest.mark.parametrize("chosen", [[], ["pollution_flow"], ["tail_recall", "kl_floored"]])
def test_what_is_recorded_changes_nothing(unchanged: Trajectory, chosen: list[str]) -> None:
    """One metric, two or none: the same columns as with all."""
    everything = arrays(unchanged)
    for name, column in arrays(run_once(scenario(), seed=5, replicate=0, metrics=chosen)).items():
        assert same(column, everything[name]), name


def test_the_order_of_metrics_changes_nothing(unchanged: Trajectory) -> None:
    """Asked for in reverse."""
    names = list(reversed(metrics()))
    assert digest(run_once(scenario(), seed=5, replicate=0, metrics=names)) == digest(unchanged)


INTERVENTIONS = [
    "lab.accumulation: replace",
    "lab.accumulation: {kind: window, months: 24}",
    "lab.filter.detector: perfect",
    "lab.filter: {detector: {kind: classifier, fpr: 0.1}, drop_labelled: true}",
    "lab.mix.licensed.share: 0.3",
    "lab.mix.archive.share: 0.3",
    "labels.share: 0.5",
    "labels.share: 0.5, lab.filter.drop_labelled: true",
    "crawlers.common.coverage: 0.6",
    "lab.cutoff_lag: 1",
    "lab.hallucination: 0.2",
    "readers.visibility: {kind: odds, ai_odds_ratio: 0.2}",
    "pinned_pollution: {2030-01: 0.9}",
]


@pytest.mark.parametrize("changes", INTERVENTIONS)
def test_an_intervention_changes_nothing_before_its_date(unchanged: Trajectory, changes: str) -> None:
    """Every earlier month and generation keeps its bits; afterwards something differs.

    Paired differences between scenarios rest on this (common random numbers).
    """
    check_intervention(unchanged, changes)


def test_a_window_that_reaches_back_before_the_start_changes_nothing_before_its_date(
    unchanged: Trajectory,
) -> None:
    """The same where the new rules, once in force, look back at pages older than the run."""
    check_intervention(unchanged, "lab.accumulation: {kind: window, months: 180}")


def check_intervention(unchanged: Trajectory, changes: str) -> None:
    """Compare the scenario with and without changes from 2030-01 on."""
    changed = run_once(scenario(changes), seed=5, replicate=0)
    later: list[str] = []
    for table in ("monthly", "generations"):
        one: dict[str, Any] = getattr(unchanged, table)
        two: dict[str, Any] = getattr(changed, table)
        for name in one:
            before = [column[columns["month"] < CHANGE] for column, columns in ((one[name], one), (two[name], two))]
            assert same(*before), f"{table}.{name} differs before the intervention"
            if not same(one[name], two[name]):
                later.append(f"{table}.{name}")
    assert later
