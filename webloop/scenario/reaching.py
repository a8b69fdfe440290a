"""Whether a path of a study leads to what can be drawn: one number, or the parts of a whole."""

from collections.abc import Iterator, Mapping
from typing import Any

from webloop.scenario.fields import SCENARIO, Place, reach, spot_at, step
from webloop.scenario.groups import numbers
from webloop.scenario.problems import ANY, Fault, Path, did_you_mean, show_path
from webloop.scenario.spot import Spot
from webloop.scenario.translate import unknown_key
from webloop.scenario.wholes import SUM_TOLERANCE

ONE_NUMBER = "must be the path of one number, such as lab.cadence"
A_WHOLE = "must be a path with one `*` for the parts that sum to 1, such as writers.segments.*.weight"


def not_a_number(path: Path, data: Any) -> Iterator[Fault]:
    """Why a path does not lead to one number of the baseline.

    Args:
        path: as its author wrote it.
        data: what the baseline starts with, in full.
    """
    if path[0] == "time":
        yield Fault(path, "time is the frame that all runs share and can't be drawn", "choose one value")
        return
    for length, part in enumerate(path):
        holder = reach(data, path[:length])
        if not _has(holder, part):
            yield _missing(path[: length + 1], path, data)
            return
    value, spot = reach(data, path), spot_at(path, data)
    what = _what(value, spot)
    if what:
        yield Fault(path, f"this is {what}", ONE_NUMBER, _number_below(path, value, data))


def not_parts(path: Path, kind: str, data: Any) -> Iterator[Fault]:
    """Why a path does not lead to the parts of a whole of the baseline."""
    if path.count(ANY) != 1:
        yield Fault(path, f"a {kind} draws the parts of a whole together", A_WHOLE)
        return
    at = path.index(ANY)
    holder = reach(data, path[:at])
    if holder is None:
        yield from not_a_number(path[:at], data)
        return
    spot = spot_at(path[:at], data) if at else None
    many = isinstance(holder, list) or (spot is not None and spot.names_any)
    if not (many and holder):
        yield Fault(path, f"{show_path(path[:at]) or 'the scenario'} has no entries to draw", A_WHOLE)
        return
    names = list(holder) if isinstance(holder, Mapping) else list(range(len(holder)))
    faults = [fault for name in names for fault in not_a_number((*path[:at], name, *path[at + 1 :]), data)]
    if faults:
        yield faults[0]
        return
    found = list(numbers(".".join(map(str, path)), data).values())
    if len(found) < 2:
        yield Fault(path, "there is one part only, so there is nothing to draw", A_WHOLE)
    elif abs(sum(found) - 1) > SUM_TOLERANCE or min(found) < 0:
        yield Fault(path, f"these sum to {sum(found):.6g} in the baseline", A_WHOLE)


def _has(holder: Any, part: str | int) -> bool:
    """True when there is such a key or place."""
    if isinstance(holder, Mapping):
        return part in holder
    return isinstance(holder, list) and step(holder, part) is not None


def _missing(path: Path, whole: Path, data: Any) -> Fault:
    """The first part of a path that the baseline does not have."""
    holder = reach(data, path[:-1])
    above = spot_at(path[:-1], data)
    if above is not None and above.names_any and isinstance(holder, Mapping):
        names = [str(name) for name in holder]
        allowed = "allowed: " + ", ".join(names) if names else ""
        hint = did_you_mean(str(path[-1]), names)
        return Fault(whole, f"the baseline has no {show_path(path)}", allowed, hint)
    below = above.below(path[-1], holder) if above else None
    if above is not None and below is None and above.keys(holder) is not None:
        return unknown_key(Place(path, None, above, holder), SCENARIO)
    if holder is None or (above is not None and above.keyed_role):
        shown = show_path(path[:-1] if holder is None else path)
        wrong = f"the baseline has no {shown}, so there is nothing to be uncertain about"
        return Fault(whole, wrong, "only values of the baseline are drawn")
    return Fault(whole, f"{show_path(path[:-1])} is {_what(holder, above) or 'one number'}: nothing is below it")


def _what(value: Any, spot: Spot | None) -> str:
    """What a value is, if not one number."""
    if spot is not None and spot.is_month:
        return "a month"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return ""
    if value is None:
        return "null in the baseline"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"


def _number_below(path: Path, value: Any, data: Any) -> str:
    """A number in a mapping, which may have been meant."""
    if not isinstance(value, Mapping):
        return ""
    for name in value:
        if not _what(value[name], spot_at((*path, name), data)):
            return f"did you mean {show_path((*path, name))!r}?"
    return ""
