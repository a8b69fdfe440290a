"""Sites: where pages stand. Who owns them, how large they are, and which share of the live pages each holds.

What a page says depends on who wrote it, not on its site. So sites need no ideas, only shares: of the live
pages of one kind and durability, each stands on site s with the same probability, whatever its age is not known to
be. These probabilities are kept exactly; numbers are drawn from them when somebody looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.world.cells import Cells, shares
from webloop.world.graph import Links
from webloop.world.graph_views import to_networkx, to_space
from webloop.world.ledger import Row, Web
from webloop.world.mixes import LiveMix

if TYPE_CHECKING:
    from mesa.discrete_space import Network
    from networkx import DiGraph

Floats = NDArray[np.float64]


@dataclass
class Sites:
    """The sites, in order of their opening; each array is (sites,).

    Attributes:
        cells: who may own a site.
        cell: who owns it.
        size: how much it publishes, relative to other sites of its cell.
        reserve: how reluctant its owner is to shut crawlers out, 0 to 1: it does once more than that share do.
        names: names of the sites of a user's own list; empty otherwise.
        links: links between them; None for one site a cell without links.
        rank: PageRank, sum 1; zeros without links.
        held: how the live pages of each row are spread over sites.
    """

    cells: Cells
    cell: NDArray[np.int64]
    size: Floats
    reserve: Floats
    names: tuple[str, ...] = ()
    links: Links | None = None
    rank: Floats = field(default_factory=lambda: np.zeros(0))
    held: LiveMix = field(default_factory=LiveMix)

    def __post_init__(self) -> None:
        if len(self.rank) == 0:
            self.rank = np.zeros(len(self.cell))

    def __len__(self) -> int:
        return len(self.cell)

    def spread(self, by_cell: Floats) -> Floats:
        """Shares of cells (cells,) as shares of their sites, by size, (sites,)."""
        sizes = self.by_cell(self.size)
        each = np.divide(by_cell, sizes, out=np.zeros_like(by_cell), where=sizes > 0)
        spread: Floats = self.size * each[self.cell]
        return spread

    def by_cell(self, values: Floats) -> Floats:
        """Sums over each cell's sites, (cells,)."""
        return np.bincount(self.cell, weights=values, minlength=len(self.cells)).astype(np.float64)

    def mean_by_cell(self, values: Floats) -> Floats:
        """Mean of a value over each cell's sites, weighted by size, (cells,); 0 where there is no site."""
        sizes = self.by_cell(self.size)
        return np.divide(self.by_cell(self.size * values), sizes, out=np.zeros_like(sizes), where=sizes > 0)

    def looked_to(self, pages: Floats) -> Floats:
        """To which people each cell's writers look: owners of sites that theirs link to, or all alike by their pages.

        Args:
            pages: pages by cell, (cells,).

        Returns:
            Shares of cells, a row for each cell; rows sum to 1 unless there are no pages, (cells, cells).
        """
        count = len(self.cells)
        alike = np.tile(shares(pages), (count, 1))
        if self.links is None:
            return alike
        ends = self.cell[self.links.source] * count + self.cell[self.links.target]
        linked = np.bincount(ends, minlength=count * count).reshape(count, count).astype(np.float64)
        linked[:, self.cells.farm] = 0.0  # nobody works for a farm
        set_at_all = linked.sum(axis=1, keepdims=True)
        return np.where(set_at_all > 0, linked / np.maximum(set_at_all, 1), alike)

    def settle(self, web: Web, arrived: Mapping[Row, Floats]) -> None:
        """Place this month's new pages.

        Args:
            web: the ledger, after the month's deaths and births.
            arrived: how the new pages of a row spread over cells, (cells,).
        """
        self.held.add(web, {row: self.spread(by_cell) for row, by_cell in arrived.items()})

    def expected(self, web: Web, row: Row) -> Floats:
        """Expected live pages of a row on each site, (sites,)."""
        return self.held.pages(web, row)

    def pages(self, web: Web, row: Row, rng: np.random.Generator) -> NDArray[np.int64]:
        """Live pages of a row on each site, for those who look: a draw that sums to the ledger's number, (sites,).

        Means are exact. Numbers spread a little more than they would if every page were followed.
        """
        drawn = np.zeros(len(self), dtype=np.int64)
        for number, mix in zip(web.live[row].tolist(), self.held.shares[row], strict=True):
            if number:
                drawn += rng.multinomial(number, mix / mix.sum())
        return drawn

    def open(self, cell: NDArray[np.int64], size: Floats, reserve: Floats) -> None:
        """Add sites that hold no page yet; ranks are to be found anew."""
        self.cell = np.append(self.cell, cell)
        self.size = np.append(self.size, size)
        self.reserve = np.append(self.reserve, reserve)
        self.held.widen(len(cell))

    def graph(self) -> "DiGraph":
        """A NetworkX graph of the sites with their owners, sizes and ranks as attributes of nodes.

        Raises:
            ValueError: when there are no links.
        """
        if self.links is None:
            raise ValueError("there are no links between these sites: the scenario has no `sites`")
        owners = [self.cells.name(cell) for cell in self.cell.tolist()]
        names = self.names + tuple(f"site {index}" for index in range(len(self.names), len(self)))
        return to_networkx(self.links, {"name": names, "owner": owners, "size": self.size, "rank": self.rank})

    def space(self, random: Random) -> "Network":
        """A Mesa network space whose cells are the sites; agents that choose among neighbours draw from `random`.

        Raises:
            ValueError: when there are no links.
        """
        return to_space(self.graph(), random)
