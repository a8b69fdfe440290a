"""The page: what it remembers, and what happens when a lever is moved. How it looks is page.vue and page.css.

Mesa's SolaraViz steps through one model and starts it anew when a parameter changes. Here the line of the whole run is
wanted, beside the baseline's and from the same luck, so the page is made of Solara itself. Solara is imported when the
page is made: it is an extra.
"""

from collections.abc import Callable, Mapping
from importlib.resources import files
from threading import Event, Thread
from typing import Any

from webloop.errors import WebloopError
from webloop.live import view
from webloop.live.desk import Answer, Desk, Request
from webloop.live.explored import stands
from webloop.live.saving import saved
from webloop.scenario.problems import ScenarioError

Page: Any = None
"""What Solara shows; `show` puts it there."""
PATIENCE = 0.15
"""Seconds that a lever has to rest before anything is run: one that is dragged passes many positions."""
_NOTHING: view.View = {"panels": [], "done": 0}


def show(desk: Desk) -> None:
    """Make the page of a desk what Solara shows."""
    global Page
    Page = _page(desk)


def _page(desk: Desk) -> Any:
    import solara

    template = _template()

    @solara.component  # type: ignore[untyped-decorator]
    def page() -> None:
        request, ask = solara.use_state(Request({}, desk.explored.first_free))
        status, say = solara.use_state({"text": "starting", "busy": True, "wrong": ""})
        shown, draw = solara.use_state(_NOTHING)
        answer, keep = solara.use_state(None)
        month, choose = solara.use_state(None)
        solara.use_effect(lambda: _working(desk, request, say, draw, keep), [request])
        solara.Title(f"webloop: {desk.explored.title}")
        solara.Style(_own("page.css"))
        template(
            head=view.head(desk),
            dates=_dates(desk, request),
            groups=view.levers(desk.explored, request),
            status=status,
            shown=shown,
            sites=solara.use_memo(lambda: answer and view.sites(answer, month), [answer, month]),
            file=_file(desk, request),
            event_move=lambda told: ask(_moved(desk, request, told)),
            event_since=lambda since: ask(Request(request.moved, int(since))),
            event_reset=lambda _: ask(Request({}, desk.explored.first_free)),
            event_month=choose,
        )

    return page


def _template() -> Any:
    import solara

    @solara.component_vue("page.vue")  # type: ignore[untyped-decorator]
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


def _working(
    desk: Desk,
    request: Request,
    say: Callable[[view.View], None],
    draw: Callable[[view.View], None],
    keep: Callable[[Answer | None], None],
) -> Callable[[], None]:
    """Start to do what is asked for, in a thread; what is returned ends it."""
    stopped = Event()

    def tell(text: str) -> None:
        if not stopped.is_set():
            say({"text": text, "busy": True, "wrong": ""})

    def work() -> None:
        tell("waiting for the lever to rest")
        if stopped.wait(PATIENCE if request.moved else 0):
            return
        wrong = ""
        try:
            for answer in desk.answers(request, stopped, tell):
                drawn = {"panels": view.panels(answer), "done": answer.done}
                if stopped.is_set():
                    return
                draw(drawn)
                if answer.baseline is not None:
                    keep(answer)
        except ScenarioError as error:
            wrong = view.in_short(error)
        except WebloopError as error:
            wrong = str(error)
        except Exception as error:  # noqa: BLE001 (the page says so, and lives on)
            wrong = f"This could not be simulated ({type(error).__name__}: {error}). Move a lever back."
        if not stopped.is_set():
            say({"text": "" if wrong else "done", "busy": False, "wrong": wrong})

    Thread(target=work, daemon=True).start()
    return stopped.set


def _moved(desk: Desk, request: Request, told: Mapping[str, Any]) -> Request:
    """The request once a lever stands at another of its positions."""
    stand = next(each for each in stands(desk.explored, request.moved, request.since) if each.lever.path == told["key"])
    value = stand.lever.positions(stand.rules, stand.month)[int(told["at"])]
    others = {path: at for path, at in request.moved.items() if path != stand.lever.path}
    return Request(others if value == stand.was else {**others, stand.lever.path: value}, request.since)


def _dates(desk: Desk, request: Request) -> view.View:
    known = view.dates(desk.explored)
    return {**known, "at": known["months"].index(request.since)}


def _file(desk: Desk, request: Request) -> view.View:
    """The scenario file of what is shown, and a name for it."""
    name = f"{desk.explored.resolved.name}-explored.yaml"
    return {"name": name, "text": saved(desk.explored, request.moved, request.since)}


def _own(file: str) -> str:
    return files("webloop.live").joinpath(file).read_text(encoding="utf-8")
