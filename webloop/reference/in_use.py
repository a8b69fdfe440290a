"""The submodels that a study's scenarios use, and where."""

from collections.abc import Iterator, Mapping
from typing import Any

from webloop.reference.docstrings import first_line
from webloop.reference.markdown import code, escaped, table
from webloop.registry import kinds
from webloop.scenario.fields import spots
from webloop.scenario.problems import ANY, Path
from webloop.scenario.schema import Scenario
from webloop.scenario.study import Study

Used = tuple[str, str]
"""Role and kind."""


def used_table(study: Study) -> str:
    """Every kind of submodel in use at any time, with the places where it stands and the scenarios that have it."""
    found: dict[Used, dict[str, list[str]]] = {}
    for resolved in study.scenarios:
        for scenario in (resolved.scenario, *(changed for _, changed in resolved.changes)):
            for used, place in submodels_of(scenario):
                names = found.setdefault(used, {}).setdefault(place, [])
                names += [] if resolved.name in names else [resolved.name]
    everybody = [resolved.name for resolved in study.scenarios]
    rows = [
        (role, code(kind), code(place), _who(names, everybody), first_line(kinds(role)[kind]))
        for (role, kind), places in sorted(found.items())
        for place, names in sorted(places.items())
    ]
    return table(("role", "kind", "where", "scenarios", "what it stands for"), rows)


def submodels_of(scenario: Scenario) -> Iterator[tuple[Used, str]]:
    """Role and kind of each submodel of a scenario with its dotted path; `*` stands for names that authors choose."""
    plain = scenario.model_dump(mode="json")
    if all(lab == plain["lab"] | _own(lab) for lab in plain["labs"].values()):
        plain.pop("labs")  # labs that differ in what has no submodels say the same as `lab`
    yield from _below(plain, (), plain)


def _own(lab: Mapping[str, Any]) -> dict[str, Any]:
    """What a lab may have of its own without another submodel."""
    return {key: value for key, value in lab.items() if not isinstance(value, Mapping)}


def _below(value: Any, path: Path, plain: Mapping[str, Any]) -> Iterator[tuple[Used, str]]:
    if isinstance(value, Mapping):
        places = list(spots(path, plain))
        spot = places[-1] if places else None
        kind = value.get("kind")
        if spot is not None and isinstance(kind, str) and spot.role:
            yield (spot.role, kind), _pattern(path, plain)
        if spot is not None and spot.keyed_role:
            yield from (((spot.keyed_role, str(key)), _pattern(path, plain)) for key in value)
            return
        for key, item in value.items():
            yield from _below(item, (*path, key), plain)


def _pattern(path: Path, plain: Mapping[str, Any]) -> str:
    """A path whose names that authors choose are `*`."""
    holders = [None, *spots(path, plain)]
    parts = (
        ANY if holder is not None and holder.names_any else str(part)
        for holder, part in zip(holders, path, strict=False)
    )
    return ".".join(parts)


def _who(names: list[str], everybody: list[str]) -> str:
    if names == everybody:
        return "all" if len(everybody) > 1 else ""
    return ", ".join(escaped(name) for name in names)
