"""Closed forms against small simulations of their own, and against each other. Seeds are fixed."""

import numpy as np
import pytest

from webloop.replication.forms.accumulate import diversity, diversity_limit, subsample_diversity
from webloop.replication.forms.drift import alive, survival_rates
from webloop.replication.forms.mixing import archive_error, effective_samples, fresh_loop, golden_error, golden_weight
from webloop.replication.forms.selection import best_of, tempered
from webloop.replication.forms.tails import hutter_error

Z = 5.0
"""Standard errors, 5.7e-7 two-sided; with fewer than 40 comparisons false alarms have a chance below 3e-5."""


@pytest.mark.parametrize("pages", [5, 10, 100])
def test_accumulated_diversity_reaches_its_limit(pages: int) -> None:
    assert diversity(pages, 100_000)[-1] == pytest.approx(diversity_limit(pages), rel=1e-4)


@pytest.mark.parametrize(("real", "synthetic", "factor"), [(20, 30, 0.7), (5, 50, 1.0), (40, 10, 1.3)])
@pytest.mark.parametrize("ddof", [0, 1])
def test_the_fresh_loop_is_exact(real: int, synthetic: int, factor: float, ddof: int) -> None:
    """Against samples drawn one by one, six generations, R = 4000, variance and error at the last one."""
    rng = np.random.default_rng([real, synthetic, ddof])
    weight, mean, variance = 0.6, np.zeros(4000), np.ones(4000)
    pages = np.repeat([weight, 1 - weight], [real, synthetic])
    unbias = pages.sum() / (pages.sum() - ddof * (pages**2).sum() / pages.sum())
    for _ in range(6):
        made = mean[:, None] + np.sqrt(factor * variance)[:, None] * rng.standard_normal((4000, synthetic))
        rows = np.concatenate([rng.standard_normal((4000, real)), made], axis=1)
        mean = rows @ pages / pages.sum()
        variance = unbias * ((rows - mean[:, None]) ** 2 @ pages) / pages.sum()
    theirs = fresh_loop(real, synthetic, factor, ddof=ddof, weight=weight, generations=6)[-1]
    for values, expected in ((variance, theirs[0]), (mean**2, theirs[1])):
        assert abs(values.mean() - expected) < Z * values.std() / np.sqrt(4000)


def test_the_subsample_is_exact() -> None:
    """Against rows drawn without replacement, n = 6, R = 8000, at t = 1, 2, 3, 12."""
    rng, rows, theirs = np.random.default_rng(1), np.empty((8000, 0)), subsample_diversity(6, 12)
    mean, variance = np.zeros(8000), np.ones(8000)
    for t in range(1, 13):
        new = mean[:, None] + np.sqrt(variance)[:, None] * rng.standard_normal((8000, 6))
        rows = np.concatenate([rows, new], axis=1)
        picked = np.take_along_axis(rows, rng.random(rows.shape).argsort(axis=1)[:, :6], axis=1)
        mean, variance = picked.mean(axis=1), picked.var(axis=1)
        if t in {1, 2, 3, 12}:
            assert abs(variance.mean() - theirs[t - 1]) < Z * variance.std() / np.sqrt(8000)


def test_effective_samples_are_where_the_fresh_loop_ends() -> None:
    for real, synthetic in ((100, 100), (100, 900), (1000, 50)):
        error = fresh_loop(real, synthetic, ddof=1, generations=3000)[-1, 1]
        assert error == pytest.approx(1 / effective_samples(real, synthetic), rel=0.02)


def test_the_archive_s_error_is_bounded() -> None:
    errors = [archive_error(100, m)[0] for m in (1, 10, 100, 1000, 10**6)]
    assert errors == sorted(errors)
    assert errors[-1] == pytest.approx(1 / 201, rel=1e-3)


def test_the_golden_weight_is_best() -> None:
    for ratio in (0.1, 1.0, 4.0):
        best = golden_weight(ratio)
        assert golden_error(np.array([best]), ratio)[0] <= golden_error(np.linspace(0.01, 1, 500), ratio).min() + 1e-12
    assert golden_weight() == pytest.approx((np.sqrt(5) - 1) / 2)


def test_survival_is_about_two_by_k() -> None:
    assert survival_rates(10_000)[-1] * 10_000 / 2 == pytest.approx(1, rel=2e-3)


def test_alive_is_exact_for_poisson_pages() -> None:
    """One idea that Poisson numbers of pages carry on: R = 200,000, t = 1, 5, 20."""
    rng, count, theirs = np.random.default_rng(2), rng_start(), alive(np.array([1.0]), 3.0, 20)
    for t in range(1, 21):
        count = rng.poisson(count)
        if t in {1, 5, 20}:
            share = (count > 0).mean()
            assert abs(share - theirs[t - 1]) < Z * np.sqrt(share * (1 - share) / len(count))


def rng_start() -> np.ndarray:
    return np.full(200_000, 3)


def test_hutter_s_error_is_the_missing_mass() -> None:
    p = np.arange(1, 2_000_001) ** -2.0
    p /= p.sum()
    assert (p * np.exp(-1e4 * p)).sum() == pytest.approx(hutter_error(2, 1e4), rel=2e-3)


@pytest.mark.parametrize("candidates", [1, 2, 3, 50])
def test_winners_are_drawn_from_candidates(candidates: int) -> None:
    """Against 100,000 draws of so many candidates each, five shares."""
    p, r, rng = np.array([0.4, 0.3, 0.15, 0.1, 0.05]), np.linspace(0, 1, 5), np.random.default_rng(candidates)
    drawn = rng.choice(5, (100_000, candidates), p=p)
    chances = np.exp(r)[drawn].cumsum(axis=1)
    won = (chances > rng.random((100_000, 1)) * chances[:, -1:]).argmax(axis=1)
    shares = np.bincount(drawn[np.arange(100_000), won], minlength=5) / 100_000
    theirs = best_of(p, r, candidates)
    assert np.all(np.abs(shares - theirs) < Z * np.sqrt(theirs * (1 - theirs) / 100_000))


def test_very_many_candidates_are_the_limit() -> None:
    p, r = np.array([0.4, 0.3, 0.15, 0.1, 0.05]), np.linspace(-1, 1, 5)
    assert best_of(p, r, 10_000) == pytest.approx(best_of(p, r, None), rel=1e-3)


def test_a_tempered_zipf_is_a_zipf() -> None:
    p = 1 / np.arange(1, 101)
    steep = np.arange(1, 101) ** (-1 / 0.8**3)
    assert np.allclose(tempered(p / p.sum(), 0.8, 0.0, 3)[-1], steep / steep.sum())
