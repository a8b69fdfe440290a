"""Varying one number of a scenario: where it is written, within which limits, and the scenario with another value.

A policy often sets a number by an intervention, and what a scenario starts with is overridden from that date on. So a
number is varied where the scenario's interventions set it, in all of them, and at the start only where none does.
"""

import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from annotated_types import Ge, Gt, Le, Lt

from webloop.months import format_month
from webloop.scenario.document import Document
from webloop.scenario.extends import with_value
from webloop.scenario.fields import reach, spot_at
from webloop.scenario.groups import split, start_data
from webloop.scenario.merge import merged, nested
from webloop.scenario.problems import Origin, Path, Problem, ScenarioError, show_path, show_value
from webloop.scenario.reaching import ONE_NUMBER
from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.spot import Spot
from webloop.scenario.sweep import short_path

OPTION = Origin("--vary")
_TRIAL = 1


@dataclass(frozen=True)
class Place:
    """Where an intervention sets a number.

    Attributes:
        index: which intervention.
        key: the path that it sets, which may be that of a part that holds the number.
        rest: the way from there to the number.
    """

    index: int
    key: str
    rest: Path


@dataclass(frozen=True)
class Parameter:
    """One number of a scenario that can be varied.

    Attributes:
        path: its dotted path, without the intervention it stands in.
        places: where interventions set it; none when it is varied at the start.
        months: dates of those interventions, YYYY-MM.
        whole: whether only whole numbers can stand there.
        low: least value that the schema allows; None when there is none.
        high: greatest value.
        low_open: whether `low` itself is not allowed.
        high_open: whether `high` itself is not allowed.
        unit: its unit.
        now: what the scenario has there; None when it has nothing.
    """

    path: str
    places: tuple[Place, ...]
    months: tuple[str, ...]
    whole: bool
    low: float | None
    high: float | None
    low_open: bool
    high_open: bool
    unit: str
    now: float | None

    @property
    def where(self) -> str:
        """Where it is varied, for people; empty at the start."""
        if not self.places:
            return ""
        return f"{self.path} is varied where interventions set it ({', '.join(self.months)}), not before"


def find_parameter(resolved: Resolved, dotted: str) -> Parameter:
    """The number at a dotted path.

    Args:
        resolved: the scenario.
        dotted: such as `lab.cadence`; or `interventions.0.set.lab.cadence`, for that intervention only.

    Raises:
        ScenarioError: when the path does not lead to one number.

    >>> from webloop.scenario.resolve import load_scenario
    >>> found = find_parameter(load_scenario("webloop/filter"), "lab.filter.detector.tpr")
    >>> found.places[0].key, found.months, found.low, found.high, found.now
    ('lab.filter.detector', ('2027-01',), 0, 1, 0.98)
    """
    path, only = split(dotted), None
    if path[0] == "interventions" and len(path) > 3 and path[1].isdigit() and path[2] == "set":
        path, only = path[3:], int(path[1])
    places = tuple(place for place in _places(resolved, path) if only in (None, place.index))
    if only is not None and not places:
        raise _problem(
            dotted, f"no such intervention sets {show_path(path)}", "name the path alone, such as lab.cadence"
        )
    data = _states(resolved)[places[0].index + 1] if places else _tried(resolved, dotted, path)
    spot = spot_at(path, data)
    wrong = _not_a_number(spot)
    if spot is None or wrong:
        raise _problem(dotted, f"this is {wrong}", ONE_NUMBER)
    now = reach(data if places else start_data(resolved), path)
    return _described(".".join(path), places, resolved, spot, now)


def _tried(resolved: Resolved, dotted: str, path: Path) -> dict[str, Any]:
    """The data of a scenario with something at a path.

    Raises:
        ScenarioError: when nothing can stand there, in the words of `--set`.
    """
    document = with_value(resolved.document, dotted, _TRIAL, OPTION)
    if document.problems:
        raise ScenarioError(document.problems)
    if spot_at(path, document.data) is None:
        resolve(document, resolved.name)
    return document.data


