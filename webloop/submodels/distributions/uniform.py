"""Uniform: nothing is known but the range."""

from typing import Literal

from pydantic import model_validator

from webloop.registry import param, register
from webloop.submodels.distributions.ranges import UNLIMITED, in_order
from webloop.submodels.roles import Distribution, Floats


@register("distribution")
class Uniform(Distribution):
    """Every value from `low` to `high` is equally likely.

    A whole number takes each of `low`, ..., `high` with the same probability.

    >>> import numpy as np
    >>> Uniform(low=0, high=4).quantile(np.array([[0.25], [0.5]]), np.array([1.0])).ravel().tolist()
    [1.0, 2.0]
    """

    kind: Literal["uniform"] = "uniform"
    low: float = param(..., "Smallest value", source="evidence, or the range thought possible", **UNLIMITED)
    high: float = param(..., "Largest value", source="evidence, or the range thought possible", **UNLIMITED)

    @model_validator(mode="after")
    def _has_a_range(self) -> "Uniform":
        in_order(self.low, self.high)
        return self

    def quantile(self, unit: Floats, means: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """`low + (high - low) * u`."""
        return self.low + (self.high - self.low) * unit

    def ends(self) -> tuple[float, float]:
        """The range."""
        return self.low, self.high

    def of_whole_numbers(self) -> "Uniform":
        """Half a unit wider at either end, so that rounding gives the ends as much as the rest."""
        return Uniform(low=self.low - 0.5, high=self.high + 0.5)
