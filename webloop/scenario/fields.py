"""Finding the schema field behind a path, so that messages can say what is allowed there."""

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from webloop.months import parse_month
from webloop.registry import ByKind, Config, OneOf, kinds
from webloop.scenario.problems import Path
from webloop.scenario.schema import Scenario


class Spot:
    """A place in the schema: the type there, and the field that describes it."""

    def __init__(self, annotation: Any, metadata: tuple[Any, ...] = (), field: FieldInfo | None = None) -> None:
        annotation, inner = _unwrap(annotation)
        self.annotation = annotation
        self.metadata = (*metadata, *inner)
        self.field = field

    @property
    def role(self) -> str | None:
        """Role of the submodel that stands here."""
        return next((m.role for m in self.metadata if isinstance(m, OneOf)), None)

    @property
    def keyed_role(self) -> str | None:
        """Role of the submodels that stand here by kind."""
        return next((m.role for m in self.metadata if isinstance(m, ByKind)), None)

    def keys(self, value: Any) -> list[str] | None:
        """Keys that are allowed below; None where any name is, or where nothing can stand below."""
        if self.keyed_role:
            return sorted(kinds(self.keyed_role))
        model = self.model(value)
        return sorted(model.model_fields) if model else None

    def model(self, value: Any) -> type[Config] | None:
        """The config class that stands here, given the value (its `kind` chooses a submodel)."""
        if self.role:
            one = next(m for m in self.metadata if isinstance(m, OneOf))
            kind = value if isinstance(value, str) else value.get("kind", one.default) if isinstance(value, Mapping) else None
            return kinds(self.role).get(str(kind))
        is_config = isinstance(self.annotation, type) and issubclass(self.annotation, Config)
        return self.annotation if is_config else None

    def below(self, part: str | int, value: Any) -> "Spot | None":
        """The place one step down."""
        if self.keyed_role and part in kinds(self.keyed_role):
            return Spot(kinds(self.keyed_role)[str(part)], field=self.field)
        model = self.model(value)
        if model is not None:
            field = model.model_fields.get(str(part))
            return Spot(field.annotation, tuple(field.metadata), field) if field else None
        arguments = get_args(self.annotation)
        if get_origin(self.annotation) is dict and len(arguments) == 2:
            return Spot(arguments[1], field=self.field)
        if get_origin(self.annotation) is tuple and arguments:
            return Spot(arguments[0], field=self.field)
        return None


def _unwrap(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """Strip Optional and Annotated, keeping the metadata."""
    metadata: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata += tuple(part for item in more for part in (item.metadata if isinstance(item, FieldInfo) else [item]))
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation, metadata


def find(location: tuple[str | int, ...], data: Any) -> tuple[Path, Spot | None, Spot, Any]:
    """Follow an error's location through schema and data.

    Pydantic puts the kind of a submodel into its locations; the path that is returned has none.

    Returns:
        The path, the place there (None for an unknown key), its parent's place, and the parent's data.
    """
    spot: Spot | None = Spot(Scenario)
    parent, parent_data, path = Spot(Scenario), data, ()
    result: Path = path
    for part in location:
        if spot is None:
            break
        if spot.role and part in kinds(spot.role) and not _has(data, part):
            continue
        parent, parent_data = spot, data
        spot = spot.below(part, data)
        data = _step(data, part)
        result = (*result, part)
    return result, spot, parent, parent_data


def _has(data: Any, part: str | int) -> bool:
    """Whether a mapping has a key of that name; otherwise Pydantic means the kind of the submodel."""
    return isinstance(data, Mapping) and part in data


def _step(data: Any, part: str | int) -> Any:
    if isinstance(data, Mapping):
        return data.get(part, data.get(str(part)))
    if isinstance(data, list | tuple) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def is_fixed(path: Path, data: Any) -> bool:
    """True when a value can't change during a run: it, or a part that holds it, is marked `fixed`."""
    spot: Spot | None = Spot(Scenario)
    for part in path:
        spot = spot.below(part, data) if spot else None
        data = _step(data, part)
        extra = spot.field.json_schema_extra if spot and spot.field else None
        if isinstance(extra, dict) and extra.get("fixed"):
            return True
    return False


def allowed(spot: Spot) -> str:
    """What may stand at a place: type, range, unit and meaning."""
    kind = _type_name(spot)
    limits = _limits(spot)
    extra = spot.field.json_schema_extra if spot.field else None
    unit = extra.get("unit", "-") if isinstance(extra, dict) else "-"
    unit = f" ({unit})" if unit not in {"-", "choice", "name", "yes or no", "month", "path"} else ""
    meaning = f": {spot.field.description}" if spot.field and spot.field.description else ""
    return f"must be {kind}{limits}{unit}{meaning}" if kind else ""


def _type_name(spot: Spot) -> str:
    annotation = spot.annotation
    if spot.role:
        return "one of " + ", ".join(sorted(kinds(spot.role)))
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(annotation))
    if any(getattr(m, "func", None) is parse_month for m in spot.metadata):
        return "a month YYYY-MM"
    if get_origin(annotation) is dict or isinstance(spot.model({}), type):
        return "a mapping of keys"
    if get_origin(annotation) is tuple:
        return "a list"
    names = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}
    return names.get(annotation, "")


def _limits(spot: Spot) -> str:
    """The range in words."""
    low = next((m for m in spot.metadata if isinstance(m, Ge | Gt)), None)
    high = next((m for m in spot.metadata if isinstance(m, Le | Lt)), None)
    words = []
    if low is not None:
        words.append(f"from {low.ge:g}" if isinstance(low, Ge) else f"above {low.gt:g}")  # type: ignore[str-format]
    if high is not None:
        words.append(f"to {high.le:g}" if isinstance(high, Le) else f"below {high.lt:g}")  # type: ignore[str-format]
    return " " + " ".join(words) if words else ""
