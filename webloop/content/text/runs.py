"""Runs of words: a number for each, so that they can be compared at once."""

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.vocabulary import Tokens

_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def runs(pages: Tokens, length: int) -> NDArray[np.uint64]:
    """A hash of every run of so many words within pages, (pages, words - length + 1); equal runs have equal ones.

    Different runs share one with a chance of about 5e-20 a pair.
    """
    spots = pages.shape[1] - length + 1
    value = np.zeros((len(pages), max(spots, 0)), dtype=np.uint64)
    for place in range(length if spots > 0 else 0):
        value = (value ^ (pages[:, place : place + spots].astype(np.uint64) + np.uint64(1))) * _FACTOR
        value ^= value >> np.uint64(29)
    return value


def different(values: NDArray[np.uint64]) -> int:
    """How many different ones there are, by sorting: NumPy's hash table takes ten times as long for millions.

    >>> different(np.array([3, 1, 3], dtype=np.uint64))
    2
    """
    ordered = np.sort(values, axis=None)
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + min(1, len(ordered))


def copied(pages: Tokens, training: list[Tokens], length: int) -> float:
    """Share of the runs of so many words in some pages that training pages have as well, 0 to 1.

    Not a number where pages are shorter.

    References:
        McCoy et al. 2023, doi:10.1162/tacl_a_00567 (novelty of n-grams).
    """
    wanted = runs(pages, length).ravel()
    if not len(wanted):
        return float("nan")
    seen = np.sort(np.concatenate([runs(each, length).ravel() for each in training]))
    place = np.minimum(np.searchsorted(seen, wanted), len(seen) - 1)
    return float((seen[place] == wanted).mean())
