"""How much a chain says: effective sample size and agreement of its walkers."""

from dataclasses import dataclass

import numpy as np

from webloop.submodels.roles import Floats

ENOUGH = 400
"""Effective draws below which quantiles are not to be trusted; Vehtari et al. 2021."""
_AGREE = 1.05


@dataclass(frozen=True)
class Diagnostics:
    """How well a chain has been mixed.

    Attributes:
        acceptance: share of proposals accepted.
        autocorrelation: steps from one independent draw to the next, of the slowest coordinate.
        effective: independent draws that the chain is worth, of the slowest coordinate.
        disagreement: R-hat, of the worst coordinate; 1 when all walkers tell the same.
        steps: of each walker, after those that were dropped.
        walkers: how many.
    """

    acceptance: float
    autocorrelation: float
    effective: float
    disagreement: float
    steps: int
    walkers: int

    @property
    def warning(self) -> str:
        """What is to be said against the chain; empty for nothing."""
        said = []
        if self.effective < ENOUGH:
            said.append(f"it is worth {self.effective:.0f} independent draws, and {ENOUGH} are wanted")
        if self.disagreement > _AGREE:
            said.append(f"its walkers disagree (R-hat {self.disagreement:.2f}, above {_AGREE})")
        return f"the chain is too short: {' and '.join(said)}; give more --steps" if said else ""


def diagnose(chain: Floats) -> Diagnostics:
    """Diagnostics of a chain (steps, walkers, size)."""
    steps, walkers, size = chain.shape
    moved = (chain[1:] != chain[:-1]).any(axis=2)
    found = [mixing(chain[:, :, index]) for index in range(size)]
    effective = min(each for each, _ in found)
    return Diagnostics(
        float(moved.mean()),
        steps * walkers / effective,
        effective,
        max(each for _, each in found),
        steps,
        walkers,
    )


def mixing(chain: Floats) -> tuple[float, float]:
    """Effective sample size and split R-hat of one coordinate (steps, walkers).

    Both hold the walkers' halves against each other: the autocorrelation of each walker around its own mean, which
    emcee's estimate uses, looks good in a chain whose walkers have hardly moved.

    References:
        Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, doi:10.1214/20-BA1221, equations 1 to 4 and 10 to 13;
        Geyer 1992, doi:10.1214/ss/1177011137, for where the sum of autocorrelations ends.
    """
    half = len(chain) // 2
    parts = np.concatenate([chain[:half], chain[-half:]], axis=1)
    within = parts.var(axis=0, ddof=1).mean()
    if within == 0:  # nobody has moved
        return 1.0, np.inf
    pooled = within * (half - 1) / half + parts.mean(axis=0).var(ddof=1)
    covariance = _autocovariance(parts).mean(axis=1) * half / (half - 1)
    correlation = 1 - (within - covariance) / pooled
    pairs = correlation[: half // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = int(np.argmax(pairs <= 0)) if (pairs <= 0).any() else len(pairs)
    time = 2 * np.minimum.accumulate(pairs[:ends]).sum() - 1
    number = parts.size
    shortest = 1 / np.log10(number)
    return number / max(float(time), shortest), float(np.sqrt(pooled / within))


def _autocovariance(series: Floats) -> Floats:
    """Around the mean of each series, by lag (steps, series)."""
    steps = len(series)
    spectrum = np.fft.rfft(series - series.mean(axis=0), n=2 * steps, axis=0)
    covariance: Floats = np.fft.irfft(np.abs(spectrum) ** 2, axis=0)[:steps] / steps
    return covariance