def at_value(resolved: Resolved, parameter: Parameter, value: float, origin: Origin = OPTION) -> Resolved:
    """The scenario with another value, and a name that says so.

    Args:
        resolved: the scenario, which stays as it is.
        parameter: which number.
        value: what stands there then.
        origin: who says so, for messages.

    Raises:
        ScenarioError: when the scenario can't have that value.
    """
    number = int(value) if parameter.whole else float(value)
    if parameter.places:
        document = _in_interventions(resolved, parameter, number, origin)
    else:
        document = with_value(resolved.document, parameter.path, number, origin)
    return resolve(document, value_name(resolved.name, parameter.path, number))


def value_name(scenario: str, path: str, value: float) -> str:
    """A name for a scenario with another value; it names files too.

    >>> value_name("filter", "lab.filter.detector.tpr", 0.5)
    'filter detector.tpr=0.5'
    """
    return f"{scenario} {short_path(path)}={show_value(value, quote='')}".replace("/", "_")


def _problem(dotted: str, wrong: str, allowed: str = "") -> ScenarioError:
    return ScenarioError([Problem(OPTION, dotted, wrong, allowed)])


def _states(resolved: Resolved) -> list[dict[str, Any]]:
    """What holds at the start and from each intervention on, in full."""
    return [start_data(resolved), *(scenario.model_dump(mode="json") for _, scenario in resolved.changes)]


def _places(resolved: Resolved, path: Path) -> list[Place]:
    """Where interventions set what stands at a path."""
    found: list[Place] = []
    entries = resolved.document.data.get("interventions") or []
    states = _states(resolved) if entries else []
    for index, entry in enumerate(entries):
        for key, value in entry["set"].items():
            parts = split(str(key))
            rest = path[len(parts) :]
            if path[: len(parts)] == parts and _decides(value, rest, path, states[index], states[index + 1]):
                found.append(Place(index, str(key), rest))
    return found


def _decides(value: Any, rest: Path, path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether setting a part to a value decides what stands at the path below it: by saying so, or by its defaults."""
    if not rest or isinstance(value, str):
        return True
    if not isinstance(value, Mapping):
        return isinstance(value, list)
    if reach(value, rest) is not None:
        return True
    if reach(before, path) is None and reach(after, path) is not None:
        return True
    kinds = [[reach(state, (*path[:length], "kind")) for length in range(1, len(path))] for state in (before, after)]
    return kinds[0] != kinds[1]


def _in_interventions(resolved: Resolved, parameter: Parameter, value: float, origin: Origin) -> Document:
    """The document with a number put where interventions set it."""
    old, states = resolved.document, _states(resolved)
    new = Document(deepcopy(old.data), dict(old.keys), dict(old.values), list(old.problems))
    for place in parameter.places:
        entry = new.data["interventions"][place.index]["set"]
        if place.rest:
            spot = spot_at(split(place.key), states[place.index + 1])
            entry[place.key] = merged(entry[place.key], nested(place.rest, value), spot=spot, items=True)
        else:
            entry[place.key] = value
        at: Path = ("interventions", place.index, "set", place.key, *place.rest)
        new.keys[at] = new.values[at] = origin
    return new


def _not_a_number(spot: Spot | None) -> str:
    """What stands at a place, if not one number."""
    if spot is None:
        return "not a path of the scenario"
    if spot.is_month:
        return "a month"
    if spot.annotation in (int, float):
        return ""
    return {bool: "true or false", str: "text"}.get(spot.annotation, "no single number")


def _described(path: str, places: tuple[Place, ...], resolved: Resolved, spot: Spot, now: Any) -> Parameter:
    """A parameter with the limits of the schema."""
    low = next((each for each in spot.metadata if isinstance(each, Ge | Gt)), None)
    high = next((each for each in spot.metadata if isinstance(each, Le | Lt)), None)
    dates = [resolved.scenario.interventions[place.index].date for place in places]
    return Parameter(
        path=path,
        places=places,
        months=tuple(format_month(date) for date in dict.fromkeys(dates)),
        whole=spot.annotation is int,
        low=_finite(low.ge if isinstance(low, Ge) else low.gt if low else None),
        high=_finite(high.le if isinstance(high, Le) else high.lt if high else None),
        low_open=isinstance(low, Gt),
        high_open=isinstance(high, Lt),
        unit=str(spot.extra.get("unit", "-")),
        now=float(now) if isinstance(now, int | float) and not isinstance(now, bool) else None,
    )


def _finite(limit: Any) -> float | None:
    return limit if isinstance(limit, int | float) and math.isfinite(limit) else None
