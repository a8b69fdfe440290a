"""Accumulate-subsample: everything ever fetched, thinned to a fixed budget."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Accumulation, Eligible


@register("accumulation")
class AccumulateSubsample(Accumulation):
    """The pool of everything ever fetched, thinned afresh to the lab's budget at each training.

    >>> AccumulateSubsample().has_budget
    True

    References:
        Kazdan et al. 2024, arXiv:2410.16713: between replace and accumulate under fixed compute.
    """

    kind: Literal["accumulate_subsample"] = "accumulate_subsample"

    def eligible(self, cutoff: int, previous: int | None) -> Eligible:  # noqa: ARG002 (the role's signature)
        """Since ever."""
        return Eligible(None, cutoff)

    @property
    def has_budget(self) -> bool:
        """The budget applies."""
        return True
