"""Metrics of regressions against new pages."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.content.regressions import domain
from webloop.metrics.regression import accuracy, angles, coefficient_error
from webloop.submodels.learners.least_squares import LeastSquares


def test_metrics_are_the_errors_on_new_pages() -> None:
    """Against 400,000 new x for each of three models: within 5 standard errors, 6e-7."""
    content, rng = domain(3, dimensions=4), np.random.default_rng(25)
    pages = content.draw(12, content.truth, rng)
    fitted = content.fit(LeastSquares(), content.weigh([(pages, 1.0)]), np.random.default_rng(1))
    models = [SimpleNamespace(fitted=content.of_replicate(fitted, r)) for r in range(3)]
    view: Any = SimpleNamespace(models=models, human=content.truth)
    x = rng.standard_normal((400_000, 4))
    squares = (x @ (fitted.mean - content.truth.mean).T) ** 2
    assert np.abs(squares.mean(axis=0) - coefficient_error(view)).max() < 5 * squares.std(axis=0).max() / 632
    right = ((x @ fitted.mean.T >= 0) == (x[:, :1] >= 0)).mean(axis=0)
    assert np.abs(right - accuracy(view)).max() < 5 * 0.5 / 632


def test_angles_are_precise_where_cosines_are_not() -> None:
    small = np.array([[1.0, 1e-12], [-1.0, 1e-12], [0.0, 0.0]])
    assert angles(small, np.array([[3.0, 0.0]])) == pytest.approx([1e-12, np.pi, np.pi / 2], rel=1e-9)
