"""Log-uniform: only the order of magnitude is known."""

from typing import Literal

import numpy as np
from pydantic import model_validator

from webloop.registry import param, register
from webloop.submodels.distributions.ranges import POSITIVE, in_order
from webloop.submodels.roles import Distribution, Floats


@register("distribution")
class LogUniform(Distribution):
    """The logarithm is uniform: as likely between 0.5 and 1 as between 1 and 2.

    A whole number is drawn from `low - 0.5` to `high + 0.5` and rounded.

    >>> LogUniform(low=0.5, high=8).quantile(np.array([[0.25], [0.5]]), np.array([1.0])).ravel().round(6).tolist()
    [1.0, 2.0]
    """

    kind: Literal["loguniform"] = "loguniform"
    low: float = param(..., "Smallest value", source="evidence, or the range thought possible", **POSITIVE)
    high: float = param(..., "Largest value", source="evidence, or the range thought possible", **POSITIVE)

    @model_validator(mode="after")
    def _has_a_range(self) -> "LogUniform":
        in_order(self.low, self.high)
        return self

    def quantile(self, unit: Floats, means: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """`low * (high / low) ** u`."""
        values: Floats = self.low * np.exp(np.log(self.high / self.low) * unit)
        return values

    def ends(self) -> tuple[float, float]:
        """The range."""
        return self.low, self.high

    def of_whole_numbers(self) -> "LogUniform":
        """Half a unit wider at either end, so that rounding does not halve the ends (`low` is then at least 1)."""
        return LogUniform(low=self.low - 0.5, high=self.high + 0.5)
