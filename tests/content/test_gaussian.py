"""Gaussian pages against closed forms: draws, moments, mixtures, temperature, and what is refused."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from webloop.content.domain import Domain
from webloop.content.gaussian.domain import GaussianDomain, Keep, human
from webloop.content.gaussian.draws import draw_moments, draw_pages
from webloop.content.gaussian.source import GaussianSource, Part, blend, normal, square_root
from webloop.content.samples import Chunk, Moments, Samples
from webloop.errors import InputError
from webloop.submodels.content.gaussian import Gaussian
from webloop.submodels.decoders.sampling import Sampling

COVARIANCE = np.array([[[2.0, 0.8], [0.8, 0.5]]])


def domain(replicates: int = 1, keep: Keep = "pages", truth: GaussianSource | None = None) -> GaussianDomain:
    return GaussianDomain(truth or human(1, 1, 6.0), {"a": 0.7, "b": 0.3}, replicates, keep)


def law(mean: float = 0.0, variance: float = 1.0) -> GaussianSource:
    return normal(np.array([[mean]]), np.array([[[variance]]]))


@given(st.integers(1, 6), st.integers(0, 6), st.floats(-300, 300), st.integers(0, 2**32 - 1))
def test_roots_of_any_rank_and_size(dimensions: int, rank: int, power: float, seed: int) -> None:
    factor = np.random.default_rng(seed).standard_normal((2, dimensions, min(rank, dimensions)))
    covariance = factor @ factor.transpose(0, 2, 1) * 10.0**power
    root = square_root(covariance)
    assert np.isfinite(root).all()
    np.testing.assert_allclose(root @ root.transpose(0, 2, 1), covariance, rtol=1e-9, atol=1e-13 * covariance.max())


def test_pages_have_the_mean_and_the_covariance_of_their_source() -> None:
    """200,000 pages: every moment within 4.5 standard errors; 7 of them, false alarms below 1e-4."""
    mean = np.array([[1.0, -3.0]])
    pages = draw_pages(100_000, normal(mean, COVARIANCE), 2, np.random.default_rng(1))
    assert pages.shape == (2, 100_000, 2)
    x = pages.reshape(-1, 2)
    n = len(x)
    sd = np.sqrt(np.diag(COVARIANCE[0]))
    assert (np.abs(x.mean(axis=0) - mean[0]) < 4.5 * sd / np.sqrt(n)).all()
    se = np.sqrt((COVARIANCE[0] ** 2 + np.outer(sd**2, sd**2)) / n)
    assert (np.abs(np.cov(x.T) - COVARIANCE[0]) < 4.5 * se).all()
    assert stats.kstest((x[:, 0] - 1) / sd[0], "norm").pvalue > 1e-5


def test_replicates_have_sources_of_their_own() -> None:
    """Means 1e6 apart, standard deviations 1: no chance."""
    source = normal(np.array([[0.0], [1e6], [2e6]]), np.ones((1, 1, 1)))
    pages = draw_pages(10, source, 3, np.random.default_rng(2))
    assert (np.abs(pages[..., 0] - np.array([[0.0], [1e6], [2e6]])) < 10).all()
    assert source.of_replicate(1).mean.tolist() == [[1e6]]
    shared = law()
    assert shared.of_replicate(2) is shared


@pytest.mark.parametrize(("dimensions", "pages"), [(1, 2), (1, 7), (2, 5), (3, 3), (4, 2), (3, 40)])
def test_moments_are_distributed_as_those_of_pages(dimensions: int, pages: int) -> None:
    """KS tests of 4,000 replicates each on mean, trace, last diagonal and determinant: p above 1e-6 (24 tests)."""
    rng = np.random.default_rng([3, dimensions, pages])
    factor = rng.standard_normal((1, dimensions, dimensions))
    source = normal(rng.standard_normal((1, dimensions)), factor @ factor.transpose(0, 2, 1))
    summed = draw_moments(pages, source, 4000, rng)
    counted = Chunk(draw_pages(pages, source, 4000, rng)).moments
    assert summed.number.tolist() == counted.number.tolist()

    def seen(moments: Moments) -> list[np.ndarray]:
        scatter = moments.scatter
        some = [moments.mean[:, 0], np.einsum("rii->r", scatter), scatter[:, -1, -1], scatter[:, 0, -1]]
        return [*some, np.linalg.det(scatter)] if pages > dimensions else some

    for one, other in zip(seen(summed), seen(counted), strict=True):
        assert stats.ks_2samp(one, other).pvalue > 1e-6
    ranks = np.linalg.matrix_rank(summed.scatter)
    assert (ranks == min(dimensions, pages - 1)).all()


def test_scatter_is_chi_squared() -> None:
    """2,000 replicates of 4 million pages: KS tests against the exact laws, p above 1e-5 (false alarms 2e-5)."""
    found = draw_moments(4_000_000, law(0.0, 4.0), 2000, np.random.default_rng(4))
    assert stats.kstest(found.scatter[:, 0, 0] / 4.0, stats.chi2(3_999_999).cdf).pvalue > 1e-5
    assert stats.kstest(found.mean[:, 0] * np.sqrt(4e6) / 2.0, "norm").pvalue > 1e-5
    single = draw_moments(1, law(), 3, np.random.default_rng(4))
    assert single.scatter.tolist() == np.zeros((3, 1, 1)).tolist()


def test_mixtures() -> None:
    """400,000 pages of three components in two parts: shares, mean and variance within 4.5 standard errors."""
    first = Part(np.array([[0.2, 0.0, 0.3]]), np.array([[[-10.0], [50.0], [0.0]]]), np.array([[[1.0]]]))
    second = Part(np.array([[0.5]]), np.array([[[20.0]]]), np.array([[[4.0]]]))
    source = GaussianSource((first, second))
    assert source.mean.tolist() == [[8.0]]
    variance = 0.5 * 1 + 0.5 * 4 + 0.2 * 18**2 + 0.3 * 8**2 + 0.5 * 12**2
    assert source.covariance.ravel().tolist() == pytest.approx([variance])
    x = draw_pages(200_000, source, 2, np.random.default_rng(5)).ravel()
    shares = np.array([(x < -5).mean(), ((x >= -5) & (x < 7)).mean(), (x >= 7).mean()])
    assert (np.abs(shares - [0.2, 0.3, 0.5]) < 4.5 * np.sqrt(0.25 / len(x))).all()
    assert x.max() < 40, "the component of weight 0 is never drawn"
    high = x[x >= 10]
    assert stats.kstest((high - 20) / 2, "norm").pvalue > 1e-5
    assert stats.kstest(x[x < -5] + 10, "norm").pvalue > 1e-5


def test_blends() -> None:
    one, other = law(0.0), law(4.0)
    assert blend([one, one, other], [0.7, 0.3, 0.0]) is one
    mixed = blend([one, other, one], [0.25, 0.5, 0.25])
    assert [part.weights.tolist() for part in mixed.parts] == [[[0.5]], [[0.5]]]
    assert mixed.covariance.ravel().tolist() == [5.0]
    assert blend([], []).parts == ()
    world = domain()
    assert world.human_truth(world.tastes(3)) is world.tastes(4)["b"]


def test_human_modes() -> None:
    truth = human(2, 4, 3.0)
    assert truth.mean.tolist() == [[0.0, 0.0]]
    np.testing.assert_allclose(truth.covariance, [[[1 + 9 * 15 / 12, 0], [0, 1]]])


def test_temperature() -> None:
    world, source = domain(), normal(np.zeros((1, 2)), COVARIANCE)
    np.testing.assert_array_equal(world.publish(source, Sampling(temperature=0.8), 0.0).covariance, 0.8 * COVARIANCE)
    mixture = blend([law(0.0), law(4.0)], [0.5, 0.5])
    assert world.publish(mixture, Sampling(), 0.0) is mixture
    x = np.linspace(-5, 5, 101)
    ratio = stats.norm.pdf(x) ** (1 / 0.8) / stats.norm.pdf(x, scale=np.sqrt(0.8))
    np.testing.assert_allclose(ratio, ratio[0])
    for fitted, decoder, hallucination in (
        (mixture, Sampling(temperature=0.9), 0.0),
        (source, Sampling(), 0.1),
        (source, Sampling(top_k=3), 0.0),
        (source, Sampling(top_p=0.9), 0.0),
    ):
        with pytest.raises(InputError):
            world.publish(fitted, decoder, hallucination)


def test_a_domain_of_pages() -> None:
    world: Domain[Samples, GaussianSource] = domain()
    rng = np.random.default_rng(6)
    content = world.pool([world.draw(300, world.tastes(0)["a"], rng), world.empty(), world.draw(0, law(), rng)])
    assert world.size(content) == 300
    assert world.sizes(content).tolist() == [300]
    assert world.passing(content, 0.25) == 75
    kept, thrown = world.screen(content, 1.0, 0.0, rng)
    assert (world.size(kept), thrown) == (0, 0)
    kept, thrown = world.screen(content, 0.0, 1.0, rng)
    assert (world.size(kept), thrown) == (0, 300)
    kept, thrown = world.screen(content, 0.5, 1.0, rng)
    assert world.size(kept) + thrown == 300
    one, other = world.split(content, 0.5, rng)
    assert world.size(one) + world.size(other) == 300
    assert world.weigh([(one, 2.0)]) == ((one, 2.0),)
    source = law()
    assert world.choose(source, SimpleNamespace(kind="first")) is source
    with pytest.raises(InputError):
        world.choose(source, SimpleNamespace(kind="best_of"))
    with pytest.raises(InputError, match="verifier"):
        world.verified(content, 0.9, 0.1)


def test_only_moments() -> None:
    world, rng = domain(replicates=3, keep="moments"), np.random.default_rng(7)
    content = world.draw(10**7, world.tastes(0)["a"], rng)
    pooled = world.pool([content, world.draw(5, law(), rng)])
    assert len(pooled) == 1
    assert world.size(pooled) == 10**7 + 5
    with pytest.raises(InputError, match="mixes several"):
        world.draw(10, blend([law(0.0), law(4.0)], [0.5, 0.5]), rng)
    with pytest.raises(InputError, match="moments"):
        world.thin(content, 0.5, rng)


def test_the_kind_of_content() -> None:
    shares = {"a": 0.4, "b": 0.6}
    kind = Gaussian(dimensions=3, modes=2)
    built = kind.build(SimpleNamespace(shares=shares, replicates=4))  # type: ignore[arg-type]
    assert built.replicates == 4
    assert built.tastes(0)["b"].mean.shape == (1, 3)
    with pytest.raises(ValueError, match="modes"):
        Gaussian(keep="moments", modes=2)
