"""The CRPS of ensembles against the closed form of a Gaussian, and what makes it fair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from webloop.calibration.crps import crps


def gaussian(mean: float, sd: float, observed: float) -> float:
    """Gneiting and Raftery 2007, equation 21."""
    z = (observed - mean) / sd
    return float(sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi)))


@pytest.mark.parametrize("observed", [-2.0, 0.0, 0.5, 4.0])
def test_closed_form(observed: float) -> None:
    """Quantiles of a Gaussian, evenly spaced, have its score but for what its tails leave out."""
    members = 1.0 + 2.0 * stats.norm.ppf((np.arange(4000) + 0.5) / 4000)
    assert crps(members[:, None], observed) == pytest.approx(gaussian(1.0, 2.0, observed), abs=2e-3)


def test_few_draws_are_scored_as_many_would_be() -> None:
    """Fair: its mean over ensembles of 4 draws with 3 readings each is that of the distribution.

    40,000 ensembles; 5 standard errors, so a right estimator fails with probability 6e-7.
    """
    rng = np.random.default_rng(1)
    number, sd = 40_000, np.hypot(1.0, 0.5)
    draws = rng.normal(size=(number, 4, 1)) + 0.5 * rng.normal(size=(number, 4, 3))
    scores = np.array([crps(each, 0.7) for each in draws])
    error = scores.std(ddof=1) / np.sqrt(number)
    assert abs(scores.mean() - gaussian(0.0, sd, 0.7)) < 5 * error


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12), st.floats(-1e6, 1e6))
def test_sorting_is_the_same_as_all_pairs(values: list[float], observed: float) -> None:
    members = np.array(values)
    pairs = np.abs(members[:, None] - members[None, :]).sum() / (len(members) * (len(members) - 1))
    direct = np.abs(members - observed).mean() - pairs / 2
    assert crps(members[:, None], observed) == pytest.approx(direct, abs=1e-6, rel=1e-9)


def test_the_right_forecast_wins() -> None:
    """Proper: over many observations from N(0, 1), a forecast that is too narrow, too wide or shifted scores worse.

    2,000 observations; differences are beyond 5 standard errors of their own.
    """
    seen = np.random.default_rng(2).normal(size=2000)
    grid = stats.norm.ppf((np.arange(400) + 0.5) / 400)[:, None]
    right = np.array([crps(grid, each) for each in seen])
    for other in (0.5 * grid, 2 * grid, grid + 0.5):
        worse = np.array([crps(other, each) for each in seen]) - right
        assert worse.mean() > 5 * worse.std(ddof=1) / np.sqrt(len(seen))
