"""A perfect detector: what filtering could do at best."""

from typing import Literal

from webloop.content.groups import Group
from webloop.registry import param, register
from webloop.submodels.roles import RatedDetector


@register("detector")
class Perfect(RatedDetector):
    """Flags every page that is mostly AI and no other.

    >>> from webloop.content.groups import synthetic
    >>> Perfect().flagged(synthetic(9), known_generation=-1)
    1.0
    """

    kind: Literal["perfect"] = "perfect"
    update_lag: int = param(
        0, "Not used: a perfect detector knows every model", unit="months", ge=0, le=0, source="definition"
    )

    def flagged(self, group: Group, known_generation: int) -> float:  # noqa: ARG002 (the role's signature)
        """One or zero."""
        return float(group.mostly_ai)
