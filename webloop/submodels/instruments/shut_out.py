"""How much of the web is closed to crawlers."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.instruments.noise import sampled
from webloop.submodels.roles import Instrument, Look


@register("instrument")
class ShutOut(Instrument):
    """The share of people's new pages that stand on sites which shut AI crawlers out.

    >>> from types import SimpleNamespace  # in place of a world
    >>> ShutOut(pages=100).expected(SimpleNamespace(shut_out=lambda segments: 0.05))
    0.05

    References:
        Longpre et al. 2024, arXiv:2407.14933: 5 % of the tokens of C4.
    """

    kind: Literal["shut_out"] = "shut_out"
    unit = "share"
    segments: tuple[str, ...] | None = param(
        None, "Publishers' segments; null: all", unit="name", source="the published measurement"
    )
    pages: int | None = param(
        None, "Pages in the sample; null: chance does not matter", unit="pages", ge=1, le=2**40, source="user"
    )

    def expected(self, look: Look) -> float:
        """Closed pages over all."""
        return look.shut_out(self.segments)

    def read(self, expected: float, rng: np.random.Generator) -> float:
        """A sample of pages."""
        return sampled(expected, self.pages, rng)

    def segments_seen(self) -> Sequence[str]:
        """Its segments."""
        return self.segments or ()
