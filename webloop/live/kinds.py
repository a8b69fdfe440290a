"""Levers that are more than one value: a part that comes and goes, a pin, a factor, a trend."""

from dataclasses import dataclass
from typing import Any

from webloop.live.lever import Lever, Patch, Plain, limits
from webloop.live.shipped import shipped_setting
from webloop.months import format_month, parse_month
from webloop.scenario.fields import reach, spot_at

_DIGITS = 10


@dataclass(frozen=True)
class Part(Lever):
    """A switch for a part of the scenario that is there, or is null.

    Args:
        like: the shipped scenario that has it: switched on, it is what that scenario's intervention makes it.
    """

    like: str = ""

    def offered(self, rules: Plain) -> bool:
        """Where the schema has the part."""
        return self.met(rules)

    def now(self, rules: Plain, since: int) -> bool:  # noqa: ARG002 (the signature of levers)
        """Whether it is there."""
        return reach(rules, self.steps) is not None

    def patch(self, rules: Plain, since: int, value: Any) -> Patch:  # noqa: ARG002 (the signature of levers)
        """The part as in the shipped scenario, without communities that this one does not have; or null."""
        if not value:
            return {self.path: None}
        part = dict(shipped_setting(self.like, self.path))
        known = rules.get("communities", {})
        rates = {name: rate for name, rate in part.pop("community_fpr", {}).items() if name in known}
        return {self.path: {**part, **({"community_fpr": rates} if rates else {})}}

    def positions(self, rules: Plain, since: int) -> list[Any]:  # noqa: ARG002 (the signature of levers)
        """Off and on."""
        return [False, True]

    def shown(self, rules: Plain, value: Any) -> str:  # noqa: ARG002 (the signature of levers)
        """On or off."""
        return "on" if value else "off"


@dataclass(frozen=True)
class Source(Lever):
    """The share of a source of human data in the mix. One that the scenario did not have is priced as where it ships.

    Args:
        like: the shipped scenario whose price it has.
    """

    like: str = ""

    def patch(self, rules: Plain, since: int, value: Any) -> Patch:  # noqa: ARG002 (the signature of levers)
        """The share, and with a new source its price."""
        if reach(rules, self.steps) is not None:
            return {self.path: value}
        price = f"{self.path.removesuffix('.share')}.price_per_1k_tokens"
        return {self.path: value, price: shipped_setting(self.like, price)}


@dataclass(frozen=True)
class Pin(Lever):
    """A share of pages of models that is held from a month on (`pinned_pollution`); None lets it go its own way.

    Args:
        free: what people call that.
        metric: what it is where it goes its own way: where a pin begins.
    """

    free: str = "free"
    metric: str = ""

    def offered(self, rules: Plain) -> bool:
        """Where the schema has it."""
        return self.met(rules)

    def now(self, rules: Plain, since: int) -> float | None:
        """What it is held at; None where it is not held."""
        pins = {parse_month(month): value for month, value in (reach(rules, self.steps) or {}).items()}
        begun = [date for date in pins if date <= _from(rules, since)]
        return float(pins[max(begun)]) if begun else None

    def patch(self, rules: Plain, since: int, value: Any) -> Patch:
        """A pin in that month, or the first in which there are models, and no other from then on."""
        if value is None:
            return {self.path: None}
        later = [month for month in reach(rules, self.steps) or {} if parse_month(month) >= since]
        return {self.path: {**dict.fromkeys(later), format_month(_from(rules, since)): value}}

    def positions(self, rules: Plain, since: int) -> list[Any]:
        """Free first, then from low to high."""
        now = self.now(rules, since)
        held = {*self.values, *([] if now is None else [now])}
        return [None, *sorted(held)]

    def shown(self, rules: Plain, value: Any) -> str:
        """The value, or that there is none."""
        return self.free if value is None else super().shown(rules, value)


