"""Licensed: fresh human pages bought from their writers."""

from typing import Any, ClassVar, Literal

from webloop.registry import param, register
from webloop.submodels.roles import Eligible, HumanSource, Shelves

_FIRST_PURCHASE_MONTHS = 12  # what a lab without an earlier training may buy: a year of pages


@register("source")
class LicensedSource(HumanSource):
    """A share of every training set is bought from people: pages they wrote without AI since the last training.

    The supply is what people publish, so it shrinks when they leave. A purchase is known to be human; it
    is paid for once, however often it is then repeated in training.

    >>> LicensedSource(share=0.1, price_per_1k_tokens=22.5).cost(pages=1000, tokens_per_page=200)
    4500.0

    References:
        Alemohammad et al. 2023, arXiv:2307.01850 (fresh-data loop); prices: settlements and licences of
        2023-2025, 0.5 to 22.5 dollars per 1,000 tokens.
    """

    pays_writers: ClassVar[bool] = True

    kind: Literal["licensed"] = "licensed"
    share: float = param(0.2, "Of the training set, licensed", unit="share", ge=0, le=1, source="lever")
    price_per_1k_tokens: float = param(
        0.5,
        "Price",
        unit="USD per 1,000 tokens",
        ge=0,
        le=1e6,
        source="low end of 0.5 to 22.5 in settlements and licences of 2023-2025; 22.5 was paid for pirated books",
    )

    def pages(self, shelves: Shelves, eligible: Eligible) -> Any:
        """What people published since the previous cut-off."""
        return shelves.published(self.earliest(eligible) - 1, eligible.upto)

    def earliest(self, eligible: Eligible) -> int:
        """The month after the previous cut-off."""
        return 1 + (eligible.after if eligible.after is not None else eligible.upto - _FIRST_PURCHASE_MONTHS)

    def cost(self, pages: float, tokens_per_page: float) -> float:
        """Price of the pages bought."""
        return pages * tokens_per_page / 1000 * self.price_per_1k_tokens
