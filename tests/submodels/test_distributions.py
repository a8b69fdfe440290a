"""Distributions against their closed forms.

Every statistical test states its sample size and how often it would fail by chance (per test, below 1e-4); seeds are
fixed, so it fails always or never.
"""

from math import exp, log, sqrt

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from webloop.registry import kinds
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.lognormal import LogNormal
from webloop.submodels.distributions.loguniform import LogUniform
from webloop.submodels.distributions.triangular import Triangular
from webloop.submodels.distributions.uniform import Uniform
from webloop.submodels.roles import Distribution

ONE = np.array([1.0])
Z95 = stats.norm.ppf(0.95)
LAWS = [
    pytest.param(Uniform(low=-2, high=6), stats.uniform(-2, 8), id="uniform"),
    pytest.param(LogUniform(low=0.5, high=4), stats.loguniform(0.5, 4), id="loguniform"),
    pytest.param(Triangular(low=6, mode=9, high=18), stats.triang(0.25, 6, 12), id="triangular"),
    pytest.param(Triangular(low=0, mode=0, high=1), stats.triang(0, 0, 1), id="falling"),
    pytest.param(Triangular(low=0, mode=1, high=1), stats.triang(1, 0, 1), id="rising"),
    pytest.param(
        LogNormal(low=130, high=2100),
        stats.lognorm(log(2100 / 130) / (2 * Z95), scale=sqrt(130 * 2100)),
        id="lognormal",
    ),
]


def quantiles(law: Distribution, unit: np.ndarray) -> np.ndarray:
    return law.quantile(unit[:, None], ONE)[:, 0]


@pytest.mark.parametrize(("law", "form"), LAWS)
def test_quantiles_are_the_closed_form(law: Distribution, form) -> None:
    unit = np.concatenate([[1e-6, 0.05, 0.5, 0.95, 1 - 1e-6], np.linspace(0.01, 0.99, 99)])
    np.testing.assert_allclose(quantiles(law, unit), form.ppf(unit), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("law", "form"), LAWS)
def test_draws_follow_the_law(law: Distribution, form) -> None:
    """Kolmogorov-Smirnov with n = 20,000: fails by chance with probability 1e-5."""
    drawn = quantiles(law, np.random.default_rng(7).random(20_000))
    assert stats.kstest(drawn, form.cdf).pvalue > 1e-5


@pytest.mark.parametrize(("law", "form"), LAWS)
def test_means(law: Distribution, form) -> None:
    """Midpoints of 200,000 equal slices: no chance, only the tails that the slices cut off."""
    unit = (np.arange(200_000) + 0.5) / 200_000
    assert quantiles(law, unit).mean() == pytest.approx(form.mean(), rel=1e-3)


@pytest.mark.parametrize(("law", "form"), LAWS)
def test_nothing_is_drawn_beyond_the_ends(law: Distribution, form) -> None:
    low, high = law.ends() or (np.nan, np.nan)
    drawn = quantiles(law, np.array([1e-6, 0.5, 1 - 1e-6]))
    assert low * (1 - 1e-9) <= drawn[0] < drawn[1] < drawn[2] <= high * (1 + 1e-9)


def test_a_lognormal_has_its_range_as_quantiles() -> None:
    law = LogNormal(low=130, high=2100)
    np.testing.assert_allclose(quantiles(law, np.array([0.05, 0.95])), [130, 2100], rtol=1e-9)
    assert law.median == pytest.approx(sqrt(130 * 2100))
    assert exp(log(law.median) + Z95 * law.sigma) == pytest.approx(2100)


def test_whole_numbers_take_the_ends_as_often_as_the_rest() -> None:
    """Exact: equal slices of the unit interval."""
    unit = (np.arange(130_000) + 0.5) / 130_000
    drawn = np.rint(quantiles(Uniform(low=6, high=18).of_whole_numbers(), unit)).astype(int)
    assert np.bincount(drawn)[6:].tolist() == [10_000] * 13


@pytest.mark.parametrize("law", [Triangular(low=6, mode=12, high=18), LogUniform(low=1, high=5)], ids=["tri", "log"])
def test_whole_numbers_stay_in_the_range_and_reach_its_ends(law: Distribution) -> None:
    drawn = np.rint(quantiles(law.of_whole_numbers(), np.linspace(1e-6, 1 - 1e-6, 10_001)))
    assert (drawn.min(), drawn.max()) == law.ends()


def test_dirichlet_moments() -> None:
    """n = 50,000: a bound of 5 standard errors on 6 numbers fails by chance with probability 6e-6 at most.

    The standard error of a variance is taken from the fourth moment of the sample.
    """
    n, concentration, means = 50_000, 50.0, np.array([0.6, 0.3, 0.1])
    drawn = Dirichlet(concentration=concentration).quantile(np.random.default_rng(3).random((n, 3)), means)
    np.testing.assert_allclose(drawn.sum(axis=1), 1.0, atol=1e-12)
    variance = means * (1 - means) / (concentration + 1)
    assert (np.abs(drawn.mean(axis=0) - means) < 5 * np.sqrt(variance / n)).all()
    squares = (drawn - means) ** 2
    assert (np.abs(squares.mean(axis=0) - variance) < 5 * squares.std(axis=0) / sqrt(n)).all()


def test_parts_of_a_dirichlet_are_beta() -> None:
    """Kolmogorov-Smirnov with n = 20,000 for two parts: fails by chance with probability 2e-5."""
    means = np.array([0.5, 0.3, 0.2])
    drawn = Dirichlet(concentration=8).quantile(np.random.default_rng(5).random((20_000, 3)), means)
    for part in (0, 2):
        alpha = 8 * means[part]
        assert stats.kstest(drawn[:, part], stats.beta(alpha, 8 - alpha).cdf).pvalue > 1e-5


def test_dirichlet_means_need_not_be_normalised_and_nothing_stays_nothing() -> None:
    unit = np.random.default_rng(1).random((10, 3))
    law = Dirichlet(concentration=20)
    np.testing.assert_allclose(
        law.quantile(unit, np.array([6.0, 0.0, 4.0])), law.quantile(unit, np.array([0.6, 0.0, 0.4]))
    )
    assert (law.quantile(unit, np.array([6.0, 0.0, 4.0]))[:, 1] == 0).all()


def test_a_dirichlet_of_tiny_parts_is_still_a_whole() -> None:
    unit = np.full((1, 500), 1e-6)
    drawn = Dirichlet(concentration=0.01).quantile(unit, np.full(500, 1 / 500))
    assert drawn.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("uniform", {"low": 1, "high": 1}, "low is 1 and high is 1; low must be below high"),
        ("uniform", {"low": 2, "high": 1}, "low must be below high"),
        ("loguniform", {"low": 0, "high": 1}, "greater than 0"),
        ("loguniform", {"low": 2, "high": 1}, "low must be below high"),
        ("lognormal", {"low": -1, "high": 1}, "greater than 0"),
        ("lognormal", {"low": 1, "high": 1}, "low must be below high"),
        ("triangular", {"low": 0, "mode": 2, "high": 1}, r"the mode 2 is outside the range; must be from 0 \(low\)"),
        ("triangular", {"low": 3, "mode": 2, "high": 1}, "low must be below high"),
        ("triangular", {"low": 0, "high": 1}, "mode"),
        ("dirichlet", {"concentration": 0}, "greater than 0"),
        ("uniform", {"low": 0, "high": float("inf")}, "finite"),
    ],
)
def test_ranges_are_checked(kind: str, fields: dict[str, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        kinds("distribution")[kind].model_validate(fields)
