"""Attention: what people read of the live web, by kind of page and by whose sites it is found on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webloop.world.ledger import Row

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Attention:
    """What people read in a month. Reading is counted in pages of the live web: only ratios mean something.

    Attributes:
        fractions: shares of AI text, (bins,).
        seen: reading by share of AI text; answers that replaced a page are synthetic text, (bins,).
        rows: the rows of the ledger.
        read: reading that reached pages, by row and cell, (rows, cells).
        live: live pages by row and cell, (rows, cells).
        clicked: share of the reading of each cell's pages that was not answered before, (cells,).
        without_ai: shares of the reading of each cell's pages if nobody wrote with AI, (cells,).
        pages_without_ai: live pages that there would be then.
        sites: reading that reached each site, (sites,).
    """

    fractions: Floats
    seen: Floats
    rows: tuple[Row, ...]
    read: Floats
    live: Floats
    clicked: Floats
    without_ai: Floats
    pages_without_ai: float
    sites: Floats

    @property
    def total(self) -> float:
        """All reading, that of answers included."""
        return float(self.seen.sum())

    def reward(self) -> Floats:
        """Readers of each cell's pages, relative to those it had if nobody wrote with AI, (cells,).

        People read as much as ever: AI text brings no new readers, it takes the time of those there are.
        """
        found, usual = self.read.sum(axis=0), self.without_ai * self.total
        reward: Floats = np.divide(found, usual, out=np.ones_like(found), where=usual > 0)
        return reward

    def farm_reward(self, odds: float) -> float:
        """Readers of a page of content farms, relative to a page on a web where nobody writes with AI.

        As long as farms have no pages it is what any synthetic page finds.

        Args:
            odds: weight of a synthetic page among what is seen: what the first one would find.
        """
        per_reading = self.pages_without_ai / self.total if self.total > 0 else 0.0
        synthetic = [index for index, (_, fraction) in enumerate(self.rows) if fraction == 1.0]
        for cells in (slice(-1, None), slice(None)):
            live, read = self.live[synthetic, cells].sum(), self.read[synthetic, cells].sum()
            if live > 0:
                return float(read / live * per_reading)
        return odds * float(self.clicked[-1])
