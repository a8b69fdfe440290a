"""Threshold: people take up AI when enough of those around them have."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Adoption, Floats


@register("adoption")
class Threshold(Adoption):
    """Everyone has a threshold: the fraction of those around that must publish with AI before they do so too.

    Thresholds are normal; those at or below 0 are innovators, who wait for nobody. Each month a share `speed` of
    people look around and use AI if the fraction they see, `influence / saturation`, has reached their threshold,
    and else don't: what spreads can also recede. A cohort stands for many writers, so its share is a smooth curve.
    `influence` is a share of pages in the same measure as the saturation.

    >>> Threshold().share(np.array([0.0, 12.0, 24.0])).round(3).tolist()   # Graphite: 36 %, 48 %
    [0.0, 0.359, 0.48]
    >>> tame, wild = (Threshold(saturation=1, mean=0.25, deviation=d, speed=1) for d in (0.122, 0.123))
    >>> [crowd.share(np.array([600.0])).round(2).item() for crowd in (tame, wild)]   # Granovetter: 6 or nearly 100 %
    [0.05, 1.0]

    References:
        Granovetter 1978, doi:10.1086/226707: thresholds normal with mean 25 % tip a crowd when their standard
        deviation reaches 12.2 %. Deviation and speed are fitted to Graphite 2026 (36 % of new articles mostly AI after
        12 months, 48 % after 24) with Granovetter's mean; with mean 0.4 they would be 0.33 and 0.61.
    """

    kind: Literal["threshold"] = "threshold"
    saturation: float = param(
        0.505,
        "Level if everybody's threshold is reached",
        unit="share of new pages",
        gt=0,
        le=1,
        source="plateau of Graphite 2026: 0.48 to 0.54",
    )
    mean: float = param(
        0.25,
        "Mean threshold",
        unit="fraction of those around",
        ge=-1,
        le=2,
        source="Granovetter 1978, an example",
    )
    deviation: float = param(
        0.379,
        "Standard deviation of thresholds",
        unit="fraction of those around",
        gt=0,
        le=2,
        source="fit to Graphite 2026",
    )
    speed: float = param(
        0.245,
        "People who look around in a month",
        unit="share per month",
        ge=0.01,
        le=1,
        source="fit to Graphite 2026",
    )

    def share(self, months: Floats) -> Floats:
        """A crowd in which everybody meets everybody, month by month from nobody; it ends where it stands still."""
        months = np.asarray(months, dtype=np.float64)
        whole = np.maximum(np.ceil(months) - 1, 0)  # months after the first, which may be a part of one
        nobody = np.zeros_like(months)
        share, month = self.spread(months - whole, nobody, nobody), 0
        while (going := whole > month).any():
            moved = np.where(going, self.spread(months, share, share), share)
            if (moved == share).all():
                break
            share, month = moved, month + 1
        return share

    def spread(self, months: Floats, before: Floats, influence: Floats) -> Floats:
        """One month further, or what of it lies after launch; never above the saturation, and 0 until launch."""
        from scipy.special import ndtr

        reached = self.saturation * ndtr((influence / self.saturation - self.mean) / self.deviation)
        before = np.minimum(before, self.saturation)
        looked = 1 - (1 - self.speed) ** np.clip(months, 0.0, 1.0)
        return np.where(months > 0, before + looked * (reached - before), 0.0)
