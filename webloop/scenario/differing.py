"""What a scenario says otherwise than the baseline: values that differ, that are new, and that are gone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webloop.months import parse_month
from webloop.scenario.origins import Row, explain_values
from webloop.scenario.problems import show_value
from webloop.scenario.resolve import Resolved

NONE = "-"
"""Stands for a value that there is not."""
_ABOUT_ITSELF = frozenset(["title", "claim"])
_EMPTY = frozenset(["{}", "[]", "null"])
_PARTS = re.compile(r"[.\[]")
_DATED = re.compile(r"(\d{4}-\d\d) (.*)", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """One value that differs.

    Attributes:
        path: its dotted path; behind a month for what an intervention sets.
        before: the baseline's value, `-` if it has none; for what an intervention sets, the one in force in that month.
        here: the value here, `-` if it is gone.
        description: what it is.
    """

    path: str
    before: str
    here: str
    description: str


def differences(base: Resolved, here: Resolved) -> list[Difference]:
    """Everything that a scenario says otherwise than the baseline, in its own order; what is gone stands last.

    Titles and claims are about the scenario itself and not told. Nor are parameters that merely went with a kind that
    was replaced (`adoption.delay` after `adoption.kind` became `never`), nor a mapping that is empty on one side:
    its values on the other are.
    """
    theirs, mine = _rows(base), _rows(here)
    told = []
    for path, row in mine.items():
        before = _before(path, row.value, theirs, base, here)
        if before is not None and not (row.value in _EMPTY and _has_below(path, theirs)):
            told.append(Difference(path, before, row.value, row.description))
    told += [
        Difference(path, row.value, NONE, row.description)
        for path, row in theirs.items()
        if path not in mine and not _has_below(path, mine) and not _went_with_its_kind(path, theirs, mine)
    ]
    return told


def _rows(resolved: Resolved) -> dict[str, Row]:
    return {row.path: row for row in explain_values(resolved) if row.path not in _ABOUT_ITSELF}


def _before(path: str, value: str, theirs: Mapping[str, Row], base: Resolved, here: Resolved) -> str | None:
    """What the baseline has where a scenario has a value; None where that is no difference."""
    if path in theirs and theirs[path].value == value:
        return None
    dated = _DATED.fullmatch(path)
    if dated is None:
        return theirs[path].value if path in theirs else NONE
    month = parse_month(dated[1])
    before = _in_force(base, month, dated[2])
    changes_nothing = before == value == _in_force(here, month - 1, dated[2])
    return None if changes_nothing else before


def _in_force(resolved: Resolved, month: int, path: str) -> str:
    """A value in a month, after all that has changed until then; of a submodel its kind."""
    data: Any = resolved.at(month).model_dump(mode="json")
    for part in _PARTS.split(path.replace("]", "")):
        if isinstance(data, Mapping) and part in data:
            data = data[part]
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return NONE
    return show_value(data["kind"] if isinstance(data, Mapping) and "kind" in data else data, quote="")


def _has_below(path: str, rows: Mapping[str, Row]) -> bool:
    return any(each.startswith((f"{path}.", f"{path}[")) for each in rows)


def _went_with_its_kind(path: str, theirs: Mapping[str, Row], mine: Mapping[str, Row]) -> bool:
    """Whether something above a path is of another kind here, which is told; an intervention may say the kind alone."""
    for parent in (path[: sign.start()] for sign in _PARTS.finditer(path)):
        kind, bare = theirs.get(f"{parent}.kind"), mine.get(parent)
        now = mine.get(f"{parent}.kind", bare)
        if path == f"{parent}.kind":
            return bare is not None and bare.value not in _EMPTY
        if kind and now and now.value != kind.value:
            return True
    return False
