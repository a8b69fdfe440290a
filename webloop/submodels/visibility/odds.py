"""Odds: search and feeds show AI pages less, or more, often than human ones."""

from typing import Literal

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Visibility


@register("visibility")
class Odds(Visibility):
    """Odds of an AI page of being seen, relative to a human page; an assisted page counts by its AI share.

    >>> import numpy as np
    >>> Odds(ai_odds_ratio=0.16).weight(np.array([0.0, 0.5, 1.0])).tolist()
    [1.0, 0.4, 0.16]

    References:
        Graphite 2025, How does AI-generated content perform in search and answer engines?: 14 % of articles that rank
        in Google are mostly AI, 50 % of new ones (confounded by age).
    """

    kind: Literal["odds"] = "odds"
    ai_odds_ratio: float = param(
        1.0,
        "Odds that a synthetic page is seen, against a human page",
        unit="odds ratio",
        ge=0,
        le=10,
        source="odds(14 %) / odds(50 %) = 0.16, Graphite 2025, How does AI-generated content perform; 1 is neutral",
    )

    def weight(self, ai_fraction: Floats) -> Floats:
        """Geometric between 1 (human) and the odds ratio (synthetic); 0 hides all AI text."""
        weights: Floats = self.ai_odds_ratio**ai_fraction
        return weights
