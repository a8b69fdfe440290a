"""Births and fading of ideas: niches of fixed popularity, each filled by one idea after another.

A niche is a rank of the human frequency curve. When an idea fades, its successor takes over its niche
within `fade_months`, so the curve keeps its shape while its members change: an old snapshot of the web
stays as diverse as it was, and grows stale.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Succession:
    """Which idea fills which niche when. Ideas are in order of birth.

    Attributes:
        niche: niche of each idea, shape (ideas,).
        born: first month of each idea; minus infinity for those there from the start, (ideas,).
        replaced: first month of its successor; infinity if it has none, (ideas,).
        fade_months: months that a succession takes, >= 1.
    """

    niche: NDArray[np.int64]
    born: NDArray[np.float64]
    replaced: NDArray[np.float64]
    fade_months: int

    def fill(self, month: int) -> NDArray[np.float64]:
        """How much of its niche each idea holds, 0 to 1; the ideas of a niche add up to 1."""
        incoming = np.clip((month - self.born + 1) / self.fade_months, 0.0, 1.0)
        outgoing = np.clip((month - self.replaced + 1) / self.fade_months, 0.0, 1.0)
        return incoming - outgoing


def draw_succession(
    turnover: NDArray[np.float64], fade_months: int, start: int, end: int, rng: np.random.Generator
) -> Succession:
    """Draw the successions of every niche between two months.

    A renewal process: after a succession of `fade_months` the next begins after an exponential wait, so that
    on average `turnover` successions begin in a year.

    Args:
        turnover: successions a year in each niche, 0 or more and below 12 / fade_months, (niches,).
        fade_months: months that a succession takes; the next one in the niche waits for its end.
        start: first month; the ideas that fill the niches then have no birth.
        end: last month.
        rng: its stream.
    """
    niches = len(turnover)
    with np.errstate(divide="ignore"):
        wait = 12 / turnover - fade_months  # infinite in niches that never change
    # in steady state a niche may be amid a succession when we begin to look, and waits for its end
    amid = rng.uniform(size=niches) < fade_months * turnover / 12
    clock = start + rng.uniform(size=niches) * fade_months * amid + rng.standard_exponential(niches) * wait
    births: list[tuple[int, int]] = []
    while (clock <= end).any():
        births += [(int(np.ceil(clock[i])), int(i)) for i in np.flatnonzero(clock <= end)]
        clock = np.where(clock <= end, clock + fade_months + rng.standard_exponential(niches) * wait, clock)
    births.sort()
    niche = np.concatenate([np.arange(niches), [i for _, i in births]]).astype(np.int64)
    born = np.concatenate([np.full(niches, -np.inf), [float(month) for month, _ in births]])
    replaced = np.full(len(niche), np.inf)
    latest: dict[int, int] = {}
    for idea, place in enumerate(niche.tolist()):
        if place in latest:
            replaced[latest[place]] = born[idea]
        latest[place] = idea
    return Succession(niche, born, replaced, fade_months)
