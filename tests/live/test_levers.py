"""Levers: where they may stand, and what moving them sets."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.live.explored import Explored, changed, load_explored, stands
from webloop.live.kinds import steeper
from webloop.live.lever import Lever, limits
from webloop.live.levers import DATA, FILTER, LEVERS
from webloop.months import parse_month
from webloop.registry import kinds
from webloop.scenario.json_schema import scenario_json_schema
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import load_scenario
from webloop.submodels.participation.trend import Trend

SHIPPED = (
    "webloop/baseline",
    "webloop/ecology",
    "webloop/filter",
    "webloop/opt-out",
    "webloop/pollution-25",
    "webloop/text-replace",
)
SINCE = parse_month("2027-01")


def test_each_lever_has_a_path_and_a_label_of_its_own() -> None:
    assert len({lever.path for lever in LEVERS}) == len({lever.label for lever in LEVERS}) == len(LEVERS)


@pytest.mark.slow
def test_every_lever_is_on_some_shipped_page() -> None:
    on = {"lab.mix.licensed.share": 0.1}  # without licences there is no price of them
    shown = {each.lever.path for name in SHIPPED for each in stands(load_explored(name, {}), on, SINCE)}
    assert shown == {lever.path for lever in LEVERS}


@pytest.mark.parametrize("name", SHIPPED)
def test_levers_can_stand_at_both_ends(name: str) -> None:
    """The scenario itself says so, with all its checks; positions between are within the schema's limits."""
    explored = load_explored(name, {})
    since = explored.first_free
    for stand in stands(explored, {}, since):
        positions = stand.lever.positions(stand.rules, stand.month)
        assert stand.was in positions, stand.lever.path
        assert len(set(positions)) == len(positions) > 1, stand.lever.path
        numbers = [each for each in positions if isinstance(each, int | float) and not isinstance(each, bool)]
        assert numbers == sorted(numbers), stand.lever.path
        spot = stand.lever.spot(stand.rules)
        low, high = limits(spot) if spot else (None, None)
        assert all((low is None or low <= each) and (high is None or each <= high) for each in numbers)
        content = explored.resolved.scenario.content.kind
        for value in (positions[0], positions[-1]):
            if content == "ideas" and isinstance(stand.was, int | float | type(None)):
                changed(explored, {stand.lever.path: value}, since)


def test_policies_come_first() -> None:
    groups = list(dict.fromkeys(lever.group for lever in LEVERS))
    assert groups[:2] == [DATA, FILTER]


@pytest.mark.parametrize(
    ("name", "moved"),
    [("filter", {"lab.filter.detector": True}), ("licensed-human", {"lab.mix.licensed.share": 0.3})],
)
def test_a_policy_that_is_switched_on_is_the_shipped_one(name: str, moved: dict[str, object]) -> None:
    """All values of it, as the scenarios themselves are resolved."""
    after = changed(load_explored("webloop/baseline", {}), moved, SINCE).at(SINCE)
    assert after.labs == load_scenario(f"webloop/{name}").at(SINCE).labs


def test_a_detector_knows_only_communities_that_there_are(scenario_file: Callable[..., Path]) -> None:
    explored = load_explored(str(scenario_file()), {})
    after = changed(explored, {"lab.filter.detector": True}, explored.first_free).at(explored.first_free)
    detector = after.lab.filter.detector
    assert detector is not None
    assert set(detector.communities()) == {"minority_a", "minority_b"} & set(after.communities)


def test_a_price_is_kept_once_it_was_moved() -> None:
    moved = {"lab.mix.licensed.share": 0.3, "lab.mix.licensed.price_per_1k_tokens": 22.5}
    after = changed(load_explored("webloop/baseline", {}), moved, SINCE).at(SINCE)
    assert after.lab.mix["licensed"].model_dump() == {"kind": "licensed", "share": 0.3, "price_per_1k_tokens": 22.5}
    # and a price that the file has is its own
    own = load_explored("webloop/baseline", {"lab.mix.licensed": {"share": 0.1, "price_per_1k_tokens": 7.0}})
    cheap = changed(own, {"lab.mix.licensed.share": 0.3}, SINCE).at(SINCE).lab.mix["licensed"].model_dump()
    assert (cheap["share"], cheap["price_per_1k_tokens"]) == (0.3, 7.0)


@pytest.mark.parametrize("kind", sorted(kinds("accumulation")))
def test_choices_are_said_in_words_and_by_name(kind: str) -> None:
    rules = load_explored("webloop/baseline", {}).rules(SINCE)
    for lever in (next(each for each in LEVERS if each.path == "lab.accumulation"), Lever("lab.accumulation", "", "")):
        words, _, name = lever.shown(rules, kind).rpartition(" ")
        assert name == f"({kind})"
        assert " " in words


