"""What neural learners train on: pages, drawn by their weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.model import Floats
from webloop.content.text.vocabulary import Tokens

Parts = Sequence[tuple[Tokens, float]]


def weighed(parts: Parts) -> tuple[Tokens, Floats]:
    """All pages one below the other, (pages, words), and the weight of each, (pages,).

    Raises:
        ValueError: without pages.
    """
    if not any(len(pages) for pages, _ in parts):
        raise ValueError("there is no page to learn from")
    weights = np.repeat([weight for _, weight in parts], [len(pages) for pages, _ in parts])
    return np.concatenate([pages for pages, _ in parts]), weights


def drawn(weights: Floats, number: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Indices in proportion to weights, in random order; each comes as often as it should, up to one time.

    >>> counts = np.bincount(drawn(np.array([1.0, 3.0]), 400, np.random.default_rng(1)))
    >>> counts.tolist()
    [100, 300]
    """
    edges = np.cumsum(weights)
    places = (np.arange(number) + rng.random()) * (edges[-1] / number)
    # rounding may put the last place on the last edge
    found = np.searchsorted(edges[:-1], places, side="right")
    return rng.permutation(found)


def excerpts(pages: Tokens, most: int, start: int) -> tuple[Tokens, NDArray[np.int64]]:
    """Pages cut into excerpts of equal length, each behind the word before it.

    Args:
        pages: (pages, words).
        most: words of an excerpt.
        start: what stands before the first word of a page.

    Returns:
        The excerpts, (excerpts, words + 1), and the page of each, (excerpts,). Where the length of a page is no
        multiple of theirs, the last two of a page overlap.

    >>> cut, page = excerpts(np.array([[1, 2, 3, 4, 5]]), most=3, start=9)
    >>> cut.tolist(), page.tolist()
    ([[9, 1, 2, 3], [2, 3, 4, 5]], [0, 0])
    """
    words = pages.shape[1]
    pieces = -(-words // most)
    length = -(-words // pieces)
    begin = np.minimum(np.arange(pieces) * length, words - length)
    whole = np.concatenate([np.full((len(pages), 1), start, dtype=pages.dtype), pages], axis=1)
    cut = whole[:, begin[:, None] + np.arange(length + 1)]
    return cut.reshape(-1, length + 1), np.repeat(np.arange(len(pages)), pieces)
