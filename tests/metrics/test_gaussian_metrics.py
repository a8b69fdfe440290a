"""Metrics of Gaussian models against their definitions, computed the long way."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.linalg import sqrtm

from webloop.content.gaussian.domain import human
from webloop.content.gaussian.source import GaussianSource, blend, normal
from webloop.metrics.registry import metrics

NAMES = ("variance_ratio", "sd_ratio", "log_sd", "mean_error", "covariance_error", "wasserstein_2")


def value(name: str, models: list[GaussianSource], people: GaussianSource) -> list[float]:
    view = SimpleNamespace(models=[SimpleNamespace(fitted=model) for model in models], human=people)
    found: np.ndarray = metrics()[name].function(view)
    return found.tolist()


@pytest.mark.parametrize("dimensions", [1, 3])
def test_definitions(dimensions: int) -> None:
    rng = np.random.default_rng(dimensions)
    people, *models = (
        normal(
            rng.standard_normal((1, dimensions)), (f := rng.standard_normal((1, dimensions, 5))) @ f.transpose(0, 2, 1)
        )
        for _ in range(4)
    )
    m0, s0 = people.mean[0], people.covariance[0]
    for i, model in enumerate(models):
        m, s = model.mean[0], model.covariance[0]
        root = sqrtm(s0)
        expected = {
            "variance_ratio": np.trace(s) / np.trace(s0),
            "sd_ratio": np.sqrt(np.trace(s) / np.trace(s0)),
            "log_sd": np.log(np.linalg.det(s) / np.linalg.det(s0)) / (2 * dimensions),
            "mean_error": ((m - m0) ** 2).sum() / np.trace(s0),
            "covariance_error": np.sqrt(((s - s0) ** 2).sum() / (s0**2).sum()),
            "wasserstein_2": ((m - m0) ** 2).sum() + np.trace(s + s0 - 2 * sqrtm(root @ s @ root).real),
        }
        for name in NAMES:
            assert value(name, models, people)[i] == pytest.approx(expected[name]), name


def test_people_are_at_no_distance_from_themselves() -> None:
    for people in (human(1, 1, 6.0), human(3, 1, 6.0), human(2, 3, 6.0)):
        assert [value(name, [people], people)[0] for name in NAMES] == pytest.approx([1, 1, 0, 0, 0, 0], abs=1e-12)


def test_one_dimension() -> None:
    people = human(1, 1, 6.0)
    model = normal(np.array([[2.0]]), np.array([[[0.25]]]))
    assert value("log_sd", [model], people) == pytest.approx([np.log(0.5)])
    assert value("wasserstein_2", [model], people) == pytest.approx([4.25])
    mixture = blend([normal(np.array([[m]]), np.array([[[1.0]]])) for m in (-1.0, 3.0)], [0.5, 0.5])
    assert value("variance_ratio", [mixture], people) == pytest.approx([5.0])


def test_collapsed_models() -> None:
    """Next to nothing has a logarithm, nothing has none; no warning in either case."""
    tiny = normal(np.zeros((1, 1)), np.full((1, 1, 1), 1e-300))
    nothing = normal(np.zeros((1, 1)), np.zeros((1, 1, 1)))
    people = human(1, 1, 6.0)
    small, none = value("log_sd", [tiny, nothing], people)
    assert small == pytest.approx(-150 * np.log(10))
    assert np.isnan(none)
    assert value("wasserstein_2", [nothing], people) == [1.0]
    flat = normal(np.zeros((1, 2)), np.array([[[1.0, 1.0], [1.0, 1.0]]]))
    assert np.isnan(value("log_sd", [flat], human(2, 1, 6.0))[0])


def test_they_are_about_gaussian_pages() -> None:
    assert all(metrics()[name].measures("gaussian") and not metrics()[name].measures("ideas") for name in NAMES)