@dataclass(frozen=True)
class Factor(Lever):
    """The same value of many, each multiplied: the path has a `*` for their names. It stands at 1."""

    def _each(self, rules: Plain) -> dict[str, float]:
        """Their values by dotted path."""
        before, _, after = self.path.partition(".*.")
        names = reach(rules, tuple(before.split("."))) or {}
        found = {
            f"{before}.{name}.{after}": reach(rules, (*before.split("."), name, *after.split("."))) for name in names
        }
        return {path: value for path, value in found.items() if isinstance(value, int | float)}

    def offered(self, rules: Plain) -> bool:
        """Where some of them are not zero."""
        return any(self._each(rules).values())

    def now(self, rules: Plain, since: int) -> float:  # noqa: ARG002 (the signature of levers)
        """One: as they are."""
        return 1.0

    def fixed(self, rules: Plain) -> bool:
        """Whether they can't change during a run."""
        return any(Lever(path, "", "").fixed(rules) for path in self._each(rules))

    def positions(self, rules: Plain, since: int) -> list[Any]:
        """Where none of them is more than the schema allows."""
        each = self._each(rules)
        most = {path: limits(spot)[1] for path in each if (spot := spot_at(tuple(path.split(".")), rules))}
        held = [(each[path], limit) for path, limit in most.items() if limit is not None]
        return [by for by in super().positions(rules, since) if all(by * value <= limit for value, limit in held)]

    def patch(self, rules: Plain, since: int, value: Any) -> Patch:  # noqa: ARG002 (the signature of levers)
        """Each of them times the value."""
        return {path: round(value * each, _DIGITS) for path, each in self._each(rules).items()}

    def shown(self, rules: Plain, value: Any) -> str:  # noqa: ARG002 (the signature of levers)
        """As a factor."""
        return f"\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}{value:g}"


@dataclass(frozen=True)
class Trend(Lever):
    """A log change each month on top of every publisher's trend, from a month on. It stands at 0."""

    def offered(self, rules: Plain) -> bool:
        """Where some publishers follow a trend."""
        return bool(self.patch(rules, 0, 0.0))

    def now(self, rules: Plain, since: int) -> float:  # noqa: ARG002 (the signature of levers)
        """Zero: as they are."""
        return 0.0

    def fixed(self, rules: Plain) -> bool:  # noqa: ARG002 (the signature of levers)
        """No."""
        return False

    def patch(self, rules: Plain, since: int, value: Any) -> Patch:
        """The stretches of each publisher's trend."""
        out: Patch = {}
        before = tuple(self.path.split(".*.")[0].split("."))
        for name in reach(rules, before) or {}:
            path = (*before, name, "participation")
            how = reach(rules, path)
            if how.get("kind") == "steady":
                out[".".join(path)] = {"kind": "trend", "slopes": steeper((), since, value)}
            elif spot_at((*path, "slopes"), rules) is not None:
                out[".".join((*path, "slopes"))] = steeper(how.get("slopes", ()), since, value)
        return out

    def positions(self, rules: Plain, since: int) -> list[Any]:  # noqa: ARG002 (the signature of levers)
        """From fall to rise."""
        return list(self.values)

    def shown(self, rules: Plain, value: Any) -> str:  # noqa: ARG002 (the signature of levers)
        """In percent a month."""
        if value == 0:
            return "as the scenario says"
        sign = "+" if value > 0 else "\N{MINUS SIGN}"
        return f"{sign}{abs(round(100 * value, 6)):g}\N{NO-BREAK SPACE}% a month"


def _from(rules: Plain, since: int) -> int:
    """The month from which a share of pages of models can be held: there must have been a model before."""
    return max(since, 1 + min(parse_month(lab["first_release"]) for lab in rules["labs"].values()))


def steeper(slopes: Any, since: int, extra: float) -> list[dict[str, Any]]:
    """Stretches of a trend with another log change a month on top from a month on; what was before stays.

    Args:
        slopes: stretches as plain data, in order.
        since: the month.
        extra: added to the rate of every month from then on.

    >>> steeper([{"start": "2022-12", "end": "2027-12", "rate": -0.01}], parse_month("2027-01"), -0.02)
    ... # doctest: +NORMALIZE_WHITESPACE
    [{'start': '2022-12', 'end': '2026-12', 'rate': -0.01}, {'start': '2027-01', 'end': '2027-12', 'rate': -0.03},
     {'start': '2028-01', 'rate': -0.02}]
    """
    out: list[tuple[int, int | None, float]] = []
    at: int | None = since  # the first month that has no stretch yet; None once one goes on for ever
    for each in slopes:
        start, end = parse_month(each["start"]), each.get("end")
        last = None if end is None else parse_month(end)
        if start < since:
            out.append((start, since - 1 if last is None else min(last, since - 1), each["rate"]))
        if last is not None and last < since:
            continue
        begin = max(start, since)
        if at is not None and at < begin:
            out.append((at, begin - 1, extra))
        out.append((begin, last, round(each["rate"] + extra, _DIGITS)))
        at = None if last is None else last + 1
    if at is not None:
        out.append((at, None, extra))
    return [
        {"start": format_month(start), **({} if last is None else {"end": format_month(last)}), "rate": rate}
        for start, last, rate in out
    ]
