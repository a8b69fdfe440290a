"""Every field of every config can be explained: what it is, in which unit, from where, in which range."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from annotated_types import Ge, Gt, Le, Lt
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from webloop.registry import Config, kinds, roles
from webloop.scenario.problems import show_number
from webloop.scenario.schema import Scenario
from webloop.scenario.spot import Spot
from webloop.scenario.study import StudyFile
from webloop.scenario.wording import allowed


def configs_in(annotation: Any) -> Iterator[type[Config]]:
    if isinstance(annotation, type) and issubclass(annotation, Config):
        yield annotation
    for argument in get_args(annotation):
        yield from configs_in(argument)


def all_configs() -> list[type[Config]]:
    found: list[type[Config]] = []
    waiting = [Scenario, StudyFile, *(cls for role in roles() for cls in kinds(role).values())]
    while waiting:
        cls = waiting.pop()
        if cls in found or getattr(cls, "__abstractmethods__", None):
            continue
        found.append(cls)
        for field in cls.model_fields.values():
            waiting += configs_in(field.annotation)
    return found


FIELDS = [
    pytest.param(cls, name, field, id=f"{cls.__name__}.{name}")
    for cls in sorted(all_configs(), key=lambda cls: cls.__name__)
    for name, field in cls.model_fields.items()
    if name != "kind"
]


def numbers(spot: Spot) -> Iterator[Spot]:
    """The place itself and what stands in its lists and mappings, where those are numbers."""
    if spot.annotation in (int, float):
        yield spot
    for key in ("NAME", 0):
        below = spot.below(key, None) if get_origin(spot.annotation) in (dict, tuple) else None
        if below is not None and not spot.keyed_role:
            yield from numbers(below)
            return


@pytest.mark.parametrize(("cls", "name", "field"), FIELDS)
def test_description_unit_and_source(cls: type[Config], name: str, field: FieldInfo) -> None:
    assert field.description
    assert field.description[0].isupper()
    assert not field.description.endswith(".")
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    assert extra.get("unit")
    assert extra.get("source")


@pytest.mark.parametrize(("cls", "name", "field"), FIELDS)
def test_numbers_have_a_range(cls: type[Config], name: str, field: FieldInfo) -> None:
    for spot in numbers(Spot(field.annotation, tuple(field.metadata), field)):
        assert spot.is_month or any(isinstance(m, Ge | Gt) for m in spot.metadata)
        assert spot.is_month or any(isinstance(m, Le | Lt) for m in spot.metadata)


@pytest.mark.parametrize(("cls", "name", "field"), FIELDS)
def test_defaults_are_in_range(cls: type[Config], name: str, field: FieldInfo) -> None:
    spot = Spot(field.annotation, tuple(field.metadata), field)
    if spot.annotation in (int, float) and isinstance(field.default, int | float):
        checked = TypeAdapter(Annotated[spot.annotation, *spot.metadata]).validate_python(field.default, strict=True)
        assert checked == field.default


@pytest.mark.parametrize(("cls", "name", "field"), FIELDS)
def test_what_is_allowed_can_be_said(cls: type[Config], name: str, field: FieldInfo) -> None:
    assert allowed(Spot(field.annotation, tuple(field.metadata), field)).startswith("must be ")


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (Annotated[float, Ge(0), Le(1)], "must be a number from 0 to 1"),
        (Annotated[float, Gt(0), Le(1e12)], "must be a number above 0 and up to 1e12"),
        (Annotated[float, Gt(0), Lt(1)], "must be a number above 0 and below 1"),
        (Annotated[int, Ge(1), Lt(10)], "must be a whole number from 1 and below 10"),
        (Annotated[int, Ge(1)], "must be a whole number from 1"),
        (Annotated[int, Le(5000)], "must be a whole number up to 5,000"),
        (Annotated[float, Gt(0), Lt(1)] | str, "must be a number above 0 and below 1 or text"),
    ],
)
def test_ranges_in_words(annotation: Any, words: str) -> None:
    assert allowed(Spot(annotation)) == words


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (0.1, "0.1"), (1e-9, "1e-9"), (1234.5, "1,234.5"), (1e7, "1e7"), (12345678, "12,345,678"), (-3, "-3")],
)
def test_numbers_in_words(number: float, text: str) -> None:
    assert show_number(number) == text
