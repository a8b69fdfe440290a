"""Archive: a frozen snapshot of the web's human pages, clean but ever staler."""

from typing import Any, Literal

from webloop.registry import param, register
from webloop.submodels.roles import Eligible, HumanSource, Shelves


@register("source")
class ArchiveSource(HumanSource):
    """A share of every training set comes from the archive of human pages, once it has been taken.

    Before `archive.date` there is no archive, and the web makes up the share. Pages that models wrote
    (`archive.impurity`) can't be told apart.

    >>> ArchiveSource(share=0.2, price_per_1k_tokens=0.5).cost(pages=1e6, tokens_per_page=200)
    100000.0

    References:
        Seddik et al. 2024, arXiv:2404.05090 ("partially synthetic": the original data is kept for ever).
    """

    kind: Literal["archive"] = "archive"
    share: float = param(0.2, "Of the training set, from the archive", unit="share", ge=0, le=1, source="lever")
    price_per_1k_tokens: float = param(
        0.0, "Price", unit="USD per 1,000 tokens", ge=0, le=1e6, source="lever: public archives are free"
    )

    def pages(self, shelves: Shelves, eligible: Eligible) -> Any | None:  # noqa: ARG002 (the role's signature)
        """All that people wrote of the archive, once it has been taken."""
        return shelves.archived()

    def impure(self, shelves: Shelves) -> Any | None:
        """Pages of the archive that are not what they should be."""
        return shelves.impure()

    def cost(self, pages: float, tokens_per_page: float) -> float:
        """Price of the pages used."""
        return pages * tokens_per_page / 1000 * self.price_per_1k_tokens
