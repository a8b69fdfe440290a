"""Regression: how far a model's answers are from people's."""

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.registry import model_metric
from webloop.metrics.view import ModelView


@model_metric(
    "coefficient_error",
    label="Error of the coefficients",
    unit="y^2",
    better="lower",
    meaning="how wrong the rule is that models have learned: 0 is right",
    definition="|w - w*|^2 of the model's and people's coefficients: for x ~ N(0, I) the mean squared error of x.w on "
    "new x, the noise left out (for numbers; w of classes is fitted to -1 and 1 and has another length)",
    source="Gerstgrasser et al. 2024, arXiv:2404.01413 (test error)",
    content="regression",
)
def coefficient_error(view: ModelView) -> NDArray[np.float64]:
    """Squared distance."""
    value: NDArray[np.float64] = ((_coefficients(view) - view.human.mean) ** 2).sum(axis=1)
    return value


@model_metric(
    "accuracy",
    label="Accuracy",
    better="higher",
    meaning="how many of new cases models get right",
    definition="1 - angle(w, w*) / pi: for x ~ N(0, I) the share of new x for which x.w has the sign of x.w*; "
    "1/2 where w is 0",
    source="Feng et al. 2024, arXiv:2406.07515; the angle is exact",
    content="regression",
)
def accuracy(view: ModelView) -> NDArray[np.float64]:
    """From the angle between the coefficients."""
    value: NDArray[np.float64] = 1.0 - angles(_coefficients(view), view.human.mean) / np.pi
    return value


def angles(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Angles between rows, 0 to pi, a right angle where a row is 0, (rows,).

    >>> angles(np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), np.array([[1.0, 0.0]])).round(4).tolist()
    [0.0, 0.7854, 1.5708]

    References:
        Kahan 2006, "How futile are mindless assessments of roundoff", section 12 (precise for small angles, too).
    """
    a, b = _unit(one), _unit(other)
    value: NDArray[np.float64] = 2 * np.arctan2(np.linalg.norm(a - b, axis=1), np.linalg.norm(a + b, axis=1))
    return value


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    value: NDArray[np.float64] = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return value


def _coefficients(view: ModelView) -> NDArray[np.float64]:
    """What each model has learned, (models, dimensions)."""
    value: NDArray[np.float64] = np.concatenate([model.fitted.mean for model in view.models])
    return value
