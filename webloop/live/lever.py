"""What a lever is: something of a scenario that an analyst moves, where it may stand, and what moving it sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt

from webloop.registry import kinds
from webloop.scenario.fields import is_fixed, reach, spot_at
from webloop.scenario.problems import Path, show_number
from webloop.scenario.spot import Spot

Plain = Mapping[str, Any]
"""What holds in some month, as plain data with all defaults filled in."""
Patch = dict[str, Any]
"""New values by dotted path, as an intervention's `set` takes them."""

_STEPS = 20  # of a slider whose ends the schema gives


@dataclass(frozen=True)
class Lever:
    """A value of the scenario that is moved as it stands.

    What may stand there is the schema's: a yes or no is a switch, a name or a kind of submodel a choice, a number a
    slider from end to end of its limits, unless `values` says where it stops.

    Args:
        path: dotted path, such as `lab.cadence`.
        label: what people call it.
        group: the heading that it stands under.
        values: where it may stand; by the schema if empty.
        absent: the value that a scenario has that says nothing of it; None where there is no lever then.
        note: what else one should know.
        needs: dotted path of a part without which the scenario has no such lever, such as `sites`.
        unit: in place of the schema's, where that is a term of art.
        words: what people call names that may stand there; by the submodel's docstring where it says nothing.
        whole: what it is a share of; levers with the same whole are together at most 1.
    """

    path: str
    label: str
    group: str
    values: Sequence[Any] = ()
    absent: Any = None
    note: str = ""
    needs: str = ""
    unit: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    whole: str = ""

    @property
    def steps(self) -> Path:
        """The path, part by part."""
        return tuple(self.path.split("."))

    def spot(self, rules: Plain) -> Spot | None:
        """Its place in the schema."""
        return spot_at(self.steps, rules)

    def fixed(self, rules: Plain) -> bool:
        """Whether it can't change during a run, so that it holds from the start or not at all."""
        return is_fixed(self.steps, rules)

    def offered(self, rules: Plain) -> bool:
        """Whether a scenario has it."""
        return self.met(rules) and self.now(rules, 0) is not None

    def met(self, rules: Plain) -> bool:
        """Whether the schema has its place, and the scenario what it needs."""
        needed = not self.needs or reach(rules, tuple(self.needs.split("."))) is not None
        return needed and self.spot(rules) is not None

    def now(self, rules: Plain, since: int) -> Any:  # noqa: ARG002 (kinds of levers use it)
        """Where it stands.

        Args:
            rules: what holds in the month from which levers are moved.
            since: that month.
        """
        value = reach(rules, self.steps)
        if isinstance(value, Mapping):
            return value.get("kind")
        return self.absent if value is None else value

    def patch(self, rules: Plain, since: int, value: Any) -> Patch:  # noqa: ARG002 (kinds of levers use it)
        """What has to be set for it to stand at a value from a month on."""
        return {self.path: value}

    def positions(self, rules: Plain, since: int) -> list[Any]:
        """Where it may stand, in order; where it stands is one of them."""
        now, spot = self.now(rules, since), self.spot(rules)
        found = list(self.values) or (list(allowed(spot)) if spot else [])
        if now in found:
            return found
        both = [*found, now]
        return sorted(both) if all(isinstance(each, int | float) for each in both) else both

    def shown(self, rules: Plain, value: Any) -> str:
        """A position, for people."""
        spot = self.spot(rules)
        if spot and spot.role and isinstance(value, str):
            return f"{self.words.get(value) or _said_of(spot.role, value)} ({value})"
        return in_words(value, self.unit or (str(spot.extra.get("unit", "-")) if spot else "-"))


def span(low: float, high: float, step: float) -> tuple[float, ...]:
    """Values from end to end, in even steps; whole numbers stay whole.

    >>> span(0, 0.3, 0.1), span(3, 12, 3)
    ((0.0, 0.1, 0.2, 0.3), (3, 6, 9, 12))
    """
    number = round((high - low) / step) + 1
    if isinstance(low, int) and isinstance(step, int):
        return tuple(low + index * step for index in range(number))
    return tuple(round(low + index * step, 10) for index in range(number))


def limits(spot: Spot) -> tuple[float | None, float | None]:
    """The schema's least and largest value of a number, each None where there is none or it may not be reached."""
    low = next((each.ge for each in spot.metadata if isinstance(each, Ge)), None)
    high = next((each.le for each in spot.metadata if isinstance(each, Le)), None)
    open_ends = any(isinstance(each, Gt | Lt) for each in spot.metadata)
    numbers = [None if each is None or open_ends else float(str(each)) for each in (low, high)]
    return numbers[0], numbers[1]


def allowed(spot: Spot) -> Sequence[Any]:
    """All that may stand at a place: kinds or words, no and yes, or even steps between the limits of a number."""
    if spot.role:
        return spot.kinds()
    if get_origin(spot.annotation) is Literal:
        return get_args(spot.annotation)
    if spot.words:
        return spot.words
    if spot.annotation is bool:
        return (False, True)
    low, high = limits(spot)
    return () if low is None or high is None else span(low, high, (high - low) / _STEPS)


def _said_of(role: str, kind: str) -> str:
    """What the docstring of a submodel calls it: its first sentence, to the first colon."""
    said = (kinds(role)[kind].__doc__ or kind).split("\n")[0]
    first = said.split(":")[0].rstrip(".").replace("`", "")
    return first[:1].lower() + first[1:]


def in_words(value: Any, unit: str) -> str:
    r"""A value with its unit.

    >>> in_words(0.3, "share"), in_words(12, "months"), in_words(True, "yes or no"), in_words("window", "choice")
    ('30\xa0%', '12\xa0months', 'on', 'window')
    >>> in_words(1, "months")
    '1\xa0month'
    >>> in_words(0.005, "share"), in_words(0.9, "-"), in_words(2.0, "x human hazard")
    ('0.5\xa0%', '0.9', '2\xa0× human hazard')
    """
    if isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, int | float):
        return str(value)
    if unit.startswith("share"):
        return f"{round(100 * value, 6):g}\N{NO-BREAK SPACE}%"
    said = show_number(value)
    unit = f"\N{MULTIPLICATION SIGN} {unit[2:]}" if unit.startswith("x ") else unit
    unit = unit.removesuffix("s") if value == 1 and unit.isalpha() else unit
    return said if unit in {"-", "choice"} else f"{said}\N{NO-BREAK SPACE}{unit}"
