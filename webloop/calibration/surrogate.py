"""A surrogate: residuals as quadratic functions of the parameters, learned from points that were evaluated.

The parameters are taken as probabilities: where in what was known before they lie, Phi(z). In these a uniform prior's
parameter is linear, and so is a log-uniform one's logarithm.

It costs a thousandth of a simulation, and says where a proposal is worth one. What it gets wrong the simulation puts
right: see `webloop.calibration.moves.Shortcut`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from webloop.calibration.problem import log_posterior
from webloop.submodels.roles import Floats

_HEAT = 16.0  # log posterior below the best at which a point counts 1/e of the best one
_LEAST = 1e-12  # of a weight
_RIDGE = 0.003  # of a quadratic term, where both its coordinates matter most
_FAINT = 0.01  # coordinates that matter less, of what the most important one does, count as if they mattered so much
_LINEAR = 1e-4


@dataclass(frozen=True, eq=False)
class Surrogate:
    """Quadratic functions of probabilities.

    Attributes:
        middle: mean probability of each coordinate (size,).
        coefficients: of 1, of each probability less its mean, and of each product of two (terms, targets).
    """

    middle: Floats
    coefficients: Floats

    def residuals(self, points: Floats) -> Floats:
        """Residuals (points, targets) at coordinates (points, size)."""
        out: Floats = _terms(ndtr(points) - self.middle) @ self.coefficients
        return out

    def heights(self, points: Floats) -> Floats:
        """Log posterior, up to a constant (points,)."""
        return log_posterior(points, self.residuals(points))


def learn(points: Floats, residuals: Floats) -> Surrogate:
    """Fit a surrogate by weighted ridge regression: likely points weigh more.

    A product of two coordinates is held the nearer to 0 the less they matter by themselves: with dozens of coordinates
    there are as many products as there are points.

    Args:
        points: coordinates (points, size).
        residuals: of the targets there (points, targets).
    """
    heights = log_posterior(points, residuals)
    root = np.sqrt(np.maximum(np.exp((heights - heights.max()) / _HEAT), _LEAST))[:, None]
    size = points.shape[1]
    places = ndtr(points)
    middle: Floats = np.average(places, axis=0, weights=root[:, 0])
    weighted, wanted = root * _terms(places - middle), root * residuals
    gram, right = weighted.T @ weighted, weighted.T @ wanted
    scale = float((root**2).mean())
    line = np.linalg.solve(gram[: size + 1, : size + 1] + _LINEAR * scale * np.eye(size + 1), right[: size + 1])
    found = [
        np.linalg.solve(gram + scale * np.diag(_penalty(np.abs(slopes))), one)
        for slopes, one in zip(line[1:].T, right.T, strict=True)
    ]
    return Surrogate(middle, np.stack(found, axis=1))


def _penalty(slopes: Floats) -> Floats:
    """Of each term of one target, whose residual changes so much with each coordinate (size,)."""
    matters = np.maximum(slopes / max(float(slopes.max()), _LEAST), _FAINT)
    first, second = np.triu_indices(len(slopes))
    return np.concatenate([[_LINEAR], _LINEAR / matters, _RIDGE / (matters[first] * matters[second])])


def _terms(places: Floats) -> Floats:
    """1, each number, and each product of two (points, terms)."""
    first, second = np.triu_indices(places.shape[1])
    return np.hstack([np.ones((len(places), 1)), places, places[:, first] * places[:, second]])
