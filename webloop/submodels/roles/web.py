"""What submodels of the web, its readers and its crawlers must do."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from webloop.registry import Submodel

Floats = NDArray[np.float64]


class Lifetime(Submodel):
    """How long pages live, as a mixture of durability classes with constant hazards."""

    @abstractmethod
    def classes(self, hazard_ratio: float) -> tuple[Floats, Floats]:
        """Shares of the durability classes (sum 1) and their monthly survival (0 to 1).

        Args:
            hazard_ratio: > 0; how much faster these pages die than human ones.
        """


class Visibility(Submodel):
    """What readers get to see of the live web."""

    @abstractmethod
    def weight(self, ai_fraction: Floats) -> Floats:
        """Relative chance of being seen of a page with that share of AI text (0 to 1); human pages have 1."""


class Ranking(Submodel):
    """How people's attention falls on sites."""

    needs_links: ClassVar[bool] = False
    """True when it looks at PageRank, so that there must be sites with links."""

    @abstractmethod
    def attention(self, pagerank: Floats, pages: Floats) -> Floats:
        """Relative attention of each site (>= 0), before what AI text costs a page, (sites,).

        Args:
            pagerank: PageRank of each site, sum 1; all zero without links, (sites,).
            pages: share of the live pages that each site holds, sum 1, (sites,).
        """


class Selection(Submodel):
    """Which sites a crawler fetches from."""

    needs_links: ClassVar[bool] = False
    """True when it looks at PageRank, so that there must be sites with links."""

    @abstractmethod
    def coverage(self, mean: float, attention: Floats, pages: Floats) -> Floats:
        """Chance that a new page of each site is fetched, 0 to 1, (sites,).

        Args:
            mean: chance of any new page, if no site shuts the crawler out.
            attention: attention per page relative to the mean page, (sites,).
            pages: share of new pages that each site publishes, sum 1, (sites,).
        """


class Answers(Submodel):
    """AI answers that people read in place of pages."""

    @abstractmethod
    def unclicked(self) -> float:
        """Share of all reading (0 to 1) that ends at the answer and reaches no site."""
