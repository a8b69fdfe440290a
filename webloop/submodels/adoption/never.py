"""No adoption: the counterfactual web without AI."""

from typing import Literal

import numpy as np

from webloop.registry import register
from webloop.submodels.roles import Adoption, Floats


@register("adoption")
class Never(Adoption):
    """Nobody publishes with AI.

    >>> Never().share(np.array([12.0, 24.0])).tolist()
    [0.0, 0.0]
    """

    kind: Literal["never"] = "never"

    def share(self, months: Floats) -> Floats:
        """Zero."""
        return np.zeros_like(months)
