"""Labs that live apart: what they keep together, what each keeps alone.

One month is one generation, as in `test_closed_forms.py`. People write the n pages of the first month, which
both labs fetch; from then on two labs write n/2 pages each and train on what they fetched of that month.

* On one web both train on all n pages, so both become the same model, and diversity H = 1 - sum p^2 is
  lost by one part in n a generation (Wright 1931): E H_t = H_1 (1 - 1/n)^(t - 1), alone and together.
* Apart each trains on its own n/2 pages: E H_t = H_1 (1 - 2/n)^(t - 1) alone. Given the first model the two
  drift independently and keep their means, so E sum_i a_i b_i stays 1 - H_1. The pool of both has
  1 - sum ((a + b) / 2)^2 = (H_a + H_b) / 4 + (1 - sum a b) / 2, so its mean is
  H_1 (1 + (1 - 2/n)^(t - 1)) / 2: half of the diversity stays for ever (Nei 1973, doi:10.1073/pnas.70.12.3321).

With x = 1 - 2/n, k = t - 1: x^k <= ((1 + x) / 2)^k <= (1 + x^k) / 2, strictly from the third generation on.

n = 20, 50 ideas, R = 200 paired replicates. Tolerances are 5 standard errors (5.7e-7 two-sided); with fewer
than 40 comparisons in this file false alarms have a chance below 3e-5. Seeds are fixed.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.yaml import parse_yaml
from webloop.streams import Streams
from webloop.world.world import World

PAGES, GENERATIONS, R, SEED = 20, 31, 200, 29
TIMES = np.array([2, 3, 6, 11, 21, 31])
Array = NDArray[np.float64]


def scenario(apart: bool) -> Resolved:
    """Two labs with a crawler each, which fetches all pages, or those of its own lab."""
    last = 2000 * 12 + GENERATIONS - 1
    text = f"""
time: {{start: 2000-01, end: {last // 12:04d}-{last % 12 + 1:02d}, history_years: 0}}
ideas: {{number: 50, shift: 0, turnover: 0, head_turnover: 0, tail_focus: 0, errors: 0}}
communities: {{all: {{share: 1}}}}
web: {{pages_per_month: {PAGES}, lifetime: {{kind: constant, hazard: 0.1}}}}
archive: {{date: 2000-01}}
collapse: {{reference: 2000-01}}
crawlers:
  one: {{coverage: 1, labs: {"[a]" if apart else "null"}}}
  two: {{coverage: 1, labs: {"[b]" if apart else "null"}}}
writers: {{launch: 2000-01, growth: 0, additive: 0}}
pinned_pollution: {{2000-02: 1.0}}
lab: {{first_release: 2000-01, cadence: 1, cutoff_lag: 0, budget: unlimited, accumulation: replace}}
labs: {{a: {{crawler: one}}, b: {{crawler: two}}}}
"""
    return resolve(parse_yaml(text, "isolation"), "isolation")


@dataclass
class Diversity:
    """1 - sum p^2 of each generation, (replicates, generations): of one lab's model, and of both pooled."""

    alone: Array
    pooled: Array


class Watcher:
    """Keeps both numbers of every generation."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, float]] = []

    def observe(self, world: World) -> None:
        a, b = (lab.newest.output for lab in world.labs if lab.newest)
        both = (a + b) / 2
        self.rows.append((1.0 - float(a @ a + b @ b) / 2, 1.0 - float(both @ both)))


@cache
def diversity(apart: bool) -> Diversity:
    """Of all replicates."""
    rows = []
    for replicate in range(R):
        watcher = Watcher()
        World(scenario(apart), Streams(SEED, replicate), watcher).run()
        rows.append(watcher.rows)
    table = np.array(rows)
    return Diversity(table[..., 0], table[..., 1])


def expected(share: float) -> Array:
    """H_1 times the share kept a generation, to the power of t - 1."""
    weights = 1.0 / np.arange(1, 51)
    start = 1 - ((weights / weights.sum()) ** 2).sum()
    kept: Array = start * (1 - 1 / PAGES) * share ** (TIMES - 1.0)
    return kept


def assert_mean(values: Array, mean: Array) -> None:
    """Within 5 standard errors in each column."""
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    assert np.all(np.abs(values.mean(axis=0) - mean) < 5 * error), (values.mean(axis=0) - mean) / error


def assert_above(difference: Array) -> None:
    """The mean of paired differences is more than 5 standard errors above 0 in each column."""
    error = difference.std(axis=0, ddof=1) / np.sqrt(len(difference))
    assert np.all(difference.mean(axis=0) > 5 * error), difference.mean(axis=0) / error


@pytest.mark.slow
def test_on_one_web_labs_are_one_population() -> None:
    """E H_t = H_1 (1 - 1/n)^(t - 1) at six t up to 31; the pool has no more than each alone."""
    shared = diversity(apart=False)
    assert np.allclose(shared.alone, shared.pooled, atol=1e-12)
    assert_mean(shared.pooled[:, TIMES - 1], expected(1 - 1 / PAGES))


@pytest.mark.slow
def test_apart_each_lab_drifts_twice_as_fast() -> None:
    """E H_t = H_1 (1 - 2/n)^(t - 1) at six t up to 31."""
    assert_mean(diversity(apart=True).alone[:, TIMES - 1], expected(1 - 2 / PAGES))


@pytest.mark.slow
def test_apart_half_of_the_diversity_is_safe() -> None:
    """E H_t of the pool = H_1 (1 + (1 - 2/n)^(t - 1)) / 2 at six t up to 31."""
    pool = (expected(1.0) + expected(1 - 2 / PAGES)) / 2
    assert_mean(diversity(apart=True).pooled[:, TIMES - 1], pool)


@pytest.mark.slow
def test_isolation_keeps_more_together_and_less_alone() -> None:
    """Paired replicates, at t = 21 and 31: both differences more than 5 SE above 0.

    By the closed forms they are 0.15 and more, which is above 9 SE."""
    apart, shared = diversity(apart=True), diversity(apart=False)
    late = TIMES[4:] - 1
    assert_above((apart.pooled - shared.pooled)[:, late])
    assert_above((shared.alone - apart.alone)[:, late])


@pytest.mark.slow
def test_both_webs_begin_alike() -> None:
    """The first model is the same in both, replicate by replicate."""
    assert np.array_equal(diversity(apart=True).alone[:, 0], diversity(apart=False).alone[:, 0])
    assert np.allclose(diversity(apart=True).alone[:, 0], diversity(apart=True).pooled[:, 0], atol=1e-12)
