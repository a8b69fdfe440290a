"""The page: what it remembers, and what happens when a lever is moved. How it looks is page.vue and page.css.

Mesa's SolaraViz steps through one model and starts it anew when a parameter changes. Here the line of the whole run is
wanted, beside the baseline's and from the same luck, so the page is made of Solara itself. Solara is imported when the
page is made: it is an extra.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from threading import Event, Thread
from typing import Any

from webloop.errors import WebloopError
from webloop.extras import extra
from webloop.live import view
from webloop.live.desk import Answer, Desk, Request
from webloop.live.explored import stands
from webloop.live.labs import furthest
from webloop.live.saving import saved
from webloop.scenario.problems import ScenarioError

Page: Any = None
"""What Solara shows; `show` puts it there."""
PATIENCE = 0.15
"""Seconds that a lever has to rest before anything is run: one that is dragged passes many positions."""
WHAT, EXTRA = "webloop explore", "live"
_NOTHING: view.View = {"panels": [], "pins": {}}
_WAITING: view.View = {"text": "starting", "busy": True, "wrong": ""}


@dataclass(frozen=True)
class Screen:
    """Where a page hears of what is done for it.

    Attributes:
        say: how a request stands.
        draw: the panels.
        keep: an answer with sites.
    """

    say: Callable[[tuple[Request, view.View]], None]
    draw: Callable[[view.View], None]
    keep: Callable[[Answer], None]


def show(desk: Desk) -> None:
    """Make the page of a desk what Solara shows."""
    global Page
    Page = _page(desk)


def _page(desk: Desk) -> Any:
    solara = extra("solara", EXTRA, WHAT)
    template = _template(solara)
    component: Callable[[Callable[[], None]], Any] = solara.component

    @component
    def page() -> None:
        request, ask = solara.use_state(Request({}, desk.explored.first_free))
        heard, say = solara.use_state((request, _WAITING))
        shown, draw = solara.use_state(_NOTHING)
        answer, keep = solara.use_state(None)
        month, choose = solara.use_state(None)
        asked = solara.use_memo(lambda: _asked(desk, request), [request])
        solara.use_effect(lambda: _start(desk, request, Screen(say, draw, keep)), [request])
        solara.Title(f"webloop: {desk.explored.title}")
        solara.Style(_own("page.css"))
        template(
            **asked,
            status=heard[1] if heard[0] is request else _WAITING,
            shown=shown,
            sites=solara.use_memo(lambda: answer and view.sites(answer, month), [answer, month]),
            event_move=lambda told: ask(moved(desk, request, told)),
            event_since=lambda since: ask(Request(request.moved, int(since))),
            event_reset=lambda _: ask(Request({}, desk.explored.first_free)),
            event_month=choose,
        )

    return page


def _template(solara: Any) -> Any:
    vue: Callable[[Callable[..., None]], Any] = solara.component_vue("page.vue")

    @vue
    def template(
        head: view.View,
        dates: view.View,
        groups: list[view.View],
        status: view.View,
        shown: view.View,
        sites: view.View | None,
        file: view.View,
        event_move: Callable[..., None],
        event_since: Callable[..., None],
        event_reset: Callable[..., None],
        event_month: Callable[..., None],
    ) -> None:
        """What page.vue is given, and what it tells."""

    return template


def _start(desk: Desk, request: Request, screen: Screen) -> Callable[[], None]:
    """Start to do what is asked for, in a thread; what is returned ends it."""
    stopped = Event()

    def work() -> None:
        if not stopped.wait(PATIENCE if request.moved else 0):
            attend(desk, request, stopped, screen)

    Thread(target=work, daemon=True).start()
    return stopped.set


def attend(desk: Desk, request: Request, stopped: Event, screen: Screen) -> None:
    """Do what is asked for, and show it until something else is asked for.

    Args:
        desk: the desk.
        request: what is asked for.
        stopped: set when it is something else.
        screen: where to show it.
    """

    def say(text: str, *, busy: bool = False, wrong: str = "") -> None:
        if not stopped.is_set():
            screen.say((request, {"text": text, "busy": busy, "wrong": wrong}))

    try:
        for answer in desk.answers(request, stopped, lambda text: say(text, busy=True)):
            drawn = {"panels": view.panels(answer), "pins": view.pinned(answer, desk.explored, request)}
            if stopped.is_set():
                return
            screen.draw(drawn)
            if answer.baseline is not None:
                screen.keep(answer)
    except ScenarioError as error:
        say("", wrong=view.in_short(error))
    except WebloopError as error:
        say("", wrong=str(error))
    except Exception as error:  # noqa: BLE001 (the page says so, and lives on)
        say("", wrong=f"This could not be simulated ({type(error).__name__}: {error}). Move a lever back.")
    else:
        say("done")


def moved(desk: Desk, request: Request, told: Mapping[str, Any]) -> Request:
    """The request once a lever stands at another of its positions.

    Args:
        desk: the desk.
        request: how levers stand.
        told: the `key` of the lever, and the index of the position that it is `at`.
    """
    among = list(stands(desk.explored, request.moved, request.since))
    stand = next((each for each in among if each.lever.path == told["key"]), None)
    if stand is None:  # a hand may be faster than the page, which has taken the lever away since
        return request
    at = min(int(told["at"]), furthest(desk.explored, stand, among))
    value = stand.lever.positions(stand.rules, stand.month)[at]
    others = {path: at for path, at in request.moved.items() if path != stand.lever.path}
    return Request(others if value == stand.was else {**others, stand.lever.path: value}, request.since)


def _asked(desk: Desk, request: Request) -> view.View:
    """What of the page hangs on the request alone: the levers, and the scenario file of what is shown."""
    explored = desk.explored
    text = saved(explored, request.moved, request.since)
    return {
        "head": view.head(desk),
        "dates": view.dates(explored, request),
        "groups": view.levers(explored, request),
        "file": {"name": f"{explored.resolved.name}-explored.yaml", "text": text},
    }


def _own(file: str) -> str:
    return files("webloop.live").joinpath(file).read_text(encoding="utf-8")
