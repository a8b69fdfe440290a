"""Moves of walkers that know the posterior's shape near its mode; emcee's own know only where walkers are."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from webloop.calibration.surrogate import Surrogate
from webloop.submodels.roles import Floats

_FREEDOM = 8.0
_CHEAP_STEPS = 12  # for each coordinate, of which each asks for its own


@dataclass(frozen=True, eq=False)
class Shape:
    """A normal distribution: the posterior as it would be if the model were linear near the mode.

    Attributes:
        mean: (size,).
        root: lower Cholesky factor of the covariance (size, size).
    """

    mean: Floats
    root: Floats

    @classmethod
    def of(cls, mean: Floats, covariance: Floats) -> "Shape":
        """The shape with a mean and a covariance."""
        return cls(mean, np.asarray(np.linalg.cholesky(covariance), dtype=np.float64))

    def distances(self, points: Floats) -> Floats:
        """Squared Mahalanobis distances from the mean (points,)."""
        scaled = solve_triangular(self.root, (points - self.mean).T, lower=True)
        squares: Floats = (scaled**2).sum(axis=0)
        return squares

    def steps(self, number: int, random: np.random.RandomState) -> Floats:
        """Deviations from the mean, drawn at random (number, size)."""
        drawn: Floats = random.standard_normal((number, len(self.mean))) @ self.root.T
        return drawn


@dataclass(frozen=True, eq=False)
class Independent:
    """Leaps to anywhere: a multivariate t distribution around the mode, whatever the place one comes from.

    Its tails are wider than the normal ones, so that no region is left out for long.
    """

    shape: Shape
    freedom: float = _FREEDOM

    def __call__(self, points: Floats, random: np.random.RandomState) -> tuple[Floats, Floats]:
        """Proposals (walkers, size), and for each the log density of the way back less that of the way there."""
        scale = np.sqrt(self.freedom / random.chisquare(self.freedom, len(points)))
        proposed = self.shape.mean + self.shape.steps(len(points), random) * scale[:, None]
        return proposed, self._log_density(points) - self._log_density(proposed)

    def _log_density(self, points: Floats) -> Floats:
        """Up to a constant."""
        half: float = (self.freedom + len(self.shape.mean)) / 2
        density: Floats = -half * np.log1p(self.shape.distances(points) / self.freedom)
        return density


@dataclass(frozen=True, eq=False)
class Autoregressive:
    """Each walker keeps a share of its deviation from the mode, drawn evenly from 0 to 1, and gets a new rest.

    Were the posterior normal, every proposal would be accepted, in any number of dimensions; as it is, acceptance
    says how far from normal it is. Known as the preconditioned Crank-Nicolson proposal.

    References:
        Cotter, Roberts, Stuart and White 2013, doi:10.1214/13-STS421; around a Gaussian approximation: Rudolf and
        Sprungk 2018, doi:10.1007/s10208-016-9340-x.
    """

    shape: Shape

    def __call__(self, points: Floats, random: np.random.RandomState) -> tuple[Floats, Floats]:
        """Proposals (walkers, size), and for each the log density of the way back less that of the way there."""
        kept = random.random_sample((len(points), 1))
        rest = np.sqrt(1 - kept**2) * self.shape.steps(len(points), random)
        proposed = self.shape.mean + kept * (points - self.shape.mean) + rest
        return proposed, (self.shape.distances(proposed) - self.shape.distances(points)) / 2


@dataclass(frozen=True, eq=False)
class Shortcut:
    """Many cheap steps by a surrogate of the posterior, whose end is proposed as one.

    Each walker takes autoregressive steps that are accepted or not as the surrogate says. They are reversible with
    regard to the surrogate's posterior, and so are many of them together: the density of the way back over that of the
    way there is the ratio of its heights. The chain is right whatever the surrogate; a good one is accepted often.

    References:
        Christen and Fox 2005, doi:10.1198/106186005X76983 (delayed acceptance); Liu 2001, Monte Carlo Strategies in
        Scientific Computing, section 9.4.3 (surrogate transitions).
    """

    shape: Shape
    surrogate: Surrogate

    def __call__(self, points: Floats, random: np.random.RandomState) -> tuple[Floats, Floats]:
        """Proposals (walkers, size), and for each the log density of the way back less that of the way there."""
        step = Autoregressive(self.shape)
        here, start = points, self.surrogate.heights(points)
        height = start
        for _ in range(_CHEAP_STEPS * points.shape[1]):
            proposed, ratio = step(here, random)
            there = self.surrogate.heights(proposed)
            accepted = np.log(random.random_sample(len(here))) < there - height + ratio
            here = np.where(accepted[:, None], proposed, here)
            height = np.where(accepted, there, height)
        return here, start - height
