"""The archive: a frozen snapshot of the web's human pages."""

import numpy as np

from webloop.content.domain import Counts
from webloop.content.ideas import IdeaDomain
from webloop.world.ledger import HUMAN, Web


class Archive:
    """Human pages that were live at a date, as far as the archive holds them.

    Attributes:
        content: pages by idea, (ideas,); None before it is taken.
    """

    def __init__(self) -> None:
        self.content: Counts | None = None

    def take(self, web: Web, coverage: float, domain: IdeaDomain, rng: np.random.Generator) -> None:
        """Freeze the live human pages, each held with probability `coverage`; the web may then forget ideas."""
        self.content = domain.thin(web.live[HUMAN].sum(axis=0), coverage, rng)
        web.forget_ideas()
