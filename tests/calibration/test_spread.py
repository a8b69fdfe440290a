"""Error models against closed forms of SciPy's: residual, samples, intervals."""

import numpy as np
import pytest
from scipy import stats

from webloop.calibration.spread import Binomial, LogNormal, Normal, Spread

SPREADS = [Normal(3.0), LogNormal(0.4), Binomial(203, 100.0), Binomial(17, 100.0)]
NAMES = ["normal", "lognormal", "binomial 203", "binomial 17"]


def log_likelihood(spread: Spread, observed: float, expected: float) -> float:
    """SciPy's, of an observed reading."""
    if isinstance(spread, Binomial):
        hits = round(observed / spread.whole * spread.n)
        return float(stats.binom(spread.n, expected / spread.whole).logpmf(hits))
    if isinstance(spread, LogNormal):
        return float(stats.lognorm(spread.sd, scale=expected).logpdf(observed))
    assert isinstance(spread, Normal)
    return float(stats.norm(expected, spread.sd).logpdf(observed))


@pytest.mark.parametrize("spread", SPREADS, ids=NAMES)
def test_squared_residuals_are_the_deviance(spread: Spread) -> None:
    """Their differences are those of -2 log likelihood, for every expected reading, and 0 is the best there is."""
    observed = 100 * 3 / 17 if spread == Binomial(17, 100.0) else 100 * 19 / 203
    expected = np.array([1.0, 5.0, 9.0, 20.0, 60.0, 99.0])
    deviance = [-2 * log_likelihood(spread, observed, float(each)) for each in expected]
    squares = [spread.residual(observed, each) ** 2 for each in expected]
    assert np.diff(squares) == pytest.approx(np.diff(deviance))
    assert spread.residual(observed, observed) == pytest.approx(0, abs=1e-6)
    assert [np.sign(spread.residual(observed, each)) for each in (1.0, 99.0)] == [1, -1]


@pytest.mark.parametrize("observed", [0.0, 100.0, 5.0])
@pytest.mark.parametrize("expected", [0.0, 100.0, 120.0, -3.0])
def test_certainty_is_not_believed(observed: float, expected: float) -> None:
    """A share of nothing or all counts as 1 in 100 n less: readings that speak against it are unlikely, not absurd."""
    spread = Binomial(20, 100.0)
    chance = 1 - 1 / 2000 if expected >= 100 else 1 / 2000
    best, found = (log_likelihood(spread, observed, each) for each in (observed, 100 * chance))
    assert spread.residual(observed, expected) ** 2 == pytest.approx(2 * (best - found))


def test_what_is_no_reading_has_no_residual() -> None:
    for spread in SPREADS:
        assert np.isnan(spread.residual(10.0, np.nan))
    assert np.isfinite(LogNormal(0.4).residual(10.0, 0.0))


SAMPLES = 20_000


@pytest.mark.parametrize(
    ("spread", "law"),
    [
        (Normal(3.0), stats.norm(12, 3)),
        (LogNormal(0.4), stats.lognorm(0.4, scale=12)),
    ],
    ids=["normal", "lognormal"],
)
def test_samples_follow_the_law(spread: Spread, law: object) -> None:
    """Kolmogorov and Smirnov with 20,000 samples; a right sampler fails with probability 1e-5."""
    drawn = spread.sample(np.full(SAMPLES, 12.0), np.random.default_rng(1))
    assert stats.kstest(drawn, law.cdf).pvalue > 1e-5  # type: ignore[attr-defined]


def test_samples_of_few_pages_are_counts() -> None:
    """Pearson's test with 20,000 samples; a right sampler fails with probability 1e-5."""
    spread = Binomial(17, 100.0)
    drawn = spread.sample(np.full((SAMPLES // 2, 2), 12.0), np.random.default_rng(1))
    assert drawn.shape == (SAMPLES // 2, 2)
    counts = np.rint(drawn / spread.grain)
    assert drawn == pytest.approx(counts * spread.grain)
    seen = np.bincount(np.minimum(counts.astype(int), 7).ravel(), minlength=8)
    law = stats.binom(17, 0.12)
    expected = SAMPLES * np.append(law.pmf(np.arange(7)), law.sf(6))
    assert stats.chisquare(seen, expected).pvalue > 1e-5


@pytest.mark.parametrize("spread", SPREADS, ids=NAMES)
def test_intervals_hold_the_reading(spread: Spread) -> None:
    low, high = spread.interval(10.0)
    assert low < 10 < high


def test_intervals_in_closed_form() -> None:
    assert Normal(3.0).interval(10.0) == pytest.approx(stats.norm(10, 3).interval(0.9))
    assert LogNormal(0.4).interval(10.0) == pytest.approx(stats.lognorm(0.4, scale=10).interval(0.9))
    exact = stats.binomtest(19, 203).proportion_ci(0.9, method="exact")
    assert Binomial(203, 100.0).interval(100 * 19 / 203) == pytest.approx((100 * exact.low, 100 * exact.high))
    assert Binomial(17).interval(0.0)[0] == 0
    assert Binomial(17).interval(1.0)[1] == 1
