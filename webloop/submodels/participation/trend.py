"""Trend: publishing that grows or shrinks at dated rates, never below a floor."""

from typing import Literal

from webloop.registry import param, register
from webloop.submodels.participation.slopes import Slope, Sloped


@register("participation")
class Trend(Sloped):
    """Volume changes by `rate` (log) a month in each dated stretch; outside them it keeps its level.

    >>> falls = Trend(slopes=[{"start": "2022-12", "end": "2023-12", "rate": -0.0639}], floor=0.05)
    >>> round(falls.level(24_286, 24_274), 3)   # 2023-11 against 2022-11: Stack Overflow had 0.46
    0.464

    References:
        Stack Exchange API, questions a month; del Rio-Chanona et al. 2024, doi:10.1093/pnasnexus/pgae400.
    """

    kind: Literal["trend"] = "trend"
    slopes: tuple[Slope, ...] = param(..., "Dated stretches, in order", unit="-", source="per segment", min_length=1)
