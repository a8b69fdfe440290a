"""The archive: a frozen snapshot of the web's human pages."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from webloop.content.domain import Domain


class Archive:
    """Human pages that were live at a date, as far as the archive holds them.

    Attributes:
        content: pages that people wrote; None before it is taken.
        impure: pages that models wrote and nobody can tell apart; None if there are none.
    """

    def __init__(self) -> None:
        self.content: Any | None = None
        self.impure: Any | None = None

    def take(self, live: Sequence[Any], coverage: float, domain: Domain[Any, Any], rng: np.random.Generator) -> None:
        """Freeze the live human pages, given by durability class, each held with probability `coverage`."""
        self.content = domain.thin(domain.pool(live), coverage, rng)

    def spoil(self, impurity: float, source: Any, domain: Domain[Any, Any], rng: np.random.Generator) -> None:
        """Add pages that models wrote.

        Args:
            impurity: their share of the archive, above 0 and below 1.
            source: what deployed models publish.
            domain: the content.
            rng: a stream of its own, so that the human pages are those of a clean archive.
        """
        pages = round(domain.size(self.content) * impurity / (1 - impurity))
        self.impure = domain.draw(pages, source, rng)
