"""The live web: pages counted by who wrote them and how durable they are.

A page's death does not depend on its idea, so live pages need only be counted; the ideas of human pages are
kept as well until the archive has been taken.
"""

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Counts
from webloop.content.groups import Provenance

Row = tuple[Provenance, float]
"""Provenance and share of AI text: what pollution rates need to know of a live page."""
HUMAN: Row = ("human", 0.0)
SYNTHETIC: Row = ("synthetic", 1.0)


class Web:
    """The ledger of live pages.

    Attributes:
        live: pages by row and durability class, (classes,), or (classes, ideas) for human pages as long as
            their ideas are kept.
        born: pages ever put into the ledger, by row.
        died: pages that have left it, by row.
        fresh: pages put in since the last ageing, by row and durability class, (classes,).
    """

    def __init__(
        self,
        human: tuple[NDArray[np.float64], NDArray[np.float64]],
        ai: tuple[NDArray[np.float64], NDArray[np.float64]],
    ) -> None:
        """Start an empty web.

        Args:
            human: shares of durability classes and their monthly survival, for pages without AI text.
            ai: the same for pages with AI text.
        """
        self._laws = {True: human, False: ai}
        self.live: dict[Row, NDArray[np.int64]] = {}
        self.born: dict[Row, int] = {}
        self.died: dict[Row, int] = {}
        self.fresh: dict[Row, NDArray[np.int64]] = {}

    def law(self, row: Row) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shares and monthly survival of the durability classes of a row."""
        return self._laws[row == HUMAN]

    def open(self, row: Row, pages: NDArray[np.int64]) -> None:
        """Put pages of known durability on the web: (classes,) or (classes, ideas)."""
        self.live[row] = pages + self.live[row] if row in self.live else pages
        fresh = _by_class(pages)
        self.fresh[row] = self.fresh[row] + fresh if row in self.fresh else fresh
        self.born[row] = self.born.get(row, 0) + int(pages.sum())

    def add(self, row: Row, pages: Counts | int, rng: np.random.Generator) -> None:
        """Put new pages on the web; each falls into a durability class.

        Args:
            row: who wrote them.
            pages: their number, or their number by idea (ideas,) where ideas are kept.
            rng: its stream.
        """
        shares = self.law(row)[0]
        if np.ndim(pages) == 0:
            self.open(row, rng.multinomial(int(pages), shares))
            return
        rest = np.asarray(pages, dtype=np.int64)
        left, classes = 1.0, []
        for share in shares[:-1].tolist():
            classes.append(rng.binomial(rest, min(1.0, share / left)))
            rest = rest - classes[-1]
            left -= share
        self.open(row, np.stack([*classes, rest]))

    def age(self, rng: np.random.Generator, rows: list[Row]) -> None:
        """Let a month pass for these rows: every page survives with its class's probability."""
        for row in rows:
            before = self.live[row]
            survival = self.law(row)[1].reshape(-1, *[1] * (before.ndim - 1))
            after = np.where(survival >= 1.0, before, rng.binomial(before, survival))
            self.died[row] = self.died.get(row, 0) + int(before.sum() - after.sum())
            self.fresh.pop(row, None)
            self.live[row] = after

    def forget_ideas(self) -> None:
        """Keep only numbers of pages from now on."""
        self.live = {row: _by_class(pages) for row, pages in self.live.items()}

    def by_class(self, row: Row) -> Counts:
        """Live pages of a row by durability class, (classes,)."""
        return _by_class(self.live[row])

    def young(self, row: Row) -> NDArray[np.float64]:
        """Share of the live pages of each class that came since the last ageing; 1 where there are none, (classes,)."""
        alive = self.by_class(row)
        fresh = self.fresh.get(row, np.zeros(len(alive)))
        return np.divide(fresh, alive, out=np.ones(len(alive)), where=alive > 0)

    def pages(self, row: Row) -> int:
        """Live pages of a row."""
        return int(self.live[row].sum()) if row in self.live else 0

    def by_fraction(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shares of AI text and the live pages of each, as floats."""
        rows = sorted(self.live, key=lambda row: row[1])
        return np.array([row[1] for row in rows]), np.array([float(self.live[row].sum()) for row in rows])

    def rows(self, *, human: bool) -> list[Row]:
        """The rows of human pages, or those of pages with AI text, in a fixed order."""
        return sorted(row for row in self.live if (row == HUMAN) == human)


def _by_class(pages: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pages by durability class, whether their ideas are kept or not, (classes,)."""
    number: NDArray[np.int64] = pages.reshape(len(pages), -1).sum(axis=1)
    return number
