"""Attention by sites, and what crawlers fetch from them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from webloop.submodels.ranking.pagerank import PageRank
from webloop.submodels.ranking.pages import Pages
from webloop.submodels.roles import Floats
from webloop.submodels.selection.uniform import Uniform
from webloop.submodels.selection.visible import Visible

CHECKED = settings(deadline=None, derandomize=True, database=None)

SITES = 8
POSITIVE = arrays(np.float64, SITES, elements=st.floats(1e-3, 1e3))
WITH_ZEROS = arrays(np.float64, SITES, elements=st.one_of(st.just(0.0), st.floats(1e-3, 1e3)))
MEANS = st.floats(0.0, 1.0)
BIASES = st.floats(0.0, 3.0)


def test_by_pages_every_page_is_as_likely_to_be_seen() -> None:
    pages = np.array([0.5, 0.3, 0.2, 0.0])
    attention = Pages().attention(np.array([0.1, 0.2, 0.3, 0.4]), pages)
    assert (attention / attention.sum() == pages).all()
    assert not Pages.needs_links


def test_by_pagerank_pages_make_no_difference_but_that_there_are_some() -> None:
    rank, pages = np.array([0.5, 0.3, 0.2]), np.array([0.01, 0.99, 0.0])
    assert PageRank().attention(rank, pages).tolist() == [0.5, 0.3, 0.0]
    assert PageRank(exponent=0.0).attention(rank, pages).tolist() == [1.0, 1.0, 0.0]
    ratio = PageRank(exponent=2.0).attention(rank, np.ones(3))
    assert ratio[0] / ratio[1] == pytest.approx((5 / 3) ** 2)
    assert PageRank.needs_links


def test_a_site_that_nobody_links_to_gets_no_attention() -> None:
    assert PageRank().attention(np.array([1.0, 0.0]), np.array([0.5, 0.5])).tolist() == [1.0, 0.0]


@CHECKED
@given(mean=MEANS, attention=WITH_ZEROS, weight=POSITIVE)
def test_without_bias_coverage_is_uniform_to_the_bit(mean: float, attention: Floats, weight: Floats) -> None:
    pages = weight / weight.sum()
    assert (Uniform().coverage(mean, attention, pages) == mean).all()
    assert (Visible(bias=0.0).coverage(mean, attention, pages) == mean).all()


@CHECKED
@given(mean=MEANS, attention=POSITIVE, weight=WITH_ZEROS, bias=BIASES)
def test_the_mean_over_pages_is_as_asked(mean: float, attention: Floats, weight: Floats, bias: float) -> None:
    weight[0] += 1.0  # somebody publishes
    pages = weight / weight.sum()
    coverage = Visible(bias=bias).coverage(mean, attention, pages)
    assert ((coverage >= 0) & (coverage <= 1)).all()
    assert pages @ coverage == pytest.approx(mean, rel=1e-9, abs=1e-15)


@CHECKED
@given(mean=MEANS, attention=POSITIVE, weight=POSITIVE, bias=BIASES)
def test_chances_stand_in_the_ratio_of_attention_unless_full(
    mean: float, attention: Floats, weight: Floats, bias: float
) -> None:
    coverage = Visible(bias=bias).coverage(mean, attention, weight / weight.sum())
    open_to_more = coverage < 1
    if open_to_more.any() and mean > 1e-6:
        factors = coverage[open_to_more] / attention[open_to_more] ** bias
        np.testing.assert_allclose(factors, factors[0], rtol=1e-9)
        full = ~open_to_more
        assert (factors[0] * attention[full] ** bias >= 1 - 1e-9).all(), "a site is full only if it must be"


@CHECKED
@given(mean=MEANS, attention=WITH_ZEROS, weight=POSITIVE, bias=st.floats(0.1, 3.0))
def test_sites_without_attention_are_passed_over_even_if_the_mean_suffers(
    mean: float, attention: Floats, weight: Floats, bias: float
) -> None:
    pages = weight / weight.sum()
    coverage = Visible(bias=bias).coverage(mean, attention, pages)
    assert (coverage[attention == 0] == 0).all()
    assert pages @ coverage == pytest.approx(min(mean, pages @ (attention > 0)), rel=1e-9, abs=1e-15)


@CHECKED
@given(mean=MEANS, attention=POSITIVE, bias=BIASES, scale=st.floats(0.01, 100))
def test_only_relative_attention_counts(mean: float, attention: Floats, bias: float, scale: float) -> None:
    pages = np.full(SITES, 1 / SITES)
    one, other = (Visible(bias=bias).coverage(mean, each, pages) for each in (attention, scale * attention))
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


def test_more_bias_fetches_more_of_what_is_seen() -> None:
    attention, pages = np.array([4.0, 1.0, 0.25]), np.array([0.1, 0.5, 0.4])
    seen = [Visible(bias=bias).coverage(0.3, attention, pages) @ (pages * attention) for bias in (0.0, 0.5, 1.0, 2.0)]
    assert seen == sorted(seen)
    assert seen[0] == pytest.approx(0.3 * (pages @ attention))


def test_many_sites_at_once() -> None:
    """10,000 sites of a Zipf law: some are full, and the mean is still exact."""
    attention = 1 / np.arange(1, 10_001)
    pages = np.full(attention.size, 1 / attention.size)
    coverage = Visible(bias=1.0).coverage(0.25, attention, pages)
    assert coverage.mean() == pytest.approx(0.25, rel=1e-12)
    assert 1 < (coverage == 1).sum() < attention.size


@pytest.mark.parametrize("sites", [10, 300, 3000])
def test_all_pages_are_fetched_where_all_are_asked_for(sites: int) -> None:
    """Rounding of long sums must not make the crawler blind: heavy tails, 20 webs each."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        pages = rng.pareto(1.2, sites) + 1e-3
        pages /= pages.sum()
        found = Visible(bias=1.0).coverage(1.0, rng.pareto(1.1, sites) + 1e-6, pages)
        assert np.allclose(found, 1.0)
