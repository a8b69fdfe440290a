"""Dirichlet: the parts of a whole, uncertain together."""

from typing import ClassVar, Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Distribution, Floats

_SMALLEST = 1e-300  # so that parts too small for a number are still parts of a whole


@register("distribution")
class Dirichlet(Distribution):
    """Shares that sum to 1, around the baseline's own: the larger `concentration`, the nearer to them.

    Each part is a gamma variate of shape `concentration * mean`, divided by the sum of all. A part's variance is
    `mean * (1 - mean) / (concentration + 1)`: with 50, a part of 0.25 has a standard deviation of 0.06. A part that
    is 0 in the baseline stays 0.

    >>> shares = Dirichlet(concentration=50).quantile(np.array([[0.5, 0.5], [0.9, 0.1]]), np.array([0.6, 0.4]))
    >>> shares.round(3).tolist()
    [[0.601, 0.399], [0.719, 0.281]]
    """

    kind: Literal["dirichlet"] = "dirichlet"
    draws_parts: ClassVar[bool] = True
    concentration: float = param(
        ..., "How near to the baseline's parts", unit="-", gt=0, le=1e9, source="evidence, or how sure one is"
    )

    def quantile(self, unit: Floats, means: Floats) -> Floats:
        """Gamma quantiles, one coordinate for each part, divided by their sum."""
        from scipy.special import gammaincinv

        there = means > 0
        shape = self.concentration * means[there] / means.sum()
        parts = np.zeros_like(unit)
        parts[:, there] = np.maximum(gammaincinv(shape, unit[:, there]), _SMALLEST)
        shares: Floats = parts / parts.sum(axis=1, keepdims=True)
        return shares
