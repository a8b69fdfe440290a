"""The opening graph against the closed form of Dorogovtsev, Mendes & Samukhin (2000)."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import zeta

from webloop.world.growing import draw_fitness, grow_links

Z = 5.0
"""Standard errors allowed: 5.7e-7 two-sided for each of the comparisons here, of which there are fewer than 40."""


def tail_exponent(degree: NDArray[np.int64], least: int) -> tuple[float, float]:
    """Maximum likelihood for P(k) ~ k^-a, k >= least (Clauset, Shalizi & Newman 2009, eq. 3.7), and its error."""
    tail = degree[degree >= least]
    logs = np.log(tail).mean()

    def slope(a: float) -> float:
        step = 1e-5
        return float((np.log(zeta(a + step, least)) - np.log(zeta(a - step, least))) / (2 * step) + logs)

    exponent = float(brentq(slope, 1.05, 8))
    return exponent, (exponent - 1) / np.sqrt(len(tail))


@pytest.mark.parametrize(
    ("each", "attractiveness", "least", "bias"),
    [(10, 2.0, 60, 0.02), (10, 4.0, 60, 0.03), (10, 10.0, 100, 0.07), (3, 3.0, 60, 0.04), (5, 10.0, 100, 0.20)],
)
def test_the_tail_of_in_degrees(each: int, attractiveness: float, least: int, bias: float) -> None:
    """One graph of 300,000 sites each, n = 800 to 40,000 sites in the tail, seeds fixed.

    In-degrees are not a pure power of k but of about k + attractiveness, which raises the local slope at `least`:
    by at most `bias`, computed from the exact law below. The rest may be chance: Z standard errors.
    """
    links = grow_links(300_000, each, attractiveness, 0.0, np.random.default_rng(11))
    exponent, error = tail_exponent(links.in_degree, least)
    assert 2 + attractiveness / each - Z * error - 0.02 < exponent < 2 + attractiveness / each + bias + Z * error


@pytest.mark.parametrize(("each", "attractiveness"), [(10, 2.0), (10, 10.0), (3, 1.0)])
def test_the_whole_law_of_in_degrees(each: int, attractiveness: float) -> None:
    """Shares of sites with k links against the exact stationary law of the model (eq. 8 of the paper).

    P(k) = P(k-1) * (k - 1 + A) / (k + 1 + A + A / m), P(0) = (1 + A/m) / (1 + A + A/m). One graph of 200,000 sites,
    k up to 20 * each. Sites join in batches, so that 1 % of them, the youngest, are a little behind: this is allowed
    for all k together, and 1 % of its share for each k from `each` on, beside Z standard errors.
    """
    sites = 200_000
    links = grow_links(sites, each, attractiveness, 0.0, np.random.default_rng(12))
    found = np.bincount(links.in_degree)[: 20 * each] / sites
    ratio = attractiveness / each
    law = [(1 + ratio) / (1 + attractiveness + ratio)]
    for k in range(1, len(found)):
        law.append(law[-1] * (k - 1 + attractiveness) / (k + 1 + attractiveness + ratio))
    expected = np.array(law)
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
    assert (links.out_degree == each).all()
    assert (links.source != links.target).all()


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