def test_ranges_come_from_the_schema() -> None:
    """A lever without values takes the limits that the JSON Schema of scenario files states."""
    stated = scenario_json_schema()["$defs"]["Labels"]["properties"]["share"]
    arm = next(each for each in stated.get("anyOf", [stated]) if "maximum" in each)
    rules = load_explored("webloop/baseline", {}).rules(SINCE)
    positions = Lever("labels.share", "", "").positions(rules, SINCE)
    assert (positions[0], positions[-1]) == (arm["minimum"], arm["maximum"])
    assert Lever("lab.accumulation", "", "").positions(rules, SINCE) == sorted(kinds("accumulation"))
    assert Lever("lab.filter.signed", "", "").positions(rules, SINCE) == ["ignore", "trust", "require"]
    assert Lever("lab.filter.drop_labelled", "", "").positions(rules, SINCE) == [False, True]


def test_levers_are_shown_where_the_scenario_has_them() -> None:
    baseline = {each.lever.path for each in stands(load_explored("webloop/baseline", {}), {}, SINCE)}
    assert "farms.most" not in baseline
    assert "lab.filter.detector.tpr" not in baseline
    on = {"lab.filter.detector": True}
    moved = {each.lever.path for each in stands(load_explored("webloop/baseline", {}), on, SINCE)}
    assert moved - baseline == {"lab.filter.detector.tpr", "lab.filter.detector.fpr"}
    off = {
        each.lever.path for each in stands(load_explored("webloop/filter", {}), {"lab.filter.detector": False}, SINCE)
    }
    assert "lab.filter.detector.tpr" not in off


def test_publishing_changes_by_the_rate_from_the_month_on() -> None:
    """Before the month nothing, then exactly the extra log change for each month more: the closed form of a trend."""
    before = [
        {"start": "2022-12", "end": "2024-06", "rate": -0.02},
        {"start": "2025-01", "end": "2025-06", "rate": 0.01},
        {"start": "2029-03", "rate": -0.001},
    ]
    reference, extra = parse_month("2022-11"), -0.0125
    for since in map(parse_month, ("2021-01", "2023-05", "2024-09", "2025-03", "2027-01", "2029-03", "2035-07")):
        one, other = Trend(slopes=before, floor=0), Trend(slopes=steeper(before, since, extra), floor=0)
        for month in range(since - 5, since + 200):
            # both are relative to the reference month, in which the other has changed already if it began before
            steps = max(0, month - since + 1) - max(0, reference - since + 1)
            assert other.level(month, reference) == pytest.approx(
                one.level(month, reference) * math.exp(extra * steps), rel=1e-9
            )


def test_steady_publishers_get_a_trend(explored: Explored) -> None:
    since = parse_month("2024-01")
    after = changed(explored, {"writers.segments.*.participation": -0.01}, since).at(since)
    press, forum = (after.writers.segments[name].participation for name in ("press", "forum"))
    reference = after.writers.launch
    assert press.level(since + 11, reference) == pytest.approx(math.exp(-0.12))
    assert forum.level(since + 11, reference) == pytest.approx(
        explored.resolved.scenario.writers.segments["forum"].participation.level(since + 11, reference)
        * math.exp(-0.12)
    )


def test_a_factor_multiplies_each(explored: Explored) -> None:
    since = parse_month("2024-01")
    after = changed(explored, {"writers.segments.*.adoption.saturation": 0.5}, since).at(since)
    dumped = {name: each.model_dump()["adoption"]["saturation"] for name, each in after.writers.segments.items()}
    assert dumped == {"press": 0.25, "forum": 0.05}


def test_a_pin_holds_from_the_month_to_the_end() -> None:
    explored = load_explored("webloop/pollution-25", {"pinned_pollution.2030-01": 0.6})
    after = changed(explored, {"pinned_pollution": 0.4}, SINCE)
    assert after.at(SINCE).pinned_pollution == {parse_month("2023-01"): 0.25, SINCE: 0.4}
    assert after.at(SINCE - 1) == explored.resolved.at(SINCE - 1).model_copy(
        update={"interventions": after.scenario.interventions}
    )
    assert changed(explored, {"pinned_pollution": None}, SINCE).at(SINCE).pinned_pollution is None


def test_what_a_scenario_cannot_be_is_said() -> None:
    explored = load_explored("webloop/archive", {})
    with pytest.raises(ScenarioError, match="together they must be at most 1"):
        changed(explored, {"lab.mix.archive.share": 0.6, "lab.mix.licensed.share": 0.5}, SINCE)
