"""Least squares: the fitted w makes the squared errors on the training set smallest."""

from typing import ClassVar, Literal

from webloop.content.regression.linear import RegressionSource, rule
from webloop.content.regression.normal_equations import normal_equations, solve
from webloop.content.weighted import Training
from webloop.registry import register
from webloop.submodels.roles import Learner


@register("learner")
class LeastSquares(Learner):
    """Weighted ordinary least squares without an intercept, (X'WX)^-1 X'Wy.

    Where pages do not determine w, it is the solution of least norm. Classes -1 and 1 are fitted as numbers, and
    the sign of x.w is the model's answer.

    >>> import numpy as np
    >>> from webloop.content.samples import Chunk
    >>> rows = np.array([[[1.0, 0.0, 2.0], [0.0, 1.0, 3.0], [0.0, 1.0, 5.0]]])  # x1, x2, y
    >>> LeastSquares().fit((((Chunk(rows),), 1.0),)).mean.round(12).tolist()
    [[2.0, 4.0]]

    References:
        Gerstgrasser et al. 2024, arXiv:2404.01413; Golub and Van Loan 2013, "Matrix Computations", section 5.5
        (least norm).
    """

    content: ClassVar[str] = "regression"

    kind: Literal["least_squares"] = "least_squares"

    def fit(self, training: Training) -> RegressionSource:
        """Fitted coefficients, without noise."""
        return rule(solve(*normal_equations(training)))
