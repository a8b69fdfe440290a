"""JSON Schema of scenario and study files, for completion, hover and warnings in editors.

It describes what a *file* may say: a file that extends another leaves almost everything out, and writes
null for what it removes. What only the whole scenario shows (sums, dates in order) is left to `validate`.
"""

import re
from typing import Any

from webloop.scenario.json_values import Schema, or_null, property_schema, refers_to
from webloop.scenario.schema import Scenario
from webloop.scenario.study import StudyFile

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NAME = r"[^.]+"
"""In patterns of dotted paths: a name that the author chose."""
_UNCHECKED: Schema = {r"\.kind$": {"type": "string"}, r"\.\d+(\.|$)": {}}
"""Dotted paths that may be changed and are left to `validate`: kinds, and places in lists."""


def scenario_json_schema() -> Schema:
    """The schema of a scenario file.

    >>> scenario_json_schema()["properties"]["extends"]["type"]
    'string'
    """
    schema = _file_schema(Scenario.model_json_schema(), "webloop scenario")
    changes = schema["$defs"]["Intervention"]["properties"]["set"]
    paths = _dotted(schema, schema)
    changes["properties"] = {path: each for path, each in paths.items() if _NAME not in path}
    changes["patternProperties"] = _UNCHECKED | {
        f"^{_NAME.join(re.escape(part) for part in path.split(_NAME))}$": each
        for path, each in paths.items()
        if _NAME in path
    }
    changes["additionalProperties"] = False
    changes["minProperties"] = 1
    extends = "Scenario file that this one changes: a path relative to this file, or webloop/NAME"
    first = {"title": "extends", "type": "string", "description": extends}
    schema["properties"] = {"extends": first, **schema["properties"]}
    return schema


def study_json_schema() -> Schema:
    """The schema of a study file.

    >>> study_json_schema()["required"]
    ['baseline']
    """
    schema = _file_schema(StudyFile.model_json_schema(), "webloop study", complete=True)
    draws = schema["properties"]["draws"]
    number = {key: schema["$defs"]["Draws"]["properties"]["number"][key] for key in ("type", "minimum", "maximum")}
    draws["anyOf"] = [number, *draws["anyOf"]]
    known = schema["properties"]["uncertain"]["anyOf"][0]
    (spelled_out,) = [arm for arm in known["additionalProperties"]["anyOf"] if "allOf" in arm]
    spelled_out["required"] = ["kind"]  # no distribution goes without a range, and none is the usual one
    spelled_out["allOf"] = [part for part in spelled_out["allOf"] if "const" in str(part["if"])]
    known["additionalProperties"] = spelled_out
    return schema


def _dotted(schema: Schema, place: Schema, path: str = "") -> Schema:
    """Dotted paths that an intervention may change; a name that the author chose stands as a pattern."""
    found: Schema = {}
    for name, each in place.get("properties", {}).items():
        dotted = f"{path}.{name}" if path else name
        if "fixed during a run" in each.get("description", "") or name in {"extends", "kind"}:
            continue
        below = _below(schema, each, dotted)
        parts = [schema["$defs"][found_in] for found_in in refers_to(each)]
        if below or not any(set(part.get("properties", {})) - {"kind"} for part in parts):
            found |= {dotted: each}
        found |= below
    return found


def _below(schema: Schema, each: Schema, dotted: str) -> Schema:
    """Dotted paths below a value: those of each kind that it may be, and of entries under names of the author's."""
    found: Schema = {}
    for part in [schema["$defs"][name] for name in refers_to(each)]:
        for deeper, value in _dotted(schema, part, dotted).items():
            twice = deeper in found and found[deeper] != value  # two kinds have a key of that name
            found[deeper] = {"anyOf": [found[deeper], value]} if twice else value
    for arm in [each, *each.get("anyOf", ())]:
        entry = arm.get("additionalProperties")
        if isinstance(entry, dict):
            named = f"{dotted}.{_NAME}"
            found |= {named: entry, **_below(schema, entry, named)}
        found |= {f"{dotted}.{_NAME}": month for month in arm.get("patternProperties", {}).values()}
        found |= _dotted(schema, arm, dotted)
    return found


def _file_schema(schema: Schema, title: str, *, complete: bool = False) -> Schema:
    """Pydantic's schema turned into that of a file; its parts must be complete where no file changes another."""
    whole = {"$schema": DRAFT, **_of_file(schema, in_list=False, complete=complete), "title": title}
    lists = _names_in_lists(schema)
    if "$defs" in schema:
        definitions = {
            name: _of_file(each, in_list=complete or name in lists) for name, each in schema["$defs"].items()
        }
        whole["$defs"] = dict(sorted(definitions.items()))
    return whole


def _names_in_lists(schema: Any) -> set[str]:
    """Definitions that stand in lists: lists replace, so their items must be complete."""
    if isinstance(schema, list):
        return {name for item in schema for name in _names_in_lists(item)}
    if not isinstance(schema, dict):
        return set()
    found = {name for item in schema.values() for name in _names_in_lists(item)}
    reference = schema.get("items", {}).get("$ref", "") if isinstance(schema.get("items"), dict) else ""
    return found | ({reference.split("/")[-1]} if reference else set())


def _of_file(schema: Schema, *, in_list: bool, complete: bool = False) -> Schema:
    """A mapping's schema: keys optional, null allowed, unit, range and source in the text that editors show.

    One in a list, or that must be complete, has what it requires.
    """
    out = {key: value for key, value in schema.items() if key not in {"title", "$defs", "required"}}
    required = schema.get("required", []) if in_list or complete else []
    if required:
        out["required"] = required
    if "description" in out:
        out["description"] = re.split(r"\n*(?:>>>|References:)", out["description"])[0]
    if "properties" in out:
        properties = {name: property_schema(name, each) for name, each in out["properties"].items()}
        removable = set() if in_list else properties.keys() - {"kind", *required}
        out["properties"] = {name: or_null(each) if name in removable else each for name, each in properties.items()}
    return out
