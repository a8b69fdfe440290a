"""Rank correlations against closed forms, and what they say."""

import math

import numpy as np
import pytest
from scipy import stats

from webloop.outcomes.rank_correlation import (
    LEAST,
    direction,
    fixed_by_others,
    partial_correlations,
    rank_correlations,
)

WEIGHTS = np.array([3.0, -2.0, 1.0, 0.0])


def spearman(r: float) -> float:
    """Spearman's correlation of two normal variables whose Pearson correlation is r."""
    return 6 / math.pi * math.asin(r / 2)


def sample(draws: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    parameters = np.random.default_rng(seed).normal(size=(draws, len(WEIGHTS)))
    return parameters, parameters @ WEIGHTS


def test_a_linear_metric_of_normal_parameters() -> None:
    """4,000 draws; z has a standard error of 0.019 at most, and 5 of them alarm falsely in 2e-6 of 4 tests."""
    parameters, metric = sample(4000)
    expected = [spearman(weight / np.linalg.norm(WEIGHTS)) for weight in WEIGHTS]
    found = rank_correlations(parameters, metric)
    assert np.abs(np.arctanh(found.r) - np.arctanh(expected)).max() < 5 * math.sqrt(1.5 / 3997)


def test_partial_ones_of_a_linear_metric() -> None:
    """The partial of the matrix of closed forms; a standard error of z of 0.019, 5 of them."""
    parameters, metric = sample(4000)
    every = np.eye(5)
    every[4, :4] = every[:4, 4] = [spearman(weight / np.linalg.norm(WEIGHTS)) for weight in WEIGHTS]
    inverse = np.linalg.inv(every)
    expected = -inverse[:4, 4] / np.sqrt(np.diag(inverse)[:4] * inverse[4, 4])
    found = partial_correlations(parameters, metric)
    assert np.abs(np.arctanh(found.r) - np.arctanh(expected)).max() < 5 * math.sqrt(1.5 / 3993)
    assert (np.abs(found.r[:3]) > np.abs(rank_correlations(parameters, metric).r[:3])).all()


def test_intervals_hold_the_truth() -> None:
    """4,000 samples of 50 with r = 0.6: 95 % up to the method's own error of 1 %, and 4 standard errors of 0.35 %."""
    rng = np.random.default_rng(1)
    truth, held = spearman(0.6), 0
    for _ in range(4000):
        x, noise = rng.normal(size=(2, 50))
        found = rank_correlations(x[:, None], 0.6 * x + 0.8 * noise)
        held += found.low[0] < truth < found.high[0]
    assert held / 4000 == pytest.approx(0.95, abs=0.024)


def test_p_values_are_scipys() -> None:
    parameters, metric = sample(30)
    steps = np.round(parameters)  # ties
    found = rank_correlations(steps, metric)
    for place in range(4):
        expected = stats.spearmanr(steps[:, place], metric)
        assert (found.r[place], found.p[place]) == pytest.approx((expected.statistic, expected.pvalue))


def test_only_order_counts() -> None:
    parameters, metric = sample(40)
    bent = np.column_stack([np.exp(parameters[:, 0]), parameters[:, 1] ** 3, -parameters[:, 2], parameters[:, 3]])
    signs = [1, 1, -1, 1]
    for method in (rank_correlations, partial_correlations):
        found, same = method(parameters, metric), method(bent, np.exp(metric))
        assert np.allclose(found.r * signs, same.r)
        assert np.allclose(found.p, same.p)


def test_a_perfect_order_has_no_uncertainty() -> None:
    found = rank_correlations(np.arange(20.0)[:, None], np.arange(20.0) ** 2)
    assert [found.r[0], found.low[0], found.high[0], found.p[0]] == pytest.approx([1, 1, 1, 0])


def test_what_does_not_vary_has_no_correlation_and_holds_nothing_still() -> None:
    parameters, metric = sample(40)
    more = np.column_stack([np.full(40, 0.3), parameters])
    for method in (rank_correlations, partial_correlations):
        found = method(more, metric)
        assert np.isnan(found.r[0])
        assert np.allclose(found.r[1:], method(parameters, metric).r)


def test_parts_of_a_whole_have_no_partial_correlation() -> None:
    rng = np.random.default_rng(1)
    parts, other = rng.dirichlet([5, 3, 2], 200), rng.normal(size=200)
    parameters = np.column_stack([parts, other])
    assert fixed_by_others(parameters).tolist() == [True, True, True, False]
    found = partial_correlations(parameters, other + parts[:, 0])
    assert np.isnan(found.r).tolist() == [True, True, True, False]
    assert found.r[3] > 0.9
    assert not np.isnan(rank_correlations(parameters, other + parts[:, 0]).r).any()


def test_the_same_order_twice_is_fixed() -> None:
    x, y = np.random.default_rng(1).normal(size=(2, 50))
    assert fixed_by_others(np.column_stack([x, np.exp(x), y])).tolist() == [True, True, False]


def test_few_draws_hold_nothing_still() -> None:
    parameters, metric = sample(len(WEIGHTS) + LEAST)
    assert not np.isnan(partial_correlations(parameters, metric).r).any()
    assert np.isnan(partial_correlations(parameters[1:], metric[1:]).r).all()


def test_what_only_goes_along_is_told() -> None:
    """4,000 draws: the partial correlation of what does nothing is within 4 standard errors (6e-5) of zero."""
    x, noise, luck = np.random.default_rng(1).normal(size=(3, 4000))
    parameters = np.column_stack([x, x + 0.5 * noise])
    whole, held = rank_correlations(parameters, x + luck), partial_correlations(parameters, x + luck)
    assert whole.r.min() > 0.5
    assert held.r[0] > 0.2
    assert abs(held.r[1]) < 4 / math.sqrt(4000)
    assert direction(whole.r[1], 0.0, held.r[1], 1.0) == "raises, but not told with the others held still"
    assert direction(0.5, 0.01, -0.5, 0.01) == "raises, but lowers with the others held still"
