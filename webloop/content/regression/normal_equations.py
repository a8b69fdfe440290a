"""Least squares from sums: a training set of any size is fitted by its moments."""

from collections.abc import Sequence

import numpy as np

from webloop.content.samples import Floats, Samples, combined
from webloop.errors import InputError

_SINGULAR = 1e-12
"""Directions whose eigenvalue is below this part of the largest are unseen: X'X rounds at about 1e-15 of it."""


def normal_equations(training: Sequence[tuple[Samples, float]]) -> tuple[Floats, Floats]:
    """X'WX and X'Wy of pages with weights, from moments that each chunk computes once.

    So a pool that grows by a chunk a generation is fitted in O(chunks), however many pages it holds.

    Args:
        training: pages and the weight that each of them has; rows are (x, y) with y last.

    Returns:
        X'WX, (replicates, dimensions, dimensions), and X'Wy, (replicates, dimensions).

    Raises:
        InputError: without pages.
    """
    parts = [(chunk.moments, weight) for content, weight in training for chunk in content]
    if not parts:
        raise InputError("there are no pages to fit a regression to")
    total = combined([part for part, _ in parts], [weight for _, weight in parts])
    if np.any(total.number <= 0):
        raise InputError("there are no pages to fit a regression to")
    mean = total.mean
    products = total.scatter + total.number[:, None, None] * mean[:, :, None] * mean[:, None, :]
    return products[:, :-1, :-1], products[:, :-1, -1]


def solve(gram: Floats, moment: Floats, penalty: float = 0.0) -> Floats:
    """The w of least norm that minimises w'Gw - 2 m'w + penalty w'w, (replicates, dimensions).

    Where pages do not determine w (fewer than dimensions, or the same x again), what they leave open is 0.

    Args:
        gram: G, symmetric and positive semidefinite, (replicates, dimensions, dimensions).
        moment: m, (replicates, dimensions).
        penalty: >= 0.

    >>> solve(np.diag([2.0, 4.0])[None], np.array([[2.0, 2.0]])).tolist()
    [[1.0, 0.5]]
    >>> solve(np.diag([2.0, 0.0])[None], np.array([[2.0, 0.0]])).tolist()
    [[1.0, 0.0]]

    References:
        Golub and Van Loan 2013, "Matrix Computations", section 5.5 (rank-deficient least squares).
    """
    size, axes = np.linalg.eigh(gram)
    seen = size > _SINGULAR * size[:, -1:]
    inverse = np.divide(1.0, size + penalty, out=np.zeros_like(size), where=seen)
    along = np.einsum("rij,ri->rj", axes, moment)
    value: Floats = np.einsum("rij,rj->ri", axes, inverse * along)
    return value
