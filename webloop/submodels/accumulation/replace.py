"""Replace: each model learns only from what the web published since the last one."""

from typing import Literal

from webloop.registry import register
from webloop.submodels.roles import Accumulation, Eligible


@register("accumulation")
class Replace(Accumulation):
    """Pages published since the lab's previous cut-off; everything fetched so far at its first training.

    Under this policy, and without human input, models collapse.

    >>> Replace().eligible(24_300, 24_288)
    Eligible(after=24288, upto=24300)

    References:
        Shumailov et al. 2024, Nature 631:755, doi:10.1038/s41586-024-07566-y.
    """

    kind: Literal["replace"] = "replace"

    def eligible(self, cutoff: int, previous: int | None) -> Eligible:
        """Since the previous cut-off."""
        return Eligible(previous, cutoff)

    @property
    def has_budget(self) -> bool:
        """The budget applies."""
        return True
