"""How much a chain says: its effective sample size."""

import math
from dataclasses import dataclass

import numpy as np

from webloop.submodels.roles import Floats

ENOUGH = 400
"""Effective draws below which quantiles are not to be trusted; Vehtari et al. 2021."""


@dataclass(frozen=True)
class Diagnostics:
    """How well a chain has been mixed.

    Attributes:
        acceptance: share of proposals accepted.
        autocorrelation: steps from one independent draw to the next, of the slowest coordinate.
        effective: independent draws that the chain is worth, of the slowest coordinate.
        steps: of each walker, after those that were dropped.
        walkers: how many.
    """

    acceptance: float
    autocorrelation: float
    effective: float
    steps: int
    walkers: int

    @property
    def warning(self) -> str:
        """What is to be said against the chain; empty for nothing."""
        if self.effective >= ENOUGH:
            return ""
        worth = f"it is worth {self.effective:.0f} independent draws, and {ENOUGH} are wanted"
        return f"the chain is too short: {worth}; give more --steps"


def diagnose(chain: Floats) -> Diagnostics:
    """Diagnostics of a chain (steps, walkers, size)."""
    steps, walkers, size = chain.shape
    moved = (chain[1:] != chain[:-1]).any(axis=2)
    slowest = min(worth(chain[:, :, index]) for index in range(size))
    return Diagnostics(float(moved.mean()), steps * walkers / slowest, slowest, steps, walkers)


def worth(chain: Floats) -> float:
    """Effective sample size of one coordinate (steps, walkers).

    It holds the halves of all walkers against each other: walkers that disagree, or all drift, are worth little. The
    autocorrelation of each walker around its own mean, which emcee's estimate uses, looks good when they hardly move.

    References:
        Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, doi:10.1214/20-BA1221, equations 1 to 4 and 10 to 13;
        Geyer 1992, doi:10.1214/ss/1177011137, for where the sum of autocorrelations ends.
    """
    half = len(chain) // 2
    parts = np.concatenate([chain[:half], chain[-half:]], axis=1)
    within = parts.var(axis=0, ddof=1).mean()
    if within == 0:  # nobody has moved
        return 1.0
    pooled = within * (half - 1) / half + parts.mean(axis=0).var(ddof=1)
    covariance = _autocovariance(parts).mean(axis=1) * half / (half - 1)
    correlation = 1 - (within - covariance) / pooled
    pairs = correlation[: half // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = int(np.argmax(pairs <= 0)) if (pairs <= 0).any() else len(pairs)
    time = 2 * np.minimum.accumulate(pairs[:ends]).sum() - 1
    shortest = 1 / math.log10(parts.size)
    return float(parts.size / max(float(time), shortest))


def _autocovariance(series: Floats) -> Floats:
    """Around the mean of each series, by lag (steps, series)."""
    steps = len(series)
    spectrum = np.fft.rfft(series - series.mean(axis=0), n=2 * steps, axis=0)
    covariance: Floats = np.fft.irfft(np.abs(spectrum) ** 2, axis=0)[:steps] / steps
    return covariance
