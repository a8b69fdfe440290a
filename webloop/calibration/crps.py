"""The continuous ranked probability score: how far a forecast lies from what came, in the unit of what was forecast.

Gneiting and Raftery 2007, doi:10.1198/016214506000001437; the fair version for ensembles: Ferro 2014,
doi:10.1002/qj.2270.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def crps(members: Floats, observed: float) -> float:
    """Score of an ensemble, >= 0 but for chance; the smaller the better.

    The mean distance to what was observed, less half the mean distance of two members. Those two are of different
    draws: readings of one draw share its parameters, and would make the ensemble look narrower than it is.

    Args:
        members: (draws, readings of each), at least two draws.
        observed: what came.

    >>> round(crps(np.array([[0.0], [2.0]]), 1.0), 3)
    0.0
    """
    draws, each = members.shape
    between = (_distances(members.ravel()) - _distances(members).sum()) / (draws * (draws - 1) * each**2)
    return float(np.abs(members - observed).mean() - between / 2)


def _distances(values: Floats) -> Floats:
    """The sum of |a - b| over all ordered pairs along the last axis."""
    number = values.shape[-1]
    weights = 2 * (2 * np.arange(number) - number + 1)
    total: Floats = np.sort(values, axis=-1) @ weights.astype(np.float64)
    return total
