"""Gaussian pages: how the mean and the covariance of models drift from those of people.

Of a mixture these are the mean and the covariance of the whole. They are those of the fitted model, before its decoder.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from webloop.content.gaussian.source import GaussianSource
from webloop.metrics.registry import model_metric
from webloop.metrics.view import ModelView

Floats = NDArray[np.float64]
_SHUMAILOV = "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y (theorem 3.1)"
_KAZDAN = "Kazdan et al. 2024, arXiv:2410.16713"


def _people(view: ModelView) -> GaussianSource:
    human: GaussianSource = view.human
    return human


def _means(view: ModelView) -> Floats:
    """Of each model, (models, d)."""
    return np.concatenate([cast(GaussianSource, model.fitted).mean for model in view.models])


def _covariances(view: ModelView) -> Floats:
    """Of each model, (models, d, d)."""
    return np.concatenate([cast(GaussianSource, model.fitted).covariance for model in view.models])


def _trace(covariances: Floats) -> Floats:
    value: Floats = np.einsum("mii->m", covariances)
    return value


@model_metric(
    "variance_ratio",
    label="Variance of the model",
    unit="x human variance",
    meaning="how much of people's variety models keep: 1 is all of it",
    definition="trace of the model's covariance / trace of people's; under replace few replicates carry its mean: look "
    "at medians, or at log_sd",
    source=_KAZDAN,
    content="gaussian",
)
def variance_ratio(view: ModelView) -> Floats:
    """Traces."""
    return _trace(_covariances(view)) / _trace(_people(view).covariance)


@model_metric(
    "sd_ratio",
    label="Standard deviation of the model",
    unit="x human deviation",
    definition="square root of the variance ratio",
    source=_SHUMAILOV,
    content="gaussian",
)
def sd_ratio(view: ModelView) -> Floats:
    """In one dimension sigma, where people's is 1."""
    value: Floats = np.sqrt(variance_ratio(view))
    return value


@model_metric(
    "log_sd",
    label="Log standard deviation of the model",
    unit="nats",
    meaning="how much of people's variety models keep, as a logarithm: 0 is all of it, less is below",
    definition="log of the determinant of the model's covariance over that of people's, / (2 dimensions): in one "
    "dimension log sigma; not a number once a direction has no variance left",
    source=f"webloop, after {_SHUMAILOV}",
    content="gaussian",
)
def log_sd(view: ModelView) -> Floats:
    """From eigenvalues: determinants underflow."""
    covariances = _covariances(view)
    size = _trace(covariances)
    values = np.linalg.eigvalsh(covariances / np.where(size > 0, size, 1.0)[:, None, None])
    rounding = (covariances.shape[-1] - 1) * np.finfo(np.float64).eps * values[:, -1:]
    logs = np.log(np.where(values > rounding, values, np.nan)) + np.log(np.where(size > 0, size, np.nan))[:, None]
    people = np.log(np.linalg.eigvalsh(_people(view).covariance))
    value: Floats = (logs.mean(axis=1) - people.mean(axis=1)) / 2
    return value


@model_metric(
    "mean_error",
    label="Error of the mean",
    unit="variances of people",
    better="lower",
    meaning="how far the average of models is from people's: 0 is the same",
    definition="squared distance of the model's mean from people's / trace of people's covariance",
    source=_KAZDAN,
    content="gaussian",
)
def mean_error(view: ModelView) -> Floats:
    """Squared distance over the trace."""
    human = _people(view)
    value: Floats = np.square(_means(view) - human.mean).sum(axis=1) / _trace(human.covariance)
    return value


@model_metric(
    "covariance_error",
    label="Error of the covariance",
    unit="x norm of people's",
    better="lower",
    definition="Frobenius norm of the model's covariance less people's / norm of people's",
    source="standard",
    content="gaussian",
)
def covariance_error(view: ModelView) -> Floats:
    """Frobenius norms."""
    human = _people(view).covariance
    value: Floats = np.linalg.norm(_covariances(view) - human, axis=(1, 2)) / np.linalg.norm(human)
    return value


@model_metric(
    "wasserstein_2",
    label="Squared Wasserstein distance",
    unit="squared units of a page",
    better="lower",
    meaning="how far what models have learned is from what people write: 0 is the same",
    definition="squared 2-Wasserstein distance of normal distributions with the means and covariances of the model and "
    "of people: |m - m0|^2 + tr(S + S0 - 2 (S0^(1/2) S S0^(1/2))^(1/2))",
    source=f"{_SHUMAILOV}; Dowson and Landau 1982, doi:10.1016/0047-259X(82)90077-X",
    content="gaussian",
)
def wasserstein_2(view: ModelView) -> Floats:
    """With any F F' = S0 in the place of the symmetric root: F' S F has the same eigenvalues."""
    human, covariances = _people(view), _covariances(view)
    root = human.root
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(root.transpose(0, 2, 1) @ covariances @ root), 0.0)).sum(axis=1)
    spread = np.maximum(_trace(covariances) + _trace(human.covariance) - 2 * shared, 0.0)
    value: Floats = np.square(_means(view) - human.mean).sum(axis=1) + spread
    return value
