"""Intervals cover and verdicts hold, in made-up studies and in tiny webs. analysis/coverage.py prints more of them."""

import numpy as np
import pytest

from analysis.coverage import (
    MIXTURES,
    SIZES,
    false_alarms,
    false_dates,
    interval_coverage,
    made_studies,
    over_draws,
    told_and_since,
    web_coverage,
)


@pytest.mark.slow
@pytest.mark.parametrize("pairs", SIZES)
def test_t_intervals_of_normal_differences_cover(pairs: int) -> None:
    """2,000 studies: exact coverage is 95 %, its standard error 0.49 points, so 2 points are 4.1 of them (4e-5)."""
    t, boot = interval_coverage(2000, pairs, "normal")
    assert 0.93 <= t <= 0.97
    assert boot < t + 0.01, "the bootstrap knows no more than the sample"


@pytest.mark.slow
def test_intervals_of_skewed_differences_are_too_narrow_and_this_is_known() -> None:
    """2,000 lognormal studies (skewness 1.75) of 30 pairs: between 90 % and 95 %, 4 standard errors (0.6) apart."""
    t, boot = interval_coverage(2000, 30, "lognormal")
    assert 0.90 < t < 0.96
    assert 0.89 < boot < 0.96


@pytest.mark.slow
@pytest.mark.parametrize("correlation", [0.5, 0.95])
def test_nothing_is_told_apart_where_there_is_nothing(correlation: float) -> None:
    """2,000 studies of ten policies and 120 months: at most 5 %, plus 4 standard errors (0.49): 7 % (3e-5)."""
    assert false_alarms(2000, correlation=correlation) <= 0.07


@pytest.mark.slow
@pytest.mark.parametrize("untouched", [0, 1, 5])
def test_verdicts_and_dates_are_each_right(untouched: int) -> None:
    """1,000 studies with large effects from month 60 on: each family at most 5 % plus 4 standard errors (2.8)."""
    verdicts, dates, _ = false_dates(1000, untouched)
    assert verdicts <= 0.078
    assert dates <= 0.078
    assert verdicts > 0 or untouched == 0


def test_effects_are_found_and_dated() -> None:
    """One study, effects of 20 standard deviations: no chance left but that of dating them a month too early."""
    (difference,) = made_studies(1, 4, 24, 8, 0.5, seed=3)
    difference[2:, :, 12:] += 20.0
    told, since = told_and_since(difference)
    assert told.tolist() == [False, False, True, True]
    assert since == [-1, -1, 12, 12]


@pytest.mark.slow
@pytest.mark.parametrize("mixture", list(MIXTURES))
@pytest.mark.parametrize(("draws", "replicates"), [(20, 5), (20, 10)])
def test_luck_that_all_draws_share_is_no_effect(draws: int, replicates: int, mixture: str) -> None:
    """2,000 studies of one policy: at most 5.7 % (found in 20,000), plus 4 standard errors (0.52): 8 % (3e-5)."""
    told, by_means = over_draws(2000, draws, replicates, mixture)
    assert told <= 0.08
    assert by_means > 0.2 or mixture not in {"all alike", "luck and both"}, "what a t test over draw means does"


@pytest.mark.slow
def test_intervals_of_webs_cover_the_known_difference() -> None:
    """150 studies of five pairs of tiny webs: 95 % less 4 standard errors (1.8 points each) is 88 %."""
    t, boot, error = web_coverage(150)
    assert t >= 0.88
    assert boot >= 0.70
    # sd of one difference is at most 0.02 (1,200 training pages a side), over 750 pairs: 5 standard errors
    assert abs(error) < 5 * 0.02 / np.sqrt(750)
