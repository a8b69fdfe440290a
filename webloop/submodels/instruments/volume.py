"""How much people publish, relative to an earlier month."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from webloop.months import Month
from webloop.registry import param, register
from webloop.submodels.instruments.noise import scattered
from webloop.submodels.roles import Instrument, Look


@register("instrument")
class Volume(Instrument):
    """Pages that people publish in a month, with AI or without, over those they would have in a month before AI.

    >>> from types import SimpleNamespace  # in place of a world
    >>> web = SimpleNamespace(published=lambda segments: 46.0, usual=lambda segments, month: 100.0)
    >>> Volume(segments=("qa",)).expected(web)
    0.46

    References:
        Stack Exchange API, questions a month; del Rio-Chanona et al. 2024, doi:10.1093/pnasnexus/pgae400.
    """

    kind: Literal["volume"] = "volume"
    unit = "ratio"
    segments: tuple[str, ...] | None = param(
        None, "Publishers' segments; null: all", unit="name", source="the published measurement"
    )
    reference: Month = param(24274, "Month that counts as 1, before AI", unit="month", source="ChatGPT, 2022-11")
    spread: float = param(
        0.0, "Scatter of months around the trend (standard deviation of the log)", ge=0, le=2, source="neutral 0"
    )

    def expected(self, look: Look) -> float:
        """Pages over pages."""
        before = look.usual(self.segments, self.reference)
        return look.published(self.segments) / before if before > 0 else float("nan")

    def read(self, expected: float, rng: np.random.Generator) -> float:
        """With the scatter of months."""
        return scattered(expected, self.spread, rng)

    def segments_seen(self) -> Sequence[str]:
        """Its segments."""
        return self.segments or ()
