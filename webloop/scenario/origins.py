"""Every value of a resolved scenario with its unit, its meaning and the place where it was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webloop.months import format_month
from webloop.scenario.document import Document
from webloop.scenario.fields import spot_at
from webloop.scenario.merge import lab_home
from webloop.scenario.problems import Path, show_path, show_value
from webloop.scenario.resolve import Resolved
from webloop.scenario.spot import Spot

DEFAULT = "default"


@dataclass(frozen=True)
class Row:
    """One value.

    Attributes:
        path: its dotted path.
        value: the value as text.
        unit: its unit; `-` for a name, a choice or a pure number.
        origin: `file:line:column`, `--set path=value`, or `default`.
        description: what it is.
        source: where the default or the range comes from.
    """

    path: str
    value: str
    unit: str
    origin: str
    description: str
    source: str


def explain_values(resolved: Resolved) -> list[Row]:
    """A row for every single value, in the order of the schema, interventions last.

    Labs show what their own entries say; everything else about them stands under `lab`.
    """
    plain = resolved.scenario.model_dump(mode="json")
    changes = plain.pop("interventions")
    labs = plain.pop("labs")
    rows = [_row(resolved, plain, path, value) for path, value in _single_values(plain)]
    rows += _lab_rows(resolved, labs)
    for index, change in enumerate(changes):
        rows += _change_rows(resolved, index, change)
    return rows


def _single_values(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Values below, through mappings and lists of mappings; other lists are one value."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _single_values(item, (*path, key))
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        for index, item in enumerate(value):
            yield from _single_values(item, (*path, index))
    else:
        yield path, value


def _row(resolved: Resolved, plain: Mapping[str, Any], path: Path, value: Any) -> Row:
    spot = spot_at(path, plain)
    origin = _origin(resolved.document, path, value)
    unit, description, source = _about(spot, path, plain)
    return Row(show_path(path), _text(value), unit, origin, description, source)


def _about(spot: Spot | None, path: Path, plain: Any) -> tuple[str, str, str]:
    """Unit, description and source; those of the part for a submodel's kind and for entries by name."""
    while spot is not None and path and (spot.field is None or path[-1] == "kind"):
        path = path[:-1]
        spot = spot_at(path, plain)
    if spot is None or spot.field is None:
        return "-", "", ""
    return str(spot.extra.get("unit", "-")), spot.field.description or "", str(spot.extra.get("source", ""))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return show_value(value, quote="")


def _origin(document: Document, path: Path, value: Any) -> str:
    """Where a value was written; a submodel's kind may be its name alone, one step up."""
    written = document.values.get(path)
    if written is None and path and path[-1] == "kind" and _value(document.data, path[:-1]) == value:
        written = document.values.get(path[:-1])
    return str(written) if written else DEFAULT


def _value(data: Any, path: Path) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def _lab_rows(resolved: Resolved, labs: Mapping[str, Any]) -> Iterator[Row]:
    """What each lab's own entry says, with what follows from it."""
    data = resolved.document.data
    plain = {"labs": labs}
    for path, value in _single_values(plain):
        if _value(data, path[:2]) is not None and lab_home(path, data) == path:
            yield _row(resolved, plain, path, value)


def _change_rows(resolved: Resolved, index: int, change: Mapping[str, Any]) -> Iterator[Row]:
    """An intervention: what it sets, with the unit and meaning of what it changes."""
    month, scenario = resolved.changes[index]
    after = scenario.model_dump(mode="json")
    root: Path = ("interventions", index, "set")
    for dotted, value in change["set"].items():
        for path, single in _single_values(value, tuple(dotted.split("."))):
            spot = spot_at(path, after)
            place = (*root, dotted, *path[len(dotted.split(".")) :])
            unit, description, source = _about(spot, path, after)
            origin = str(resolved.document.origin(place))
            name = f"{format_month(month)} {show_path(path)}"
            yield Row(name, _text(single), unit, origin, description, source)
