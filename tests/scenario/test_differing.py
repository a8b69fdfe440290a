"""What a scenario says otherwise than the baseline, and what it takes away."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.scenario.differing import differences
from webloop.scenario.resolve import load_scenario

BASE = """\
title: Base
labels: {share: 0.2}
lab: {accumulation: {kind: window, months: 12}, mix: {archive: {share: 0.1}}}
writers:
  segments:
    press: {weight: 1, adoption: {kind: saturating, delay: 3}}
interventions:
  - {date: 2027-01, set: {labels.share: 0.5, lab.cadence: 6}}
"""
Told = list[tuple[str, str, str]]


@pytest.fixture
def told(scenario_file: Callable[..., Path]) -> Callable[[str], Told]:
    """Path, before and here of a scenario that extends the base."""

    def tell(text: str) -> Told:
        base = load_scenario(scenario_file(BASE, "base.yaml"))
        here = load_scenario(scenario_file(f"extends: base.yaml\n{text}", "here.yaml"))
        return [(each.path, each.before, each.here) for each in differences(base, here)]

    return tell


SAME = "{date: 2027-01, set: {labels.share: 0.5, lab.cadence: 6}}"
GONE = [("2027-01 labels.share", "0.5", "-"), ("2027-01 lab.cadence", "6", "-")]


def test_titles_are_no_difference(told: Callable[[str], Told]) -> None:
    assert told("title: Another\nclaim: It is the same.\n") == []


def test_interventions_that_are_gone_are_told(told: Callable[[str], Told]) -> None:
    assert told("interventions: []\n") == GONE


def test_an_intervention_that_moves_is_told_twice(told: Callable[[str], Told]) -> None:
    later = "interventions: [{date: 2029-01, set: {labels.share: 0.5, lab.cadence: 6}}]\n"
    assert told(later) == [("2029-01 labels.share", "0.5", "0.5"), ("2029-01 lab.cadence", "6", "6"), *GONE]


def test_what_goes_with_a_kind_is_not_told(told: Callable[[str], Told]) -> None:
    """The delay of an adoption that never comes, the months of a window that is no more."""
    assert told("writers: {segments: {press: {adoption: never}}}\n") == [
        ("writers.segments.press.adoption.kind", "saturating", "never")
    ]
    assert told("lab: {accumulation: replace}\n") == [("lab.accumulation.kind", "window", "replace")]


def test_what_comes_with_a_kind_is_told(told: Callable[[str], Told]) -> None:
    found = {path: (before, here) for path, before, here in told("lab: {filter: {detector: {tpr: 0.9}}}\n")}
    assert found["lab.filter.detector.kind"] == ("-", "classifier")
    assert found["lab.filter.detector.tpr"] == ("-", "0.9")
    assert "lab.filter.detector" not in found, "null gave way to values that are told"


def test_keys_that_are_new_or_gone_are_told(told: Callable[[str], Told]) -> None:
    assert told("pinned_pollution: {2023-01: 0.5}\n") == [("pinned_pollution.2023-01", "-", "0.5")]
    assert ("lab.mix.licensed.share", "-", "0.3") in told("lab: {mix: {licensed: {share: 0.3}}}\n")
    assert ("lab.mix.archive.share", "0.1", "-") in told("lab: {mix: {archive: null}}\n")


@pytest.mark.parametrize(
    ("date", "change", "expected"),
    [
        ("2026-01", "labels.share: 0.9", ("2026-01 labels.share", "0.2", "0.9")),
        ("2028-01", "labels.share: 0.9", ("2028-01 labels.share", "0.5", "0.9")),
        ("2028-01", "lab.accumulation: replace", ("2028-01 lab.accumulation", "window", "replace")),
        ("2028-01", "lab.accumulation.months: 24", ("2028-01 lab.accumulation.months", "12", "24")),
    ],
)
def test_a_dated_change_stands_beside_what_the_baseline_has_then(
    told: Callable[[str], Told], date: str, change: str, expected: tuple[str, str, str]
) -> None:
    dated = sorted([SAME, f"{{date: {date}, set: {{{change}}}}}"])
    assert told(f"interventions: [{', '.join(dated)}]\n") == [expected]


def test_an_intervention_that_changes_nothing_is_not_told(told: Callable[[str], Told]) -> None:
    assert told(f"interventions: [{SAME}, {{date: 2028-01, set: {{labels.share: 0.5}}}}]\n") == []


def test_a_kind_set_at_a_date_takes_the_place_of_another(scenario_file: Callable[..., Path]) -> None:
    change = "interventions: [{date: 2027-01, set: {lab.accumulation: %s}}]\n"
    base = load_scenario(scenario_file(change % "{kind: window, months: 12}", "base.yaml"))
    here = load_scenario(scenario_file(change % "replace", "here.yaml"))
    assert [(each.path, each.before, each.here) for each in differences(base, here)] == [
        ("2027-01 lab.accumulation", "window", "replace")
    ]
    back = [(each.path, each.before, each.here) for each in differences(here, base)]
    assert back == [
        ("2027-01 lab.accumulation.kind", "replace", "window"),
        ("2027-01 lab.accumulation.months", "-", "12"),
    ]
