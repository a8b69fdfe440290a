"""Regression pairs: how they are drawn, kept and relabelled."""

from types import SimpleNamespace

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from tests.content.regressions import domain
from webloop.content.regression.linear import blend, rule
from webloop.content.samples import Chunk, Samples
from webloop.errors import InputError
from webloop.submodels.content.regression import Regression
from webloop.submodels.decoders.sampling import Sampling

FAR = 1e-5  # false-alarm rate of each test


def values(content: Samples) -> np.ndarray:
    (chunk,) = content
    assert isinstance(chunk, Chunk)
    return chunk.values


def test_the_same_x_come_again_however_many_are_asked_for() -> None:
    one, other, rng = domain(3), domain(3), np.random.default_rng(1)
    few = values(one.draw(10, one.truth, rng))[..., :-1]
    many = values(one.draw(700, one.truth, rng))[..., :-1]
    assert (many[:, :10] == few).all()
    assert (values(other.draw(700, other.truth, rng))[..., :-1] == many).all()
    assert len(np.unique(many)) == many.size
    assert stats.kstest(many.ravel(), "norm").pvalue > FAR
    assert (values(domain(3, seed=2).draw(10, one.truth, rng))[..., :-1] != few).all()


def test_fresh_x_never_come_again() -> None:
    fresh, rng = domain(2, design="fresh", dimensions=3), np.random.default_rng(2)
    x = np.concatenate([values(fresh.draw(500, fresh.truth, rng))[..., :-1] for _ in range(2)])
    assert len(np.unique(x)) == x.size
    assert stats.kstest(x.ravel(), "norm").pvalue > FAR


@pytest.mark.parametrize("temperature", [0.25, 1.0, 3.0])
def test_temperature_multiplies_the_variance_of_numbers(temperature: float) -> None:
    """Squared noise of 20,000 pages is chi-square, both tails at 1e-5."""
    content = domain(20, dimensions=4, noise=2.0)
    fitted = rule(np.random.default_rng(3).standard_normal((20, 4)))
    source = content.publish(fitted, Sampling(temperature=temperature), 0.0)
    rows = values(content.draw(1000, source, np.random.default_rng(4)))
    noise = rows[..., -1] - np.einsum("rpd,rd->rp", rows[..., :-1], fitted.mean)
    total = (noise**2).sum() / (temperature * 2.0**2)
    assert FAR / 2 < stats.chi2.cdf(total, noise.size) < 1 - FAR / 2


def test_without_noise_numbers_are_exact() -> None:
    content = domain(2, noise=0.0)
    rows = values(content.draw(50, content.truth, np.random.default_rng(5)))
    assert (rows[..., -1] == rows[..., 0]).all()


@pytest.mark.parametrize(("flip", "hallucination"), [(0.0, 0.0), (0.0, 0.3), (0.2, 1.0)])
def test_classes_are_wrong_as_often_as_said(flip: float, hallucination: float) -> None:
    """Wrong labels of 20,000 pages are binomial, at 1e-5."""
    content, rng = domain(20, outcome="class", flip=flip), np.random.default_rng(6)
    model = content.publish(content.truth, Sampling(), hallucination)
    for source, chance in ((content.truth, flip), (model, hallucination)):
        rows = values(content.draw(1000, source, rng))
        assert set(np.unique(rows[..., -1])) == {-1.0, 1.0}
        wrong = int(((rows[..., 0] >= 0) != (rows[..., -1] > 0)).sum())
        assert stats.binomtest(wrong, rows[..., -1].size, chance).pvalue > FAR


def test_a_mixture_writes_each_page_by_one_of_its_parts() -> None:
    """Parts of 20,000 pages are multinomial, noise of each is chi-square; each check at 1e-5.

    Coefficients are so large that the nearest part wrote the page: 1e-5 for a page on which two agree by chance.
    """
    content = domain(20, dimensions=3)
    first, second, third = (rule(1e10 * w, noise=s) for w, s in zip(_three(20), (0.0, 1.0, 2.0), strict=True))
    source = blend([blend([first, second], [0.25, 0.75]), third], [0.8, 0.2])
    rows = values(content.draw(1000, source, np.random.default_rng(8)))
    off = rows[..., -1][..., None] - rows[..., :-1] @ source.coefficients.swapaxes(1, 2)
    part = np.abs(off).argmin(axis=2)
    counts = np.bincount(part.ravel(), minlength=3)
    assert stats.chisquare(counts, 20_000 * np.array([0.2, 0.6, 0.2])).pvalue > FAR
    for index, noise in ((1, 1.0), (2, 2.0)):
        mine = off[..., index][part == index]
        assert FAR / 2 < stats.chi2.cdf((mine**2).sum() / noise**2, len(mine)) < 1 - FAR / 2
    assert np.abs(off[..., 0][part == 0]).max() < 1e-4


def _three(replicates: int) -> np.ndarray:
    """Three sets of coefficients; the first stands for all replicates."""
    rng = np.random.default_rng(7)
    return np.broadcast_to(np.eye(3)[:, None], (3, replicates, 3)) + 0.1 * rng.standard_normal((3, replicates, 3))


