"""The opening graph against the closed form of Dorogovtsev, Mendes & Samukhin (2000)."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.optimize import brentq
from scipy.special import zeta

from webloop.scenario.site_parts import ATTRACTIVENESS, FITNESS_SPREAD, LINKS_PER_SITE, SIZE_EXPONENT
from webloop.world.growing import draw_fitness, grow_links
from webloop.world.pagerank import pagerank

Z = 5.0
"""Standard errors allowed: 5.7e-7 two-sided for each of the comparisons here, of which there are fewer than 800."""


def law(each: int, attractiveness: float, upto: int) -> NDArray[np.float64]:
    """Share of sites with k = 0..upto links in an endless graph of equally fit sites (eq. 8 of the paper).

    P(k) = P(k-1) * (k - 1 + A) / (k + 1 + A + A / m), P(0) = (1 + A/m) / (1 + A + A/m).
    """
    k, ratio = np.arange(1.0, upto + 1), attractiveness / each
    steps = np.log(k - 1 + attractiveness) - np.log(k + 1 + attractiveness + ratio)
    first = (1 + ratio) / (1 + attractiveness + ratio)
    shares: NDArray[np.float64] = first * np.exp(np.concatenate([[0.0], np.cumsum(steps)]))
    return shares


def tail_exponent(sites: NDArray[Any], least: int) -> float:
    """Discrete maximum likelihood for P(k) ~ k^-a, k >= least (Clauset, Shalizi & Newman 2009, eq. 3.7).

    Args:
        sites: how many sites have k = 0, 1... links, or their shares.
        least: where the tail begins.
    """
    logs = (sites[least:] * np.log(np.arange(least, len(sites)))).sum() / sites[least:].sum()

    def slope(a: float) -> float:
        step = 1e-5
        return float((np.log(zeta(a + step, least)) - np.log(zeta(a - step, least))) / (2 * step) + logs)

    return float(brentq(slope, 1.05, 8))


TAILS = [(10, 2.0, 60), (10, 4.0, 60), (10, 10.0, 100), (3, 3.0, 60), (5, 3.0, 60)]


@pytest.mark.parametrize(("each", "attractiveness", "least"), TAILS)
def test_the_tail_of_in_degrees(each: int, attractiveness: float, least: int) -> None:
    """One graph of 300,000 sites each, n = 600 to 30,000 sites in the tail, seeds fixed.

    The exponent is what the estimator makes of the exact law: within Z standard errors, (a - 1) / sqrt(n), and 0.02
    for sites that join in batches and for the end that the tail of a finite graph has.
    """
    exact = tail_exponent(law(each, attractiveness, 2_000_000), least)
    links = grow_links(300_000, each, attractiveness, 0.0, np.random.default_rng(11))
    found = tail_exponent(np.bincount(links.in_degree), least)
    error = (exact - 1) / np.sqrt((links.in_degree >= least).sum())
    assert abs(found - exact) < Z * error + 0.02
    assert Z * error < 0.4


@pytest.mark.parametrize(("each", "attractiveness", "least"), TAILS)
def test_the_exact_law_ends_in_the_power_of_the_closed_form(each: int, attractiveness: float, least: int) -> None:
    """2 + A/m: in the limit by the law itself, and to 10 % where graphs of our size have their tail."""
    exponent = 2 + attractiveness / each
    shares = law(each, attractiveness, 2_000_000)
    assert np.log(shares[1_000_000] / shares[2_000_000]) / np.log(2) == pytest.approx(exponent, abs=1e-4)
    assert shares.sum() == pytest.approx(1, abs=1e-4)
    assert tail_exponent(shares, least) == pytest.approx(exponent, rel=0.1)


@pytest.mark.parametrize(("each", "attractiveness"), [(10, 2.0), (10, 10.0), (3, 1.0)])
def test_the_whole_law_of_in_degrees(each: int, attractiveness: float) -> None:
    """Shares of sites with k links against the exact law: one graph of 200,000 sites, k up to 20 * each.

    Sites join in batches, so that 1 % of them, the youngest, are a little behind: this is allowed for all k together,
    and 1 % of its share for each k from `each` on, beside Z standard errors.
    """
    sites = 200_000
    links = grow_links(sites, each, attractiveness, 0.0, np.random.default_rng(12))
    found = np.bincount(links.in_degree)[: 20 * each] / sites
    expected = law(each, attractiveness, len(found) - 1)
    off, chance = np.abs(found - expected), Z * np.sqrt(expected / sites)
    assert (off <= chance + 0.01 * expected)[each:].all()
    assert (off <= chance + 0.01).all()
    assert off.sum() / 2 < 0.015


@pytest.mark.parametrize("sites", [2, 3, 5, 10, 11, 12, 100, 1234])
@pytest.mark.parametrize("each", [1, 2, 10])
@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_links_are_conserved(sites: int, each: int, spread: float) -> None:
    links = grow_links(sites, each, 2.0, spread, np.random.default_rng(sites))
    assert links.number == sites * each == links.in_degree.sum()
    assert links.out_degree.sum() == links.number
    assert (links.source != links.target).all()


def test_links_stand_on_sites_by_their_size() -> None:
    """3,000 sites with 30,000 links: sites in ten classes of size, chi-square of their links at 1e-6.

    Only links of the largest sites are rarer than their size says, for none may lead to themselves: of 3 % at most.
    """
    links = grow_links(3000, 10, 8.0, 0.0, np.random.default_rng(5), size_exponent=0.5)
    size = np.sqrt(links.weights(8.0))
    assert links.in_degree.max() < 0.03 * links.number
    classes = np.digitize(size, np.quantile(size, np.linspace(0.4, 0.95, 9)))
    found = np.bincount(classes, weights=links.out_degree)
    expected = np.bincount(classes, weights=size) / size.sum() * links.number
    assert stats.chisquare(found, expected).pvalue > 1e-6
    even = grow_links(3000, 10, 8.0, 0.0, np.random.default_rng(5), size_exponent=0.0)
    found = np.bincount(classes, weights=even.out_degree)
    assert stats.chisquare(found, np.bincount(classes) * 10.0).pvalue > 1e-6


def test_fitness() -> None:
    """n = 400,000: mean 1 within Z standard errors, the spread asked for, and an end on both sides."""
    fitness = draw_fitness(400_000, 0.6, np.random.default_rng(1))
    assert abs(fitness.mean() - 1) < Z * fitness.std() / np.sqrt(len(fitness))
    logs = np.log(fitness)
    assert abs(logs.std() - 0.6) < 0.01
    assert np.ptp(logs) == pytest.approx(6 * 0.6)
    assert (draw_fitness(10, 0.0, np.random.default_rng(1)) == 1).all()


def test_fit_newcomers_overtake() -> None:
    """Ten graphs of 20,000 sites: the 100 best known are the founders where all are equally fit, else less so."""

    def age_of_the_best(spread: float, seed: int) -> float:
        links = grow_links(20_000, 10, 4.0, spread, np.random.default_rng(seed))
        return float(np.argsort(-links.in_degree)[:100].mean())

    equal = np.array([age_of_the_best(0.0, seed) for seed in range(10)])
    spread = np.array([age_of_the_best(0.5, seed) for seed in range(10)])
    error = np.sqrt((equal.var() + spread.var()) / 9)
    assert spread.mean() - equal.mean() > Z * error


@pytest.mark.parametrize("wrong", [(1, 10, 2.0, 0.0), (5, 0, 2.0, 0.0), (5, 1, 0.0, 0.0), (5, 1, 2.0, -0.1)])
def test_numbers_out_of_range(wrong: tuple[int, int, float, float]) -> None:
    with pytest.raises(ValueError, match="can't grow a graph"):
        grow_links(*wrong, np.random.default_rng(1))


def test_the_defaults_look_like_the_graph_of_domains() -> None:
    """Means over 12 graphs of 30,000 sites; ranges allow for 5 standard errors beside what was published.

    Top ten 13 to 20 % of PageRank (standard error 1.5 %), sizes falling with rank by 0.68 (0.01), a tail exponent
    from 2 to 2.5 (0.02).
    """
    top, slope, exponent = [], [], []
    ranks = np.log(np.arange(10, 501))
    for seed in range(12):
        links = grow_links(30_000, LINKS_PER_SITE, ATTRACTIVENESS, FITNESS_SPREAD, np.random.default_rng(seed))
        top.append(np.sort(pagerank(links.source, links.target, links.sites))[-10:].sum())
        size = np.sort(links.weights(ATTRACTIVENESS) ** SIZE_EXPONENT)[::-1]
        slope.append(np.polyfit(ranks, np.log(size[9:500]), 1)[0])
        exponent.append(tail_exponent(np.bincount(links.in_degree), 50))
    assert 0.13 - 0.075 < np.mean(top) < 0.20 + 0.075
    assert -0.68 - 0.06 < np.mean(slope) < -0.68 + 0.06
    assert 2.0 - 0.1 < np.mean(exponent) < 2.5 + 0.1
