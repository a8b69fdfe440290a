"""Tests over draws and replicates at once."""

import numpy as np
import pytest
from scipy import stats

from webloop.outcomes.crossed import crossed_tests, mean_of, whole_block, without_chance
from webloop.outcomes.paired import paired_tests


def test_one_draw_is_a_paired_t_test() -> None:
    """Missing runs, constant differences and all: to the last digit that of `paired_tests`, and so of SciPy."""
    values = np.random.default_rng(1).normal(0.3, 1, (4, 6, 1, 9))
    values[1, 2, 0, :4] = np.nan
    values[2, 1] = 0.5
    tests, plain = crossed_tests(values), paired_tests(values[:, :, 0])
    for name in ("pairs", "mean", "se", "df", "p", "same"):
        assert np.array_equal(getattr(tests, name), getattr(plain, name)), name
    rest = np.ones((4, 6), dtype=bool)
    rest[2, 1] = False
    expected = stats.ttest_1samp(values[:, :, 0][rest], 0, axis=-1, nan_policy="omit")
    assert np.allclose(tests.p[rest], expected.pvalue, rtol=1e-12)


def test_luck_alone_is_worth_its_replicates_and_draws_alone_their_draws() -> None:
    rng = np.random.default_rng(2)
    luck, draws = rng.normal(0.5, 1, 6), rng.normal(0.5, 1, 8)
    for values, own in ((np.tile(luck, (8, 1)), luck), (np.tile(draws[:, None], (1, 6)), draws)):
        tests = crossed_tests(values)
        expected = stats.ttest_1samp(own, 0)
        assert float(tests.p) == pytest.approx(expected.pvalue, rel=1e-9)
        interval = expected.confidence_interval(0.95)
        assert np.allclose(tests.interval(), (interval.low, interval.high), rtol=1e-9)


def test_the_variance_of_the_mean_is_right_on_average() -> None:
    """20,000 tables of 6 x 4: variances 1, 1 and 1, so 1/6 + 1/4 + 1/24 of the mean; here without its lower bound.

    The bound makes the estimate larger on average, by little; the variance itself is met to 3 % (its standard error
    is 1 %, so 3 of them) by the means.
    """
    rng = np.random.default_rng(3)
    shapes = ((20_000, 6, 1), (20_000, 1, 4), (20_000, 6, 4))
    tests = crossed_tests(np.asarray(sum(rng.normal(size=shape) for shape in shapes)))
    true = 1 / 6 + 1 / 4 + 1 / 24
    assert tests.mean.var() == pytest.approx(true, rel=0.05)
    assert true * 0.97 < (tests.se**2).mean() < true * 1.08


@pytest.mark.parametrize(("replicates", "df"), [(2, 1), (3, 2), (4, 3)])
def test_few_replicates_are_cautious(replicates: int, df: int) -> None:
    """Unless replicates never differ, as costs that a draw fixes."""
    rng = np.random.default_rng(5)
    draws = rng.normal(size=(9, 1))
    assert crossed_tests(draws + 0.01 * rng.normal(size=(9, replicates))).df == df
    assert crossed_tests(draws + np.zeros((9, replicates))).df == 8
    assert crossed_tests(draws + 0.01 * rng.normal(size=(9, 5))).df > 7.9


def test_one_replicate_says_nothing_of_luck() -> None:
    tests = crossed_tests(np.arange(10.0).reshape(10, 1))
    assert float(tests.mean) == 4.5
    assert np.isnan([tests.se, tests.p, *tests.interval()]).all()
    assert bool(crossed_tests(np.zeros((5, 1))).same)


def test_differences_that_are_all_the_same() -> None:
    """Luck is what may have done it, so replicates count: 2 ** (1 - 3), unless there is no chance at all."""
    values = np.full((2, 8, 3), 0.1)
    tests = crossed_tests(values, np.array([False, True]))
    assert tests.p.tolist() == [0.25, 0.0]
    assert tests.mean.tolist() == [0.1, 0.1]
    assert crossed_tests(np.zeros((8, 3))).p == 1


@pytest.mark.parametrize(
    ("holes", "draws", "replicates"),
    [
        ([(2, 1)], 5, 4),  # one run: its draw goes
        ([(d, 1) for d in range(6)], 6, 3),  # a replicate that failed everywhere
        ([(d, 1) for d in range(5)], 6, 3),  # or nearly so
        ([(2, r) for r in range(4)], 5, 4),  # a draw that failed everywhere
        ([(d, r) for d in range(6) for r in range(1, 4)], 6, 1),  # one replicate is all there is
        ([(d, r) for d in range(4) for r in range(1, 4)], 2, 4),  # rather two draws than one replicate
    ],
)
def test_what_is_left_of_a_table_with_holes(holes: list[tuple[int, int]], draws: int, replicates: int) -> None:
    there = np.ones((3, 6, 4), dtype=bool)
    there[1][tuple(np.transpose(holes))] = False
    kept = whole_block(there)
    assert kept[[0, 2]].all(), "other tests keep all of theirs"
    assert not (kept & ~there).any()
    assert (kept[1].any(axis=1).sum(), kept[1].any(axis=0).sum(), kept[1].sum()) == (
        draws, replicates, draws * replicates
    )  # fmt: skip


def test_holes_change_nothing_but_what_is_there() -> None:
    values = np.random.default_rng(4).normal(0.2, 1, (7, 5))
    holed = values.copy()
    holed[3, 2] = np.nan
    whole, left = crossed_tests(np.delete(values, 3, axis=0)), crossed_tests(holed)
    for name in ("pairs", "mean", "se", "df", "p"):
        assert getattr(left, name) == pytest.approx(getattr(whole, name), rel=1e-12), name
    assert float(left.pairs) == 30
    assert np.isnan(crossed_tests(np.full((7, 5), np.nan)).mean)
    assert np.isnan(mean_of(values, np.zeros((7, 5), dtype=bool)))


def test_chance_in_any_month_is_chance() -> None:
    values = np.ones((3, 4, 2, 3))
    values[1, 0, 1, 2] = 2.0
    values[2, 1, 0, 0] = np.nan
    assert without_chance(values).tolist() == [True, False, True]
