"""A scenario with levers moved: what holds when, and what is left as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.live.explored import changed, interventions, load_explored
from webloop.months import parse_month
from webloop.scenario.parting import parting

SINCE = parse_month("2027-01")
MOVES = [
    {"lab.decoder.temperature": 0.7},
    {"pinned_pollution": 0.5},
    {"lab.filter.detector": True, "lab.filter.detector.tpr": 0.5},
    {"writers.segments.*.participation": -0.02},
    {"lab.accumulation": "replace", "lab.mix.licensed.share": 0.2},
]


@pytest.mark.parametrize("moved", MOVES)
@pytest.mark.parametrize("since", ["2020-01", "2027-01", "2033-01"])
def test_the_months_before_are_left_as_they_were(moved: dict[str, object], since: str) -> None:
    explored = load_explored("webloop/baseline", {})
    after = changed(explored, moved, parse_month(since))
    assert parting(explored.resolved, after) == parse_month(since)
    untitled = {"interventions": ()}
    for month in (explored.start, parse_month(since) - 1):
        assert after.at(month).model_copy(update=untitled) == explored.resolved.at(month).model_copy(update=untitled)


def test_unmoved_levers_are_the_scenario_itself() -> None:
    explored = load_explored("webloop/archive", {"lab.cadence": 6})
    assert changed(explored, {}, SINCE) is explored.resolved
    same = {"lab.cadence": 6, "lab.mix.archive.share": 0.3}
    assert changed(explored, same, SINCE) is explored.resolved
    assert changed(explored, {"no.such.lever": 1, "farms.most": 0.9}, SINCE) is explored.resolved


def test_what_is_fixed_during_a_run_holds_from_the_start() -> None:
    explored = load_explored("webloop/baseline", {})
    after = changed(explored, {"web.ai_hazard_ratio": 2.0, "lab.cadence": 6}, SINCE)
    assert after.scenario.web.ai_hazard_ratio == 2.0
    assert after.scenario.lab.cadence == 12
    assert after.at(SINCE).lab.cadence == 6


def test_a_lever_outlives_later_changes_of_the_file() -> None:
    """archive.yaml says 0.3 from 2027 on; a lever moved in 2025 holds in 2027, too."""
    explored = load_explored("webloop/archive", {})
    early = parse_month("2025-01")
    after = changed(explored, {"lab.mix.archive.share": 0.1}, early)
    shares = [after.at(month).lab.mix.get("archive") for month in (early - 1, early, SINCE, SINCE + 100)]
    assert [each.share if each else None for each in shares] == [None, 0.1, 0.1, 0.1]
    # what it did not touch still happens
    other = changed(explored, {"lab.cadence": 6}, early)
    assert [other.at(month).lab.mix.get("archive") is None for month in (early, SINCE)] == [True, False]


def test_a_part_that_a_later_change_would_bring_back_stays_away() -> None:
    explored = load_explored("webloop/filter", {"lab.filter.detector": "perfect"})
    early = parse_month("2025-01")
    after = changed(explored, {"lab.filter.detector": False}, early)
    assert after.at(early - 1).lab.filter.detector is not None
    assert after.at(early).lab.filter.detector is None
    assert after.at(SINCE).lab.filter.detector is None


def test_a_value_inside_a_part_that_comes_later_is_kept(scenario_file: Callable[..., Path]) -> None:
    """The file brings a detector, and a stricter one later; a lever on its error rate, moved between, holds after."""
    scenario_file()
    later = "extends: webloop/filter\ninterventions:\n"
    for date, fpr in (("2027-01", 0.01), ("2033-01", 0.002)):
        detector = f"{{kind: classifier, tpr: 0.98, fpr: {fpr}}}"
        later += f"  - {{date: {date}, set: {{lab.filter.detector: {detector}}}}}\n"
    explored = load_explored(str(scenario_file(later, "later.yaml")), {})
    dates = [parse_month(each) for each in ("2029-12", "2030-01", "2033-01")]
    after = changed(explored, {"lab.filter.detector.tpr": 0.4}, dates[1])
    detectors = [after.at(month).lab.filter.detector for month in dates]
    rates = [(each.model_dump()["tpr"], each.model_dump()["fpr"]) for each in detectors if each]
    assert rates == [(0.98, 0.01), (0.4, 0.01), (0.4, 0.002)]


def test_interventions_stay_in_order_of_their_dates() -> None:
    explored = load_explored("webloop/archive", {})
    for since in ("2020-01", "2027-01", "2035-01"):
        dated = interventions(explored, {"lab.cadence": 6}, parse_month(since))
        assert [each["date"] for each in dated] == sorted(["2027-01", since])


@pytest.mark.slow
def test_the_first_free_month() -> None:
    assert load_explored("webloop/baseline", {}).first_free == SINCE
    assert load_explored("webloop/archive", {"interventions.0.date": "2029-04"}).first_free == parse_month("2029-04")
    text = load_explored("webloop/text-replace", {})
    assert text.first_free == text.start
