"""The registry of submodels: a small frozen config with one or two methods, found by role and kind.

Writing one file with a registered class is all it takes to add a submodel: it appears in scenario files,
in `webloop list`, in the JSON Schema and in the contract tests. Packages outside webloop add theirs
through the entry point group `webloop.submodels` (each entry names a module to import).
"""

import pkgutil
from abc import ABC
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Config(BaseModel):
    """A part of a scenario: frozen, unknown keys refused, numbers finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


def param(
    default: Any = ...,
    description: str = "",
    *,
    unit: str = "-",
    source: str = "",
    fixed: bool = False,
    **limits: Any,
) -> Any:
    """A scenario parameter.

    Args:
        default: the value when a file is silent; `...` makes it required.
        description: what it is, in one line.
        unit: its unit; `-` for a name, a choice or a pure number.
        source: where the value or the range comes from; "assumption" when nothing is known.
        fixed: True when it can't be changed by an intervention during a run.
        limits: `ge`, `gt`, `le`, `lt`, `min_length`... as Pydantic takes them.
    """
    factory = {"default_factory": default} if callable(default) else {"default": default}
    extra: dict[str, Any] = {"unit": unit, "source": source, **({"fixed": True} if fixed else {})}
    return Field(description=description, json_schema_extra=extra, **factory, **limits)


class Submodel(Config, ABC):
    """A registered part: `kind` names it in scenario files, the other fields are its parameters."""

    libraries: ClassVar[tuple[str, ...]] = ()
    """Libraries that its numbers depend on and that not every installation has, by their names on PyPI."""

    kind: str


S = TypeVar("S", bound=Submodel)
_roles: dict[str, dict[str, type[Submodel]]] = {}
_loaded = False


def register(role: str) -> Callable[[type[S]], type[S]]:
    """Put a submodel class under its role, by the default of its `kind` field.

    >>> sorted(kinds("accumulation"))
    ['accumulate', 'accumulate_subsample', 'replace', 'window']
    """

    def add(cls: type[S]) -> type[S]:
        kind = cls.model_fields["kind"].default
        if not isinstance(kind, str):
            raise TypeError(f"{cls.__name__} needs a `kind: Literal[...]` with a default")
        known = _roles.setdefault(role, {})
        if kind in known and known[kind].__qualname__ != cls.__qualname__:
            raise ValueError(f"{role} {kind!r} is registered twice: {known[kind]} and {cls}")
        known[kind] = cls
        return cls

    return add


def load() -> None:
    """Import every submodel that ships with webloop, then those of other packages. Runs once."""
    global _loaded
    if _loaded:
        return
    _loaded = True
    package = import_module("webloop.submodels")
    for module in pkgutil.walk_packages(package.__path__, "webloop.submodels."):
        import_module(module.name)
    for entry in entry_points(group="webloop.submodels"):
        entry.load()


def kinds(role: str) -> dict[str, type[Submodel]]:
    """The registered kinds of a role, by name."""
    load()
    return _roles[role]


def roles() -> Iterator[str]:
    """The names of all roles, sorted."""
    load()
    yield from sorted(_roles)


class OneOf:
    """Annotation for a scenario field that takes any registered kind of a role.

    A file writes either the whole mapping (`{kind: window, months: 24}`) or, when the defaults will do,
    the name alone (`replace`). A mapping without `kind` means the default kind, if the field has one.
    """

    def __init__(self, role: str, default: str | None = None) -> None:
        self.role = role
        self.default = default

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A union of the registered kinds, told apart by `kind`."""
        choices = {name: handler.generate_schema(cls) for name, cls in kinds(self.role).items()}
        union = core_schema.tagged_union_schema(choices, discriminator=self._tag)
        return core_schema.no_info_before_validator_function(self._expand, union)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The name alone, or the mapping with its `kind`; `kinds` names those of `oneOf`, in their order."""
        union = handler(schema)
        named = {"oneOf": union.get("oneOf", [union]), "kinds": list(kinds(self.role))}
        return {"anyOf": [{"enum": sorted(kinds(self.role))}, named]}

    def _expand(self, value: Any) -> Any:
        """Turn a name into its mapping, and refuse a kind that nobody registered."""
        if isinstance(value, str):
            value = {"kind": value}
        if isinstance(value, dict) and "kind" not in value and self.default:
            value = {"kind": self.default, **value}
        if isinstance(value, dict) and str(value.get("kind")) not in kinds(self.role):
            raise PydanticCustomError(
                "unknown_kind",
                "there is no {role} called {kind}",
                {
                    "role": self.role.replace("_", " "),
                    "kind": str(value.get("kind")),
                    "allowed": sorted(kinds(self.role)),
                },
            )
        return value

    @staticmethod
    def _tag(value: Any) -> str | None:
        return value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)


class ByKind:
    """Annotation for a scenario field that holds at most one submodel of each kind of a role, by its name.

    A file writes `{archive: {share: 0.2}}`: the key is the kind.
    """

    def __init__(self, role: str) -> None:
        self.role = role

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A mapping with one optional key for each registered kind."""
        fields = {
            name: core_schema.typed_dict_field(handler.generate_schema(cls), required=False)
            for name, cls in sorted(kinds(self.role).items())
        }
        return core_schema.typed_dict_schema(fields, extra_behavior="forbid")
