"""A number is varied where it is written: at the start, or in every intervention that sets it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.scenario.problems import Origin, ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.scenario.vary import at_value, find_parameter

ScenarioFile = Callable[..., Path]


@pytest.fixture
def make(scenario_file: ScenarioFile) -> Callable[[str], Resolved]:
    scenario_file()

    def changed(sets: str) -> Resolved:
        return load_scenario(scenario_file(f"extends: small.yaml\ninterventions:\n{sets}", "changed.yaml"))

    return changed


def tprs(resolved: Resolved) -> list[float | None]:
    states = [resolved.scenario, *(scenario for _, scenario in resolved.changes)]
    detectors = [state.labs["alpha"].filter.detector for state in states]
    return [getattr(detector, "tpr", None) for detector in detectors]


TPR = "lab.filter.detector.tpr"


@pytest.mark.parametrize(
    ("sets", "places", "after"),
    [
        ("  - {date: 2023-01, set: {lab.filter.detector: {kind: classifier, tpr: 0.9}}}", 1, [None, 0.5]),
        ("  - {date: 2023-01, set: {lab.filter.detector: {kind: classifier}}}", 1, [None, 0.5]),
        ("  - {date: 2023-01, set: {lab.filter.detector: classifier}}", 1, [None, 0.5]),
        ("  - {date: 2023-01, set: {lab.filter: {detector: {fpr: 0.1}}}}", 1, [None, 0.5]),
        (
            """\
  - {date: 2023-01, set: {lab.filter.detector: {tpr: 0.9}}}
  - {date: 2024-01, set: {lab.filter.detector: {fpr: 0.1}}}
  - {date: 2025-01, set: {lab.filter.detector.tpr: 0.7}}
""",
            2,
            [None, 0.5, 0.5, 0.5],
        ),
        ("  - {date: 2023-01, set: {lab.hallucination: 0.1}}", 0, [0.5, 0.5]),
    ],
)
def test_where_it_is_varied(make: Callable[[str], Resolved], sets: str, places: int, after: list[float | None]) -> None:
    resolved = make(sets)
    parameter = find_parameter(resolved, TPR)
    assert len(parameter.places) == places
    assert (parameter.low, parameter.high, parameter.whole, parameter.low_open) == (0, 1, False, False)
    before = tprs(resolved)
    assert tprs(at_value(resolved, parameter, 0.5)) == after
    assert tprs(resolved) == before, "the scenario itself stays as it is"


def test_one_intervention_may_be_named(make: Callable[[str], Resolved]) -> None:
    resolved = make(
        "  - {date: 2023-01, set: {lab.filter.detector.tpr: 0.9}}\n"
        "  - {date: 2024-01, set: {lab.filter.detector.tpr: 0.8}}"
    )
    parameter = find_parameter(resolved, f"interventions.1.set.{TPR}")
    assert parameter.months == ("2024-01",)
    assert tprs(at_value(resolved, parameter, 0.5)) == [None, 0.9, 0.5]
    assert at_value(resolved, parameter, 0.5).name == "changed detector.tpr=0.5"
    with pytest.raises(ScenarioError, match=r"--vary interventions.7.set.*: no such intervention sets"):
        find_parameter(resolved, f"interventions.7.set.{TPR}")


def test_whole_numbers_and_open_limits(make: Callable[[str], Resolved]) -> None:
    resolved = make("  - {date: 2023-01, set: {lab.cadence: 3}}")
    parameter = find_parameter(resolved, "lab.cadence")
    assert (parameter.whole, parameter.low, parameter.high, parameter.now, parameter.unit) == (
        True,
        1,
        600,
        3,
        "months",
    )
    assert at_value(resolved, parameter, 12.0).changes[0][1].lab.cadence == 12
    assert find_parameter(resolved, "lab.budget.web_share").low_open
    with pytest.raises(ScenarioError, match=r"^--from interventions\[0\].set.lab.cadence: 0 is too small; must be"):
        at_value(resolved, parameter, 0, Origin("--from"))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("lab", "this is no single number; must be the path of one number, such as lab.cadence"),
        ("lab.budget.date", "this is a month"),
        ("lab.filter.drop_labelled", "this is true or false"),
        ("title", "this is text"),
        ("lab.accumulation", "this is no single number"),
        ("lab.cadense", "unknown key"),
        ("lab..cadence", "this is not a path"),
        ("", "this is not a path"),
        ("interventions.0.date", "this is a month"),
        ("interventions.0.set", "no single number"),
        ("nowhere.at.all", "unknown key"),
    ],
)
def test_paths_that_do_not_lead_to_one_number(make: Callable[[str], Resolved], path: str, said: str) -> None:
    with pytest.raises(ScenarioError) as error:
        find_parameter(make("  - {date: 2023-01, set: {lab.cadence: 3}}"), path)
    assert said in str(error.value)
    assert str(error.value).startswith("--vary")
