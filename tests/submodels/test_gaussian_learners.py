"""Learners of Gaussian pages: closed forms of one fit, and of a course over generations."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln, polygamma, psi
from sklearn.mixture import GaussianMixture as Reference

from webloop.content.gaussian.domain import GaussianDomain, Keep, human
from webloop.content.gaussian.source import GaussianSource
from webloop.content.samples import Chunk, Samples, Summary
from webloop.errors import InputError
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.learners.gaussian_mixture import GaussianMixture
from webloop.submodels.learners.gaussian_mle import GaussianMle
from webloop.submodels.learners.kernel_density import KernelDensity
from webloop.submodels.roles import Learner

LEARNERS = [GaussianMle(), GaussianMle(ddof=1), KernelDensity(), KernelDensity(bandwidth=0.1), GaussianMixture()]


def course(
    learner: Learner,
    generations: int,
    pages: int,
    replicates: int,
    *,
    pooled: Callable[[Samples, Samples], Samples] = lambda _, new: new,
    dimensions: int = 1,
    keep: Keep = "pages",
    seed: int = 1,
) -> list[GaussianSource]:
    """Models that learn from the pages of the one before."""
    world = GaussianDomain(human(dimensions, 1, 6.0), {"all": 1.0}, replicates, keep)
    rng = np.random.default_rng([seed, pages, generations])
    source, pool, models = world.tastes(0)["all"], world.empty(), []
    for _ in range(generations):
        pool = pooled(pool, world.draw(pages, source, rng))
        source = world.fit(learner, world.weigh([(pool, 1.0)]), rng)
        models.append(source)
    return models


@pytest.mark.parametrize("keep", ["pages", "moments"])
@pytest.mark.parametrize("ddof", [0, 1])
def test_replace_is_a_random_walk_of_log_sigma(ddof: int, keep: Keep) -> None:
    """L2, n = 100, t = 50, 2,000 replicates: means within 4.5 standard errors, false alarms 2e-5 in 3 tests each."""
    n, t, replicates = 100, 50, 2000
    last = course(GaussianMle(ddof=ddof), t, n, replicates, keep=keep, seed=ddof)[-1]
    variance = last.covariance[:, 0, 0]
    drift = t / 2 * (psi((n - 1) / 2) - np.log((n - ddof) / 2))
    logs = np.log(variance) / 2
    spread = np.sqrt(t * polygamma(1, (n - 1) / 2) / 4)
    assert abs(logs.mean() - drift) < 4.5 * spread / np.sqrt(replicates)
    assert abs(logs.std() / spread - 1) < 4.5 / np.sqrt(2 * replicates)
    sigma = np.exp(t * (np.log(2 / (n - ddof)) / 2 + gammaln(n / 2) - gammaln((n - 1) / 2)))
    assert abs(np.sqrt(variance).mean() - sigma) < 4.5 * np.sqrt(variance).std() / np.sqrt(replicates)


def test_few_pages_collapse_as_fast_as_theory_says() -> None:
    """L2, n = 10, ddof 1, 40 generations, 4,000 replicates: E sigma = alpha^t, mean log sigma; 4.5 standard errors."""
    n, t, replicates = 10, 40, 4000
    variance = course(GaussianMle(ddof=1), t, n, replicates)[-1].covariance[:, 0, 0]
    alpha = np.sqrt(2 / (n - 1)) * np.exp(gammaln(n / 2) - gammaln((n - 1) / 2))
    sigma = np.sqrt(variance)
    assert alpha == pytest.approx(0.97266, abs=1e-5)
    assert abs(sigma.mean() - alpha**t) < 4.5 * np.sqrt((1 - alpha ** (2 * t)) / replicates)  # E sigma^2 stays 1
    drift = t / 2 * (psi((n - 1) / 2) - np.log((n - 1) / 2))
    assert abs(np.log(sigma).mean() - drift) < 4.5 * np.sqrt(t * polygamma(1, (n - 1) / 2) / 4 / replicates)


@pytest.mark.parametrize("keep", ["pages", "moments"])
def test_accumulation_does_not_collapse(keep: Keep) -> None:
    """L3, n = 10, ddof 0, 50 generations, 4,000 replicates: variance and mean error; 4.5 standard errors."""
    n, t, replicates = 10, 50, 4000
    world = GaussianDomain(human(1, 1, 6.0), {"all": 1.0}, replicates, keep)
    last = course(GaussianMle(), t, n, replicates, pooled=lambda old, new: world.pool([old, new]), keep=keep)[-1]
    expected = np.prod(1 - 1 / (n * np.arange(1, t + 1) ** 2))
    variance, error = last.covariance[:, 0, 0], last.mean[:, 0] ** 2
    assert abs(variance.mean() - expected) < 4.5 * variance.std() / np.sqrt(replicates)
    assert abs(error.mean() - (1 - expected)) < 4.5 * error.std() / np.sqrt(replicates)


def test_fresh_data_and_a_temperature_meet_halfway() -> None:
    """L5: 50 human pages and 50 of the last model at 0.8, ddof 0, 30 generations, 4,000 replicates; 4.5 SE.

    V and q, the means of variance and squared mean, follow a linear recursion exactly.
    """
    n, replicates, tau = 50, 4000, 0.8
    world = GaussianDomain(human(1, 1, 6.0), {"all": 1.0}, replicates, "pages")
    people, rng = world.tastes(0)["all"], np.random.default_rng(9)
    source, variance, square = people, 1.0, 0.0
    for _ in range(30):
        real, made = world.draw(n, people, rng), world.draw(n, world.publish(source, Sampling(temperature=tau), 0), rng)
        source = world.fit(GaussianMle(), world.weigh([(real, 1.0), (made, 1.0)]), rng)
        total = n + n * tau * variance
        mean = (total + n**2 * square) / (2 * n) ** 2
        variance, square = (total + n * square) / (2 * n) - mean, mean
    found, error = source.covariance[:, 0, 0], source.mean[:, 0] ** 2
    assert abs(found.mean() - variance) < 4.5 * found.std() / np.sqrt(replicates)
    assert abs(error.mean() - square) < 4.5 * error.std() / np.sqrt(replicates)


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda x: x.kind)
@pytest.mark.parametrize(("pages", "dimensions"), [(1, 1), (1, 3), (2, 1), (3, 5), (5, 2)])
def test_nothing_becomes_a_not_a_number(learner: Learner, pages: int, dimensions: int) -> None:
    """One page, fewer pages than dimensions, hundreds of generations: finite and never negative."""
    generations = 400 if isinstance(learner, GaussianMle) else 60
    last = course(learner, generations, pages, 3, dimensions=dimensions)[-1]
    assert np.isfinite(last.mean).all()
    assert np.isfinite(last.covariance).all()
    assert (np.einsum("rii->ri", last.covariance) >= 0).all()


def test_moments_collapse_to_next_to_nothing() -> None:
    """Pages lose their last digits at 1e-16 of the mean; moments go on to the smallest numbers there are."""
    variances = [m.covariance.max() for m in course(GaussianMle(), 6000, 5, 4, keep="moments")]
    assert any(0 < variance < 1e-290 for variance in variances)
    assert variances[-1] == 0.0


@given(
    st.lists(st.tuples(st.integers(1, 5), st.floats(0.1, 10)), min_size=1, max_size=4),
    st.integers(0, 1),
    st.integers(0, 2**32 - 1),
)
def test_weights(parts: list[tuple[int, float]], ddof: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    chunks = []
    for rows, _ in parts:
        there = rng.random((2, rows + 1)) < 0.7
        there[:, 0] = True
        chunks.append(Chunk(rng.standard_normal((2, rows + 1, 2)), there))
    weights = [weight for _, weight in parts]
    found = GaussianMle(ddof=ddof).fit([((chunk,), weight) for chunk, weight in zip(chunks, weights, strict=True)])
    for r in range(2):
        x = np.concatenate([chunk.values[r, chunk.there[r]] for chunk in chunks if chunk.there is not None])
        w = np.repeat(weights, [int(chunk.number[r]) for chunk in chunks])
        np.testing.assert_allclose(found.mean[r], np.average(x, axis=0, weights=w), atol=1e-12)
        if len(x) > 1:
            np.testing.assert_allclose(found.covariance[r], np.cov(x.T, aweights=w, ddof=ddof), rtol=1e-9, atol=1e-12)
        else:
            assert (found.covariance[r] == 0).all()


def test_kernels_add_their_variance() -> None:
    rng = np.random.default_rng(2)
    x = rng.standard_normal((2, 30, 3)) * [1.0, 2.0, 3.0]
    within = np.stack([np.cov(rows.T, ddof=0) for rows in x])
    fixed = KernelDensity(bandwidth=0.3).fit([((Chunk(x),), 1.0)])
    np.testing.assert_allclose(fixed.covariance, within + 0.09 * np.eye(3), rtol=1e-12)
    h = (4 / 5) ** (1 / 7) * 30 ** (-1 / 7)
    rule = KernelDensity().fit([((Chunk(x),), 5.0)])
    np.testing.assert_allclose(rule.covariance, within * (1 + h**2 * 30 / 29), rtol=1e-12)
    # a page counts twice where its weight is twice that of others
    twice = KernelDensity(bandwidth=0.3).fit([((Chunk(x[:, :10]),), 2.0), ((Chunk(x[:, 10:]),), 1.0)])
    again = KernelDensity(bandwidth=0.3).fit([((Chunk(np.concatenate([x[:, :10], x], axis=1)),), 1.0)])
    np.testing.assert_allclose(twice.covariance, again.covariance, rtol=1e-12)


def test_mixtures_agree_with_another_implementation() -> None:
    """From the same start, with enough iterations, the same optimum."""
    rng = np.random.default_rng(3)
    centres = np.array([[-4.0, 0.0], [0.0, 2.0], [5.0, -1.0]])
    x = centres[rng.integers(0, 3, (2, 400))] + rng.standard_normal((2, 400, 2)) * [1.0, 0.5]
    found = GaussianMixture(components=3, iterations=2000, tolerance=1e-12, floor=1e-9).fit([((Chunk(x),), 1.0)])
    for r in range(2):
        one = found.of_replicate(r)
        other = Reference(3, tol=1e-12, reg_covar=0.0, max_iter=2000, means_init=centres, random_state=0).fit(x[r])
        order = np.argsort(other.means_[:, 0])
        mine = sorted(one.parts, key=lambda part: part.means[0, 0, 0])
        np.testing.assert_allclose([p.weights.item() for p in mine], other.weights_[order], atol=1e-4)
        np.testing.assert_allclose([p.means[0, 0] for p in mine], other.means_[order], atol=1e-3)
        np.testing.assert_allclose([p.covariance[0] for p in mine], other.covariances_[order], atol=1e-3)


def test_mixtures_learn_each_replicate_alone() -> None:
    rng = np.random.default_rng(4)
    x = rng.standard_normal((3, 50, 2)) * np.array([1.0, 1e-6, 1e3])[:, None, None]
    block = GaussianMixture().fit([((Chunk(x),), 1.0)])
    for r in range(3):
        alone = GaussianMixture().fit([((Chunk(x[r : r + 1]),), 1.0)])
        np.testing.assert_allclose(block.of_replicate(r).covariance, alone.covariance, rtol=1e-9)


def test_one_component_is_maximum_likelihood() -> None:
    x = np.random.default_rng(5).standard_normal((2, 50, 3))
    mixture = GaussianMixture(components=1).fit([((Chunk(x),), 1.0)])
    plain = GaussianMle().fit([((Chunk(x),), 1.0)])
    np.testing.assert_allclose(mixture.mean, plain.mean, atol=1e-12)
    np.testing.assert_allclose(mixture.covariance, plain.covariance, rtol=1e-4, atol=1e-5)


def test_what_learners_refuse() -> None:
    for learner in LEARNERS:
        with pytest.raises(ValueError, match="no page"):
            learner.fit([])
        with pytest.raises(ValueError, match="no page"):
            learner.fit([((Chunk(np.zeros((2, 1, 1)), np.array([[True], [False]])),), 1.0)])
    summed = Summary(Chunk(np.zeros((1, 3, 1))).moments)
    for learner in (KernelDensity(), GaussianMixture()):
        with pytest.raises(InputError, match="pages"):
            learner.fit([((summed,), 1.0)])
