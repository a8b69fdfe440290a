"""Lognormal: a positive number known within a factor."""

from math import exp, log
from statistics import NormalDist
from typing import Literal

import numpy as np
from pydantic import model_validator

from webloop.registry import param, register
from webloop.submodels.distributions import EDGE
from webloop.submodels.distributions.ranges import POSITIVE, in_order
from webloop.submodels.roles import Distribution, Floats

_Z95 = NormalDist().inv_cdf(0.95)
_Z_EDGE = NormalDist().inv_cdf(1 - EDGE)


@register("distribution")
class LogNormal(Distribution):
    """The logarithm is normal; 90 % of the draws lie between `low` and `high`.

    The range alone fixes it: `low` and `high` are the 5 % and the 95 % quantile, and the median is their
    geometric mean `sqrt(low * high)`. Its tails go on beyond the range, up to the quantiles of one in a million,
    which must be possible values too. A whole number is rounded.

    >>> LogNormal(low=130, high=2100).quantile(np.array([[0.05], [0.5]]), np.array([1.0])).ravel().round(1).tolist()
    [130.0, 522.5]

    References:
        Villalobos et al. 2024, arXiv:2211.04325, give ranges of this kind: 510T tokens of text (130T to 2100T).
    """

    kind: Literal["lognormal"] = "lognormal"
    low: float = param(..., "Low end of the 90 % interval, the 5 % quantile", source="evidence", **POSITIVE)
    high: float = param(..., "High end of the 90 % interval, the 95 % quantile", source="evidence", **POSITIVE)

    @model_validator(mode="after")
    def _has_a_range(self) -> "LogNormal":
        in_order(self.low, self.high)
        return self

    @property
    def median(self) -> float:
        """Half of the draws are larger."""
        return exp((log(self.low) + log(self.high)) / 2)

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return log(self.high / self.low) / (2 * _Z95)

    def quantile(self, unit: Floats, means: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """`median * exp(sigma * z(u))` with the normal quantile `z`."""
        from scipy.special import ndtri

        values: Floats = self.median * np.exp(self.sigma * ndtri(unit))
        return values

    def ends(self) -> tuple[float, float]:
        """The quantiles of one in a million, between which coordinates are kept."""
        return self.median * exp(-self.sigma * _Z_EDGE), self.median * exp(self.sigma * _Z_EDGE)
