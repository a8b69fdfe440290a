"""From plain data to a frozen scenario, or to everything that is wrong with it."""

from copy import deepcopy
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from webloop.scenario.checks import check
from webloop.scenario.fields import Spot, allowed, find
from webloop.scenario.merge import expand_labs, lab_home
from webloop.scenario.problems import Path, did_you_mean, show_path
from webloop.scenario.schema import Scenario

Fault = tuple[Path, bool, str, str, str]
"""Path, whether the key itself is at fault, what is wrong, what is allowed, a hint."""


def validate(data: dict[str, Any]) -> tuple[Scenario | None, list[Fault]]:
    """Build the scenario that plain data (after extends, sets and interventions) describes.

    Problems of single values and problems between values are found together: what is wrong by itself is
    left out before the rest is checked.

    Returns:
        The scenario and no faults, or None and the faults.
    """
    expanded = expand_labs(data)
    try:
        scenario = Scenario.model_validate(expanded)
    except ValidationError as error:
        faults = [_fault(detail, expanded, data) for detail in error.errors()]
        rest = _without(expanded, [fault[0] for fault in faults])
        try:
            faults += check(Scenario.model_validate(rest), rest)
        except ValidationError:
            pass  # what is left can't stand alone: the faults found so far come first
        return None, _unique(faults)
    faults = check(scenario, expanded)
    return (None, faults) if faults else (scenario, [])


def _unique(faults: list[Fault]) -> list[Fault]:
    """A fault in `lab` shows once, not once more for every lab."""
    return list(dict.fromkeys(faults))


def _without(data: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    """A copy without these paths."""
    rest = deepcopy(data)
    for path in sorted(paths, key=lambda p: [str(x) for x in p], reverse=True):
        node: Any = rest
        for part in path[:-1]:
            node = node.get(part) if isinstance(node, dict) else node[part] if isinstance(node, list) and isinstance(part, int) and part < len(node) else None
        if isinstance(node, dict):
            node.pop(path[-1] if path else None, None)
        elif isinstance(node, list) and path and isinstance(path[-1], int) and path[-1] < len(node):
            node.pop(path[-1])
    return rest


def _fault(detail: ErrorDetails, expanded: dict[str, Any], data: dict[str, Any]) -> Fault:
    """A Pydantic error in webloop's words."""
    path, spot, parent, parent_data = find(detail["loc"], expanded)
    home = lab_home(path, data)
    kind, given = detail["type"], detail["input"]
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = parent.keys(parent_data) or []
        return home, True, "unknown key", "allowed: " + ", ".join(known), did_you_mean(str(path[-1]), known)
    if kind == "missing":
        return lab_home(path[:-1], data), True, f"the key {path[-1]!r} is missing", allowed(spot) if spot else "", ""
    if kind == "unknown_kind":
        choices = context["allowed"]
        wrong = f"there is no {context['role']} called {context['kind']!r}"
        return home, False, wrong, "allowed: " + ", ".join(choices), did_you_mean(context["kind"], choices)
    if kind in {"value_error", "assertion_error"}:
        return home, False, str(context.get("error", detail["msg"])), "", ""
    return home, False, _wrong(kind, given), allowed(spot) if isinstance(spot, Spot) else "", _literal_hint(given, context)


def _wrong(kind: str, given: Any) -> str:
    """What is wrong with a single value."""
    shown = repr(given) if not isinstance(given, dict | list | tuple) else f"a {'mapping' if isinstance(given, dict) else 'list'}"
    if kind in {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}:
        return f"{shown} is out of range"
    if kind in {"too_short", "string_too_short"}:
        return "must not be empty"
    if kind == "finite_number":
        return f"{shown} is not finite"
    return f"{shown} does not fit here"


def _literal_hint(given: Any, context: dict[str, Any]) -> str:
    """A near choice, where choices are spelled out."""
    expected = context.get("expected")
    if not isinstance(expected, str) or not isinstance(given, str):
        return ""
    return did_you_mean(given, expected.replace("'", "").replace(" or ", ", ").split(", "))


def show_fault(fault: Fault) -> str:
    """A fault without its place."""
    return f"{show_path(fault[0])}: " + "; ".join(part for part in fault[2:] if part)
