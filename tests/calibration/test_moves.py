"""Moves: their proposal ratios against SciPy's densities, and chains that must keep a known distribution."""

import emcee
import numpy as np
import pytest
from scipy.stats import kstest, multivariate_normal, multivariate_t, norm

from webloop.calibration.moves import Autoregressive, Independent, Shape, Shortcut
from webloop.calibration.surrogate import Surrogate, learn

MEAN, COVARIANCE = np.array([0.5, -1.0]), np.array([[1.0, 0.6], [0.6, 2.0]])
SHAPE = Shape.of(MEAN, COVARIANCE)
POINTS = np.random.default_rng(1).standard_normal((50, 2))


class Kept(np.random.RandomState):
    """A generator that tells which shares of the deviation were kept."""

    def random_sample(self, size=None):
        self.kept = super().random_sample(size)
        return self.kept


def test_distances_are_mahalanobis() -> None:
    expected = [(point - MEAN) @ np.linalg.inv(COVARIANCE) @ (point - MEAN) for point in POINTS]
    np.testing.assert_allclose(SHAPE.distances(POINTS), expected)


def test_independent_ratio_is_that_of_the_t_densities() -> None:
    proposed, ratio = Independent(SHAPE, 8.0)(POINTS, np.random.RandomState(2))
    law = multivariate_t(MEAN, COVARIANCE, df=8.0)
    np.testing.assert_allclose(ratio, law.logpdf(POINTS) - law.logpdf(proposed))


def test_independent_proposals_are_t() -> None:
    """n = 20,000; along any direction the t distribution of 8 degrees. False alarm: p < 1e-4."""
    proposed, _ = Independent(SHAPE, 8.0)(np.zeros((20_000, 2)), np.random.RandomState(3))
    assert kstest((proposed[:, 1] - MEAN[1]) / np.sqrt(COVARIANCE[1, 1]), "t", args=(8,)).pvalue > 1e-4


def test_autoregressive_ratio_is_that_of_the_conditional_densities() -> None:
    random = Kept(4)
    proposed, ratio = Autoregressive(SHAPE)(POINTS, random)
    for here, there, kept, found in zip(POINTS, proposed, random.kept[:, 0], ratio, strict=True):
        way_there = multivariate_normal(MEAN + kept * (here - MEAN), (1 - kept**2) * COVARIANCE).logpdf(there)
        way_back = multivariate_normal(MEAN + kept * (there - MEAN), (1 - kept**2) * COVARIANCE).logpdf(here)
        assert found == pytest.approx(way_back - way_there)


def skewed(points: np.ndarray) -> np.ndarray:
    """A density that is far from normal: exp(x) is normal around 2 where x is, times the tail that this takes."""
    return -0.5 * ((np.exp(points) - 2) ** 2 + points**2).sum(axis=1)


def quantiles() -> tuple[np.ndarray, np.ndarray]:
    """The distribution function of one coordinate of `skewed`, by quadrature."""
    grid = np.linspace(-6, 3, 20_001)
    density = np.exp(-0.5 * ((np.exp(grid) - 2) ** 2 + grid**2))
    return grid, np.cumsum(density) / density.sum()


BAD = Surrogate(np.full(2, 0.5), np.array([[0.3, -0.2], [2.0, 0.0], [0.0, 2.0], [0.5, 0.0], [0.0, 0.5], [0.0, 0.5]]))
"""A surrogate that knows nothing of the density."""


def smallest_p(proposal) -> float:
    """How far a chain of one move leads away from the density that its 2,000 walkers were drawn from.

    After 40 steps, by Kolmogorov and Smirnov: the smaller p of two coordinates.
    """
    grid, below = quantiles()
    start = np.interp(np.random.default_rng(5).random((2000, 2)), below, grid)
    sampler = emcee.EnsembleSampler(2000, 2, skewed, moves=[emcee.moves.MHMove(proposal)], vectorize=True)
    state = emcee.State(start, random_state=np.random.RandomState(6).get_state())
    *_, last = sampler.sample(state, iterations=40, store=False)
    assert (last.coords != start).any(axis=1).mean() > 0.9
    return min(float(kstest(np.interp(column, grid, below), "uniform").pvalue) for column in last.coords.T)


@pytest.mark.slow
@pytest.mark.parametrize(
    "move", [Independent(SHAPE), Autoregressive(SHAPE), Shortcut(SHAPE, BAD)], ids=lambda move: type(move).__name__
)
def test_a_chain_of_one_move_keeps_the_distribution(move) -> None:
    """False alarm: below 1e-4 in each. The same chain with the ratio left out must be found wrong."""
    assert smallest_p(move) > 5e-5

    def wrong(points, random):
        proposed, ratio = move(points, random)
        return proposed, np.zeros_like(ratio)

    assert smallest_p(wrong) < 5e-5


def test_a_surrogate_learns_quadratic_functions_of_probabilities() -> None:
    rng = np.random.default_rng(7)
    points = rng.standard_normal((400, 3))
    u = norm.cdf(points)
    residuals = np.stack([1 + 2 * u[:, 0] - u[:, 1] * u[:, 2], 3 * (u[:, 2] - 0.5) ** 2], axis=1)
    found = learn(points[:300], residuals[:300])
    assert np.abs(found.residuals(points[300:]) - residuals[300:]).max() < 0.05
    heights = -0.5 * ((residuals**2).sum(axis=1) + (points**2).sum(axis=1))
    assert np.abs(found.heights(points[300:]) - heights[300:]).max() < 0.1
