"""Quality: writers turn to the models that know best what people write."""

from typing import ClassVar, Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Market


@register("market")
class Quality(Market):
    """Each month a share `speed` of writers choose anew, by a multinomial logit; the others stay with their lab.

    Those who choose take lab i with probability `w_i exp(sensitivity Q_i) / sum_j w_j exp(sensitivity Q_j)`
    where `Q` is quality and `w` the labs' weights: what makes them liked for other reasons. So shares move
    toward these probabilities, and their distance falls by the factor `1 - speed` a month as long as quality
    stays. A new lab starts without writers. Writers of a lab whose weight falls to 0 all choose anew.

    >>> market = Quality(sensitivity=10.0, speed=0.5)
    >>> weights, quality, before = np.array([1.0, 1.0]), np.array([0.9, 0.8]), np.array([0.5, 0.5])
    >>> market.demand(weights, quality, before).round(4).tolist()  # half way to 1 / (1 + exp(-1)) = 0.7311
    [0.6155, 0.3845]

    References:
        McFadden 1974, "Conditional logit analysis of qualitative choice behavior" (the probabilities);
        Fudenberg and Levine 1998, "The Theory of Learning in Games", chapter 4 (logit dynamics).
    """

    needs_quality: ClassVar[bool] = True

    kind: Literal["quality"] = "quality"
    sensitivity: float = param(
        10.0,
        "Log of the odds between two labs for each unit by which the one's quality is higher",
        unit="1 / quality",
        ge=0,
        le=1000,
        source="assumption",
    )
    speed: float = param(
        0.1, "Writers who choose anew", unit="share per month", ge=0, le=1, source="assumption: once in ten months"
    )

    def demand(self, weights: Floats, quality: Floats, before: Floats) -> Floats:
        """This month's shares, sum 1."""
        best = quality[weights > 0].max()  # so that no power overflows, and the best lab keeps its weight
        chosen = weights * np.exp(self.sensitivity * np.minimum(quality - best, 0.0))
        chosen = chosen / chosen.sum()
        stay = np.where(weights > 0, before, 0.0)
        shares: Floats = (1 - self.speed) * stay + (1 - (1 - self.speed) * stay.sum()) * chosen
        return shares
