"""Choosing sites with a chance in proportion to a weight, many at once."""

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]
Indices = NDArray[np.int32]


def choose(weights: Weights, number: int, rng: np.random.Generator) -> Indices:
    """Sites drawn with replacement, each with a chance in proportion to its weight.

    Args:
        weights: any finite numbers >= 0, not all 0, (sites,).
        number: how many draws.
        rng: its stream.

    Returns:
        Indices, (number,).

    Raises:
        ValueError: when weights are negative or not finite, or all are 0 and somebody is to be drawn.

    >>> chosen = choose(np.array([0.0, 1.0, 3.0]), 1000, np.random.default_rng(1))
    >>> np.bincount(chosen).tolist()
    [0, 239, 761]
    """
    if number == 0:
        return np.empty(0, dtype=np.int32)
    sums = _sums(weights)
    # Sorted draws walk through the sums in order, which is seven times faster for a million sites; the shuffle
    # makes the draws independent of their place again.
    chosen = _find(sums, np.sort(rng.random(number) * sums[-1]))
    rng.shuffle(chosen)
    return chosen


def choose_others(weights: Weights, source: Indices, rng: np.random.Generator) -> Indices:
    """A target for each source, in proportion to weights, never the source itself.

    Args:
        weights: of the targets, (sites,).
        source: who is choosing, indices below `sites`, (links,).
        rng: its stream.

    Returns:
        Indices, (links,).

    Raises:
        ValueError: as `choose`, and when a source holds all the weight itself.

    >>> choose_others(np.array([1.0, 9.0]), np.array([0, 1, 1], dtype=np.int32), np.random.default_rng(1)).tolist()
    [1, 0, 0]
    """
    target = choose(weights, len(source), rng)
    again = np.flatnonzero(target == source)
    if len(again):
        # Drawing once more among the others leaves each of them w / (total - own): as if drawn among them at once.
        target[again] = _among_others(weights, source[again], rng)
    return target


def _among_others(weights: Weights, source: Indices, rng: np.random.Generator) -> Indices:
    """Draws from the line of all weights with the piece of each source cut out."""
    sums = _sums(weights)
    upto = sums[source]
    below = np.where(source > 0, sums[source - 1], 0.0)
    others = below + (sums[-1] - upto)
    if (others <= 0).any():
        raise ValueError(f"site {source[np.argmin(others)]} has nobody to link to: it holds all the weight itself")
    draw = rng.random(len(source)) * others
    return _find(sums, np.where(draw < below, draw, upto + (draw - below)))


def _sums(weights: Weights) -> Weights:
    sums = np.cumsum(weights, dtype=np.float64)
    if not len(sums) or not np.isfinite(sums[-1]) or weights.min() < 0:
        raise ValueError("weights must be finite numbers of 0 or more")
    if sums[-1] <= 0:
        raise ValueError("there is nobody to choose: all weights are 0")
    return sums


def _find(sums: Weights, draws: Weights) -> Indices:
    """The site on whose piece of the line each draw falls; pieces of length 0 are never hit."""
    last = int(np.searchsorted(sums, sums[-1]))  # rounding may put a draw at the very end of the line
    return np.minimum(np.searchsorted(sums, draws, side="right"), last).astype(np.int32)
