"""Drawing counts of pages by idea: of one replicate, or of a block of replicates side by side.

Publishing n pages is one multinomial draw; death, crawling, filters and budgets include each page
independently, so they are binomial thinnings. Both are exact at any size below 2**53 pages a cell.
"""

from collections.abc import Sequence

import numpy as np

from webloop.content.domain import Counts, Probabilities
from webloop.errors import InputError
from webloop.streams import apart

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
    places = zip(probabilities, apart(rng, len(probabilities)), strict=True)
    return np.stack([draw_ideas(pages, p, one) for p, one in places])


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
    replicates = range(len(contents[0]))
    places = zip(replicates, apart(rng, len(replicates)), strict=True)
    rows = [sample_counts([content[r] for content in contents], number, one) for r, one in places]
    return [np.stack([row[i] for row in rows]) for i in range(len(contents))]
