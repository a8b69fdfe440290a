"""Checks: means against numbers, with room for chance."""

import numpy as np
import pytest

from webloop.replication.checks import (
    Finding,
    Z,
    always,
    beyond,
    bounded,
    interval,
    logarithm,
    near,
    ratio,
    slope,
    squares,
)

VALUES = np.random.default_rng(0).normal(10, 2, 400)  # a standard error of 0.1


def test_near_allows_for_chance() -> None:
    assert near("", VALUES, 10.3).holds
    assert not near("", VALUES, 10.7).holds
    assert not near("", VALUES, 10.3).widened


def test_a_tolerance_is_widened_only_where_chance_needs_it() -> None:
    wide, narrow = near("", VALUES, 10.0, relative=0.2), near("", VALUES, 10.0, relative=0.01)
    assert (wide.widened, narrow.widened) == (False, True)
    assert wide.allowed == pytest.approx(2.0)
    assert narrow.allowed == pytest.approx(Z * VALUES.std(ddof=1) / 20)
    assert near("", VALUES, 11.9, within=2.0).holds


def test_errors_of_theirs_and_of_the_formula_add_up() -> None:
    assert near("", VALUES, 12.0, theirs=0.5).holds
    assert near("", VALUES, 11.0, formula=0.1).holds


def test_bounds_and_limits() -> None:
    assert bounded("", VALUES, 9.8, "<=").holds  # chance may be above
    assert not beyond("", VALUES, 9.8, "<=").holds
    assert beyond("", VALUES, 9.0, ">=").holds
    assert not bounded("", VALUES, 9.0, "<=").holds


def test_shares_that_are_all_one_still_have_an_error() -> None:
    assert bounded("", np.ones(100), 0.99, "<=").holds
    assert not bounded("", np.ones(100), 0.5, "<=").holds


def test_to_stay_clear_is_more_than_to_be_as_large() -> None:
    """Two cases that share their luck and their rules differ by nothing at all."""
    assert not beyond("", np.zeros(50), 0.0, ">=").holds


def test_a_known_spread_counts_where_the_sample_s_is_less() -> None:
    """Skewed numbers whose sample has no large one: its own spread is too small."""
    assert not near("", VALUES / 1000, 0.02).holds
    assert near("", VALUES / 1000, 0.02, spread=2.0).allowed == pytest.approx(Z * 0.02 * 2 / 20)
    assert near("", VALUES, 10.0, spread=0.01).allowed == pytest.approx(near("", VALUES, 10.0).allowed)


def test_squared_errors_pass_where_their_spread_is_known() -> None:
    """Means of 200 squares, 50,000 times: those that are much too low by their own spread are not by the known one.

    Four of them are expected to be, 8e-5 each; the chance of a mean below a half is 1e-10 each, 5e-6 in all.
    """
    errors = np.random.default_rng(4).standard_normal((50_000, 200)) ** 2
    off = (errors.mean(axis=1) - 1) / errors.std(axis=1)
    lowest = errors[np.argsort(off)[:4]]
    assert not all(near("", row, 1.0).holds for row in lowest)
    assert all(near("", row, 1.0, spread=2**0.5).holds for row in lowest)


def test_the_comparison_with_the_least_room_is_shown() -> None:
    """Also among bounds, all of which hold: the nearest one."""
    far, close = bounded("far", VALUES, 30.0, "<="), bounded("close", VALUES, 10.4, "<=")
    assert Finding((far, close)).tightest.at == "close"
    assert Finding((close, near("half", VALUES, 10.0, within=0.1))).tightest.at == "half"
    assert Finding((close, beyond("broken", VALUES, 10.4, ">="))).tightest.at == "broken"
    assert close.slack > 1 > near("", VALUES, 10.0).slack > 0 > bounded("", VALUES, 9.0, "<=").slack


def test_always_means_always() -> None:
    assert always("t = 3", [True] * 50).at == "share of replicates, t = 3"
    assert always("", [True] * 50).holds
    assert not always("", [True] * 49 + [False]).holds


def test_what_is_no_number_does_not_hold() -> None:
    assert not near("", np.full(50, np.nan), 1.0).holds
    assert not beyond("", np.full(50, np.nan), 1.0, "<=").holds


@pytest.mark.slow
def test_intervals_cover() -> None:
    """95 % of intervals of normal means and of shares: 2000 each, within 5 standard errors (3 points) of 95 %."""
    rng = np.random.default_rng(3)
    normal = [interval(rng.normal(1, 1, 20)) for _ in range(2000)]
    shares = [interval((rng.random(60) < 0.3).astype(float)) for _ in range(2000)]
    assert np.mean([low <= 1 <= high for low, high in normal]) == pytest.approx(0.95, abs=0.025)
    assert np.mean([low <= 0.3 <= high for low, high in shares]) > 0.925


def test_ratios_logs_and_slopes_have_the_right_mean() -> None:
    above, below = VALUES * 3, VALUES + np.random.default_rng(1).normal(0, 1, 400)
    assert ratio(above, below).mean() == pytest.approx(above.mean() / below.mean())
    assert logarithm(VALUES).mean() == pytest.approx(np.log(VALUES.mean()))
    assert squares(VALUES).mean() == pytest.approx(VALUES.var(ddof=1))
    assert slope(np.array([1.0, 2.0, 3.0]), np.array([[1.0, 3.0, 5.0]])).tolist() == [2.0]
