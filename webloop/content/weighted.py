"""Pages with weights, as learners of numbers want them: their moments, or all rows side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from webloop.content.samples import Chunk, Floats, Samples, combined
from webloop.errors import InputError

Training = Sequence[tuple[Samples, float]]
"""Pages with the weight that each of them has in training (>= 0)."""


@dataclass(frozen=True, eq=False)
class Weighted:
    """Mean and covariance of pages with weights.

    Attributes:
        mean: (replicates, d).
        scatter: weighted sum of (x - mean) (x - mean)', (replicates, d, d).
        total: sum of the weights, (replicates,).
        squares: sum of their squares, (replicates,).
    """

    mean: Floats
    scatter: Floats
    total: Floats
    squares: Floats

    @property
    def effective(self) -> Floats:
        """As many pages of equal weights have a mean as noisy as this one, (replicates,)."""
        value: Floats = self.total**2 / self.squares
        return value

    def covariance(self, ddof: float) -> Floats:
        """Scatter / (V1 - ddof V2 / V1), V1 the sum of the weights and V2 of their squares, (replicates, d, d).

        With equal weights that is n - ddof times the weight. A single page has a covariance of 0, whatever the ddof.
        """
        free = self.total - ddof * self.squares / self.total
        some = free > 1e-9 * self.total  # a single page leaves 0, or a rounding error
        return np.where(some[:, None, None], self.scatter, 0.0) / np.where(some, free, 1.0)[:, None, None]


def weighted_moments(training: Training) -> Weighted:
    """Mean and covariance; what is known of each chunk is used again, so a growing pool costs next to nothing.

    Raises:
        ValueError: when there is no page in a replicate.
    """
    chunks = [(chunk, weight) for content, weight in training for chunk in content]
    if not chunks:
        raise ValueError("there is no page to learn from")
    weights = [weight for _, weight in chunks]
    known = combined([chunk.moments for chunk, _ in chunks], weights)
    if known.number.min() <= 0:
        raise ValueError("there is no page to learn from")
    squares = np.square(weights) @ np.stack([chunk.number for chunk, _ in chunks])
    return Weighted(known.mean, known.scatter, known.number, squares)


def weighted_rows(training: Training) -> tuple[Floats, Floats]:
    """All rows side by side (replicates, rows, width), and their weights (replicates, rows): 0 for those not there.

    Raises:
        InputError: when pages are only summed up.
    """
    values, weights = [], []
    for content, weight in training:
        for chunk in content:
            if not isinstance(chunk, Chunk):
                raise InputError("this learner looks at single pages: set content.keep to pages")
            values.append(chunk.values)
            there = np.ones(chunk.values.shape[:2]) if chunk.there is None else chunk.there
            weights.append(weight * there)
    return np.concatenate(values, axis=1), np.concatenate(weights, axis=1)
