"""Applying dated interventions: what holds from each date on, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import Any

from webloop.scenario.document import Document
from webloop.scenario.extends import bad_path
from webloop.scenario.fields import is_fixed, leaves, reach, spots
from webloop.scenario.merge import idle_removals, lab_home, nested, put
from webloop.scenario.problems import Fault, Path, Problem, overlap, show_path
from webloop.scenario.schema import Scenario
from webloop.scenario.validate import Checked, validate

CURE = "set it for the whole scenario instead"
Change = tuple[int, Scenario]


def apply(document: Document, start: Checked) -> tuple[tuple[Change, ...], list[Problem]]:
    """The scenarios that hold from each intervention on; each keeps the changes of those before.

    Args:
        document: the scenario's document, for the places of problems.
        start: what holds at the start.

    Returns:
        The changes as (month, scenario) in order, and everything that is wrong with them.
    """
    if start.scenario is None:
        return (), []
    changes: list[Change] = []
    problems: list[Problem] = []
    blocked: list[Path] = []
    current, data = start.scenario, start.data
    for index, change in enumerate(start.scenario.interventions):
        patch = {str(dotted): value for dotted, value in data["interventions"][index]["set"].items()}
        faults, after = _changed(current, data, patch, start)
        faults = [fault for fault in faults if not any(overlap(fault.path, path) for path in blocked)]
        problems += [problem_of_change(document, index, patch, fault) for fault in faults]
        if faults or after.scenario is None:
            blocked += [tuple(dotted.split(".")) for dotted in patch]
            continue
        current, data = after.scenario, after.data
        changes.append((change.date, current))
    return tuple(changes), problems


def _changed(
    before: Scenario, data: dict[str, Any], patch: Mapping[str, Any], start: Checked
) -> tuple[list[Fault], Checked]:
    """A scenario with a patch, and what is wrong with that: only what the patch brings in."""
    faults: list[Fault] = []
    plain = before.model_dump(mode="json")
    for dotted, value in patch.items():
        path = tuple(dotted.split("."))
        wrong = [*_unchangeable(path, value, plain, data), *idle_removals(plain, nested(path, value))]
        faults += wrong
        if not wrong:
            data = put(data, path, value)
    after = validate(data, opening=False)
    new = (fault for fault in after.faults if fault not in start.faults)
    faults += [fault for fault in new if fault.path[:1] != ("interventions",)]  # their dates are the start's to judge
    if after.scenario is not None:
        faults += _touched(before, after.scenario, after.data, faults)
    return list(dict.fromkeys(faults)), after


def _unchangeable(path: Path, value: Any, before: Mapping[str, Any], data: dict[str, Any]) -> Iterator[Fault]:
    """Paths that an intervention can't set: badly formed, fixed, or parts that would come or go."""
    wrong = bad_path(path, data)
    if wrong:
        yield Fault(path, wrong, of_key=True)
        return
    for leaf, item in leaves(value, path):
        named = _comes_or_goes(leaf, item, before)
        if named:
            yield named
        elif is_fixed(leaf, before) and item != reach(before, leaf):
            yield Fault(leaf, "this can't change during a run", CURE, of_key=True)


def _comes_or_goes(leaf: Path, value: Any, before: Mapping[str, Any]) -> Fault | None:
    """A fault when a segment, lab or crawler would be added or removed."""
    for length, holder in enumerate(spots(leaf, before), start=1):
        entry = holder.below("NAME", None) if holder and holder.names_any and length < len(leaf) else None
        if entry is None or entry.model(None) is None:
            continue
        known, name = reach(before, leaf[:length]), leaf[length]
        if isinstance(known, Mapping) and name not in known and value is not None:
            allowed = "allowed: " + ", ".join(known)
            wrong = f"there is no {str(name)!r}, and none can be added during a run"
            return Fault(leaf, wrong, allowed, of_key=True)
        if value is None and length + 1 == len(leaf) and isinstance(known, Mapping) and name in known:
            return Fault(leaf, f"{str(name)!r} can't be removed during a run", CURE, of_key=True)
    return None


def _touched(before: Scenario, after: Scenario, data: dict[str, Any], known: list[Fault]) -> Iterator[Fault]:
    """Fixed values that changed in another way, such as by a null for the part that holds them."""
    for path, part in _differences(before.model_dump(mode="json"), after.model_dump(mode="json")):
        home = lab_home(path, data)
        fixed = is_fixed(path, data) or any(is_fixed(leaf, data) for leaf, _ in leaves(part, path))
        if fixed and not any(overlap(home, fault.path) for fault in known):
            yield Fault(home, "this can't change during a run", CURE, of_key=True)


def _differences(old: Any, new: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Paths at which two plain structures differ, each with what comes there, or goes."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _differences(old.get(key), new.get(key), (*path, key))
    elif old != new:
        yield path, old if new is None else new


def problem_of_change(document: Document, index: int, patch: Mapping[str, Any], fault: Fault) -> Problem:
    """A fault at the line of the intervention that brings it about."""
    root: Path = ("interventions", index, "set")
    for at in (fault.path, *fault.causes):
        near = [dotted for dotted in patch if overlap(tuple(dotted.split(".")), at)]
        if not near:
            continue
        dotted = max(near, key=lambda each: len(each.split(".")))
        rest = at[len(dotted.split(".")) :]
        if rest or at == tuple(dotted.split(".")) == fault.path:
            place = (*root, dotted, *rest)
            shown = (*root, dotted, *fault.path[len(dotted.split(".")) :])
            origin = document.origin(place, of_key=fault.of_key)
            return Problem(origin, show_path(shown), fault.wrong, fault.allowed, fault.hint)
        root = (*root, dotted)
        break
    wrong = f"with this change {show_path(fault.path)} is wrong: {fault.wrong}"
    return Problem(document.origin(root, of_key=True), show_path(root), wrong, fault.allowed, fault.hint)
