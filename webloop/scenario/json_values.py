"""Values in JSON Schemas for editors: what Pydantic says, in a form in which complaints are at the right place.

Null is a type beside the others rather than a choice; a choice of kinds is decided by `kind`, so that editors speak
about the kind that was meant and not about all of them; ranges stand in the text that is shown.
"""

from typing import Any

from webloop.months import format_month
from webloop.scenario.problems import show_value

Schema = dict[str, Any]
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
_ONLY_PYDANTIC = {"title", "unit", "source", "fixed", "default", "minProperties", "propertyNames"}
_SAID = ("title", "description", "examples")


def property_schema(name: str, schema: Schema) -> Schema:
    """One key's schema, with everything worth knowing in its description.

    Args:
        name: the key, which is its title.
        schema: what Pydantic makes of the field.

    >>> extra = {"unit": "share", "source": "RAID"}
    >>> property_schema("tpr", {"type": "number", "minimum": 0, "maximum": 1, "description": "Caught", **extra})
    {'title': 'tpr', 'description': 'Caught (unit: share; range: 0 to 1; source: RAID)', 'type': 'number', 'minimum': 0, 'maximum': 1}
    """  # noqa: E501
    unit, source, default = schema.get("unit", "-"), schema.get("source", "-"), schema.get("default")
    asides = [f"unit: {unit}"] if unit != "-" else []
    asides += [f"range: {said}"] if (said := range_in_words(schema)) else []
    if isinstance(default, int | float | str) and default != "":
        month = _is_month(schema) and isinstance(default, int)
        asides += [f"default: {format_month(int(default)) if month else show_value(default, quote='')}"]
    asides += [f"source: {source}"] if source != "-" else []
    asides += ["fixed during a run"] if schema.get("fixed") else []
    text = schema.get("description", "")
    about = {"description": f"{text} ({'; '.join(asides)})" if asides else text} if text else {}
    return {"title": name, **about, **{key: value for key, value in value_schema(schema).items() if key not in about}}


def range_in_words(schema: Schema) -> str:
    """The numbers that a value may have; empty where every number will do.

    >>> range_in_words({"minimum": 0, "maximum": 1}), range_in_words({"type": "integer", "minimum": 1})
    ('0 to 1', 'at least 1')
    >>> range_in_words({"anyOf": [{"exclusiveMinimum": 0, "maximum": 1}, {"type": "null"}]}), range_in_words({})
    ('above 0, at most 1', '')
    """
    for arm in schema.get("anyOf", ()):
        if said := range_in_words(arm):
            return said
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']:,.9g} to {schema['maximum']:,.9g}"
    words = {"exclusiveMinimum": "above", "minimum": "at least", "exclusiveMaximum": "below", "maximum": "at most"}
    return ", ".join(f"{said} {schema[key]:,.9g}" for key, said in words.items() if key in schema)


def value_schema(schema: Schema) -> Schema:
    """A value's schema without what only Pydantic needs."""
    if "kinds" in schema:
        return _kinds(dict(zip(schema["kinds"], schema["oneOf"], strict=True)))
    out = {key: value for key, value in schema.items() if key not in _ONLY_PYDANTIC}
    if _is_month(schema):
        out["pattern"] = MONTH
    for key in ("anyOf", "oneOf"):
        if key in out:
            out["anyOf"] = [inner for arm in out.pop(key) for inner in arms(value_schema(arm))]
    if "properties" in out:
        out["properties"] = {name: or_null(property_schema(name, each)) for name, each in out["properties"].items()}
    if isinstance(out.get("additionalProperties"), dict):
        out["additionalProperties"] = or_null(value_schema(out["additionalProperties"]))
    if "patternProperties" in out:
        (months,) = out["patternProperties"].values()
        out["patternProperties"] = {MONTH: or_null(value_schema(months))}
        out["additionalProperties"] = False
    return out


def _kinds(choices: dict[str, Schema]) -> Schema:
    """A mapping of one of several kinds: the definition of the kind that it names, of any where it names none.

    A file that extends another may leave the kind to that.
    """
    kinds = sorted(choices)
    chosen: list[Schema] = [
        {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": choices[kind]} for kind in kinds
    ]
    silent: Schema = {"if": {"not": {"required": ["kind"]}}, "then": {"anyOf": [choices[kind] for kind in kinds]}}
    known = {"title": "kind", "description": "Which of the kinds there are", "enum": kinds}
    return {"type": "object", "properties": {"kind": known}, "allOf": [*chosen, silent]}


def arms(schema: Schema) -> list[Schema]:
    """The arms of a choice, without choices in choices."""
    return list(schema["anyOf"]) if list(schema) == ["anyOf"] else [schema]


def refers_to(schema: Schema) -> list[str]:
    """Names of the definitions that a value is one of: all kinds, where its kind decides."""
    conditions = [part["then"] for part in schema.get("allOf", ())]
    inner = [schema, *arms(schema), *conditions, *(arm for part in conditions for arm in arms(part))]
    found = [each["$ref"].split("/")[-1] for each in inner if "$ref" in each]
    deeper = [name for arm in schema.get("anyOf", ()) if arm is not schema for name in refers_to(arm)]
    return list(dict.fromkeys([*found, *deeper]))


def or_null(schema: Schema) -> Schema:
    """The same, or null; what is said of it stays outside, where editors look for it."""
    said = {key: value for key, value in schema.items() if key in _SAID}
    rest = {key: value for key, value in schema.items() if key not in said}
    if not rest or _allows_null(rest):
        return schema
    if isinstance(rest.get("type"), str) and rest["type"] != "object":
        both = {**rest, "type": [rest["type"], "null"]}
        return {**said, **both, **({"enum": [*rest["enum"], None]} if "enum" in rest else {})}
    return {**said, "anyOf": [*arms(rest), {"type": "null"}]}


def _is_month(schema: Schema) -> bool:
    return schema.get("type") == "string" and "pattern" in schema


def _allows_null(schema: Schema) -> bool:
    of_type = schema.get("type")
    if of_type == "null" or (isinstance(of_type, list) and "null" in of_type):
        return True
    return any(_allows_null(arm) for arm in schema.get("anyOf", ()))
