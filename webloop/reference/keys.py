"""Keys of scenario and study files, with all that the schema knows of each."""

from collections.abc import Iterable, Iterator
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from webloop.reference.docstrings import first_line
from webloop.reference.markdown import anchor, code, prose, table
from webloop.registry import Submodel
from webloop.scenario.problems import show_value
from webloop.scenario.spot import Spot
from webloop.scenario.wording import limits, show_default, type_name

HEAD = ("key", "what it is", "allowed", "unit", "default", "source")
FIXED = "†"
"""Marks what no intervention can change during a run."""
REFERENCE = "scenario-reference.md"
_LONGEST = 60
_MONTH = "YYYY-MM"
_SAME = {"labs.NAME": "lab"}
"""Parts that are as another part, which is not told twice."""
Keyed = tuple[str, Spot]


def every_key(spot: Spot, path: str = "") -> Iterator[Keyed]:
    """Every key below a place by its dotted path; NAME and N stand for names that authors choose and places in lists.

    What stands below a submodel is told with its kind, and is left out here.
    """
    if spot.role or spot.keyed_role or path in _SAME:
        return
    if spot.is_list:
        path += ".N"
    for name, below in spot.everything_below():
        here = _MONTH if name == "NAME" and spot.month_keys else name
        dotted = f"{path}.{here}" if path else here
        if below.annotation is not Any:
            yield dotted, below
            yield from every_key(below, dotted)


def key_table(keys: Iterable[Keyed], *, page: str = "") -> str:
    """A table of keys.

    Args:
        keys: paths with their places.
        page: where kinds are told, for links from another page.
    """
    return table(HEAD, [_row(path, spot, page) for path, spot in keys])


def _row(path: str, spot: Spot, page: str) -> tuple[str, ...]:
    fixed = f" {FIXED}" if spot.extra.get("fixed") else ""
    unit, source = str(spot.extra.get("unit", "-")), str(spot.extra.get("source", "-"))
    told = [prose("" if text == "-" else text) for text in (unit, source)]
    return code(path) + fixed, _meaning(path, spot), _allowed(spot, page), told[0], _default(spot), told[1]


def _meaning(path: str, spot: Spot) -> str:
    if path in _SAME:
        return f"One of them: the keys of {code(_SAME[path])}, where it differs from that"
    if spot.field is not None and spot.field.description:
        return prose(spot.field.description)
    return first_line(spot.annotation).removesuffix(".")


def _allowed(spot: Spot, page: str) -> str:
    null = " or `null`" if spot.field and NoneType in get_args(spot.field.annotation) else ""
    role = spot.role or spot.keyed_role
    if role:
        how = "a kind of" if spot.role else "by kind, any of"
        return f"{how} [{role}]({page}#{anchor(role)}){null}"
    if spot.keys(None):
        return "".join(f"{code(word)} or " for word in spot.words) + "a mapping" + null
    return prose(type_name(spot) + limits(spot) + (" or text" if spot.or_text else "")) + null


def _default(spot: Spot) -> str:
    """The value that holds when a file is silent."""
    if spot.field is None or spot.field.is_required():
        return "required" if spot.field is not None else ""
    value = spot.field.get_default(call_default_factory=True, validated_data={})
    if value is None:
        return code("null")
    if isinstance(value, Submodel):
        return code(value.kind)
    if isinstance(value, BaseModel):
        return ""
    if isinstance(value, dict | tuple):
        shown = show_value(TypeAdapter(Any).dump_python(value, mode="json", exclude_unset=True), quote="")
        return code(shown) if len(shown) <= _LONGEST else f"{len(value)} entries"
    return code(show_default(spot) or '""')
