"""Tastes: how communities share the head of human knowledge and each keep a tail of their own."""

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Probabilities

HEAD_MASS, TORSO_MASS = 0.80, 0.95  # head: top 80 % of human mass; torso: the next 15 %; tail: the last 5 %


def bands(truth: Probabilities) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Head, torso and tail of a human distribution, as masks of its shape.

    An idea belongs to the band in which the mass of more frequent ideas ends.

    >>> [mask.tolist() for mask in bands(np.array([0.85, 0.12, 0.03]))]
    [[True, False, False], [False, True, False], [False, False, True]]
    """
    order = np.argsort(-truth, kind="stable")
    before = np.empty_like(truth)
    before[order] = np.cumsum(truth[order]) - truth[order]
    # 1e-9: a band must not move by one idea because sums round differently
    head = before < HEAD_MASS - 1e-9
    tail = before >= TORSO_MASS - 1e-9
    return head & (truth > 0), ~head & ~tail & (truth > 0), tail & (truth > 0)


def community_tastes(
    frequencies: Probabilities, shares: dict[str, float], focus: float
) -> tuple[dict[str, Probabilities], NDArray[np.int64]]:
    """Tastes that add up to the human frequencies, with tail niches owned by communities.

    Args:
        frequencies: human frequencies of the niches, most frequent first, (niches,).
        shares: share of each community in all human writing; they sum to 1.
        focus: 0 to 1, how much of a tail niche is written by its owner alone.

    Returns:
        Tastes {community: (niches,)} and the owner of each niche (index in `shares`, -1 for none).
    """
    weight = np.array(list(shares.values()))
    owner = np.full(len(frequencies), -1, dtype=np.int64)
    if len(shares) > 1 and focus > 0:
        owned = np.zeros(len(weight))
        total = 0.0
        # each tail niche goes to the community that is furthest behind its share of the tail
        for niche in np.flatnonzero(bands(frequencies)[2]):
            total += frequencies[niche]
            owner[niche] = int(np.argmax(weight * total - owned))
            owned[owner[niche]] += frequencies[niche]
    tastes = {}
    for index, name in enumerate(shares):
        factor = np.where(owner < 0, 1.0, 1.0 - focus) + np.where(owner == index, focus / weight[index], 0.0)
        taste = frequencies * factor
        tastes[name] = taste / taste.sum()
    return tastes, owner
