"""The share of AI text, as a detector with a threshold finds it in a sample of some frame."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.instruments.noise import sampled
from webloop.submodels.roles import Floats, Frame, Instrument, Look


@register("instrument")
class AiShare(Instrument):
    """Counts pages with any AI text, pages that are mostly AI, or the mean share of AI text of pages.

    A page above the threshold is found with probability `(1 - humanised) * (1 - fnr) + humanised *
    paraphrased_tpr`, one below it is taken for AI with probability `fpr`. With `counts: fraction` the same holds
    for each piece of text. Detectors are taken to be retrained: they know the models of the day.

    >>> AiShare(counts="majority", fpr=0.01, fnr=0.02, humanised=0.0).flagged(np.array([0.0, 0.3, 0.8])).tolist()
    [0.01, 0.01, 0.98]
    >>> AiShare(counts="fraction", fpr=0.1, fnr=0.0, humanised=0.0).flagged(np.array([0.0, 0.5])).tolist()
    [0.1, 0.55]

    References:
        Rogan and Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510: a share as a test with errors shows it.
    """

    kind: Literal["ai_share"] = "ai_share"
    unit = "share"
    counts: Literal["any", "majority", "fraction"] = param(
        "majority",
        "What counts: pages with any AI text, pages mostly AI, or the mean share of AI text",
        unit="choice",
        source="the published measurement",
    )
    frame: Frame = param("new", "What the sample is taken from", unit="choice", source="the published measurement")
    segments: tuple[str, ...] | None = param(
        None, "Publishers' segments in the frame; null: all", unit="name", source="the published measurement"
    )
    crawler: str = param("common", "Whose fetches the frame `crawled` means", unit="name", source="design")
    fpr: float = param(
        0.01, "Taken for AI, of what is not", unit="share", ge=0, le=1, source="NBER 34223: 0.001 to 0.02"
    )
    fnr: float = param(0.02, "Missed, of what is AI", unit="share", ge=0, le=1, source="RAID: 0.01 to 0.07")
    humanised: float = param(
        0.1, "AI pages paraphrased to evade detection", unit="share", ge=0, le=1, source="assumption: 0 to 0.4"
    )
    paraphrased_tpr: float = param(0.8, "Found, of those", unit="share", ge=0, le=1, source="RAID: 0.40 to 0.91")
    pages: int | None = param(
        None,
        "Pages in a month's sample; null: so many that chance does not matter",
        unit="pages",
        ge=1,
        le=2**40,
        source="the published measurement",
    )

    def flagged(self, fractions: Floats) -> Floats:
        """Chance of being counted, or the share of AI text that is found, by a page's true share, (bins,)."""
        found = (1 - self.humanised) * (1 - self.fnr) + self.humanised * self.paraphrased_tpr
        if self.counts == "fraction":
            return fractions * found + (1 - fractions) * self.fpr
        return np.where(fractions > (0.5 if self.counts == "majority" else 0.0), found, self.fpr)

    def expected(self, look: Look) -> float:
        """Mean over the frame's pages."""
        fractions, pages = look.pages(self.frame, self.segments, self.crawler)
        total = float(pages.sum())
        return float(self.flagged(fractions) @ pages) / total if total > 0 else float("nan")

    def read(self, expected: float, rng: np.random.Generator) -> float:
        """A sample of pages; of a mean share of text this is the most that it can scatter."""
        return sampled(expected, self.pages, rng)

    def crawlers_seen(self) -> Sequence[str]:
        """The crawler, if the frame looks at one."""
        return (self.crawler,) if self.frame == "crawled" else ()

    def segments_seen(self) -> Sequence[str]:
        """Its segments."""
        return self.segments or ()
