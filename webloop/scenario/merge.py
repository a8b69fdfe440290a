"""Merging plain data: scenario over base, patches over scenario, each lab over `lab`."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from webloop.scenario.fields import SCENARIO, reach, spot_at
from webloop.scenario.problems import Fault, Path, did_you_mean
from webloop.scenario.spot import Spot


def merged(base: Any, over: Any, *, spot: Spot | None = SCENARIO, path: Path = (), items: bool = False) -> Any:
    """Deep merge: mappings merge key by key, lists and single values replace, null removes.

    A submodel of another `kind` replaces the whole submodel: the old one's parameters mean nothing to it.
    A submodel's name alone replaces it too, by its defaults. Inside an entry of `labs`, null is kept: it
    removes what `lab` says, when the two are merged.

    Args:
        base: what is merged into.
        over: what wins.
        spot: the place in the schema, where it is known.
        path: that place's path.
        items: True when a mapping with whole numbers as keys changes items of a list.

    >>> merged({"lab": {"cadence": 6, "max_epochs": 2}}, {"lab": {"cadence": None}})
    {'lab': {'max_epochs': 2}}
    >>> window = {"lab": {"accumulation": {"kind": "window", "months": 9}}}
    >>> merged(window, {"lab": {"accumulation": "replace"}})
    {'lab': {'accumulation': 'replace'}}
    >>> merged({"lab": {"accumulation": "window"}}, {"lab": {"accumulation": {"months": 12}}})
    {'lab': {'accumulation': {'kind': 'window', 'months': 12}}}
    """
    if not isinstance(over, Mapping):
        return deepcopy(over)
    if items and isinstance(base, list) and over and all(str(key).isdigit() for key in over):
        return _items(base, over, spot, path)
    if spot and spot.role:
        kind = spot.kind_of(base) if base is not None else None
        if isinstance(base, str):
            base = {"kind": base}
        if over.get("kind", kind) != kind:
            base = {}
    out = dict(base) if isinstance(base, Mapping) else {}
    kept = len(path) >= 2 and path[0] == "labs"
    for key, value in over.items():
        if value is None and not kept:
            out.pop(key, None)
        else:
            below = spot.below(key, over if "kind" in over else out) if spot else None
            out[key] = merged(out.get(key), value, spot=below, path=(*path, key), items=items)
    if base and spot and spot.month_keys and all(isinstance(key, str) for key in out):
        return dict(sorted(out.items()))
    return out


def _items(base: list[Any], over: Mapping[str, Any], spot: Spot | None, path: Path) -> list[Any]:
    """A list with some items changed; null removes one."""
    out = list(base)
    for key, value in over.items():
        index = int(key)
        if index < len(out) and value is not None:
            below = spot.below(index, base) if spot else None
            out[index] = merged(out[index], value, spot=below, path=(*path, index), items=True)
    gone = {int(key) for key, value in over.items() if value is None}
    return [item for index, item in enumerate(out) if index not in gone]


def nested(path: Path, value: Any) -> Any:
    """A value inside one mapping for each part of its path."""
    for part in reversed(path):
        value = {str(part): value}
    return value


def put(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy of a scenario's data with a value merged in at a path; parts missing on the way are made."""
    return dict(merged(data, nested(path, value), items=True))


def idle_removals(base: Any, over: Any) -> Iterator[Fault]:
    """Nulls that remove nothing: an entry that is not there, or a key that nothing knows."""
    for path in _nulls(over):
        holder = spot_at(path[:-1], base)
        entries = reach(base, path[:-1])
        over_spot = spot_at(path[:-1], over)
        known = over_spot.keys(reach(over, path[:-1])) if over_spot else None
        if known is not None and path[-1] not in known and not (isinstance(entries, Mapping) and path[-1] in entries):
            hint = did_you_mean(str(path[-1]), known)
            yield Fault(path, "unknown key", "allowed: " + ", ".join(known), hint, of_key=True)
            continue
        if not (holder and holder.names_any) or (isinstance(entries, Mapping) and path[-1] in entries):
            continue
        entry = holder.below(path[-1], None)
        add = f"`{path[-1]}: {{}}` adds it with every value at its default" if needs_nothing(entry) else ""
        yield Fault(path, f"null removes an entry, but there is no {str(path[-1])!r} to remove", add, of_key=True)


def needs_nothing(entry: Spot | None) -> bool:
    """True where `{}` is enough: every key has a default."""
    model = entry.model(None) if entry else None
    return model is not None and not any(field.is_required() for field in model.model_fields.values())


def _nulls(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _nulls(item, (*path, key))
    elif value is None:
        yield path


def expand_labs(data: dict[str, Any]) -> dict[str, Any]:
    """Each lab over `lab`: what a lab's entry does not say, `lab` says."""
    labs, common = data.get("labs"), data.get("lab")
    common = {} if common is None else common
    if not isinstance(common, dict) or not isinstance(labs, dict | None):
        return data
    if labs is None:  # no entries: the one default lab still follows `lab`
        return {**data, "labs": {"lab": deepcopy(common)}}
    spot = SCENARIO.below("lab", None)
    return {
        **data,
        "labs": {name: merged(common, {} if lab is None else lab, spot=spot) for name, lab in labs.items()},
    }


def lab_home(path: Path, data: dict[str, Any]) -> Path:
    """Where a lab's value was really written: in its entry, or in `lab`.

    >>> lab_home(("labs", "alpha", "cadence"), {"lab": {"cadence": 0}, "labs": {"alpha": {}}})
    ('lab', 'cadence')
    """
    if len(path) < 3 or path[0] != "labs":
        return path
    entry = reach(data, path[:2])
    for part in path[2:]:
        if not isinstance(entry, Mapping) or (part not in entry and "kind" in entry):
            return path if entry is not None else ("lab", *path[2:])
        if part not in entry:
            return ("lab", *path[2:])
        entry = entry[part]
    return path
