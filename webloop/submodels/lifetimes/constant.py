"""Constant hazard: every page is equally likely to die in any month."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Lifetime


@register("lifetime")
class Constant(Lifetime):
    """One durability class; `hazard` 0 keeps every page for ever.

    >>> Constant(hazard=0.0).classes(1.0)
    (array([1.]), array([1.]))
    """

    kind: Literal["constant"] = "constant"
    hazard: float = param(0.0, "Rate at which pages die", unit="per month", ge=0, le=10, source="assumption")

    def classes(self, hazard_ratio: float) -> tuple[Floats, Floats]:
        """A single class."""
        return np.ones(1), np.exp(-np.full(1, self.hazard * hazard_ratio))
