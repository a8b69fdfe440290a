"""One sentence of what a study says, and the numbers it rests on."""

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

from webloop.outcomes.paired import CONFIDENCE


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number with its interval.

    Attributes:
        metric: name of the metric.
        scenario: name of the scenario; None where it is about several.
        month: `YYYY-MM` that it is of.
        value: in `unit`; of shares a fraction, not percent.
        low: lower end of its interval.
        high: upper end.
        unit: of value, low, high and baseline.
        baseline: what the value is compared with, in the same unit; None where it is compared with nothing.
        n: how many independent runs or pairs of runs are behind it; of shares of draws, draws.
        level: of the interval.
    """

    metric: str
    scenario: str | None
    month: str
    value: float
    low: float
    high: float
    unit: str
    n: int
    baseline: float | None = None
    level: float = CONFIDENCE


@dataclass(frozen=True, kw_only=True)
class Finding(Estimate):
    """One sentence of what a study says; its number is that of the `Estimate`.

    Attributes:
        kind: of finding, by the name that its file registers.
        text: the sentence: plain characters without markup, names of scenarios as their files have them. Whoever
            writes it into HTML or Markdown has to escape it.
        figure: key of the figure that shows it.
        caveat: what a reader has to know to read it; may be empty.
        weight: how much it matters among those of its kind; the larger, the more.
        also: further numbers that the sentence says.
    """

    kind: str
    text: str
    figure: str
    caveat: str
    weight: float
    also: tuple[Estimate, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Itself as data; numbers that are not finite, which JSON has not, as None."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def numbers_of(found: Estimate) -> dict[str, Any]:
    """The arguments of an `Estimate`, for a finding that says its number.

    >>> one = Estimate(metric="hill_1", scenario=None, month="2040-12", value=1, low=0, high=2, unit="ideas", n=5)
    >>> Finding(kind="x", text="", figure="", caveat="", weight=0, **numbers_of(one)).value
    1
    """
    return {each.name: getattr(found, each.name) for each in fields(Estimate)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
