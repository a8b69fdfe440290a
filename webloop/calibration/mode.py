"""Which coordinates the data speak of, the posterior's mode, and its curvature there."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from webloop.submodels.roles import Floats

Evaluate = Callable[[Floats], Floats]
"""Residuals of targets (points, targets) at coordinates (points, size)."""

_FAR = 1.5  # how far a coordinate is moved to see whether it matters: to its 7 % and its 93 % quantile
_STEP, _WHOLE_STEP = 0.05, 0.5  # of differences; whole numbers do not move by less
_TOLERANCE = 1e-3
_MOST_STEPS = 25
_ENOUGH = 1e-4  # change of the sum of squares at which a search ends


@dataclass(frozen=True)
class Mode:
    """The posterior near its mode, in the informed coordinates.

    Attributes:
        informed: which coordinates of the space change any reading (size,).
        at: the mode (informed,).
        covariance: the inverse of the curvature there, by Gauss and Newton (informed, informed).
        residuals: of the targets, at the mode (targets,).
        tops: log posterior, up to a constant, that the search from each start ended at.
    """

    informed: NDArray[np.bool_]
    at: Floats
    covariance: Floats
    residuals: Floats
    tops: Floats


def informed(evaluate: Evaluate, size: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which coordinates change a residual (size,).

    Each is moved far down and up from three points: the middle of what was thought possible, and two draws from it.
    What changes nothing anywhere there is left at what was known before.
    """
    found = np.zeros(size, dtype=bool)
    for base in (np.zeros(size), *rng.standard_normal((2, size))):
        moved = np.tile(base, (2 * size + 1, 1))
        for index in range(size):
            moved[1 + 2 * index : 3 + 2 * index, index] = -_FAR, _FAR
        residuals = evaluate(moved)
        differ = (residuals[1:] != residuals[0]).any(axis=1)
        found |= differ.reshape(size, 2).any(axis=1)
    return found


def find_mode(evaluate: Evaluate, starts: Floats, whole: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, Floats]:
    """The highest mode that nonlinear least squares finds.

    Residuals are those of the targets and, for what was known before, the coordinates themselves, so that half the
    sum of squares is minus the log posterior.

    Args:
        evaluate: residuals of targets.
        starts: where to start (starts, size).
        whole: which coordinates stand for whole numbers (size,).

    Returns:
        The mode (size,), the covariance there (size, size), the residuals of targets there, and the log posterior
        where each start ended.
    """
    step = np.where(whole, _WHOLE_STEP, _STEP)
    ends = [_descend(evaluate, start, step) for start in starts]
    tops = np.array([top for _, top in ends])
    at = ends[int(tops.argmax())][0]
    jacobian = (_slopes(evaluate, at, step) + _slopes(evaluate, at, -step)) / 2
    covariance: Floats = np.linalg.inv(np.eye(len(at)) + jacobian.T @ jacobian).astype(np.float64)
    return at, covariance, evaluate(at[None, :])[0], tops


def _descend(evaluate: Evaluate, start: Floats, step: Floats) -> tuple[Floats, float]:
    """Where least squares ends, and the log posterior there."""

    def residuals(z: Floats) -> Floats:
        return np.concatenate([evaluate(z[None, :])[0], z])

    def jacobian(z: Floats) -> Floats:
        return np.vstack([_slopes(evaluate, z, step), np.eye(len(z))])

    found = least_squares(
        residuals, start, jacobian, ftol=_ENOUGH, xtol=_TOLERANCE, gtol=_TOLERANCE, max_nfev=_MOST_STEPS
    )
    return found.x, -float(found.cost)


def _slopes(evaluate: Evaluate, at: Floats, step: Floats) -> Floats:
    """Derivatives of residuals (targets, size) by differences in one direction."""
    residuals = evaluate(np.vstack([at, at + np.diag(step)]))
    slopes: Floats = ((residuals[1:] - residuals[0]) / step[:, None]).T
    return slopes
