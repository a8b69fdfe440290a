"""Trend: publishing that grows or shrinks at dated rates, never below a floor."""

from math import exp
from typing import Literal

from pydantic import model_validator

from webloop.months import Month, format_month
from webloop.registry import Config, param, register
from webloop.submodels.roles import Participation


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


@register("participation")
class Trend(Participation):
    """Volume changes by `rate` (log) a month in each dated stretch; outside them it keeps its level.

    >>> falls = Trend(slopes=[{"start": "2022-12", "end": "2023-12", "rate": -0.0639}], floor=0.05)
    >>> round(falls.level(24_275 + 11), 3)   # 2023-11, a year after ChatGPT: Stack Overflow had 0.46
    0.464

    References:
        Stack Exchange API, questions a month; del Rio-Chanona et al. 2024, doi:10.1093/pnasnexus/pgae400.
    """

    kind: Literal["trend"] = "trend"
    slopes: tuple[Slope, ...] = param(..., "Dated stretches, in order", unit="-", source="per segment", min_length=1)
    floor: float = param(
        0.05,
        "Volume never falls below this",
        unit="share of reference volume",
        ge=0,
        le=1,
        source="assumption",
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Trend":
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

    def level(self, month: int) -> float:
        """Volume relative to that before the first stretch."""
        total = 0.0
        for slope in self.slopes:
            last = month if slope.end is None else min(month, slope.end)
            total += slope.rate * max(0, last - slope.start + 1)
        return max(self.floor, exp(total))
