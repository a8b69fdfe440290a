"""Mixes: over what the live pages of each row are spread, sites or ideas, without following a single page."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from webloop.world.ledger import Row, Web

Floats = NDArray[np.float64]


class LiveMix:
    """Of the live pages of each row, by durability class, the shares that fall on each of some things.

    Pages of a class all die alike, so deaths leave these shares as they are, and births move them toward the new
    pages': they are exact whatever the ages of pages.

    Attributes:
        shares: by row, (classes, things); each class sums to 1, or to 0 as long as it had no pages.
    """

    def __init__(self) -> None:
        self.shares: dict[Row, Floats] = {}

    def open(self, row: Row, pages: Floats) -> None:
        """Begin with expected pages by durability class and thing, (classes, things)."""
        total = pages.sum(axis=1, keepdims=True)
        self.shares[row] = np.divide(pages, total, out=np.zeros_like(pages), where=total > 0)

    def add(self, web: Web, new: Mapping[Row, Floats]) -> None:
        """Account for a month's new pages.

        Args:
            web: the ledger, after the month's deaths and births.
            new: how the new pages of a row are spread, sum 1, (things,).
        """
        for row, spread in new.items():
            young = web.young(row)[:, None]
            if row not in self.shares:
                self.shares[row] = np.zeros((len(young), len(spread)))
            mix = self.shares[row]
            mix *= 1 - young
            mix += young * spread

    def pages(self, web: Web, row: Row) -> Floats:
        """Expected live pages of a row by thing, (things,)."""
        # No matrix product: for many things it would take all cores, which belong to other runs.
        expected = np.zeros(self.shares[row].shape[1])
        for number, mix in zip(web.live[row].tolist(), self.shares[row], strict=True):
            expected += number * mix
        return expected

    def widen(self, things: int) -> None:
        """Make room for more things that hold no pages yet."""
        self.shares = {row: np.pad(mix, ((0, 0), (0, things))) for row, mix in self.shares.items()}
