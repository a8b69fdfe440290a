"""Link rot: pages of an age that are gone."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.instruments.noise import sampled
from webloop.submodels.roles import Instrument, Look


@register("instrument")
class LostPages(Instrument):
    """The share of people's pages of one age that can't be reached any more; the same in every month.

    It asks the law by which pages die, since the ledger keeps durability classes and no ages.

    >>> from types import SimpleNamespace  # in place of a world
    >>> web = SimpleNamespace(lost=lambda months: 1 - (1 - 0.004) ** months)
    >>> round(LostPages(age_years=10).expected(web), 3)
    0.382

    References:
        Pew Research Center 2024, "When Online Content Disappears".
    """

    kind: Literal["lost_pages"] = "lost_pages"
    unit = "share"
    age_years: float = param(10.0, "Age of the pages", unit="years", ge=0, le=100, source="Pew 2024, the oldest")
    pages: int | None = param(
        None, "Pages in the sample; null: chance does not matter", unit="pages", ge=1, le=2**40, source="Pew 2024"
    )

    def expected(self, look: Look) -> float:
        """One minus the survival of that age."""
        return look.lost(12 * self.age_years)

    def read(self, expected: float, rng: np.random.Generator) -> float:
        """A sample of pages."""
        return sampled(expected, self.pages, rng)
