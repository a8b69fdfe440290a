"""First: people publish what the model says first."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Choice, Floats


@register("choice")
class First(Choice):
    """Nobody chooses: what models publish is what they write.

    >>> import numpy as np
    >>> First().chosen(np.array([0.5, 0.5]), np.array([0.0, 1.0])).tolist()
    [0.5, 0.5]
    """

    kind: Literal["first"] = "first"

    def chosen(self, probabilities: Floats, rewards: Floats) -> Floats:  # noqa: ARG002 (the role's signature)
        """The same."""
        return probabilities
