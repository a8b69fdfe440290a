"""Steady participation: people go on publishing as they did."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Participation


@register("participation")
class Steady(Participation):
    """Volume stays at its reference.

    >>> Steady().level(24_400, 24_274)
    1.0
    """

    kind: Literal["steady"] = "steady"

    def level(self, month: int, reference: int) -> float:  # noqa: ARG002 (the role's signature)
        """One."""
        return 1.0
