"""Window: models learn from the last so many months of the web."""

from typing import Literal

from webloop.registry import param, register
from webloop.submodels.roles import Accumulation, Eligible


@register("accumulation")
class Window(Accumulation):
    """Pages published in the last `months` months before the cut-off.

    >>> Window(months=24).eligible(24_300, 24_288)
    Eligible(after=24276, upto=24300)

    References:
        Between `replace` and `accumulate`; Gerstgrasser et al. 2024, arXiv:2404.01413, discuss both ends.
    """

    kind: Literal["window"] = "window"
    months: int = param(24, "How far back pages are eligible", unit="months", ge=1, le=1200, source="assumption")

    def eligible(self, cutoff: int, previous: int | None) -> Eligible:  # noqa: ARG002 (the role's signature)
        """The last so many months."""
        return Eligible(cutoff - self.months, cutoff)

    @property
    def has_budget(self) -> bool:
        """The budget applies."""
        return True
