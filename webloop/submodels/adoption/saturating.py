"""Saturating adoption: a quick rise that levels off."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Adoption, Floats


@register("adoption")
class Saturating(Adoption):
    """AI share of new pages, `saturation * (1 - exp(-(t - delay) / time_constant))` after the delay, else 0.

    >>> Saturating(saturation=0.54, time_constant=11.0).share(np.array([0.0, 12.0, 24.0])).round(3).tolist()
    [0.0, 0.359, 0.479]

    References:
        Two-point fit to Graphite 2026 (36 % after 12 months, 48 % after 24, then flat); Liang et al. 2025,
        arXiv:2502.09747, see the same flattening. An exponential or a rise to 100 % is contradicted.
    """

    kind: Literal["saturating"] = "saturating"
    saturation: float = param(0.2, "Level it tends to", unit="share of new pages", ge=0, le=1, source="assumption")
    delay: float = param(
        0.0,
        "Months from launch to take-off",
        unit="months",
        ge=0,
        le=240,
        source="0 to 4 fit Graphite equally well",
    )
    time_constant: float = param(
        14.0,
        "Months to 63 % of the level",
        unit="months",
        gt=0,
        le=600,
        source="Liang 2025 and Sun 2024: 8 to 30",
    )

    def share(self, months: Floats) -> Floats:
        """Share of new pages by months since launch."""
        elapsed = np.maximum(months - self.delay, 0.0)
        return self.saturation * -np.expm1(-elapsed / self.time_constant)
