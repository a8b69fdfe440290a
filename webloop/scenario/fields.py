"""Finding the schema field behind a path, so that messages can say what is allowed there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webloop.scenario.problems import Path
from webloop.scenario.schema import Scenario
from webloop.scenario.spot import Spot

SCENARIO = Spot(Scenario)


@dataclass(frozen=True)
class Place:
    """Where an error's location leads.

    Attributes:
        path: the path as the author wrote it.
        spot: the place in the schema; None for an unknown key.
        parent: the place one step up.
        parent_data: the data there.
        of_key: True when the key is at fault.
    """

    path: Path
    spot: Spot | None
    parent: Spot
    parent_data: Any
    of_key: bool = False


def find(location: Path, data: Any, root: Spot = SCENARIO) -> Place:
    """Follow an error's location through schema and data.

    Pydantic puts the kind of a submodel and the arm of a union into its locations; the path has none.
    """
    spot: Spot | None = root
    parent, parent_data = root, data
    path: Path = ()
    skip = False
    for part in location:
        if skip or spot is None:
            skip = False
            continue
        if part == "[key]":
            return Place(path, spot, parent, parent_data, of_key=True)
        parent, parent_data = spot, data
        spot, data, path = spot.below(part, data), step(data, part), (*path, part)
        skip = spot is not None and spot.labelled
    return Place(path, spot, parent, parent_data)


def step(data: Any, part: str | int) -> Any:
    """The value one step down; None where there is none."""
    if isinstance(data, Mapping):
        return data.get(part, data.get(str(part)))
    if isinstance(data, list | tuple) and str(part).isdigit() and int(part) < len(data):
        return data[int(part)]
    return None


def reach(data: Any, path: Path) -> Any:
    """The value at a path; None where there is none."""
    for part in path:
        data = step(data, part)
    return data


def spots(path: Path, data: Any, root: Spot = SCENARIO) -> Iterator[Spot | None]:
    """The places along a path, one for each of its parts; None from the first unknown key on."""
    spot: Spot | None = root
    for part in path:
        in_list = isinstance(data, list | tuple) and str(part).isdigit()
        spot = spot.below(int(part) if in_list else part, data) if spot else None
        data = step(data, part)
        yield spot


def spot_at(path: Path, data: Any, root: Spot = SCENARIO) -> Spot | None:
    """The place at a path."""
    return [root, *spots(path, data, root)][-1]


def is_fixed(path: Path, data: Any) -> bool:
    """True when a value can't change during a run: it, or a part that holds it, is marked `fixed`."""
    return any(spot is not None and spot.extra.get("fixed") for spot in spots(path, data))


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every single value below, with its path; lists count as single values."""
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    else:
        yield path, value


def prepared(value: Any, spot: Spot | None) -> Any:
    """Data for strict validation: lists as tuples, and 1e3 is a whole number where one is due."""
    if isinstance(value, Mapping):
        return {key: prepared(item, spot.below(key, value) if spot else None) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(prepared(item, spot.below(i, value) if spot else None) for i, item in enumerate(value))
    if isinstance(value, float) and spot and spot.annotation is int and not spot.is_month and value.is_integer():
        return int(value)
    return value


def known_homes(name: str, spot: Spot = SCENARIO, path: str = "") -> Iterator[str]:
    """Parts of the schema that have a key of that name; labs' own entries are left out."""
    for key, below in spot.everything_below():
        here = f"{path}.{key}" if path else key
        if key == name and path:
            yield path
        if key != "labs":
            yield from known_homes(name, below, here)
