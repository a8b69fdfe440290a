"""Studies that draw from fits: who gets what, and that a folder can be opened again without the files."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from webloop.outcomes.results import Results
from webloop.run.plan import plan
from webloop.run.reopen import reopened
from webloop.run.study import run_study
from webloop.scenario.study import load_study

Write = Callable[..., Path]
FIRST = "writers.growth,lab.cadence,instruments.mine.fpr\n0.01,6,0.1\n0.02,12,0.2\n0.03,9,0.3\n"
SECOND = "writers.growth\n0.5\n0.6\n"
SEGMENTS = "writers.segments.press.weight,writers.segments.forum.weight\n0.25,0.75\n0.5,0.5\n"


@pytest.fixture
def write(scenario_file: Write) -> Write:
    """A folder with scenarios and two fits."""
    scenario_file()
    scenario_file("extends: small.yaml\ninstruments: {mine: {fpr: 0.0}}\nlab: {cadence: 7}\n", "other.yaml")
    scenario_file(FIRST, "first.csv")
    scenario_file(SECOND, "second.csv")
    return scenario_file


def study(write: Write, draws: str, more: str = "") -> Path:
    return write(f"baseline: small.yaml\nscenarios: [other.yaml]\nreplicates: 1\n{more}draws: {draws}\n", "study.yaml")


def given(file: Path) -> dict[str, list[dict[str, object]]]:
    """What each draw puts into each scenario."""
    planned = plan(load_study([file]), [])
    return {name: [dict(run.values) for run in planned.runs_of(name)] for name in ("small", "other")}


def test_one_posterior_for_all_leaves_what_scenarios_decided(write: Write) -> None:
    assert given(study(write, "{number: 2, posterior: first.csv}")) == {
        "small": [{"writers.growth": 0.01, "lab.cadence": 6}, {"writers.growth": 0.02, "lab.cadence": 12}],
        # it decided its cadence, and of instruments what the baseline does not have
        "other": [{"writers.growth": 0.01}, {"writers.growth": 0.02}],
    }


def test_one_for_each_scenario_is_taken_whole(write: Write) -> None:
    assert given(study(write, "{number: 2, posterior: {small: second.csv, other: first}}")) == {
        "small": [{"writers.growth": 0.5}, {"writers.growth": 0.6}],
        "other": [
            {"writers.growth": 0.01, "lab.cadence": 6, "instruments.mine.fpr": 0.1},
            {"writers.growth": 0.02, "lab.cadence": 12, "instruments.mine.fpr": 0.2},
        ],
    }


def test_weights_stand_or_fall_together(write: Write) -> None:
    write(SEGMENTS, "weights.csv")
    write("extends: small.yaml\nwriters: {segments: {press: {weight: 0.7}, forum: {weight: 0.3}}}\n", "other.yaml")
    found = given(study(write, "{number: 1, posterior: weights.csv}"))
    assert (len(found["small"][0]), found["other"]) == (2, [{}])


def test_beside_what_is_uncertain(write: Write) -> None:
    more = "uncertain: {lab.hallucination: {kind: uniform, low: 0, high: 0.1}}\n"
    write(SECOND.replace("writers.growth", "lab.cutoff_lag").replace("0.", ""), "third.csv")
    found = given(study(write, "{number: 2, posterior: {small: third.csv, other: second.csv}}", more))
    assert [list(row) for row in found["small"]] == [["lab.hallucination", "lab.cutoff_lag"]] * 2
    assert [row["writers.growth"] for row in found["other"]] == [0.5, 0.6]
    assert [row["lab.hallucination"] for row in found["other"]] == [row["lab.hallucination"] for row in found["small"]]


def test_results_say_what_was_drawn_and_open_again(write: Write) -> None:
    file = study(write, "{number: 2, posterior: {small: second.csv, other: first.csv}}")
    out = file.parent / "out"
    asked = load_study([file])
    assert run_study(asked, out, jobs=1, metrics=["pollution_flow"]).done == 4
    table = pd.read_csv(out / "draws.csv")
    assert list(table) == ["draw", "writers.growth", *(f"{path} (other)" for path in FIRST.splitlines()[0].split(","))]
    assert table["writers.growth (other)"].tolist() == [0.01, 0.02]
    readings = pd.read_parquet(out / "readings.parquet")
    assert set(readings["scenario"]) == {"other"}
    before = readings[readings["month"] == "2021-03"]
    assert before.sort_values("draw")["expected"].tolist() == [0.1, 0.2]  # nothing but false positives
    for csv in ("first.csv", "second.csv"):
        (file.parent / csv).unlink()
    again = reopened(out)
    assert {run.key for run in again.runs} == {run.key for run in plan(asked, ["pollution_flow"]).runs}
    assert Results(out).draws == 2
