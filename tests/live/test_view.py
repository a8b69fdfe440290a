"""What the page is given, and how it bears what goes wrong."""

from threading import Event
from typing import Any

import pytest

from webloop.errors import RunsFailedError
from webloop.live import view
from webloop.live.desk import Desk, Request, shown_metrics
from webloop.live.explored import Explored, load_explored
from webloop.live.page import Screen, attend, moved
from webloop.live.running import Luck
from webloop.months import parse_month


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
