"""Fixed: writers' choice of a model does not depend on what it publishes."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Floats, Market


@register("market")
class Fixed(Market):
    """Labs are chosen by their own weights, at once and for ever.

    >>> import numpy as np
    >>> weights, quality, before = np.array([2.0, 1.0]), np.array([0.5, 0.9]), np.array([0.5, 0.5])
    >>> Fixed().demand(weights, quality, before).tolist()
    [2.0, 1.0]
    """

    kind: Literal["fixed"] = "fixed"

    def demand(self, weights: Floats, quality: Floats, before: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """The weights themselves."""
        return weights
