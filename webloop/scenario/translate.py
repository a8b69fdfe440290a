"""Pydantic's complaints in webloop's words."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from webloop.registry import kinds
from webloop.scenario.fields import SCENARIO, Place, find, known_homes
from webloop.scenario.problems import Fault, did_you_mean, show_path, show_value
from webloop.scenario.spot import Spot
from webloop.scenario.wholes import MisplacedError
from webloop.scenario.wording import allowed, as_share, least_length, type_name

STUDY_KEYS = ("baseline", "draws", "replicates", "scenarios", "seed", "sweep", "uncertain")
_LONG = 60


def telling(error: ValidationError) -> list[ErrorDetails]:
    """The errors of a validation without those that only follow from others.

    A list counts as too short when its items are wrong, a mapping that has a wrong value is also not the word that
    could stand in its place, and a number that is out of range is no text either.
    """
    told = error.errors()
    beside = Counter(detail["loc"][:-1] for detail in told)
    return [
        detail
        for detail in told
        if not (detail["type"] == "too_short" and detail["input"])
        and not (str(detail["loc"][-1:]).startswith('("literal[') and isinstance(detail["input"], Mapping))
        and not (detail["type"] == "string_type" and detail["loc"][-1] == "str" and beside[detail["loc"][:-1]] > 1)
    ]


def translate(detail: ErrorDetails, data: Any, root: Spot = SCENARIO) -> Fault:
    """One of Pydantic's errors as a fault, at the path that the author wrote."""
    place = find(detail["loc"], data, root)
    kind, given = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return unknown_key(place, root)
    if kind == "missing":
        return _missing(place)
    if kind == "unknown_kind":
        return _unknown_kind(place, given)
    if place.of_key:
        wrong = f"{str(place.path[-1])!r} is not a month"
        return Fault(place.path, wrong, "must be a month YYYY-MM, such as 2027-01", of_key=True)
    spot = place.spot or place.parent
    if kind == "value_error" and not spot.is_month:
        error = detail.get("ctx", {}).get("error")
        below = error.below if isinstance(error, MisplacedError) else ()
        return Fault((*place.path, *below), str(error or detail["msg"]), of_key=True)
    if kind in {"too_short", "string_too_short"}:
        return Fault(place.path, "is empty", f"{least_length(spot)}{_meaning(spot)}", of_key=True)
    hint = as_share(given, spot) or _near_word(given, spot)
    return Fault(place.path, _wrong(kind, given, spot), allowed(spot), hint)


def _meaning(spot: Spot) -> str:
    return f": {spot.field.description}" if spot.field and spot.field.description else ""


def unknown_key(place: Place, root: Spot) -> Fault:
    """A key that is not in the schema, with the nearest that is, or the part that it belongs to."""
    key = str(place.path[-1])
    known = place.parent.keys(place.parent_data) or []
    if root is SCENARIO and len(place.path) == 1:
        known = sorted({*known, "extends"} - {key})
    hint = did_you_mean(key, known)
    if not hint and place.parent.role:
        others = [k for k in place.parent.kinds() if key in kinds(place.parent.role)[k].model_fields]
        hint = f"{key!r} belongs to the kind {' or '.join(others)}" if others else ""
    if not hint and root is SCENARIO:
        homes = list(dict.fromkeys(known_homes(key)))
        hint = f"{key!r} belongs under {' or '.join(homes[:3])}" if homes else ""
        if len(place.path) == 1 and key in STUDY_KEYS:
            hint = f"{key!r} belongs in a study file"
    return Fault(place.path, "unknown key", "allowed: " + ", ".join(known), hint, of_key=True)


def _missing(place: Place) -> Fault:
    """A key that must be there, at the part that lacks it."""
    must = allowed(place.spot) if place.spot else ""
    return Fault(place.path[:-1], f"the key {str(place.path[-1])!r} is missing", must, of_key=True)


def _unknown_kind(place: Place, given: Any) -> Fault:
    """A submodel that nobody registered, or a mapping that does not say which."""
    spot = place.spot or place.parent
    choices = spot.kinds()
    must = "must be one of " + ", ".join(choices)
    if isinstance(given, Mapping) and "kind" not in given:
        return Fault(place.path, "the key 'kind' is missing", must, of_key=True)
    name = given["kind"] if isinstance(given, Mapping) else given
    path = (*place.path, "kind") if isinstance(given, Mapping) else place.path
    wrong = f"there is no kind of {str(spot.role).replace('_', ' ')} called {show_value(name)}"
    return Fault(path, wrong, must, did_you_mean(str(name), choices))


def _wrong(kind: str, given: Any, spot: Spot) -> str:
    """What is wrong with a single value."""
    shown = show_value(given)
    if isinstance(given, Mapping):
        shown = "a mapping"
    elif isinstance(given, list | tuple):
        shown = "a list"
    elif len(shown) > _LONG:
        shown = f"{shown[:_LONG]}..."
    if kind in {"greater_than", "greater_than_equal"}:
        return f"{shown} is too small"
    if kind in {"less_than", "less_than_equal"}:
        return f"{shown} is too large"
    if kind == "finite_number":
        return f"{shown} can't be used: numbers must be finite"
    if spot.role or get_origin(spot.annotation) is Literal:
        return f"{shown} is not one of the choices"
    quoted = isinstance(given, str) and spot.annotation in (int, float) and _is_number(given)
    if spot.words:
        return f"{shown} is neither {' nor '.join(spot.words)} nor a mapping"
    is_not = type_name(spot).split(",")[0].split(" with ")[0].split(" YYYY")[0]
    return f"{shown} is text in quotes, not {is_not}" if quoted else f"{shown} is not {is_not}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _near_word(given: Any, spot: Spot) -> str:
    """A near choice, where choices are spelled out; for a number the submodel that is nothing else."""
    if spot.role and isinstance(given, int | float):
        return _as_submodel(given, spot.role)
    choices = list(spot.words) or spot.kinds()
    if get_origin(spot.annotation) is Literal:
        choices = [str(choice) for choice in get_args(spot.annotation)]
    return did_you_mean(given, choices) if isinstance(given, str) else ""


def _as_submodel(given: float, role: str) -> str:
    """How to write a number where a submodel stands: as the one kind that has a single parameter, which can be it."""
    fitting = []
    for kind, model in kinds(role).items():
        names = set(model.model_fields) - {"kind"}
        written = {"kind": kind, **dict.fromkeys(names, given)}
        try:
            model.model_validate(written, strict=True)
        except ValidationError:
            continue
        fitting += [written] if len(names) == 1 else []
    return f"as in {show_value(fitting[0], quote='')}" if len(fitting) == 1 else ""


def show_fault(fault: Fault) -> str:
    """A fault without its place in a file."""
    return f"{show_path(fault.path)}: " + "; ".join(p for p in (fault.wrong, fault.allowed, fault.hint) if p)
