"""New pages of a month, whose ideas need not be known before somebody reads them."""

from dataclasses import dataclass

import numpy as np

from webloop.content.domain import Counts, Probabilities
from webloop.content.groups import Group
from webloop.content.ideas import IdeaDomain

Corpus = dict[Group, Counts]
"""Pages by group."""


@dataclass
class Batch:
    """Pages of one group and month.

    Pages are drawn independently from one source, so those that nobody fetches need not be drawn at all: the
    ideas of a subset chosen without looking are as many independent draws.

    Attributes:
        pages: how many.
        source: what they are drawn from, (ideas,).
        content: their ideas, (ideas,), once drawn.
    """

    pages: int
    source: Probabilities
    content: Counts | None = None

    def read(self) -> Counts:
        """The ideas of all pages.

        Raises:
            ValueError: when they have not been drawn.
        """
        if self.content is None:
            raise ValueError("these pages have not been drawn")
        return self.content

    def fetch(self, coverage: float, domain: IdeaDomain, rng: np.random.Generator) -> Counts:
        """The ideas of the pages that a crawler fetches, each with probability `coverage`."""
        if self.content is not None:
            return domain.thin(self.content, coverage, rng)
        return domain.draw(int(rng.binomial(self.pages, coverage)), self.source, rng)
