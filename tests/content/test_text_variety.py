"""What is counted in pages of words, against definitions written out."""

from collections import Counter

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from webloop.content.text.runs import copied
from webloop.content.text.specimen import BANDS, Original
from webloop.content.text.variety import compression, distinct, heaps_slope, repeated, zipf_slope
from webloop.metrics.divergence import entropy_bits, jensen_shannon_bits

PAGES = np.random.default_rng(1).zipf(1.5, size=(300, 25)).clip(max=999).astype(np.int32)


def grams(pages: np.ndarray, length: int) -> list[list[tuple[int, ...]]]:
    """The runs of each page."""
    return [[tuple(page[at : at + length]) for at in range(len(page) - length + 1)] for page in pages.tolist()]


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_distinct_repeated_and_copied_runs(length: int) -> None:
    every = grams(PAGES, length)
    flat = [run for page in every for run in page]
    assert distinct(PAGES, length) == pytest.approx(len(set(flat)) / len(flat))
    again = sum(len(page) - len(set(page)) for page in every)
    assert repeated(PAGES, length) == pytest.approx(again / len(flat))
    known = {run for page in grams(PAGES[:40], length) for run in page}
    rest = [run for page in grams(PAGES[40:], length) for run in page]
    share = sum(run in known for run in rest) / len(rest)
    assert copied(PAGES[40:], [PAGES[:20], PAGES[20:40]], length) == pytest.approx(share)


def test_pages_shorter_than_a_run_have_none() -> None:
    assert np.isnan([distinct(PAGES, 26), repeated(PAGES, 26), copied(PAGES, [PAGES], 26)]).all()


def test_entropy_and_divergence_are_scipys() -> None:
    counts = [np.bincount(part.ravel(), minlength=1000) for part in (PAGES[:150], PAGES[150:])]
    one, other = (each / each.sum() for each in counts)
    assert entropy_bits(one) == pytest.approx(entropy(one, base=2))
    assert jensen_shannon_bits(one, other) == pytest.approx(jensenshannon(one, other, base=2) ** 2)
    assert jensen_shannon_bits(one, one) == 0.0


def test_alike_pages_compress_better_and_the_numbers_of_words_make_no_difference() -> None:
    alike = np.tile(PAGES[:1], (300, 1))
    assert compression(alike) > 10 > compression(PAGES) > 1
    other = np.random.default_rng(2).permutation(1000).astype(np.int32)
    assert compression(other[PAGES]) == pytest.approx(compression(PAGES), rel=0.02)


def test_slopes_of_known_laws() -> None:
    for exponent in (0.8, 1.0, 1.4):
        counts = np.round(1e9 / np.arange(1, 3001) ** exponent).astype(np.int64)
        assert zipf_slope(np.random.default_rng(3).permutation(counts)) == pytest.approx(exponent, abs=1e-3)
    assert np.isnan(zipf_slope(np.array([5, 4, 3])))
    growing = np.concatenate([np.arange(n) for n in range(1, 400)]).astype(np.int32)  # n words of n(n+1)/2: a root
    assert heaps_slope(growing[None]) == pytest.approx(0.5, abs=0.01)
    assert heaps_slope(np.zeros((4, 100), dtype=np.int32)) == 0.0


def test_words_of_equal_frequency_stand_in_an_order_of_chance() -> None:
    """Not in that of their numbers, which are by frequency in a larger text.

    Of 1,000 words used once each half the decile's mean number is 450 to 550 with five standard errors (289 / 10).
    """
    once = Original(np.arange(1000, dtype=np.int32).reshape(-1, 10), 1000)
    means = [float(part.mean()) for part in once.deciles]
    assert all(abs(mean - 499.5) < 5 * 288.7 / 10 for mean in means)
    assert sorted(means) != means


def test_deciles_and_bands_of_what_people_wrote() -> None:
    original = Original(PAGES, 1000)
    known = Counter(PAGES.ravel().tolist())
    assert [known[word] for word in original.types.tolist()] == sorted(known.values(), reverse=True)
    sizes = [len(part) for part in original.deciles]
    assert sum(sizes) == len(known)
    assert max(sizes) - min(sizes) <= 1
    for band, words in zip(BANDS, original.bands, strict=True):
        assert set(words.tolist()) == {word for word, times in known.items() if band.first <= times <= band.last}
    assert sum(map(len, original.bands)) == len(known)
