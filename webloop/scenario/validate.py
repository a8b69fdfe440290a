"""From plain data to a frozen scenario, or to everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from webloop.scenario.checks import CHECKS, OPENING
from webloop.scenario.fields import SCENARIO, find, prepared, reach, spot_at
from webloop.scenario.merge import expand_labs, lab_home
from webloop.scenario.problems import Fault, Path, overlap
from webloop.scenario.schema import Scenario
from webloop.scenario.translate import telling, translate

_SOME_MONTH = "2027-01"  # in place of a date that is wrong; nothing is said of it
MOST_ROUNDS = 20  # each takes something out, so a file with faults in one place needs two or three


@dataclass(frozen=True)
class Checked:
    """What came of checking plain data.

    Attributes:
        scenario: the scenario; with faults, what is left of it without them; None when nothing is.
        data: the data without single values that are at fault.
        faults: everything that is wrong.
    """

    scenario: Scenario | None
    data: dict[str, Any]
    faults: tuple[Fault, ...]


def validate(data: dict[str, Any], *, opening: bool = True) -> Checked:
    """Build the scenario that plain data (after extends, sets and interventions) describes.

    Problems of single values and problems between values are found together: what is wrong by itself is
    left out, so that defaults take its place, and the rest is checked. What could be wrong only because
    something was left out is not reported.

    Args:
        data: the data.
        opening: False when it holds only from an intervention on, so that a run does not begin with it.
    """
    clean = deepcopy(data)
    faults: list[Fault] = []
    lost: list[Path] = []
    for turn in range(MOST_ROUNDS):
        expanded = expand_labs(clean)
        try:
            scenario = Scenario.model_validate(prepared(expanded, SCENARIO), strict=True)
        except ValidationError as error:
            details = telling(error)
        else:
            faults += _between(scenario, clean, lost, opening=opening)
            return Checked(scenario, clean, _once(faults))
        for detail in details:
            fault = _at_home(translate(detail, expanded), clean)
            if turn == 0 or (_of_whole(detail) and not _follows(fault, lost, data)):
                faults.append(fault)
        gone, unknown = _take_out(clean, expanded, details)
        lost += gone
        if not gone and not unknown:
            break
    return Checked(None, clean, _once(faults))


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """A fault in `lab` shows once, not once more for every lab."""
    return tuple(dict.fromkeys(faults))


def _at_home(fault: Fault, data: dict[str, Any]) -> Fault:
    """The fault at the place where its author wrote it."""
    causes = tuple(lab_home(cause, data) for cause in fault.causes)
    return replace(fault, path=lab_home(fault.path, data), causes=causes)


def _of_whole(detail: ErrorDetails) -> bool:
    """True for what a mapping or list has wrong as a whole, such as shares that do not sum to 1."""
    return detail["type"] == "value_error" and isinstance(detail["input"], dict | tuple)


def _follows(fault: Fault, lost: list[Path], data: dict[str, Any]) -> bool:
    """True when a whole may be wrong only because a value in it was left out."""
    for path in lost:
        spot = spot_at(path, data)
        near = overlap(path, fault.path) and len(path) <= len(fault.path) + 2
        if near and not (spot and spot.role):
            return True
    return False


def _take_out(clean: dict[str, Any], expanded: dict[str, Any], details: list[ErrorDetails]) -> tuple[list[Path], bool]:
    """Remove what is at fault.

    Returns:
        Paths of values that are missed, and whether unknown keys went.
    """
    gone: list[Path] = []
    unknown: list[Path] = []
    for detail in details:
        path = find(detail["loc"], expanded).path
        if _is_date_of_change(path):
            gone.append(path)
            continue
        path = lab_home(path[:-1] if detail["type"] == "missing" else path, clean)
        while path and not (isinstance(reach(clean, path[:-1]), Mapping) and path[-1] in reach(clean, path[:-1])):
            path = path[:-1]
        if path:
            (unknown if detail["type"] == "extra_forbidden" else gone).append(path)
    for path in {*gone, *unknown}:
        parent = reach(clean, path[:-1])
        if isinstance(parent, dict):
            parent.pop(path[-1], None)
            parent |= {"date": _SOME_MONTH} if _is_date_of_change(path) else {}
    return gone, bool(unknown)


def _is_date_of_change(path: Path) -> bool:
    """The date of an intervention has no default; without one all of what interventions set would go unchecked."""
    return len(path) == 3 and (path[0], path[2]) == ("interventions", "date")


def _between(scenario: Scenario, data: dict[str, Any], lost: list[Path], *, opening: bool) -> list[Fault]:
    """What is wrong between parts of a scenario, apart from what may be so because of what was left out."""
    faults = []
    missed = [_any_lab(path) for path in lost]
    for check, reads in CHECKS:
        left_out = any(overlap(path, read) for path in missed for read in reads)
        if left_out or (check in OPENING and not opening):
            continue
        faults += [
            _at_home(fault, data)
            for fault in check(scenario)
            if not any(overlap(path, _any_lab(fault.path)) for path in missed)
        ]
    return faults


def _any_lab(path: Path) -> Path:
    """`labs.NAME` and `lab` are one place here."""
    return ("lab", *path[2:]) if len(path) > 2 and path[0] == "labs" else path
