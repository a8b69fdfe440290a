"""Choosing sites: exactly in proportion to their weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from webloop.world.choosing import choose, choose_others

WEIGHTS = np.array([0.0, 5.0, 1.0, 0.0, 3.0, 0.5, 0.0])
Z = 5.0
"""Standard errors allowed: 5.7e-7 two-sided for each of the comparisons here, of which there are fewer than 60."""


def test_chance_is_in_proportion_to_weight() -> None:
    """n = 200,000 draws, each site's count within Z standard errors."""
    n = 200_000
    counts = np.bincount(choose(WEIGHTS, n, np.random.default_rng(1)), minlength=len(WEIGHTS))
    share = WEIGHTS / WEIGHTS.sum()
    assert (np.abs(counts - n * share) <= Z * np.sqrt(n * share * (1 - share))).all()
    assert counts[WEIGHTS == 0].sum() == 0


def test_draws_are_in_no_order() -> None:
    """n = 100,000: neighbours are not correlated (a correlation beyond Z / sqrt(n) has a chance of 5.7e-7)."""
    n = 100_000
    chosen = choose(np.ones(1000), n, np.random.default_rng(2))
    for pair in ((chosen[:-1], chosen[1:]), (chosen, np.arange(n))):
        assert abs(np.corrcoef(*pair)[0, 1]) < Z / np.sqrt(n)


@pytest.mark.parametrize("source", [0, 1, 2, 4, 5, 6])
def test_another_site_is_chosen_as_if_the_source_were_not_there(source: int) -> None:
    """n = 50,000 draws per source, chi-square at 1e-6."""
    n = 50_000
    drawn = choose_others(WEIGHTS, np.full(n, source, dtype=np.int32), np.random.default_rng(source))
    counts = np.bincount(drawn, minlength=len(WEIGHTS))
    others = np.where(np.arange(len(WEIGHTS)) == source, 0, WEIGHTS)
    expected = n * others / others.sum()
    assert counts[others == 0].sum() == 0
    assert stats.chisquare(counts[others > 0], expected[others > 0]).pvalue > 1e-6


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 1e-300, 1e-9, 0.1, 1.0, 1e9, 1e15]), min_size=2, max_size=12), st.integers(0, 99))
def test_nobody_without_weight_is_chosen_whatever_the_weights(weights: list[float], seed: int) -> None:
    array = np.array(weights)
    source = np.arange(len(array), dtype=np.int32).repeat(20)
    rng = np.random.default_rng(seed)
    if np.count_nonzero(array) >= 1:
        assert (array[choose(array, 100, rng)] > 0).all()
    lonely = [i for i in range(len(array)) if not np.delete(array, i).any()]
    if lonely:
        with pytest.raises(ValueError, match="nobody"):
            choose_others(array, source, rng)
        return
    if array.max() > 1e15 * np.sort(array)[-2]:  # what the others weigh is lost beside it
        return
    target = choose_others(array, source, rng)
    assert (target != source).all()
    assert (array[target] > 0).all()


@pytest.mark.parametrize("weights", [[], [0.0, 0.0], [1.0, -0.5], [1.0, np.nan], [1.0, np.inf], [-1.0, -1.0]])
def test_weights_that_mean_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        choose(np.array(weights), 3, np.random.default_rng(1))


def test_no_draws_need_no_weight() -> None:
    assert choose(np.zeros(3), 0, np.random.default_rng(1)).shape == (0,)
    assert choose_others(np.zeros(3), np.empty(0, dtype=np.int32), np.random.default_rng(1)).shape == (0,)
