"""Exact draws: what n-gram models write has the distribution that they say, at any temperature and cut."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from webloop.content.text.model import Decoding
from webloop.content.text.ngram import compiled
from webloop.content.text.ngram.automaton import ROOT, Automaton
from webloop.content.text.ngram.kneser_ney import discounts, kneser_ney, relative_frequencies
from webloop.content.text.ngram.luck import states
from webloop.content.text.ngram.sampler import sampler
from webloop.content.text.vocabulary import Tokens
from webloop.submodels.decoders.sampling import Sampling

WORDS = 30
DRAWS = 40_000
FAR = 1e-5  # false-alarm rate of each chi-square test: 3 x 8 contexts of them stay below 1e-3 together


def toy(seed: int, words: int = WORDS) -> Tokens:
    """Pages in which common words follow each other in patterns; the last 3 words never occur."""
    rng = np.random.default_rng(seed)
    p = 1.0 / np.arange(1, words - 2)
    pages = rng.choice(words - 3, size=(60, 20), p=p / p.sum())
    pages[:, 1::3] = (pages[:, ::3] + 1)[:, : pages[:, 1::3].shape[1]] % (words - 3)
    return pages.astype(np.int32)


def wanted(model: Automaton, context: int, decoding: Decoding) -> np.ndarray:
    """The distribution of what may be written: of seen words, decoded as ideas are."""
    p = np.where(model.root >= 0, model.distribution(context), 0.0)
    decoder = Sampling(temperature=decoding.temperature, top_k=decoding.top_k, top_p=decoding.top_p)
    return decoder.decode(p / p.sum())


def contexts(model: Automaton) -> list[int]:
    """The empty one, the beginning, and some of each length, wide and narrow."""
    found = [ROOT, model.beginning]
    for first, end in pairwise((*model.firsts[1:], len(model.shorter))):
        widths = np.diff(model.starts)[first:end]
        found += [first + int(np.argmax(widths)), first + int(np.argmin(widths)), first + (end - first) // 2]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    "decoding",
    [
        Decoding(),
        Decoding(temperature=0.6),
        Decoding(temperature=1.5),
        Decoding(top_k=5),
        Decoding(temperature=0.8, top_p=0.7),
        Decoding(temperature=1.2, top_k=7, top_p=0.9),
    ],
    ids=str,
)
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_draws_have_the_distribution_of_the_model(decoding: Decoding, order: int) -> None:
    """Chi-square of 40,000 draws after each of up to 11 contexts."""
    model = kneser_ney([(toy(1), 1.0)], order, WORDS)
    ready = sampler(model, decoding)
    for number, context in enumerate(contexts(model)):
        p = wanted(model, context, decoding)
        drawn = ready.pages(states(DRAWS, np.random.default_rng(number)), 1, context)[:, 0]
        counts = np.bincount(drawn, minlength=WORDS)
        assert counts[p == 0].sum() == 0
        often = p * DRAWS >= 5
        seen = np.append(counts[often], counts[~often].sum())
        told = np.append(p[often], p[~often].sum()) * DRAWS
        some = told > 0
        assert len(told[some]) == 1 or stats.chisquare(seen[some], told[some]).pvalue > FAR, context


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_probabilities_sum_to_one_after_every_context(order: int) -> None:
    model = kneser_ney([(toy(2), 1.0), (toy(3), 2.5)], order, WORDS)
    for context in range(len(model.shorter)):
        assert model.distribution(context).sum() == pytest.approx(1.0, abs=1e-12)
        assert (model.distribution(context) > 0).all()


def test_scores_are_those_of_the_distribution_after_the_longest_known_context() -> None:
    model = kneser_ney([(toy(4), 1.0)], 3, WORDS)
    stream = np.random.default_rng(5).integers(WORDS, size=200).astype(np.int32)
    scores = model.log_probabilities(stream)
    for place in range(len(stream)):
        context = model.after(stream[:place])
        assert scores[place] == pytest.approx(np.log(model.distribution(context)[stream[place]]), abs=1e-12)


@pytest.mark.parametrize("temperature", [0.2, 0.05, 0.001])
def test_low_temperatures_neither_underflow_nor_drown_in_rounding(temperature: float) -> None:
    """Among 20,000 words and 60,000 contexts, where p to the power of 1,000 is 0: chi-square, as above.

    Words with less than 5 expected draws count together; at the lowest temperature one is left, but for ties.
    """
    rng = np.random.default_rng(20)
    words, far = 20_000, 1e-6
    pages = (rng.zipf(1.3, size=(2000, 50)) % words).astype(np.int32)
    model = kneser_ney([(pages, 1.0)], 3, words)
    ready = sampler(model, Decoding(temperature=temperature))
    widths = np.diff(model.starts)
    widest = model.firsts[1] + np.argsort(-widths[model.firsts[1] : model.firsts[2]])[:4]
    last = model.firsts[2] + np.argsort(-widths[model.firsts[2] :])[:4]
    for context in (ROOT, model.beginning, *widest.tolist(), *last.tolist(), len(model.shorter) - 1):
        p = np.where(model.root >= 0, model.distribution(context), 0.0)
        p = (p / p.max()) ** (1 / temperature)
        p /= p.sum()
        drawn = ready.pages(states(20_000, np.random.default_rng(context)), 1, context)[:, 0]
        counts, often = np.bincount(drawn, minlength=words), p * 20_000 >= 5
        seen, told = np.append(counts[often], counts[~often].sum()), np.append(p[often], p[~often].sum()) * 20_000
        some = told > 1e-3
        assert seen[~some].sum() == 0
        assert (
            some.sum() == 1
            or stats.chisquare(seen[some], told[some] * seen[some].sum() / told[some].sum()).pvalue > far
        )


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_compiled_or_not_the_words_are_the_same(order: int) -> None:
    pytest.importorskip("numba")
    ready = sampler(kneser_ney([(toy(12), 1.0)], order, WORDS), Decoding(temperature=0.9))
    one, other = states(200, np.random.default_rng(13)), states(200, np.random.default_rng(13))
    fast = compiled.write(
        ready.model, ready.upto, ready.before, ready.seen, ready.total, one, 30, ready.model.beginning
    )
    assert (fast == ready.side_by_side(other, 30, ready.model.beginning)).all()
    assert (one == other).all()
    assert compiled.available()


def test_page_by_page_luck_does_not_depend_on_how_many_follow() -> None:
    ready = sampler(kneser_ney([(toy(6), 1.0)], 3, WORDS), Decoding(temperature=0.9))
    few = ready.pages(states(5, np.random.default_rng(7)), 40, ROOT)
    many = ready.pages(states(50, np.random.default_rng(7)), 40, ROOT)
    assert (many[:5] == few).all()
    assert len(np.unique(many, axis=0)) == 50


def test_without_smoothing_only_what_was_seen_follows() -> None:
    pages = toy(8)
    model = relative_frequencies([(pages, 1.0)], 3, WORDS)
    written = sampler(model, Decoding()).pages(states(300, np.random.default_rng(9)), 20, model.beginning)
    seen = {tuple(run) for page in pages.tolist() for run in zip(page, page[1:], page[2:], strict=False)}
    ends = {tuple(page[-2:]) for page in pages.tolist()}
    for page in written.tolist():
        for run in zip(page, page[1:], page[2:], strict=False):
            assert run in seen or run[:2] in ends  # where a page ended, it goes on from a shorter context
    counts = np.zeros((WORDS, WORDS))
    for page in pages.tolist():
        for one, other in pairwise(page):
            counts[one, other] += 1
    context = model.after(pages[0, :1])
    assert model.distribution(context) == pytest.approx(counts[pages[0, 0]] / counts[pages[0, 0]].sum())


def test_weights_scale_what_pages_say_and_alike_they_say_nothing() -> None:
    one, other = toy(10), toy(11)
    plain = kneser_ney([(np.concatenate([one, other]), 1.0)], 3, WORDS)
    alike = kneser_ney([(one, 2.5), (other, 2.5)], 3, WORDS)
    assert alike.p == pytest.approx(plain.p)
    model = relative_frequencies([(one, 1.0), (other, 3.0)], 2, WORDS)
    counts = np.zeros((WORDS, WORDS))
    for pages, weight in ((one, 1.0), (other, 3.0)):
        np.add.at(counts, (pages[:, :-1].ravel(), pages[:, 1:].ravel()), weight)
    for word in np.flatnonzero(counts.sum(axis=1)).tolist():
        ours = model.distribution(model.after(np.array([word], dtype=np.int32)))
        assert ours == pytest.approx(counts[word] / counts[word].sum())


@pytest.mark.parametrize(
    "number",
    [
        [1, 1, 2, 2, 2, 2, 3, 4],  # by the formula: 0.2, 1.85, 2.2
        [1] * 9 + [2] + [3] * 5 + [4],  # by the formula counts of 2 would grow
        [3, 3, 3, 5],
        [],
    ],
)
def test_discounts_leave_something_and_take_something(number: list[int]) -> None:
    """Otherwise words that have not been seen could not come, and perplexity would be infinite."""
    found = discounts(np.array(number, dtype=np.int64))
    assert found[0] == 0
    assert (found[1:] > 0).all()
    assert (found[1:] < (1, 2, 3)).all()
    n = np.bincount(number, minlength=5) if number else np.zeros(5)
    if number and number[2] == 2 and number[1] == 1:
        y = n[1] / (n[1] + 2 * n[2])
        assert found[1:] == pytest.approx([k - (k + 1) * y * n[k + 1] / n[k] for k in (1, 2, 3)])
