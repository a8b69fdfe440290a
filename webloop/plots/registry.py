"""The registry of pictures: what there is to draw, of what, and when it makes sense.

Adding a picture takes one file in this package: a function of results that returns a `Sheet`, under
`@picture(...)`. `webloop.plots.draw` finds it, draws it and writes it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar

from webloop.outcomes.modules import import_modules
from webloop.outcomes.results import Results
from webloop.plots.runs import no_sample
from webloop.plots.sheet import Sheet
from webloop.plots.style import styled

Takes = Literal["nothing", "a metric", "metrics"]
F = TypeVar("F", bound=Callable[..., Sheet])


@dataclass(frozen=True, slots=True)
class Picture:
    """One kind of picture.

    Attributes:
        name: on the command line, and of its file.
        description: what it shows, in one line.
        order: where it stands in lists.
        function: draws it from results, and from a metric or metrics if it takes any.
        takes: `nothing` but results; `a metric` (one picture each); or `metrics` (all in one picture).
        metrics: those it shows unless told otherwise.
        releases: whether it can show metrics that are measured at releases only.
        why_not: says why it does not apply to some results; empty when it does.
        more: names and contents of other files that belong to it, such as pages that move.
    """

    name: str
    description: str
    order: int
    function: Callable[..., Sheet]
    takes: Takes
    metrics: tuple[str, ...]
    releases: bool
    why_not: Callable[[Results], str]
    more: Callable[[Results], Iterable[tuple[str, bytes]]]


_pictures: dict[str, Picture] = {}


def _always(_: Results) -> str:
    return ""


def _nothing(_: Results) -> Iterable[tuple[str, bytes]]:
    return ()


def picture(
    name: str,
    description: str,
    *,
    order: int,
    takes: Takes = "nothing",
    metrics: Sequence[str] = (),
    releases: bool = False,
    why_not: Callable[[Results], str] = _always,
    more: Callable[[Results], Iterable[tuple[str, bytes]]] = _nothing,
    of_designs: bool = False,
) -> Callable[[F], F]:
    """Register a function that draws a picture, and give it webloop's style; the arguments are those of `Picture`.

    Only those `of_designs` apply to draws that are no sample of what is uncertain.
    """

    def why(results: Results) -> str:
        return ("" if of_designs else no_sample(results)) or why_not(results)

    def add(function: F) -> F:
        if name in _pictures:
            raise ValueError(f"picture {name!r} is registered twice")

        @wraps(function)
        def drawn(*args: Any, **kwargs: Any) -> Sheet:
            with styled():
                return function(*args, **kwargs).finish()

        _pictures[name] = Picture(name, description, order, drawn, takes, tuple(metrics), releases, why, more)
        return drawn  # type: ignore[return-value]

    return add


def pictures() -> Mapping[str, Picture]:
    """All pictures by name, in the order in which they are drawn.

    >>> list(pictures())[:6]
    ['fan', 'generations', 'composition', 'deciles', 'sites', 'ranking']
    """
    import_modules("webloop.plots")
    return dict(sorted(_pictures.items(), key=lambda item: item[1].order))
