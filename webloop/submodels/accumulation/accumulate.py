"""Accumulate: models learn from everything ever fetched; the training set grows without a budget."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Accumulation, Eligible


@register("accumulation")
class Accumulate(Accumulation):
    """Everything ever fetched, all of it: the training set grows from one generation to the next.

    >>> Accumulate().eligible(24_300, 24_288)
    Eligible(after=None, upto=24300)

    References:
        Gerstgrasser et al. 2024, arXiv:2404.01413: accumulating real and synthetic data avoids collapse.
    """

    kind: Literal["accumulate"] = "accumulate"

    def eligible(self, cutoff: int, previous: int | None) -> Eligible:  # noqa: ARG002 (the role's signature)
        """Since ever."""
        return Eligible(None, cutoff)

    @property
    def has_budget(self) -> bool:
        """No budget."""
        return False
