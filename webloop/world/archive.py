"""The archive: a frozen snapshot of the web's human pages."""

import numpy as np

from webloop.content.domain import Counts, Probabilities
from webloop.content.ideas import IdeaDomain
from webloop.errors import InputError
from webloop.world.ledger import HUMAN, Web


class Archive:
    """Human pages that were live at a date, as far as the archive holds them.

    Attributes:
        content: pages by idea, (ideas,); None before it is taken.
        impure: those of them that models wrote and nobody can tell apart, (ideas,); None if there are none.
    """

    def __init__(self) -> None:
        self.content: Counts | None = None
        self.impure: Counts | None = None

    def take(self, web: Web, coverage: float, domain: IdeaDomain, rng: np.random.Generator) -> None:
        """Freeze the live human pages, each held with probability `coverage`; the web may then forget ideas."""
        self.content = domain.thin(web.live[HUMAN].sum(axis=0), coverage, rng)
        web.forget_ideas()

    def spoil(self, impurity: float, source: Probabilities, domain: IdeaDomain, rng: np.random.Generator) -> None:
        """Add pages that models wrote.

        Args:
            impurity: their share of the archive, above 0 and below 1.
            source: what deployed models publish, (ideas,).
            domain: the content.
            rng: a stream of its own, so that the human pages are those of a clean archive.

        Raises:
            InputError: when no model that anybody uses has been released.
        """
        if self.content is None or source.sum() <= 0:
            raise InputError("archive.impurity: at archive.date no model is in use that could have written these pages")
        pages = round(domain.size(self.content) * impurity / (1 - impurity))
        self.impure = domain.draw(pages, source, rng)
        self.content = self.content + self.impure
