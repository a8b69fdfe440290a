"""PageRank: how often a reader who follows links, and now and then starts afresh, is on each site."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.errors import WebloopError
from webloop.world.choosing import Weights


class PageRankError(WebloopError):
    """PageRank did not settle."""


def pagerank(
    source: NDArray[Any],
    target: NDArray[Any],
    sites: int,
    damping: float = 0.85,
    tolerance: float = 1e-8,
    start: Weights | None = None,
    most_rounds: int = 1000,
) -> Weights:
    """The share of time that a random reader spends on each site (Brin & Page 1998), by power iteration.

    With probability `damping` the reader follows a link of the site, each equally likely (two links to the same
    site count twice); else, or where there is no link, any site is next.

    Args:
        source: the site that each link stands on, (links,).
        target: the site that it leads to, (links,).
        sites: how many sites there are, >= 1.
        damping: 0 <= damping < 1.
        tolerance: stop when a round changes the shares by less than this, summed over sites; they are then at most
            `tolerance * damping / (1 - damping)` from the exact ones, in the same sum.
        start: shares to start from, such as those of last month; sites that came later start at the mean.
        most_rounds: give up after so many.

    Returns:
        Shares, (sites,); they sum to 1.

    Raises:
        ValueError: when `damping`, `sites` or `start` is out of range.
        PageRankError: when it does not settle in `most_rounds`.

    >>> pagerank(np.array([0, 1, 2]), np.array([1, 0, 0]), 3).round(3).tolist()
    [0.486, 0.464, 0.05]
    """
    if not 0 <= damping < 1:
        raise ValueError(f"damping must be from 0 to below 1, not {damping}")
    links = _transposed(source, target, sites)
    out_degree = np.bincount(source, minlength=sites)
    lost = np.flatnonzero(out_degree == 0)
    follow = damping / np.maximum(out_degree, 1)
    shares = _first(start, sites)
    change = np.inf
    for _ in range(most_rounds):
        afresh = (1 - damping + damping * shares[lost].sum()) / sites
        moved: Weights = links @ (shares * follow)
        moved += afresh
        change = float(np.abs(moved - shares).sum())
        shares = moved
        if change < tolerance:
            shares /= shares.sum()
            return shares
    raise PageRankError(
        f"PageRank of {sites} sites still changes by {change:.3g} after {most_rounds} rounds; "
        f"the tolerance is {tolerance:g}"
    )


def _transposed(source: NDArray[Any], target: NDArray[Any], sites: int) -> Any:
    """Links as a sparse array [target, source] that holds a 1 for each link."""
    from scipy.sparse import coo_array, csr_array

    # Values of one byte make the sorting into rows, the dearest step, a third cheaper; they are replaced afterwards.
    pairs = coo_array((np.ones(len(source), dtype=np.int8), (target, source)), shape=(sites, sites))
    # Links between the same two sites need not be summed first; saying so spares a sort of all links.
    pairs.has_canonical_format = True
    rows = pairs.tocsr()
    return csr_array((np.ones(len(source)), rows.indices, rows.indptr), shape=(sites, sites))


def _first(start: Weights | None, sites: int) -> Weights:
    """Shares to start from, which sum to 1."""
    if sites < 1:
        raise ValueError("there must be a site")
    if start is None:
        return np.full(sites, 1 / sites)
    if len(start) > sites or not (np.isfinite(start).all() and (start >= 0).all() and start.sum() > 0):
        raise ValueError(f"shares to start from must be 0 or more, not all 0, and of at most {sites} sites")
    shares = np.concatenate([start / start.sum(), np.full(sites - len(start), 1 / sites)])
    value: Weights = shares / shares.sum()
    return value
