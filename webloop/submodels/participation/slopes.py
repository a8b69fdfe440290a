"""What kinds of participation share that follow dated slopes."""

from math import exp, log
from typing import Self

from pydantic import model_validator

from webloop.months import Month, format_month
from webloop.registry import Config, param
from webloop.submodels.roles import Participation

_LEAST, _MOST = 1e-300, 700.0  # what a float can hold of a logarithm


class Slope(Config):
    """One stretch of a trend."""

    start: Month = param(..., "First month of the stretch", unit="month", source="assumption")
    end: Month | None = param(None, "Last month of the stretch; null: for ever", unit="month", source="assumption")
    rate: float = param(
        ...,
        "Log change of volume",
        unit="per month",
        ge=-1,
        le=1,
        source="Stack Overflow: -0.0121, -0.0639 in 2023",
    )

    def change(self, month: int) -> float:
        """Log change from before the stretch to a month."""
        last = month if self.end is None else min(month, self.end)
        return self.rate * max(0, last - self.start + 1)


class Sloped(Participation):
    """Volume that changes by `rate` (log) a month in each dated stretch; outside them it keeps its level."""

    slopes: tuple[Slope, ...] = param((), "Dated stretches, in order", unit="-", source="per segment")
    floor: float = param(
        0.05,
        "Volume never falls below this",
        unit="share of reference volume",
        ge=0,
        le=1,
        source="assumption",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for slope in self.slopes:
            if slope.end is not None and slope.end < slope.start:
                raise ValueError(
                    f"a stretch ends ({format_month(slope.end)}) before it starts ({format_month(slope.start)})"
                )
        for first, second in zip(self.slopes, self.slopes[1:], strict=False):
            if first.end is None or second.start <= first.end:
                raise ValueError(
                    f"stretches must follow each other: {format_month(second.start)} is inside the one before"
                )
        return self

    def level(self, month: int, reference: int) -> float:
        """Volume relative to that in the reference month; a fall stops at the floor, and a rise begins from there."""
        level, floor = -sum(slope.change(reference) for slope in self.slopes), log(max(self.floor, _LEAST))
        for slope in self.slopes:
            level += slope.change(month)
            if slope.rate < 0:
                level = max(level, min(floor, level - slope.change(month)))
        return exp(min(level, _MOST))
