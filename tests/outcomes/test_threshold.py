"""Goal-seek: the search alone on curves whose root is known, and with the engine where it is known in closed form."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.run.test_failures import failing
from webloop.errors import InputError
from webloop.outcomes.bisection import Evaluate, search
from webloop.outcomes.crossing import Goal
from webloop.outcomes.paired import Floats
from webloop.outcomes.results import Results
from webloop.outcomes.threshold import Threshold, find_threshold, table, write_threshold
from webloop.outcomes.threshold_question import question
from webloop.outcomes.threshold_words import as_json, notes, sentence
from webloop.run.seek import Growing
from webloop.run.study import run_study
from webloop.scenario.study import Study, load_study

LUCK = np.array([-0.03, -0.01, 0.0, 0.01, 0.03])
ScenarioFile = Callable[..., Path]
PIN = "pinned_pollution.2023-01"


def curve(function: Callable[[float], float], luck: Floats = LUCK) -> Evaluate:
    return lambda values: [function(value) + luck for value in values]


def random_trial(rng: np.random.Generator, replicates: int, rough: float) -> tuple[float, Evaluate]:
    """A root, and monotone curves around it that differ in height and slope, with noise of each value on top."""
    root, steep = rng.uniform(0.25, 0.75), rng.uniform(0.5, 4)
    height, slope, wave = (rng.normal(0, size, replicates) for size in (0.08, 0.1, 0.03))
    phase = rng.uniform(0, 2 * math.pi, replicates)

    def evaluate(values: Sequence[float]) -> list[Floats]:
        smooth = [
            0.3 - 0.5 * math.tanh(steep * (x - root)) + height + slope * (x - root) + wave * np.sin(4 * x + phase)
            for x in values
        ]
        return [each + rng.normal(0, rough, replicates) for each in smooth] if rough else smooth

    return root, evaluate


@pytest.mark.slow
@pytest.mark.parametrize(("replicates", "rough"), [(5, 0.0), (10, 0.0), (10, 0.02)])
def test_the_interval_covers_the_root(replicates: int, rough: float) -> None:
    """1,000 trials, fixed seed. Measured: 96.3, 96.8 and 96.8 % cover; none warns that the curve turns round."""
    rng = np.random.default_rng(20_240_601 + replicates)
    covered, warned, found = 0, 0, 0
    for _ in range(1000):
        root, evaluate = random_trial(rng, replicates, rough)
        answer = search(evaluate, Goal(0.3, below=True), 0.0, 1.0)
        if answer.status == "found":
            found += 1
            low = -math.inf if answer.low_open else answer.low
            high = math.inf if answer.high_open else answer.high
            covered += low <= root <= high
            warned += answer.contradiction is not None
    assert found >= 990
    print(f"{covered / found:.3f} covered, {warned / found:.3f} warned, {found} found")
    assert covered / found >= 0.93
    assert warned / found <= 0.025


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize("below", [True, False])
def test_which_side_of_the_root_meets_the_goal(rising: bool, below: bool) -> None:
    sign = 1 if rising else -1
    found = search(curve(lambda x: sign * (x - 0.62)), Goal(0.0, below=below), 0, 1)
    assert found.status == "found"
    assert found.at_least == (rising != below)
    assert found.value == pytest.approx(0.62, abs=1e-9)
    half = 2.776 * LUCK.std(ddof=1) / math.sqrt(5)
    assert 0.62 - half - 0.01 <= found.low <= 0.62 - half
    assert 0.62 + half <= found.high <= 0.62 + half + 0.01
    assert (found.low_open, found.high_open) == (False, False)
    assert sorted(found.crossings) == pytest.approx([0.59, 0.61, 0.62, 0.63, 0.65])
    assert found.contradiction is None


def test_no_value_is_tried_twice_and_few_are_tried() -> None:
    seen: list[float] = []

    def evaluate(values: Sequence[float]) -> list[Floats]:
        seen.extend(values)
        return [value**3 + LUCK for value in values]

    found = search(evaluate, Goal(0.2, below=False), 0, 1)
    assert len(seen) == len(set(seen)) == len(found.points) <= 20
    assert all(round(value, 3) == value for value in seen), "values are short: they name scenarios"


@pytest.mark.parametrize("root", [1, 2, 7, 8, 41, 59, 60])
def test_whole_numbers(root: int) -> None:
    found = search(curve(lambda x: -x, 0 * LUCK), Goal(0.5 - root, below=True), 0, 60, whole=True)
    assert (found.value, found.low, found.high) == (root, root, root)
    assert all(isinstance(point.value, int) for point in found.points)
    blurred = search(curve(lambda x: -x, 100 * LUCK), Goal(-20.5, below=True), 0, 60, whole=True)
    assert blurred.value == 21
    assert blurred.low < 21 < blurred.high


@pytest.mark.parametrize(
    ("function", "status"),
    [
        (lambda x: 1 - 0.1 * x, "never"),
        (lambda x: -1 + x, "always"),
        (lambda x: 1 - 8 * x * (1 - x), "several"),
        (lambda x: -1 + 8 * x * (1 - x), "several"),
    ],
)
def test_no_single_crossing(function: Callable[[float], float], status: str) -> None:
    found = search(curve(function), Goal(0.05, below=True), 0, 1)
    assert found.status == status
    assert len(found.points) == 5
    assert math.isnan(found.value)


def test_a_curve_that_turns_round_is_told() -> None:
    found = search(curve(lambda x: x + 0.4 * math.sin(9 * x)), Goal(0.95, below=True), 0, 1)
    assert found.status == "found"
    assert found.contradiction is not None


def test_a_second_crossing_may_be_chance(study: Study) -> None:
    asked = question(study, PIN, "pollution_flow", Goal(0.0, below=True))
    for size, said in ((1.0, "there is more than one crossing"), (100.0, "no more than chance")):
        evaluate = curve(lambda x: 0.1 - 0.6 * x * (1 - x), size * LUCK)
        answer = search(evaluate, asked.goal, 0, 1)
        assert said in sentence(Threshold(asked, answer, 5, 30, 30, ()))


def test_the_interval_may_reach_beyond_the_range() -> None:
    luck = 10 * LUCK
    wide = search(curve(lambda x: 0.5 - x, luck), Goal(0.0, below=True), 0, 1)
    assert (wide.low_open, wide.high_open) == (False, False)
    left = search(curve(lambda x: 0.1 - x, luck), Goal(0.0, below=True), 0, 1)
    assert (left.low, left.low_open, left.high_open) == (0, True, False)
    right = search(curve(lambda x: 0.9 - x, luck), Goal(0.0, below=True), 0, 1)
    assert (right.high, right.low_open, right.high_open) == (1, False, True)


def test_one_replicate_has_no_interval_and_missing_ones_are_left_out() -> None:
    alone = search(curve(lambda x: 0.5 - x, np.zeros(1)), Goal(0.0, below=True), 0, 1)
    assert alone.value == pytest.approx(0.5)
    assert math.isnan(alone.low)
    assert math.isnan(alone.high)
    assert not alone.low_open
    holes = search(curve(lambda x: 0.5 - x, np.array([-0.01, np.nan, 0.01])), Goal(0.0, below=True), 0, 1)
    assert holes.value == pytest.approx(0.5)
    assert math.isnan(holes.crossings[1])


@pytest.fixture
def study(scenario_file: ScenarioFile) -> Study:
    scenario_file()
    scenario_file("extends: small.yaml\npinned_pollution: {2023-01: 0.9}\n", "pinned.yaml")
    changed = "extends: small.yaml\ninterventions: [{date: 2024-01, set: {pinned_pollution: {2023-01: 0.1}}}]\n"
    scenario_file(changed, "changed.yaml")
    text = "baseline: small.yaml\nscenarios: [pinned.yaml]\nreplicates: 3\nseed: 5\n"
    return load_study([scenario_file(text, "study.yaml")])


@pytest.mark.slow
def test_the_engine_where_the_root_is_known(study: Study, tmp_path: Path) -> None:
    """New pages are as polluted as the pin says, up to the rounding of 5,000 pages."""
    asked = question(study, PIN, "pollution_flow", Goal(0.37, below=True), month="2024-06")
    found = find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    assert found.answer.low <= 0.37 <= found.answer.high
    assert found.answer.value == pytest.approx(0.37, abs=0.01)
    assert not found.answer.at_least
    assert f"pinned: pollution_flow is below 0.37 in 2024-06 with {PIN} of at most 0.37" in sentence(found)
    assert found.runs == found.done == 3 * (len(found.answer.points) + 1)

    write_threshold(tmp_path / "out", found)
    rows = pd.read_csv(tmp_path / "out/threshold.csv")
    assert rows["value"].tolist() == sorted(rows["value"])
    assert set(rows["met"]) <= {"yes", "no", "can't tell"}
    results = Results(tmp_path / "out")
    assert results.manifest["sweep"] == {PIN: rows["value"].tolist()}
    assert set(results.scenarios) == {"small", *(f"pinned {PIN}={value:g}" for value in rows["value"])}

    again = find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    assert again.done == 0
    assert table(again).equals(table(found))
    assert f"{again.runs} runs with the baseline's ({again.runs} reused)" in notes(again)[-1]
    other = question(study, PIN, "pollution_flow", Goal(0.8, below=False), month="2024-06")
    more = find_threshold(other, Growing(study, tmp_path / "out", jobs=1), 3)
    assert more.answer.at_least
    assert 0 < more.done < more.runs


def test_a_damaged_run_is_done_again(study: Study, tmp_path: Path) -> None:
    asked = question(study, PIN, "pollution_flow", Goal(2, below=True))
    find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    (tmp_path / f"out/runs/pinned {PIN}=0/1.parquet").write_bytes(b"damaged")
    again = find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    assert again.done == 1
    assert again.answer.status == "always"
    assert "is below 2 in 2025-12 with all of the 5 values" in sentence(again)


def test_failed_runs_are_left_out_and_told(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda name, replicate: name.endswith("=0.5") and replicate == 1)
    asked = question(study, PIN, "pollution_flow", Goal(2, below=True))
    found = find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    assert len(found.failed) == 1
    assert "pinned_pollution.2023-01=0.5, replicate 1" in found.failed[0]
    assert any("some values have 2 of 3 replicates only" in note for note in notes(found))
    assert found.done == found.runs - 1


@pytest.mark.slow
def test_what_failed_is_not_tried_at_every_step(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def bad(name: str, replicate: int) -> bool:
        if replicate == 1:
            tried.append(name)
        return name == "small" and replicate == 1

    failing(monkeypatch, bad)
    asked = question(study, PIN, "pollution_flow", Goal(0.37, below=True), month="2024-06")
    found = find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    assert len(found.answer.points) > 5, "more than one step"
    assert tried.count("small") == 2, "when first wanted, and when the folder is finished"
    assert len(tried) == len(found.answer.points) + 2
    assert found.failed == ("small, replicate 1: ValueError: a number of pages below zero",)
    assert found.done == found.runs - 1


@pytest.mark.slow
def test_an_interrupted_search_is_no_results_folder(study: Study, tmp_path: Path) -> None:
    asked = question(study, PIN, "pollution_flow", Goal(0.37, below=True), month="2024-06")

    def stop(value: float, mean: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3, stop)
    assert not (tmp_path / "out/monthly.parquet").exists()
    assert not (tmp_path / "out/manifest.json").exists()
    again = find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    assert again.runs - again.done == 3 * 6, "the baseline and five values were there"


@pytest.mark.slow
def test_the_difference_is_paired(study: Study, tmp_path: Path) -> None:
    asked = question(study, PIN, "pollution_flow", Goal(0.1, below=False), of="difference", month="2024-06")
    found = find_threshold(asked, Growing(study, tmp_path / "out", jobs=1), 3)
    run_study(study, tmp_path / "plain", jobs=1)
    monthly = Results(tmp_path / "plain").monthly(["pollution_flow"])
    mine = monthly[(monthly["scenario"] == "small") & (monthly["month"] == "2024-06")]["pollution_flow"]
    assert found.answer.value == pytest.approx(mine.mean() + 0.1, abs=0.01)
    assert "pollution_flow less that of small is above 0.1" in sentence(found)


@pytest.mark.slow
def test_what_an_intervention_sets_is_varied_there(scenario_file: ScenarioFile, study: Study, tmp_path: Path) -> None:
    changed = load_study([scenario_file().parent / "changed.yaml"], replicates=2)
    asked = question(changed, PIN, "pollution_flow", Goal(0.5, below=True), month="2024-06", low=0.2, high=0.6)
    found = find_threshold(asked, Growing(changed, tmp_path / "out", jobs=1), 2)
    assert found.answer.value == pytest.approx(0.5, abs=0.01)
    assert notes(found)[0] == f"{PIN} is varied where interventions set it (2024-01), not before"
    monthly = Results(tmp_path / "out").monthly(["pollution_flow"])
    assert monthly[monthly["month"] == "2023-12"].groupby("replicate")["pollution_flow"].nunique().tolist() == [1, 1]
    assert json.loads(json.dumps(as_json(found)))["status"] == "found"
    with pytest.raises(InputError, match=r"is set from 2024-01 on, so it can't matter before"):
        question(changed, PIN, "pollution_flow", Goal(0.5, below=True), month="2023-06")


def test_what_can_not_be_asked(study: Study) -> None:
    goal = Goal(0.5, below=True)
    for wrong, said in (
        ({"metric": "polution_flow"}, "did you mean 'pollution_flow'"),
        ({"metric": "tail_recall", "month": "2031-01"}, "the runs go from 2021-01 to 2025-12"),
        ({"month": "2024"}, "a month is written YYYY-MM"),
        ({"scenario": "pined"}, "did you mean 'pinned'"),
        ({"low": 0.5, "high": 0.5}, "nothing between them"),
        ({"high": 1.5}, f"--to {PIN}: 1.5 is too large"),
        ({"tolerance": 0.0}, "--tolerance 0: must be above 0"),
        ({"low": math.inf}, "--from inf: must be a finite number"),
        ({"path": "lab.cadence", "low": 1.5}, "--from 1.5: must be a whole number"),
        ({"path": "lab.budget.date"}, "this is a month; must be the path of one number"),
        ({"path": "lab.cadense"}, "did you mean 'cadence'"),
    ):
        arguments = {"path": PIN, "metric": "pollution_flow", **wrong}
        with pytest.raises(InputError) as error:
            question(study, goal=goal, **arguments)  # type: ignore[arg-type]
        assert said in str(error.value)
    three = replace(study, scenarios=(*study.scenarios, replace(study.scenarios[1], name="other")))
    with pytest.raises(InputError, match="--scenario which one to vary: small, pinned, other"):
        question(three, PIN, "pollution_flow", goal)
