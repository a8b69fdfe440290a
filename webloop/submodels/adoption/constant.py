"""Constant adoption: a share that holds from launch on, or from the intervention that sets it."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Adoption, Floats


@register("adoption")
class Constant(Adoption):
    """The same share in every month after launch: for a rule that holds at once, such as all of a segment opting out.

    >>> Constant(level=0.9).share(np.array([0.0, 1.0, 60.0])).tolist()
    [0.0, 0.9, 0.9]
    """

    kind: Literal["constant"] = "constant"
    level: float = param(..., "The share", unit="share", ge=0, le=1, source="lever")

    def share(self, months: Floats) -> Floats:
        """The level after launch, 0 before."""
        return np.where(months > 0, self.level, 0.0)
