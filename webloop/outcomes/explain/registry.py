"""The chapters of a story, and what they are told from: one registered function each, in a file of its own.

A function that is registered in a file of `webloop/outcomes/explain/chapters/` becomes a chapter of every story.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webloop.outcomes.explain.facts import Seen
from webloop.outcomes.explain.story import Chapter, Part
from webloop.outcomes.modules import import_modules
from webloop.scenario.resolve import Resolved


@dataclass(frozen=True)
class Scene:
    """What a chapter is told from.

    Attributes:
        resolved: the scenario, with the draw's values.
        now: the month.
        before: the month before; None in a run's first.
        baseline: the same month of the baseline, in the same draw and replicate; None where the scenario is the
            baseline, or is still the same.
        labs: the labs to tell of.
    """

    resolved: Resolved
    now: Seen
    before: Seen | None
    baseline: Seen | None
    labs: Sequence[str]


Teller = Callable[[Scene], Sequence[Part]]
"""Gives a chapter's parts; none where there is nothing to tell."""
_tellers: dict[str, tuple[int, str, Teller]] = {}


def chapter(name: str, *, order: int, title: str) -> Callable[[Teller], Teller]:
    """Register a function that tells a chapter.

    Args:
        name: of the chapter, for machines.
        order: chapters are told in this order.
        title: for people.
    """

    def add(teller: Teller) -> Teller:
        if name in _tellers:
            raise ValueError(f"chapter {name!r} is registered twice")
        _tellers[name] = (order, title, teller)
        return teller

    return add


def told(scene: Scene) -> list[Chapter]:
    """All chapters that have something to tell, in order."""
    import_modules("webloop.outcomes.explain.chapters")
    return [
        Chapter(name, title, parts)
        for name, (_, title, teller) in sorted(_tellers.items(), key=lambda item: (item[1][0], item[0]))
        if (parts := teller(scene))
    ]
