"""Counts of a block, and fixed numbers of pages without replacement."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, hypergeom

from webloop.content.ideas.counts import draw_block, sample_block, sample_counts
from webloop.errors import InputError


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 40), st.integers(2, 30), st.integers(0, 2**31))
def test_blocks_draw_no_idea_that_nobody_can_write(pages: int, ideas: int, seed: int) -> None:
    """Each replicate has its own support and as many pages as asked for."""
    rng = np.random.default_rng(seed)
    p = rng.random((7, ideas)) * (rng.random((7, ideas)) < 0.5)
    p[:, 0] += p.sum(axis=1) == 0
    p /= p.sum(axis=1, keepdims=True)
    counts = draw_block(pages, p, rng)
    assert np.all(counts.sum(axis=1) == pages)
    assert np.all(counts[p == 0] == 0)
    assert counts.min() >= 0


def test_blocks_draw_each_idea_as_often_as_it_should_be() -> None:
    """5000 replicates of 20 pages: totals of 6 ideas against 10^5 p, chi-square, p > 1e-5."""
    p = np.array([0.5, 0.05, 0.0, 0.3, 0.1, 0.05])
    counts = draw_block(20, np.broadcast_to(p, (5000, 6)), np.random.default_rng(1)).sum(axis=0)
    assert counts[2] == 0
    assert chisquare(counts[p > 0], 1e5 * p[p > 0]).pvalue > 1e-5


def test_a_fixed_number_is_taken_without_replacement() -> None:
    """Of 30 + 20 pages of 3 ideas, 25 are taken 4000 times: pages of the first content are hypergeometric.

    Chi-square over the values with at least 20 expected, p > 1e-5.
    """
    rng = np.random.default_rng(2)
    human, models = np.array([10, 15, 5]), np.array([0, 8, 12])
    taken = [sample_counts([human, models], 25, rng) for _ in range(4000)]
    assert all((a <= human).all() and (b <= models).all() and a.sum() + b.sum() == 25 for a, b in taken)
    found = np.bincount([int(a.sum()) for a, _ in taken], minlength=31)
    expected = 4000 * hypergeom(50, 30, 25).pmf(np.arange(31))
    often = expected >= 20
    rest = [found[~often].sum(), expected[~often].sum()]
    assert chisquare(np.append(found[often], rest[0]), np.append(expected[often], rest[1])).pvalue > 1e-5


def test_all_or_none_are_taken() -> None:
    """Without a draw."""
    pages = [np.array([1, 2]), np.array([3, 0])]
    rng = np.random.default_rng(3)
    assert [part.tolist() for part in sample_counts(pages, 6, rng)] == [[1, 2], [3, 0]]
    assert [part.tolist() for part in sample_counts(pages, 0, rng)] == [[0, 0], [0, 0]]


def test_blocks_sample_each_replicate_alone() -> None:
    """As many pages in each, from its own."""
    contents = [np.array([[5, 0], [0, 5]]), np.array([[5, 5], [10, 0]])]
    taken = sample_block(contents, 7, np.random.default_rng(4))
    assert (taken[0] + taken[1]).sum(axis=1).tolist() == [7, 7]
    assert all((part <= whole).all() for part, whole in zip(taken, contents, strict=True))


def test_too_many_pages_for_a_fixed_number_are_refused() -> None:
    """With what to do instead."""
    with pytest.raises(InputError, match="use independent"):
        sample_counts([np.array([10**9, 5])], 100, np.random.default_rng(5))
