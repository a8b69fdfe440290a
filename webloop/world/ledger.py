"""The live web: pages counted by who wrote them and how durable they are.

A page's death does not depend on what it says, so live pages need only be counted; the contents of human pages are
kept as well until the archive has been taken.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Counts, Domain
from webloop.content.groups import Provenance

Row = tuple[Provenance, float]
"""Provenance and share of AI text: what pollution rates need to know of a live page."""
HUMAN: Row = ("human", 0.0)
SYNTHETIC: Row = ("synthetic", 1.0)


class Web:
    """The ledger of live pages.

    Attributes:
        live: pages by row and durability class, (classes,).
        human: live human pages by durability class as contents of the domain; None once only numbers are kept.
        born: pages ever put into the ledger, by row.
        died: pages that have left it, by row.
        fresh: pages put in since the last ageing, by row and durability class, (classes,).
    """

    def __init__(
        self,
        domain: Domain[Any, Any],
        human: tuple[NDArray[np.float64], NDArray[np.float64]],
        ai: tuple[NDArray[np.float64], NDArray[np.float64]],
    ) -> None:
        """Start an empty web.

        Args:
            domain: the content.
            human: shares of durability classes and their monthly survival, for pages without AI text.
            ai: the same for pages with AI text.
        """
        self._domain = domain
        self._laws = {True: human, False: ai}
        self.live: dict[Row, Counts] = {}
        self.human: list[Any] | None = [domain.empty() for _ in human[0]]
        self.born: dict[Row, int] = {}
        self.died: dict[Row, int] = {}
        self.fresh: dict[Row, Counts] = {}

    def law(self, row: Row) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shares and monthly survival of the durability classes of a row."""
        return self._laws[row == HUMAN]

    def open(self, row: Row, pages: Counts) -> None:
        """Put pages of known durability on the web, (classes,)."""
        self.live[row] = pages + self.live[row] if row in self.live else pages
        self.fresh[row] = self.fresh[row] + pages if row in self.fresh else pages
        self.born[row] = self.born.get(row, 0) + int(pages.sum())

    def open_human(self, contents: Sequence[Any]) -> None:
        """Put human pages on the web, by durability class, whose contents are kept."""
        assert self.human is not None
        self.human = [self._domain.pool([old, new]) for old, new in zip(self.human, contents, strict=True)]
        self.open(HUMAN, self._numbers(contents))

    def add(self, row: Row, pages: int, rng: np.random.Generator) -> None:
        """Put new pages on the web; each falls into a durability class."""
        self.open(row, rng.multinomial(pages, self.law(row)[0]))

    def add_human(self, content: Any, rng: np.random.Generator) -> None:
        """Put new human pages on the web; each falls into a durability class."""
        left, classes = 1.0, []
        shares = self.law(HUMAN)[0]
        for share in shares[:-1].tolist():
            chosen, content = self._domain.split(content, min(1.0, share / left), rng)
            classes.append(chosen)
            left -= share
        self.open_human([*classes, content])

    def age(self, rng: np.random.Generator, rows: list[Row]) -> None:
        """Let a month pass for these rows: every page survives with its class's probability."""
        for row in rows:
            before, survival = self.live[row], self.law(row)[1]
            if row == HUMAN and self.human is not None:
                kept = [
                    self._domain.thin(pages, s, rng) for pages, s in zip(self.human, survival.tolist(), strict=True)
                ]
                self.human, after = kept, self._numbers(kept)
            else:
                after = np.where(survival >= 1.0, before, rng.binomial(before, survival))
            self.died[row] = self.died.get(row, 0) + int(before.sum() - after.sum())
            self.fresh.pop(row, None)
            self.live[row] = after

    def forget_contents(self) -> None:
        """Keep only numbers of pages from now on."""
        self.human = None

    def young(self, row: Row) -> NDArray[np.float64]:
        """Share of the live pages of each class that came since the last ageing; 1 where there are none, (classes,)."""
        alive = self.live[row]
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

    def _numbers(self, contents: Sequence[Any]) -> Counts:
        return np.array([self._domain.size(content) for content in contents], dtype=np.int64)
