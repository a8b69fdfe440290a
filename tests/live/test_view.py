"""What the page is given, and how it bears what goes wrong."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from webloop.errors import RunsFailedError
from webloop.live import view
from webloop.live.desk import Desk, Request, shown_metrics
from webloop.live.explored import Explored, changed, load_explored
from webloop.live.page import Screen, attend, moved
from webloop.live.running import Luck
from webloop.months import parse_month
from webloop.run.runner import run_once
from webloop.scenario.problems import ScenarioError


def desk_of(explored: Explored) -> Desk:
    return Desk(explored, Luck(), shown_metrics(explored, ()))


def lever(explored: Explored, request: Request, key: str) -> view.View:
    groups = view.levers(explored, request)
    return next(each for group in groups for each in group["levers"] if each["key"] == key)


def test_a_lever_says_where_it_stands_and_stood() -> None:
    explored = load_explored("webloop/archive", {})
    since = parse_month("2027-01")
    shown = lever(explored, Request({"lab.mix.archive.share": 0.1}, since), "lab.mix.archive.share")
    assert (shown["texts"][shown["was"]], shown["texts"][shown["at"]]) == (
        "30\N{NO-BREAK SPACE}%",
        "10\N{NO-BREAK SPACE}%",
    )
    # a year earlier the file has none
    before = lever(explored, Request({}, since - 12), "lab.mix.archive.share")
    assert before["values"][before["was"]] == 0
    assert lever(explored, Request({}, since), "web.ai_hazard_ratio")["note"] == "holds from the start"
    kinds = {
        key: lever(explored, Request({}, since), key)["kind"] for key in ("lab.accumulation", "lab.filter.detector")
    }
    assert kinds == {"lab.accumulation": "choice", "lab.filter.detector": "switch"}


def test_shares_of_the_mix_leave_each_other_room() -> None:
    explored = load_explored("webloop/archive", {})
    since = parse_month("2027-01")
    licensed, archive = "lab.mix.licensed.share", "lab.mix.archive.share"
    request = Request({licensed: 0.7}, since)
    shown = {key: lever(explored, request, key) for key in (licensed, archive)}
    assert {key: each["values"][each["most"]] for key, each in shown.items()} == {licensed: 0.7, archive: 0.3}
    assert "no more is left" in shown[licensed]["note"]
    alone = lever(explored, Request({archive: 0.0}, since), licensed)
    assert alone["most"] == len(alone["values"]) - 1


def test_shares_that_are_too_much_are_said_once_in_plain_words() -> None:
    explored = load_explored("webloop/archive", {})
    moved_ = {"lab.mix.archive.share": 0.8, "lab.mix.licensed.share": 0.8}
    with pytest.raises(ScenarioError) as raised:
        changed(explored, moved_, parse_month("2027-01"))
    assert view.in_short(raised.value).startswith("Archive and licensed pages together can't be more than all pages")


@pytest.mark.parametrize(
    ("name", "since", "moved_", "key", "most"),
    [
        # three tenths are licensed from 2027 on, whoever moves the archive before
        ("licensed-human", "2018-01", {}, "lab.mix.archive.share", 0.7),
        ("licensed-human", "2018-01", {"lab.mix.licensed.share": 0.1}, "lab.mix.archive.share", 0.9),
        # three labs have a fifth of their own from the archive
        ("free-rider", "2027-01", {}, "lab.mix.licensed.share", 0.8),
        ("free-rider", "2020-01", {"lab.mix.archive.share": 0.5}, "lab.mix.licensed.share", 0.5),
        # which they keep, so that the lever moves that of the fourth
        ("free-rider", "2027-01", {"lab.mix.licensed.share": 0.6}, "lab.mix.archive.share", 0.4),
    ],
)
def test_room_is_left_for_what_comes_later_and_for_single_labs(
    name: str, since: str, moved_: dict[str, float], key: str, most: float
) -> None:
    explored, month = load_explored(f"webloop/{name}", {}), parse_month(since)
    shown = lever(explored, Request(moved_, month), key)
    assert shown["values"][shown["most"]] == most
    changed(explored, {**moved_, key: most}, month)


def test_labs_with_a_value_of_their_own_keep_it_and_the_lever_says_so(scenario_file: Callable[..., Path]) -> None:
    scenario_file()
    own = "extends: small.yaml\nlabs: {alpha: {cadence: 9}}\n"
    explored = load_explored(str(scenario_file(own, "own.yaml")), {})
    since = explored.first_free
    notes = {key: lever(explored, Request({}, since), key)["note"] for key in ("lab.cadence", "lab.hallucination")}
    assert notes == {"lab.cadence": "labs with a value of their own keep it", "lab.hallucination": ""}
    after = changed(explored, {"lab.cadence": 12}, since).at(since)
    assert {name: lab.cadence for name, lab in after.labs.items()} == {"alpha": 9, "beta": 12}


def test_each_problem_is_said_once() -> None:
    explored = load_explored("webloop/opt-out", {})
    with pytest.raises(ScenarioError) as raised:
        changed(explored, {"writers.segments.*.opt_out.saturation": 1.2}, explored.first_free)
    assert len(raised.value.problems) > 1
    assert view.in_short(raised.value).count("is too large") == 1


def test_a_share_that_is_too_much_for_one_lab_is_said_in_plain_words() -> None:
    explored = load_explored("webloop/free-rider", {})
    with pytest.raises(ScenarioError) as raised:
        changed(explored, {"lab.mix.licensed.share": 0.9}, explored.first_free)
    assert view.in_short(raised.value).startswith("Archive and licensed pages together can't be more than all pages")


def test_a_pin_begins_where_the_baseline_is() -> None:
    desk = desk_of(load_explored("webloop/baseline", {"time.end": "2028-12"}))
    request = Request({}, parse_month("2027-01"))
    shown = lever(desk.explored, request, "pinned_pollution")
    assert (shown["kind"], shown["at"], shown["texts"][0]) == ("pin", 0, "as writers take AI up")
    *_, last = desk.answers(request, Event(), lambda text: None)
    begun = shown["values"][view.pinned(last, desk.explored, request)["pinned_pollution"]]
    flow = run_once(desk.explored.resolved, 1, 0, ["pollution_flow"]).monthly
    (now,) = flow["pollution_flow"][flow["month"] == request.since]
    assert abs(begun - now) <= 0.025


def test_a_value_between_steps_is_a_position_of_its_own() -> None:
    explored = load_explored("webloop/baseline", {"lab.hallucination": 0.0123})
    shown = lever(explored, Request({}, explored.first_free), "lab.hallucination")
    assert shown["values"][shown["was"]] == 0.0123
    assert shown["values"] == sorted(shown["values"])


def test_moving_a_lever_and_putting_it_back() -> None:
    desk = desk_of(load_explored("webloop/baseline", {}))
    start = Request({}, desk.explored.first_free)
    shown = lever(desk.explored, start, "lab.cadence")
    there = moved(desk, start, {"key": "lab.cadence", "at": shown["values"].index(6)})
    assert there == Request({"lab.cadence": 6}, start.since)
    assert moved(desk, there, {"key": "lab.cadence", "at": shown["was"]}) == start


def test_a_hand_that_is_faster_than_the_page_is_stopped_at_what_is_left() -> None:
    desk = desk_of(load_explored("webloop/archive", {}))
    key, since = "lab.mix.licensed.share", desk.explored.first_free
    assert moved(desk, Request({}, since), {"key": key, "at": 18}) == Request({key: 0.7}, since)


def test_a_lever_that_is_gone_by_then_moves_nothing() -> None:
    desk = desk_of(load_explored("webloop/baseline", {}))
    request = Request({"lab.cadence": 6}, desk.explored.first_free)
    assert moved(desk, request, {"key": "lab.filter.detector.tpr", "at": 3}) == request


def test_dates_are_januaries_the_start_and_the_first_free_month() -> None:
    explored = load_explored("webloop/archive", {"interventions.0.date": "2027-05"})
    shown = view.dates(explored, Request({}, explored.first_free))
    assert shown["texts"][:2] == ["the start (2018-01)", "2019-01"]
    assert shown["texts"][shown["at"]] == "2027-05"
    assert shown["texts"][-1] == "2040-01"


@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        (RunsFailedError("nothing to train on"), "nothing to train on"),
        (
            ZeroDivisionError("division"),
            "This could not be simulated (ZeroDivisionError: division). Move a lever back.",
        ),
    ],
)
def test_what_goes_wrong_is_said_and_ends_nothing(
    error: Exception, wrong: str, explored: Explored, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, said = desk_of(explored), []
    screen = Screen(lambda told: said.append(told[1]), lambda drawn: None, lambda kept: None)

    def broken(*arguments: Any) -> Any:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "answers", broken)
        attend(desk, Request({}, explored.start), Event(), screen)
    assert said[-1] == {"text": "", "busy": False, "wrong": wrong}
    attend(desk, Request({}, explored.start), Event(), screen)
    assert said[-1] == {"text": "done", "busy": False, "wrong": ""}


def test_nothing_is_said_to_who_has_moved_on(explored: Explored) -> None:
    said: list[Any] = []
    stopped = Event()
    stopped.set()
    attend(desk_of(explored), Request({}, explored.start), stopped, Screen(said.append, said.append, said.append))
    assert said == []
