"""Verifier: keeps a page by whether it is true, not by who wrote it."""

from typing import Literal

from webloop.content.groups import Group
from webloop.registry import param, register
from webloop.submodels.roles import RatedDetector


@register("detector")
class Verifier(RatedDetector):
    """Pages that are right are kept with one probability, pages that err with another.

    Models trained on verified pages get better as long as the share of wrong pages is below
    1 / (1 + keeps_wrong / keeps_right), and worse above.

    >>> v = Verifier(keeps_right=0.9, keeps_wrong=0.3)
    >>> round(1 / (1 + v.keeps_wrong / v.keeps_right), 2)
    0.75
    >>> [round(rate, 2) for rate in v.by_truth()]
    [0.1, 0.7]

    References:
        Feng et al. 2024, arXiv:2406.07515, Theorem 4.2.
    """

    kind: Literal["verifier"] = "verifier"
    keeps_right: float = param(1.0, "Right pages that are kept", unit="share", ge=0, le=1, source="lever")
    keeps_wrong: float = param(0.0, "Wrong pages that are kept", unit="share", ge=0, le=1, source="lever")
    update_lag: int = param(
        0, "Time until it is retrained; it needs none", unit="months", ge=0, le=600, source="neutral 0"
    )

    def flagged(self, group: Group, known_generation: int) -> float:  # noqa: ARG002 (the role's signature)
        """Of pages that are right, whoever wrote them."""
        return 1.0 - self.keeps_right

    def by_truth(self) -> tuple[float, float]:
        """Right pages and wrong ones."""
        return 1.0 - self.keeps_right, 1.0 - self.keeps_wrong
