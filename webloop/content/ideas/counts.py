"""Drawing counts of pages by idea: of one replicate, or of a block of replicates side by side.

Publishing n pages is one multinomial draw; death, crawling, filters and budgets include each page
independently, so they are binomial thinnings. Both are exact at any size below 2**53 pages a cell.
"""

from collections.abc import Sequence

import numpy as np

from webloop.content.domain import Counts, Probabilities
from webloop.errors import InputError

_NEGLIGIBLE = 1e-15  # below the rounding error of a float64 distribution: such ideas are not drawn
_MOST_SAMPLED = 10**9  # NumPy's hypergeometric samplers stop there


def draw_ideas(pages: int, probabilities: Probabilities, rng: np.random.Generator) -> Counts:
    """Ideas of that many independent pages (multinomial), shape (ideas,)."""
    # Only the support is drawn: NumPy gives the rounding remainder to the last category, and that must
    # not be an idea that nobody can write.
    counts = np.zeros(len(probabilities), dtype=np.int64)
    if pages > 0:
        support = np.flatnonzero(probabilities > _NEGLIGIBLE)
        shares = probabilities[support]
        counts[support] = rng.multinomial(pages, shares / shares.sum())
    return counts


def draw_block(pages: int, probabilities: Probabilities, rng: np.random.Generator) -> Counts:
    """The same for each replicate, (replicates, ideas)."""
    if pages <= 0:
        return np.zeros(probabilities.shape, dtype=np.int64)
    # Ideas that no replicate can write are left out, and the likeliest idea of each replicate is drawn last, because
    # NumPy gives the rounding remainder to the last category.
    support = np.flatnonzero((probabilities > _NEGLIGIBLE).any(axis=0))
    shares = np.where(probabilities[:, support] > _NEGLIGIBLE, probabilities[:, support], 0.0)
    likeliest = shares.argmax(axis=1)[:, None]
    top = np.take_along_axis(shares, likeliest, axis=1)
    np.put_along_axis(shares, likeliest, shares[:, -1:], axis=1)
    shares[:, -1:] = top
    drawn = rng.multinomial(pages, shares / shares.sum(axis=1, keepdims=True))
    last = drawn[:, -1:].copy()
    drawn[:, -1:] = np.take_along_axis(drawn, likeliest, axis=1)
    np.put_along_axis(drawn, likeliest, last, axis=1)
    counts = np.zeros(probabilities.shape, dtype=np.int64)
    counts[:, support] = drawn
    return counts


def thin_counts(counts: Counts, keep: float | Probabilities, rng: np.random.Generator) -> Counts:
    """Keep each page independently with probability `keep` (binomial thinning), same shape."""
    if isinstance(keep, np.ndarray):
        return rng.binomial(counts, keep)
    if keep >= 1.0:
        return counts.copy()
    if keep <= 0.0:
        return np.zeros_like(counts)
    return rng.binomial(counts, keep)


def sample_counts(contents: Sequence[Counts], number: int, rng: np.random.Generator) -> list[Counts]:
    """A fixed number of pages of all contents together, without replacement, each (ideas,).

    Raises:
        InputError: when there are more pages than can be sampled exactly.
    """
    table = np.stack(contents)
    total = int(table.sum())
    if number >= total:
        return list(contents)
    if total >= _MOST_SAMPLED:
        raise InputError(
            f"lab.sampling: fixed draws from fewer than {_MOST_SAMPLED:,} pages, and here are {total:,}: "
            "use independent, which at that size differs by less than one part in ten thousand"
        )
    if number <= 0:
        return list(np.zeros_like(table))
    there = np.flatnonzero(table)
    drawn = np.zeros(table.size, dtype=np.int64)
    drawn[there] = rng.multivariate_hypergeometric(table.ravel()[there], number)
    return list(drawn.reshape(table.shape))


def sample_block(contents: Sequence[Counts], number: int, rng: np.random.Generator) -> list[Counts]:
    """The same in each replicate, each (replicates, ideas)."""
    rows = [sample_counts([content[r] for content in contents], number, rng) for r in range(len(contents[0]))]
    return [np.stack([row[i] for row in rows]) for i in range(len(contents))]
