"""JSON Schema of scenario and study files, for completion, hover and warnings in editors.

It describes what a *file* may say: a file that extends another leaves almost everything out, and writes
null for what it removes. What only the whole scenario shows (sums, dates in order) is left to `validate`.
"""

import re
from typing import Any

from webloop.months import format_month
from webloop.scenario.problems import show_value
from webloop.scenario.schema import Scenario
from webloop.scenario.study import StudyFile

DRAFT = "https://json-schema.org/draft/2020-12/schema"
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
Schema = dict[str, Any]


def scenario_json_schema() -> Schema:
    """The schema of a scenario file.

    >>> scenario_json_schema()["properties"]["extends"]["type"]
    'string'
    """
    schema = _file_schema(Scenario.model_json_schema(), "webloop scenario")
    changes = schema["$defs"]["Intervention"]["properties"]["set"]
    changes["properties"] = _dotted(schema, schema)
    changes["minProperties"] = 1
    extends = "Scenario file that this one changes: a path relative to this file, or webloop/NAME"
    schema["properties"] = {"extends": {"type": "string", "description": extends}, **schema["properties"]}
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
    known = schema["properties"]["uncertain"]["anyOf"][0]["additionalProperties"]
    known["anyOf"] = [arm for arm in known["anyOf"] if "$ref" in arm]  # no distribution goes without a range
    for arm in known["anyOf"]:
        definition = schema["$defs"][arm["$ref"].split("/")[-1]]
        definition["required"] = ["kind", *definition["required"]]
    return {**schema, "required": ["baseline"]}


def _dotted(schema: Schema, place: Schema, path: str = "") -> Schema:
    """Dotted paths that an intervention may change, apart from those with names that authors choose."""
    found: Schema = {}
    for name, each in place.get("properties", {}).items():
        dotted = f"{path}.{name}" if path else name
        if "fixed during a run" in each.get("description", "") or name in {"extends", "title", "claim", "kind"}:
            continue
        arms = _arms({key: value for key, value in each.items() if key != "description"})
        parts = [schema["$defs"][arm["$ref"].split("/")[-1]] if "$ref" in arm else arm for arm in arms]
        below: Schema = {}
        for part in parts:
            for deeper, value in _dotted(schema, part, dotted).items():
                twice = deeper in below and below[deeper] != value  # two kinds have a key of that name
                below[deeper] = {"anyOf": [below[deeper], value]} if twice else value
        if below or not any(set(part.get("properties", {})) - {"kind"} for part in parts):
            found |= {dotted: each, **below}
    return found


def _file_schema(schema: Schema, title: str, *, complete: bool = False) -> Schema:
    """Pydantic's schema turned into that of a file; its parts must be complete where no file changes another."""
    whole = {"$schema": DRAFT, **_of_file(schema, in_list=False), "title": title}
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


def _of_file(schema: Schema, *, in_list: bool) -> Schema:
    """A mapping's schema: keys optional, null allowed, unit and source in the text that editors show."""
    out = {key: value for key, value in schema.items() if key not in {"title", "$defs", "required"}}
    if in_list and "required" in schema:
        out["required"] = schema["required"]
    if "description" in out:
        out["description"] = re.split(r"\n*(?:>>>|References:)", out["description"])[0]
    if "properties" in out:
        properties = {name: _property(each) for name, each in out["properties"].items()}
        removable = {} if in_list else {name for name in properties if name != "kind"}
        out["properties"] = {name: _or_null(each) if name in removable else each for name, each in properties.items()}
    return out


def _property(schema: Schema) -> Schema:
    """One key's schema, with everything worth knowing in its description."""
    out = _value(schema)
    unit, source, default = schema.get("unit", "-"), schema.get("source", "-"), schema.get("default")
    asides = [f"unit: {unit}"] if unit != "-" else []
    if isinstance(default, int | float | str) and default != "":
        month = _is_month(schema) and isinstance(default, int)
        asides += [f"default: {format_month(int(default)) if month else show_value(default, quote='')}"]
    asides += [f"source: {source}"] if source != "-" else []
    asides += ["fixed during a run"] if schema.get("fixed") else []
    if "description" in schema:
        out["description"] = schema["description"] + (f" ({'; '.join(asides)})" if asides else "")
    return out


def _value(schema: Schema) -> Schema:
    """A value's schema without what only Pydantic needs."""
    dropped = {"title", "unit", "source", "fixed", "default", "minProperties", "propertyNames"}
    out = {key: value for key, value in schema.items() if key not in dropped}
    if _is_month(schema):
        out["pattern"] = MONTH
    for key in ("anyOf", "oneOf"):
        if key in out:
            out["anyOf"] = [inner for arm in out.pop(key) for inner in _arms(_value(arm))]
    if "properties" in out:
        out["properties"] = {name: _or_null(_value(each)) for name, each in out["properties"].items()}
    if isinstance(out.get("additionalProperties"), dict):
        out["additionalProperties"] = _or_null(_value(out["additionalProperties"]))
    if "patternProperties" in out:
        (months,) = out["patternProperties"].values()
        out["patternProperties"] = {MONTH: _or_null(_value(months))}
        out["additionalProperties"] = False
    return out


def _arms(schema: Schema) -> list[Schema]:
    """The arms of a choice, without choices in choices."""
    return list(schema["anyOf"]) if list(schema) == ["anyOf"] else [schema]


def _is_month(schema: Schema) -> bool:
    return schema.get("type") == "string" and "pattern" in schema


def _allows_null(schema: Schema) -> bool:
    return schema.get("type") == "null" or any(_allows_null(arm) for arm in schema.get("anyOf", ()))


def _or_null(schema: Schema) -> Schema:
    """The same, or null; the description stays outside, where editors look for it."""
    described = {key: value for key, value in schema.items() if key in {"description", "examples"}}
    rest = {key: value for key, value in schema.items() if key not in described}
    if not rest or _allows_null(schema):
        return schema
    return {**described, "anyOf": [*_arms(rest), {"type": "null"}]}
