"""A place in the schema: its type, what may stand there, and what lies below."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from webloop.months import parse_month
from webloop.registry import ByKind, Config, OneOf, kinds


class Spot:
    """A place in the schema.

    Attributes:
        annotation: the type there, without None and without words.
        metadata: limits and validators.
        field: the field that describes it; None for entries that are named by the author.
        words: words that may stand instead of a mapping, such as `unlimited`.
        or_text: whether text may stand instead of a number, such as the path of a file.
        hidden: keys that exist but that nobody writes.
    """

    def __init__(self, annotation: Any, metadata: tuple[Any, ...] = (), field: FieldInfo | None = None) -> None:
        self.annotation: Any = annotation
        self.metadata = metadata
        self.field = field
        self.words: tuple[str, ...] = ()
        self.or_text = False
        self.hidden: tuple[str, ...] = ()
        self._unwrap()

    def _unwrap(self) -> None:
        """Strip Optional and Annotated, keeping what they say."""
        while True:
            if get_origin(self.annotation) is Annotated:
                self.annotation, *more = get_args(self.annotation)
                for item in more:
                    self.field = item if isinstance(item, FieldInfo) and self.field is None else self.field
                    self.metadata += tuple(item.metadata) if isinstance(item, FieldInfo) else (item,)
            elif get_origin(self.annotation) in (Union, UnionType):
                arms = [arm for arm in get_args(self.annotation) if arm is not type(None)]
                literal = [arm for arm in arms if get_origin(arm) is Literal]
                self.words = tuple(word for arm in literal for word in get_args(arm))
                self.annotation = next((arm for arm in arms if arm not in literal), arms[0])
                self.or_text = str in arms and self.annotation is not str
            else:
                return

    @property
    def role(self) -> str | None:
        """Role of the submodel that stands here."""
        return next((m.role for m in self.metadata if isinstance(m, OneOf)), None)

    @property
    def default_kind(self) -> str | None:
        """The kind that a mapping without `kind` means."""
        return next((m.default for m in self.metadata if isinstance(m, OneOf)), None)

    @property
    def keyed_role(self) -> str | None:
        """Role of the submodels that stand here by kind."""
        return next((m.role for m in self.metadata if isinstance(m, ByKind)), None)

    @property
    def is_month(self) -> bool:
        """True where a calendar month stands."""
        return any(getattr(m, "func", None) is parse_month for m in self.metadata)

    @property
    def names_any(self) -> bool:
        """True where the author chooses the keys."""
        return get_origin(self.annotation) is dict and not self.keyed_role

    @property
    def is_list(self) -> bool:
        """True where a list stands."""
        return get_origin(self.annotation) is tuple

    @property
    def month_keys(self) -> bool:
        """True where the keys are months."""
        return self.names_any and Spot(get_args(self.annotation)[0]).is_month

    @property
    def labelled(self) -> bool:
        """True where Pydantic's locations carry one part more: the kind or the arm of a union."""
        return bool(self.role) or bool(self.words) or self.or_text

    @property
    def extra(self) -> dict[str, Any]:
        """Unit, source and whether it is fixed."""
        extra = self.field.json_schema_extra if self.field else None
        return extra if isinstance(extra, dict) else {}

    def kinds(self) -> list[str]:
        """Kinds that may stand here."""
        role = self.role or self.keyed_role
        return sorted(kinds(role)) if role else []

    def kind_of(self, value: Any) -> str | None:
        """The kind of the submodel that a value describes."""
        kind = value.get("kind", self.default_kind) if isinstance(value, Mapping) else value
        return kind if isinstance(kind, str) else None

    def model(self, value: Any) -> type[Config] | None:
        """The config class that stands here, given the value (its `kind` chooses a submodel)."""
        if self.role:
            return kinds(self.role).get(self.kind_of(value) or "")
        is_config = isinstance(self.annotation, type) and issubclass(self.annotation, Config)
        return self.annotation if is_config else None

    def keys(self, value: Any) -> list[str] | None:
        """Keys that are allowed below; None where any name is, or where nothing can stand below."""
        if self.keyed_role:
            return self.kinds()
        model = self.model(value)
        return sorted(set(model.model_fields) - set(self.hidden)) if model else None

    def below(self, part: str | int, value: Any) -> "Spot | None":
        """The place one step down."""
        if self.keyed_role:
            known = kinds(self.keyed_role).get(str(part))
            return of_submodel(known) if known else None
        model = self.model(value)
        if model is not None:
            field = model.model_fields.get(str(part))
            return Spot(field.annotation, tuple(field.metadata), field) if field else None
        arguments = get_args(self.annotation)
        if self.names_any and len(arguments) == 2:
            return Spot(arguments[1])
        if self.is_list and str(part).isdigit():
            return Spot(arguments[0])
        return None

    def everything_below(self) -> Iterator[tuple[str, "Spot"]]:
        """All keys that could stand below, whatever the kind; NAME for those that the author chooses."""
        if self.keyed_role:
            yield from ((kind, of_submodel(model)) for kind, model in kinds(self.keyed_role).items())
        elif self.names_any:
            below = self.below("NAME", None)
            yield from [("NAME", below)] if below else []
        elif self.is_list:
            below = self.below(0, None)
            yield from below.everything_below() if below else ()
        else:
            models = [kinds(self.role)[kind] for kind in self.kinds()] if self.role else [self.model(None)]
            for model in models:
                for key, field in model.model_fields.items() if model else ():
                    if key not in self.hidden:
                        yield key, Spot(field.annotation, tuple(field.metadata), field)


def of_submodel(model: type[Config]) -> Spot:
    """A submodel whose kind is known: as a place whose keys are its parameters."""
    spot = Spot(model)
    spot.hidden = ("kind",)
    return spot
