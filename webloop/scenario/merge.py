"""Merging plain data: scenario over base, patches over scenario, each lab over `lab`."""

from copy import deepcopy
from typing import Any

from webloop.scenario.problems import Path


def merged(base: Any, over: Any) -> Any:
    """Deep merge: mappings merge key by key, lists and scalars replace, null removes.

    A mapping with another `kind` replaces the whole submodel: the old one's parameters mean nothing to it.

    >>> merged({"a": {"x": 1, "y": 2}, "b": [1]}, {"a": {"y": None}, "b": [2]})
    {'a': {'x': 1}, 'b': [2]}
    >>> merged({"kind": "window", "months": 24}, {"kind": "replace"})
    {'kind': 'replace'}
    >>> merged("window", {"months": 12})
    {'kind': 'window', 'months': 12}
    """
    if not isinstance(over, dict):
        return deepcopy(over)
    if isinstance(base, str) and "kind" not in over:
        base = {"kind": base}
    if not isinstance(base, dict) or over.get("kind", base.get("kind")) != base.get("kind"):
        base = {}
    out = dict(base)
    for key, value in over.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = merged(base.get(key), value)
    return out


def put(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy of `data` with a value merged in at a path; parts that are missing on the way are made."""
    head, rest = path[0], path[1:]
    if not rest:
        return dict(merged(data, {head: value}))
    below = data.get(str(head))
    if isinstance(below, str):
        below = {"kind": below}
    if isinstance(below, list) and str(rest[0]).isdigit() and int(rest[0]) < len(below):
        items = deepcopy(below)
        index = int(rest[0])
        items[index] = put(items[index], rest[1:], value) if len(rest) > 1 else value
        return {**data, str(head): items}
    return {**data, str(head): put(below if isinstance(below, dict) else {}, rest, value)}


def expand_labs(data: dict[str, Any]) -> dict[str, Any]:
    """Each lab over `lab`: what a lab's entry does not say, `lab` says."""
    labs, common = data.get("labs"), data.get("lab") or {}
    if not isinstance(labs, dict) or not isinstance(common, dict):
        # no entries: the one default lab still follows `lab`
        return {**data, "labs": {"lab": deepcopy(common)}} if labs is None and isinstance(common, dict) else data
    return {**data, "labs": {name: merged(common, lab if lab is not None else {}) for name, lab in labs.items()}}


def lab_home(path: Path, data: dict[str, Any]) -> Path:
    """Where a lab's value was really written: in its entry, or in `lab`.

    >>> lab_home(("labs", "alpha", "cadence"), {"lab": {"cadence": 0}, "labs": {"alpha": {}}})
    ('lab', 'cadence')
    """
    if len(path) < 3 or path[0] != "labs":
        return path
    node: Any = (data.get("labs") or {}).get(path[1])
    for part in path[2:]:
        if not isinstance(node, dict) or part not in node:
            return ("lab", *path[2:])
        node = node[part]
    return path
