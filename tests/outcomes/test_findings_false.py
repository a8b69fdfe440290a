"""Where nothing differs nothing is said: how often any sentence is false, over all sentences of a study at once."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.outcomes.finding_folders import FIRST, METRICS, folder_of, luck
from tests.plots.conftest import results_of
from webloop.months import format_month
from webloop.outcomes.findings.finding import Finding
from webloop.outcomes.findings.told import findings
from webloop.outcomes.findings.undecided import undecided
from webloop.outcomes.results import Results

Make = Callable[[Path, np.random.Generator], Results]
ESTIMATES = {"pollution", "collapse", "no_collapse"}
"""Kinds that say how things are and compare nothing."""
WITHIN = {"tails", "change"}
"""Kinds that compare within one scenario, which may truly change."""
POLICIES = ("base", "one", "two", "three", "four")


def plain(folder: Path, rng: np.random.Generator) -> Results:
    return folder_of(folder, luck(rng, POLICIES))


def few(folder: Path, rng: np.random.Generator) -> Results:
    return folder_of(folder, luck(rng, POLICIES, replicates=2))


def swept(folder: Path, rng: np.random.Generator) -> Results:
    cells = {
        f"a={a}, b={b}": {"scenario": "base", "values": [a, b]} for a in (0.1, 0.2, 0.3) for b in ("left", "right")
    }
    sweep = {"a": [0.1, 0.2, 0.3], "b": ["left", "right"]}
    return folder_of(folder, luck(rng, ["base", *cells]), sweep=sweep, cells=cells)


def drawn(folder: Path, rng: np.random.Generator) -> Results:
    parameters = pd.DataFrame(rng.uniform(size=(20, 3)), columns=["x", "y", "z"])
    return folder_of(folder, luck(rng, POLICIES[:3], draws=20), parameters=parameters)


def claims(results: Results) -> list[Finding]:
    return [each for each in findings(results, limit=None) if each.kind not in ESTIMATES]


def false_alarms(make: Make, folder: Path, studies: int, seed: int) -> int:
    """In how many studies of equal scenarios, each with luck of its own, anything is claimed."""
    rng = np.random.default_rng(seed)
    return sum(bool(claims(make(folder / str(each), rng))) for each in range(studies))


@pytest.mark.slow
@pytest.mark.parametrize("make", [few, swept])
def test_equal_scenarios_with_different_luck_say_nothing(tmp_path: Path, make: Make) -> None:
    """30 studies: of 5 % that err more than 7 have a probability below 1e-4."""
    allowed = int(stats.binom.isf(1e-4, 30, 0.05))
    assert allowed == 7
    assert false_alarms(make, tmp_path, 30, seed=1) <= allowed


@pytest.mark.slow
@pytest.mark.parametrize("make", [plain, drawn])
def test_at_most_five_percent_of_many_studies_say_something_false(tmp_path: Path, make: Make) -> None:
    """150 studies: no more than 19 where 5 % err, but for a probability below 1e-4."""
    allowed = int(stats.binom.isf(1e-4, 150, 0.05))
    assert allowed == 19
    assert false_alarms(make, tmp_path, 150, seed=2) <= allowed


@pytest.mark.slow
def test_runs_of_one_scenario_under_other_names_say_nothing_of_policies(tmp_path: Path) -> None:
    """20 studies of four scenarios with five runs each, all of them of one real scenario: other seeds, same truth.

    What a scenario does by itself may be said. Of 5 % that err more than 6 of 20 have a probability below 1e-4.
    """
    studies, runs = 20, 5
    real = results_of(tmp_path, {}, replicates=studies * 4 * runs).monthly(METRICS)
    real = real[real["month"] >= format_month(FIRST)].sort_values(["replicate", "month"])
    values = {name: real[name].to_numpy(dtype=float).reshape(studies, 4, 1, runs, -1) for name in METRICS}
    wrong = 0
    for study in range(studies):
        one = {name: {metric: values[metric][study, place] for metric in METRICS} for place, name in enumerate("abcd")}
        found = claims(folder_of(tmp_path / f"study-{study}", one))
        wrong += any(each.kind not in WITHIN for each in found)
    assert wrong <= stats.binom.isf(1e-4, studies, 0.05) == 6


@pytest.mark.parametrize("draws", [1, 20])
def test_exact_copies_say_nothing(tmp_path: Path, draws: int) -> None:
    rng = np.random.default_rng(3)
    one = luck(rng, ["base"], draws=draws)["base"]
    parameters = pd.DataFrame(rng.uniform(size=(draws, 3)), columns=["x", "y", "z"]) if draws > 1 else None
    results = folder_of(tmp_path / "made", dict.fromkeys(POLICIES, one), parameters=parameters)
    assert not claims(results)
    assert not undecided(results)  # what is exactly the same is decided


def test_a_difference_that_is_there_is_found(tmp_path: Path) -> None:
    """So that silence above is not that of kinds which never say anything."""
    values = luck(np.random.default_rng(4), POLICIES, spread=0.02)
    values["two"]["hill_1"] *= 1.5
    values["three"]["tail_recall"] *= np.linspace(1, 0.3, values["three"]["tail_recall"].shape[-1])
    results = folder_of(tmp_path / "made", values)
    found = {each.kind: each for each in findings(results, limit=None)}
    assert {"policies", "best", "collapse", "tails"} <= set(found)
    helped, harmed = sorted(
        (each for each in findings(results, limit=None) if each.kind == "policies"), key=lambda each: each.metric
    )
    assert (helped.scenario, helped.metric) == ("two", "hill_1")
    assert (harmed.scenario, harmed.metric) == ("three", "tail_recall")
    assert found["tails"].scenario == "three"
