"""How far an observed reading may lie from what an instrument should have read: its error models.

All of them speak of readings in the unit of the target (37 for 37 %). A residual is a signed deviance residual: the
sum of its squares is -2 log likelihood up to a constant, whatever the error model, and it is positive where more was
observed than expected.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy
from scipy.stats import beta

Floats = NDArray[np.float64]
LEVEL = 0.90
Z90 = 1.6448536269514722
"""Standard deviations from the middle of a normal distribution to the ends of its middle 90 %."""
MOST_COUNTED = 5000
"""Up to so many pages chance is counted (binomial); with more of them a detector's errors are what is uncertain."""
_TINY = 1e-9
"""What no reading of a positive number is below, as a part of what was observed."""


class Spread(Protocol):
    """An error model."""

    @property
    def name(self) -> str:
        """What it is called in tables."""
        ...

    @property
    def grain(self) -> float:
        """The step between readings that are possible; 0 where all are."""
        ...

    def residual(self, observed: float, expected: float) -> float:
        """Signed deviance residual of an observed reading; not a number where `expected` is none."""
        ...

    def sample(self, expected: Floats, rng: np.random.Generator) -> Floats:
        """A reading for each expected one, of the same shape."""
        ...

    def interval(self, observed: float) -> tuple[float, float]:
        """The 90 % interval of what should have been read, given what was."""
        ...


@dataclass(frozen=True)
class Normal:
    """Errors of one size whatever is read.

    Attributes:
        sd: standard deviation, > 0, in the target's unit.
    """

    sd: float
    name = "normal"
    grain = 0.0

    def residual(self, observed: float, expected: float) -> float:
        """Distance in standard deviations.

        >>> Normal(2.0).residual(10.0, 7.0)
        1.5
        """
        return (observed - expected) / self.sd

    def sample(self, expected: Floats, rng: np.random.Generator) -> Floats:
        """Expected readings with an error each."""
        return np.asarray(expected + self.sd * rng.standard_normal(np.shape(expected)), dtype=np.float64)

    def interval(self, observed: float) -> tuple[float, float]:
        """The middle 90 %."""
        return observed - Z90 * self.sd, observed + Z90 * self.sd


@dataclass(frozen=True)
class LogNormal:
    """Errors by a factor.

    Attributes:
        sd: standard deviation of the logarithm, > 0.
    """

    sd: float
    name = "lognormal"
    grain = 0.0

    def residual(self, observed: float, expected: float) -> float:
        """Distance of the logarithms in standard deviations; what is expected counts as at least 1e-9 of `observed`.

        >>> round(LogNormal(math.log(2)).residual(4.0, 1.0), 6)
        2.0
        """
        floor = _TINY * observed
        at_least = expected if expected != expected else max(expected, floor)
        return math.log(observed / at_least) / self.sd

    def sample(self, expected: Floats, rng: np.random.Generator) -> Floats:
        """Expected readings, each times a factor."""
        return np.asarray(expected * np.exp(self.sd * rng.standard_normal(np.shape(expected))), dtype=np.float64)

    def interval(self, observed: float) -> tuple[float, float]:
        """The middle 90 %."""
        factor = math.exp(Z90 * self.sd)
        return observed / factor, observed * factor


@dataclass(frozen=True)
class Binomial:
    """A share of so many pages, of which each is a chance of its own.

    An expected share counts as at least 1 / (100 n), and as at most 1 less that, so that one page where none is
    expected is unlikely, not impossible.

    Attributes:
        n: pages or sites, >= 1.
        whole: what stands for all of them: 1, or 100 where the unit is %.
    """

    n: int
    whole: float = 1.0
    name = "binomial"

    def residual(self, observed: float, expected: float) -> float:
        """Signed root of the deviance.

        >>> round(Binomial(100).residual(0.5, 0.4), 6), round(Binomial(100, whole=100).residual(0.0, 1.0), 6)
        (2.020445, -1.417768)
        """
        share, chance = observed / self.whole, self._chance(expected)
        if chance != chance:
            return chance
        deviance = xlogy(share, share / chance) + xlogy(1 - share, (1 - share) / (1 - chance))
        return float(np.sign(share - chance) * np.sqrt(2 * self.n * max(float(deviance), 0.0)))

    def sample(self, expected: Floats, rng: np.random.Generator) -> Floats:
        """The share found among n pages, for each expected share."""
        chance = np.clip(np.asarray(expected, dtype=np.float64) / self.whole, self._edge, 1 - self._edge)
        return np.asarray(rng.binomial(self.n, chance) / self.n * self.whole, dtype=np.float64)

    def interval(self, observed: float) -> tuple[float, float]:
        """Clopper and Pearson's 90 % interval."""
        hits, tail = observed / self.whole * self.n, (1 - LEVEL) / 2
        low = float(beta.ppf(tail, hits, self.n - hits + 1)) if hits > 0 else 0.0
        high = float(beta.ppf(1 - tail, hits + 1, self.n - hits)) if hits < self.n else 1.0
        return low * self.whole, high * self.whole

    @property
    def grain(self) -> float:
        """One page."""
        return self.whole / self.n

    @property
    def _edge(self) -> float:
        return 1 / (100 * self.n)

    def _chance(self, expected: float) -> float:
        return float(np.clip(expected / self.whole, self._edge, 1 - self._edge))
