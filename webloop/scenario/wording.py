"""Words for people: what may stand at a place of the schema, and what YAML's errors mean."""

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen

from webloop.months import format_month
from webloop.scenario.problems import show_number, show_value

if TYPE_CHECKING:
    from webloop.scenario.spot import Spot

_UNSAID = {
    "-",
    "choice",
    "name",
    "names",
    "yes or no",
    "month",
    "path",
    "paths",
}  # units that the type says already
_PERCENT = 5  # from here on a number that should be a share is taken for a percentage, below for a slip
_TYPES = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}

_YAML = (
    (
        "mapping values are not allowed",
        "a `: ` can't stand here; check how the line is indented and that text with a colon is in quotes",
    ),
    ("sequence entries are not allowed", "a list can't start here; put its `- ` items on lines of their own"),
    (r"found character '\t'", "this line is indented with a tab; use spaces"),
    ("could not find expected ':'", "this line has no `key: value`; is a colon missing?"),
    ("unexpected end of stream", "a quote that was opened is never closed"),
    ("found undefined alias", "there is no anchor of that name in this file"),
    ("but found another document", "a second `---` starts another document; a file holds one scenario"),
    ("expected ',' or ']'", "a `[` that was opened is not closed, or a comma is missing"),
    ("expected ',' or '}'", "a `{` that was opened is not closed, or a comma is missing"),
    ("found '<block mapping start>'", "this line is indented differently from the ones it belongs with"),
    (
        "expected <block end>",
        "this line does not belong here; check its indentation and the brackets before it",
    ),
    ("found '<stream end>'", "something is missing at the end"),
    ("that cannot start any token", "a value can't start with this sign; put it in quotes"),
)


def yaml_error(context: str | None, problem: str | None) -> str:
    """What a YAML reader's complaint means to someone who writes scenario files."""
    said = f"{context or ''} {problem or ''}".strip()
    for part, meaning in _YAML:
        if part in said:
            return f"this is not valid YAML: {meaning}"
    return f"this is not valid YAML: {problem or context}"


def allowed(spot: "Spot") -> str:
    """What may stand at a place: type, range, unit, default and meaning."""
    kind = type_name(spot)
    if not kind:
        return ""
    unit = spot.extra.get("unit", "-")
    asides = [] if unit in _UNSAID else [unit]
    default = show_default(spot)
    asides += [f"default {default}"] if default else []
    aside = f" ({', '.join(asides)})" if asides else ""
    meaning = f": {spot.field.description}" if spot.field and spot.field.description else ""
    return f"must be {kind}{limits(spot)}{' or text' if spot.or_text else ''}{aside}{meaning}"


def show_default(spot: "Spot") -> str:
    """The value that holds when a file is silent, if it is a single one."""
    default: Any = spot.field.default if spot.field else None
    if spot.is_month and isinstance(default, int):
        return format_month(default)
    return show_value(default, quote="") if isinstance(default, int | float | str) and default != "" else ""


def type_name(spot: "Spot") -> str:
    """The type that stands at a place; empty where anything may."""
    if spot.role:
        return "one of " + ", ".join(spot.kinds())
    if get_origin(spot.annotation) is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(spot.annotation))
    if spot.is_month:
        return "a month YYYY-MM, such as 2027-01"
    words = "".join(f"{word} or " for word in spot.words)
    keys = spot.keys(None)
    if keys:
        return f"{words}a mapping with the keys {', '.join(keys)}"
    if spot.names_any:
        return f"{words}a mapping of {'months' if spot.month_keys else 'names'}"
    if get_origin(spot.annotation) is tuple:
        return "a list"
    return words + _TYPES.get(spot.annotation, "")


def least_length(spot: "Spot") -> str:
    """How many entries a list or mapping must have."""
    least = next((m.min_length for m in spot.metadata if isinstance(m, MinLen)), 1)
    return f"must have at least {'one entry' if least == 1 else f'{least} entries'}"


def limits(spot: "Spot") -> str:
    """The range in words."""
    low = next((m for m in spot.metadata if isinstance(m, Ge | Gt)), None)
    high = next((m for m in spot.metadata if isinstance(m, Le | Lt)), None)
    words = []
    if low is not None:
        words.append(f"from {_number(low.ge)}" if isinstance(low, Ge) else f"above {_number(low.gt)}")
    if high is not None:
        edge = f"to {_number(high.le)}" if isinstance(high, Le) else f"below {_number(high.lt)}"
        words.append(edge if isinstance(low, Ge) and isinstance(high, Le) else edge.replace("to ", "up to "))
    both = " " if isinstance(low, Ge) and isinstance(high, Le) else " and "
    return f" {both.join(words)}" if words else ""


def as_share(given: Any, spot: "Spot") -> str:
    """How to write what was probably meant as a percentage, where a share is wanted; empty if it was not."""
    high = next((m.le if isinstance(m, Le) else m.lt for m in spot.metadata if isinstance(m, Le | Lt)), None)
    if spot.annotation is not float or not isinstance(high, int | float) or high > 1 or isinstance(given, bool):
        return ""
    text = str(given).strip()
    try:
        percent = float(text.removesuffix("%"))
    except ValueError:
        return ""
    meant = 0 < percent <= 100 * high and (text.endswith("%") or percent >= _PERCENT)
    return f"write {show_number(round(percent / 100, 12))}" if meant else ""


def _number(limit: Any) -> str:
    return show_number(limit)
