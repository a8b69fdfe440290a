"""What can be counted in pages of words: how many different ones, how they repeat, how their frequencies fall off."""

from zlib import compress

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.runs import different, runs
from webloop.content.text.vocabulary import Tokens

Counts = NDArray[np.int64]
_FEWEST = 6  # points that a slope is fitted to
_RANKS = (10, 1000)


def distinct(pages: Tokens, length: int) -> float:
    """Different runs of so many words as a share of all runs, 0 to 1; comparable between samples of equal size.

    >>> distinct(np.array([[1, 2, 1, 2, 1]], dtype=np.int32), 2)
    0.5

    References:
        Li et al. 2016, doi:10.18653/v1/N16-1014.
    """
    found = runs(pages, length)
    return different(found) / found.size if found.size else float("nan")


def repeated(pages: Tokens, length: int) -> float:
    """Share of runs of so many words that stand on the same page before, 0 to 1.

    >>> repeated(np.array([[1, 2, 1, 2, 1], [1, 2, 3, 4, 5]], dtype=np.int32), 2)
    0.25

    References:
        Welleck et al. 2020, arXiv:1908.04319 (seq-rep-n).
    """
    found = np.sort(runs(pages, length), axis=1)
    if not found.size:
        return float("nan")
    return float((found[:, 1:] == found[:, :-1]).sum() / found.size)


def compression(pages: Tokens) -> float:
    """Plain size over compressed one: the higher, the more alike the pages are. Two bytes a word, DEFLATE.

    References:
        Shaib et al. 2024, arXiv:2403.00553 (compression ratios agree with slower measures of diversity).
    """
    # the most frequent words get the smallest numbers, so that vocabularies of any order compress alike
    counts = np.bincount(pages.ravel())
    rank = np.empty(len(counts), dtype=np.int64)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    plain = rank[pages].astype("<u2" if len(np.flatnonzero(counts)) < 2**16 else "<u4").tobytes()
    return len(plain) / len(compress(plain, 6))


def zipf_slope(counts: Counts) -> float:
    """How fast frequencies fall with rank: minus the slope of log frequency on log rank, ranks 10 to 1000.

    Not a number with fewer than 15 different words.

    >>> round(zipf_slope((1e6 / np.arange(1, 2001)).astype(int)), 2)
    1.0
    """
    ordered = np.sort(counts[counts > 0])[::-1][_RANKS[0] - 1 : _RANKS[1]]
    if len(ordered) < _FEWEST:
        return float("nan")
    ranks = np.arange(_RANKS[0], _RANKS[0] + len(ordered))
    return -float(np.polyfit(np.log(ranks), np.log(ordered), 1)[0])


def heaps_slope(pages: Tokens) -> float:
    """How fast the vocabulary grows with the text: slope of log different words on log words, from the first tenth on.

    References:
        Heaps 1978, "Information Retrieval"; Herdan 1960.
    """
    stream = pages.ravel()
    first = np.sort(np.unique(stream, return_index=True)[1])
    at = np.unique(np.geomspace(max(10, len(stream) // 10), len(stream), 20).astype(np.int64))
    if len(at) < _FEWEST:
        return float("nan")
    known = np.searchsorted(first, at, side="left")
    return float(np.polyfit(np.log(at), np.log(known), 1)[0])
