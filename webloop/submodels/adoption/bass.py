"""Bass: some take up AI by themselves, others because those around them have."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Adoption, Floats


@register("adoption")
class Bass(Adoption):
    """Of those who have not yet taken it up, a share `innovation + imitation * F` does so at each instant.

    F is what those around one have taken up, as a fraction of the saturation: in a crowd in which everybody meets
    everybody the crowd's own, `share / saturation`; in a network what one's neighbours publish. `influence` is a
    share of pages in the same measure as the saturation, and what exceeds the saturation counts as all of it.

    >>> Bass().share(np.array([0.0, 12.0, 24.0, 42.0])).round(3).tolist()   # Graphite: 36 %, 48 %, then flat
    [0.0, 0.36, 0.48, 0.504]
    >>> months, none, alone, among_users = np.array([3.0]), np.zeros(1), np.zeros(1), np.array([0.505])
    >>> [Bass().spread(months, none, around).round(3).item() for around in (alone, among_users)]
    [0.033, 0.075]

    A month's influence is held constant, so that month by month a crowd falls behind the closed form: with the
    defaults by at most 0.015 of the saturation, with imitation 0.38 and innovation 0.03 a month by at most 0.11.

    References:
        Bass 1969, doi:10.1287/mnsc.15.5.215, with the solution of dF/dt = (p + qF)(1 - F) from F(0) = 0.
        Graphite 2026: 35.9 % of new articles mostly AI after 12 months, 48 % after 24, then flat. Two points and
        a plateau of 50.5 % give p = 0.068, q = 0.092 a month; with a plateau of 54 % q would be 0, and p 0.092.
        Consumer durables: p = 0.03, q = 0.38 a year (Sultan, Farley and Lehmann 1990, Journal of
        Marketing Research 27:70), 0.0025 and 0.032 a month.
    """

    kind: Literal["bass"] = "bass"
    saturation: float = param(
        0.505,
        "Level it tends to",
        unit="share of new pages",
        gt=0,
        le=1,
        source="plateau of Graphite 2026",
    )
    innovation: float = param(
        0.068,
        "Rate at which people take it up by themselves (Bass's p)",
        unit="per month",
        gt=0,
        le=1,
        source="fit to Graphite 2026; consumer durables 0.0025",
    )
    imitation: float = param(
        0.092,
        "Rate at which they do when all around them have, on top (Bass's q)",
        unit="per month",
        ge=0,
        le=2,
        source="fit to Graphite 2026: 0 to 0.1; consumer durables 0.032",
    )

    def share(self, months: Floats) -> Floats:
        """Closed form of a crowd in which everybody meets everybody."""
        elapsed = (self.innovation + self.imitation) * np.maximum(months, 0.0)
        taken = self.innovation * -np.expm1(-elapsed) / (self.innovation + self.imitation * np.exp(-elapsed))
        return self.saturation * taken

    def spread(self, months: Floats, before: Floats, influence: Floats) -> Floats:
        """One month further, or what of it lies after launch; never above the saturation, and 0 until launch."""
        around = np.minimum(influence / self.saturation, 1.0)
        left = 1 - np.minimum(before / self.saturation, 1.0)
        left = left * np.exp(-(self.innovation + self.imitation * around) * np.clip(months, 0.0, 1.0))
        return np.where(months > 0, self.saturation * (1 - left), 0.0)
