"""How many pages a crawler meets for the first time."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.instruments.noise import scattered
from webloop.submodels.roles import Instrument, Look


@register("instrument")
class NewPages(Instrument):
    """Pages that a crawler fetches in a month, none of them before.

    What share of all its fetches they are it can't say: pages are not fetched twice here.

    >>> from types import SimpleNamespace  # in place of a world
    >>> NewPages(crawler="common").expected(SimpleNamespace(fetched=lambda crawler: 6.7e8))
    670000000.0

    References:
        Common Crawl, statistics of monthly archives: estimated new URLs.
    """

    kind: Literal["new_pages"] = "new_pages"
    unit = "pages per month"
    crawler: str = param("common", "The crawler", unit="name", source="design")
    spread: float = param(
        0.0, "Scatter of crawls (standard deviation of the log)", ge=0, le=2, source="Common Crawl: 0.1 to 0.3"
    )

    def expected(self, look: Look) -> float:
        """Fetched this month."""
        return look.fetched(self.crawler)

    def read(self, expected: float, rng: np.random.Generator) -> float:
        """With the scatter of crawls."""
        return scattered(expected, self.spread, rng)

    def crawlers_seen(self) -> Sequence[str]:
        """The crawler."""
        return (self.crawler,)
