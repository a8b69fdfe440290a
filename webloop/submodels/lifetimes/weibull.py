"""Weibull lifetimes with falling hazard, held as a mixture of constant hazards.

A Weibull law with shape at most 1 is a mixture of exponentials (its survival function is completely
monotone; Bernstein). A page that belongs to a durability class from birth dies at a constant rate, so the
ledger needs no ages: a handful of classes stand for any age structure.
"""

from functools import lru_cache
from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Lifetime

_FIT_MONTHS = 480  # the mixture is fitted to the first 40 years of a page's life


@register("lifetime")
class Weibull(Lifetime):
    """Pages survive t years with probability `exp(-(t / scale_years) ** shape)`.

    >>> shares, survival = Weibull(shape=0.577, scale_years=37.0).classes(1.0)
    >>> alive_after_10_years = float(shares @ survival**124)   # Pew: 62 % of 2013's pages in October 2023
    >>> round(alive_after_10_years, 2)
    0.62

    References:
        Pew Research Center 2024, "When Online Content Disappears": shape and scale fitted to its two ends.
        Feldmann and Whitt 1998, doi:10.1016/S0166-5316(97)00003-5: mixtures of exponentials for such laws.
    """

    kind: Literal["weibull"] = "weibull"
    shape: float = param(
        0.577,
        "Weibull shape; below 1 young pages die fastest",
        unit="-",
        ge=0.5,
        le=1,
        source="fit to Pew 2024: 0.5 to 0.7",
    )
    scale_years: float = param(
        37.0,
        "Age that 37 % of pages outlive",
        unit="years",
        gt=0.5,
        le=1000,
        source="fit to Pew 2024: 25 to 50",
    )

    def classes(self, hazard_ratio: float) -> tuple[Floats, Floats]:
        """Durability classes; a proportional hazard only rescales a Weibull law."""
        return _mixture(self.shape, self.scale_years * 12 / hazard_ratio ** (1 / self.shape))


@lru_cache(maxsize=64)
def _mixture(shape: float, scale_months: float) -> tuple[Floats, Floats]:
    """Shares and monthly survival of exponentials that follow the law (error below 0.02 at every age)."""
    from scipy.optimize import nnls

    ages = np.unique(np.concatenate([np.arange(25), np.geomspace(25, _FIT_MONTHS, 60).round()]))
    survival = np.exp(-((ages / scale_months) ** shape))
    # the scale itself makes shape 1 exact; the other rates span what young and old pages need
    monthly = np.exp(-1 / np.append(np.geomspace(0.5, max(4 * scale_months, 600.0), 5), scale_months))
    powers = monthly[None, :] ** ages[:, None]
    heavy = 100.0  # the shares must sum to 1
    weights, _ = nnls(np.vstack([powers, np.full((1, len(monthly)), heavy)]), np.append(survival, heavy))
    used = weights > 1e-6
    shares, monthly = weights[used] / weights[used].sum(), monthly[used]
    return shares, monthly
