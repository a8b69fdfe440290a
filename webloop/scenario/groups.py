"""The paths behind an entry of a study's `uncertain`, and the numbers that a scenario has there."""

from collections.abc import Iterable, Mapping
from typing import Any

from webloop.scenario.fields import reach, spot_at
from webloop.scenario.problems import ANY
from webloop.scenario.resolve import Resolved


def split(dotted: str) -> tuple[str, ...]:
    """A dotted path in parts.

    >>> split("writers.segments.*.weight")
    ('writers', 'segments', '*', 'weight')
    """
    return tuple(dotted.split("."))


def start_data(resolved: Resolved) -> dict[str, Any]:
    """What holds at the start, as plain data with every default filled in and every lab in full."""
    return resolved.scenario.model_dump(mode="json")


def members(dotted: str, data: Any) -> tuple[str, ...]:
    """The paths that an entry draws: itself, or with `*` one for each entry of a mapping or list.

    >>> members("a.*.b", {"a": {"x": {"b": 1}, "y": {"b": 2}}})
    ('a.x.b', 'a.y.b')
    """
    path = split(dotted)
    if ANY not in path:
        return (dotted,)
    at = path.index(ANY)
    holder = reach(data, path[:at])
    names: Iterable[Any] = holder if isinstance(holder, Mapping) else range(len(holder or ()))
    return tuple(".".join((*map(str, path[:at]), str(name), *map(str, path[at + 1 :]))) for name in names)


def numbers(dotted: str, data: Any) -> dict[str, Any]:
    """What stands at the paths of an entry; None where there is nothing."""
    return {path: reach(data, split(path)) for path in members(dotted, data)}


def is_whole(dotted: str, data: Any) -> bool:
    """True where only whole numbers can stand."""
    spot = spot_at(split(dotted), data)
    return spot is not None and spot.annotation is int


def own_values(resolved: Resolved, baseline: Resolved, entries: Iterable[str]) -> frozenset[str]:
    """The paths that a scenario has decided itself: its start has another value there than the baseline's.

    Draws are shared by all scenarios, but what a scenario sets is its own. Of an entry with `*` all paths are the
    scenario's own as soon as one is: parts of a whole can't be drawn by halves. Interventions win from their
    date on anyway.

    Args:
        resolved: the scenario.
        baseline: what it is compared with.
        entries: the entries of `uncertain`.
    """
    own, common = start_data(resolved), start_data(baseline)
    decided: set[str] = set()
    for entry in entries:
        expected = numbers(entry, common)
        if numbers(entry, own) != expected:
            decided.update(expected)
    return frozenset(decided)
