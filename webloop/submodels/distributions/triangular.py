"""Triangular: a range and the likeliest value in it."""

from typing import Literal

import numpy as np
from pydantic import model_validator

from webloop.registry import param, register
from webloop.submodels.distributions.ranges import UNLIMITED, in_order, show
from webloop.submodels.roles import Distribution, Floats


@register("distribution")
class Triangular(Distribution):
    """The density rises straight from `low` to `mode` and falls straight to `high`.

    A whole number is drawn from `low - 0.5` to `high + 0.5`, with the same mode, and rounded.

    >>> Triangular(low=6, mode=12, high=18).quantile(np.array([[0.125], [0.5]]), np.array([1.0])).ravel().tolist()
    [9.0, 12.0]
    """

    kind: Literal["triangular"] = "triangular"
    low: float = param(..., "Smallest value", source="evidence, or the range thought possible", **UNLIMITED)
    mode: float = param(..., "Likeliest value", source="evidence, or the best guess", **UNLIMITED)
    high: float = param(..., "Largest value", source="evidence, or the range thought possible", **UNLIMITED)

    @model_validator(mode="after")
    def _has_a_range(self) -> "Triangular":
        in_order(self.low, self.high)
        if not self.low <= self.mode <= self.high:
            span = f"from {show(self.low)} (low) to {show(self.high)} (high)"
            raise ValueError(f"the mode {show(self.mode)} is outside the range; must be {span}")
        return self

    def quantile(self, unit: Floats, means: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """The two square roots that invert a piecewise quadratic distribution function."""
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising = self.low + np.sqrt(unit * width * left)
        falling = self.high - np.sqrt((1 - unit) * width * right)
        return np.where(unit * width < left, rising, falling)

    def ends(self) -> tuple[float, float]:
        """The range."""
        return self.low, self.high

    def of_whole_numbers(self) -> "Triangular":
        """Half a unit wider at either end, where the density ends: else `low` and `high` would hardly come."""
        return Triangular(low=self.low - 0.5, mode=self.mode, high=self.high + 0.5)
