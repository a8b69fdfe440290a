"""Paired tests, Holm's adjustment, when a difference began, and how many replicates it would take."""

import numpy as np
import pytest
from scipy import stats

from webloop.outcomes.bootstrap import bootstrap_intervals
from webloop.outcomes.distinguish import first_apart
from webloop.outcomes.paired import holm, next_level, paired_tests
from webloop.outcomes.power import in_words, more_needed


def test_tests_are_those_of_scipy() -> None:
    differences = np.random.default_rng(1).normal(0.3, 1, (4, 6, 9))
    differences[1, 2, :4] = np.nan
    tests = paired_tests(differences)
    expected = stats.ttest_1samp(differences, 0, axis=-1, nan_policy="omit")
    assert np.allclose(tests.p, expected.pvalue, rtol=1e-12)
    interval = expected.confidence_interval(0.95)
    assert np.allclose(tests.interval(), (interval.low, interval.high), rtol=1e-12)


def test_what_chance_plays_no_part_in() -> None:
    rows = np.array([[0.0, 0, 0], [0.1, 0.1, 0.1], [0.1, np.nan, 0.1], [0.1, np.nan, np.nan], [np.nan] * 3])
    tests = paired_tests(rows)
    assert tests.p[:3].tolist() == [1, 0.25, 0.5], "sign tests of three and two pairs"
    fixed = paired_tests(rows, np.full(5, fill_value=True))
    assert fixed.p[:3].tolist() == [1, 0, 0]
    assert np.isnan(fixed.p[3:]).all()
    assert np.isnan(tests.p[3:]).all()
    assert tests.mean[:4].tolist() == [0, 0.1, 0.1, 0.1]
    assert tests.same.tolist() == [True, False, False, False, False]
    assert tests.pairs.tolist() == [3, 3, 2, 1, 0]


def test_holm_by_hand() -> None:
    """Four tests: 4 x 0.005 = 0.02, 3 x 0.01 = 0.03, 2 x 0.03 = 0.06, then 0.04 may not be less than 0.06."""
    p = np.array([0.01, 0.04, 0.03, 0.005])
    assert holm(p) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([np.nan, 0.2, np.nan])) == pytest.approx([np.nan, 0.2, np.nan], nan_ok=True)
    assert holm(np.array([0.6, 0.7])) == pytest.approx([1, 1])
    assert holm(np.array([])).size == 0
    assert next_level(holm(p)) == pytest.approx(0.05 / 2)


@pytest.mark.parametrize("pairs", [2, 3, 4, 5])
def test_metrics_that_come_in_steps_are_not_told_apart_by_pairs_that_agree(pairs: int) -> None:
    """20,000 studies of two fair coins a pair: at most 5 % plus 4 standard errors (0.62 points), 3e-5."""
    rng = np.random.default_rng(pairs)
    coins = rng.integers(0, 2, (20_000, pairs, 2)).astype(float)
    tests = paired_tests(coins[..., 0] - coins[..., 1])
    assert (tests.p <= 0.05).mean() <= 0.0562


def test_more_pairs_that_agree_make_a_sign_test() -> None:
    """2 ** (1 - 6) = 0.031 is the first below 5 %; five are the first of which the next halving would be."""
    more = more_needed(np.array([1.0, 1.0]), np.zeros(2), np.array([3, 5]), 0.05)
    assert more.tolist() == [3, 1]


def walked_back(p: list[float], mean: list[float], level: float) -> int:
    """The walk of `first_apart`, step by step."""
    month = len(p) - 1
    while month > 0 and p[month - 1] <= level and mean[month - 1] * mean[-1] > 0:
        month -= 1
    return month


def test_the_walk_back_is_the_plain_one() -> None:
    rng = np.random.default_rng(2)
    p, mean = rng.uniform(0, 0.03, (200, 30)), rng.normal(1, 0.6, (200, 30))
    told = rng.random(200) < 0.7
    found = first_apart(p, mean, told, policies=2)
    for row in range(200):
        expected = walked_back(p[row].tolist(), mean[row].tolist(), 0.025) if told[row] else -1
        assert found[row] == expected
    assert len(set(found)) > 8, "walks of many lengths"


@pytest.mark.parametrize("p", [1.0, np.nan])
def test_months_without_difference_or_value_end_the_walk(p: float) -> None:
    ps = np.array([[0.0, p, 0.0, 0.0]])
    mean = np.array([[1.0, 0.0 if p == 1 else np.nan, 1.0, 1.0]])
    assert first_apart(ps, mean, np.array([True]), policies=1) == [2]


def test_a_verdict_dates_at_least_the_compared_month() -> None:
    """Holm may tell apart what one policy's share of alpha would not."""
    assert first_apart(np.array([[0.5, 0.04]]), np.ones((1, 2)), np.array([True]), policies=10) == [1]


@pytest.mark.parametrize(("effect", "level"), [(0.2, 0.05), (0.5, 0.05), (1.0, 0.05), (0.5, 0.005), (1.5, 0.001)])
def test_as_many_replicates_as_the_exact_power_asks_for(effect: float, level: float) -> None:
    needed = int(more_needed(np.array(effect), np.array(1.0), np.array(0.0), level))

    def power(n: int) -> float:
        limit = stats.t.isf(level / 2, n - 1)
        return float(stats.nct.sf(limit, n - 1, effect * np.sqrt(n)))

    assert power(needed) > 0.78
    assert power(int(0.9 * needed) - 1) < 0.8


def test_replicates_in_words() -> None:
    assert in_words(float("nan")) == ""
    assert in_words(float("inf")) == "more than 10,000 more replicates would be needed"
    assert in_words(9_999) == "about 10,000 more replicates would do"


def test_bootstrap_intervals_are_those_of_scipy_where_scipy_has_any() -> None:
    values = np.random.default_rng(3).exponential(1, 12)
    low, high = bootstrap_intervals([values])[0]
    found = stats.bootstrap((values,), np.mean, n_resamples=20_000, method="BCa", random_state=4).confidence_interval
    # ends are quantiles of 1,999 resamples: their standard errors are near 0.02 here, so six of them
    assert (low, high) == (pytest.approx(found.low, abs=0.12), pytest.approx(found.high, abs=0.12))


def test_bootstrap_intervals_of_odd_samples() -> None:
    samples = [np.full(4, 0.1), np.zeros(3), np.array([1.0, 2.0]), np.array([0.0, 0, 0, 1]), np.full(3, 1e300)]
    samples += [np.array([1e-300, 2e-300, 4e-300]), np.array([])]
    found = bootstrap_intervals(samples)
    assert found[0].tolist() == pytest.approx([0.1, 0.1])
    assert found[1].tolist() == [0, 0]
    assert np.isnan(found[[2, 6]]).all()
    assert 0 <= found[3, 0] < 0.25 < found[3, 1] <= 1
    assert found[4].tolist() == pytest.approx([1e300] * 2)
    assert 1e-300 <= found[5, 0] < found[5, 1] <= 4e-300