def test_blends_are_no_larger_than_they_must() -> None:
    content = domain(4)
    tastes = content.tastes(7)
    assert set(tastes) == {"a", "b"}
    assert content.human_truth(tastes) is content.blend(list(tastes.values()), [0.6, 0.4]) is content.truth
    fitted = rule(np.random.default_rng(9).standard_normal((4, 10)))
    assert content.blend([fitted, content.truth], [1.0, 0.0]) is fitted
    mixed = content.blend([content.truth, fitted, content.truth], [0.25, 0.5, 0.25])
    assert mixed.weights.tolist() == [0.5, 0.5]
    assert mixed.coefficients.shape == (4, 2, 10)
    assert mixed.mean == pytest.approx((content.truth.mean + fitted.mean) / 2)
    assert (content.of_replicate(mixed, 2).mean == mixed.mean[2:3]).all()
    assert content.of_replicate(content.truth, 2) is content.truth


def test_pages_are_counted_pooled_and_sampled() -> None:
    content, rng = domain(5, dimensions=2), np.random.default_rng(10)
    assert content.draw(0, content.truth, rng) == content.empty()
    assert content.size(content.empty()) == 0
    one, other = content.draw(30, content.truth, rng), content.draw(20, content.truth, rng)
    pooled = content.pool([one, content.empty(), other])
    assert content.size(pooled) == 50
    assert content.passing(pooled, 0.5) == 25
    parts = content.sample([one, other], 10, rng)
    assert (sum(content.sizes(part) for part in parts) == 10).all()


def test_chance_keeps_no_pages_of_a_block() -> None:
    content, rng = domain(5), np.random.default_rng(11)
    pages = content.draw(30, content.truth, rng)
    assert content.size(content.thin(pages, 1.0, rng)) == 30
    assert content.split(pages, 0.0, rng) == ((), pages)
    assert content.screen(pages, 1.0, 1.0, rng) == (pages, 0)
    with pytest.raises(RuntimeError, match="each replicate"):
        content.thin(pages, 0.5, rng)
    with pytest.raises(RuntimeError, match="each replicate"):
        domain(5, outcome="class").verified(pages, 0.9, 0.3)


def test_a_verifier_looks_at_each_page() -> None:
    """Right and wrong pages kept of 40,000, and of those that fit, are binomial, each at 1e-5."""
    content, rng = domain(outcome="class", dimensions=5), np.random.default_rng(12)
    source = content.publish(content.truth, Sampling(), 0.4)
    pages = content.pool([content.draw(25_000, source, rng), content.draw(15_000, source, rng)])
    keep = content.verified(pages, 0.9, 0.3)
    assert [len(chances) for chances in keep] == [25_000, 15_000]
    wrong = sum(int((chances == 0.3).sum()) for chances in keep)
    assert stats.binomtest(wrong, 40_000, 0.4).pvalue > FAR
    assert content.passing(pages, keep) == pytest.approx(0.3 * wrong + 0.9 * (40_000 - wrong))
    kept, thrown = content.screen(pages, keep, 1.0, rng)
    assert content.size(kept) + thrown == 40_000
    left = sum(int((chances == 0.3).sum()) for chances in content.verified(kept, 0.9, 0.3))
    assert stats.binomtest(left, wrong, 0.3).pvalue > FAR
    assert stats.binomtest(content.size(kept) - left, 40_000 - wrong, 0.9).pvalue > FAR
    fitting, thrown_now = content.screen(pages, content.verified(pages, 1.0, 0.0), 0.5, rng)
    assert thrown_now == wrong
    assert stats.binomtest(content.size(fitting), 40_000 - wrong, 0.5).pvalue > FAR
    some, others = content.split(pages, 0.25, rng)
    assert content.size(some) + content.size(others) == 40_000
    assert stats.binomtest(content.size(some), 40_000, 0.25).pvalue > FAR


def test_what_regression_has_not_is_refused() -> None:
    numbers, classes = domain(), domain(outcome="class")
    truth, rng = numbers.truth, np.random.default_rng(13)
    with pytest.raises(InputError, match="hallucination must be 0"):
        numbers.publish(truth, Sampling(), 0.1)
    with pytest.raises(InputError, match="temperature must be 1"):
        classes.publish(truth, Sampling(temperature=0.9), 0.1)
    for decoder in (Sampling(top_k=3), Sampling(top_p=0.9), SimpleNamespace(kind="beam")):
        with pytest.raises(InputError, match="decoder `sampling`"):
            numbers.publish(truth, decoder, 0.0)
    with pytest.raises(InputError, match="verifier"):
        numbers.verified(numbers.draw(3, truth, rng), 1.0, 0.0)
    assert numbers.choose(truth, SimpleNamespace(kind="first")) is truth
    with pytest.raises(InputError, match="candidates"):
        numbers.choose(truth, SimpleNamespace(kind="best"))


@pytest.mark.parametrize("fields", [{"flip": 0.1}, {"outcome": "class", "noise": 0.5}])
def test_what_an_outcome_has_not_can_not_be_set(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="outcome must be"):
        Regression.model_validate(fields)
