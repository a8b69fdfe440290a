"""Uniform: the crawler fetches every new page with the same chance."""

from typing import Literal

import numpy as np

from webloop.registry import register
from webloop.submodels.roles import Floats, Selection


@register("selection")
class Uniform(Selection):
    """The mean chance everywhere.

    >>> Uniform().coverage(0.25, np.array([4.0, 0.0]), np.array([0.25, 0.75])).tolist()
    [0.25, 0.25]
    """

    kind: Literal["uniform"] = "uniform"

    def coverage(self, mean: float, attention: Floats, pages: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """The mean."""
        return np.full(attention.shape, mean)
