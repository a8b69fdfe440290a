"""Expectation maximisation of a mixture of normal distributions, for many replicates at once.

Each replicate stops when it has converged, so what it finds does not depend on those beside it. scikit-learn's
GaussianMixture, whose defaults these are, knows neither weights of pages nor replicates.
"""

from dataclasses import dataclass
from math import log, pi

import numpy as np

from webloop.content.samples import Floats

_SOME = 10 * np.finfo(np.float64).eps  # mass that every component keeps, so that an empty one divides by something


@dataclass(frozen=True, eq=False)
class Mixture:
    """Normal components.

    Attributes:
        weights: sum 1, (replicates, components).
        means: (replicates, components, d).
        covariances: (replicates, components, d, d).
    """

    weights: Floats
    means: Floats
    covariances: Floats


def quantile_start(pages: Floats, weights: Floats, components: int) -> Floats:
    """Groups of equal weight along the leading principal axis, as 0 or 1, (replicates, pages, components).

    Args:
        pages: centred, (replicates, pages, d).
        weights: (replicates, pages).
        components: how many.
    """
    scatter = (weights[..., None] * pages).transpose(0, 2, 1) @ pages
    place = (pages @ np.linalg.eigh(scatter)[1][..., -1:])[..., 0]
    order = np.argsort(place, axis=1, kind="stable")
    sorted_weights = np.take_along_axis(weights, order, axis=1)
    middle = np.cumsum(sorted_weights, axis=1) - sorted_weights / 2
    group = np.empty(order.shape)
    np.put_along_axis(group, order, np.floor(components * middle / weights.sum(axis=1, keepdims=True)), axis=1)
    start: Floats = (np.minimum(group, components - 1)[..., None] == np.arange(components)).astype(np.float64)
    return start


def maximise(pages: Floats, weights: Floats, start: Floats, iterations: int, tolerance: float, floor: float) -> Mixture:
    """The mixture that likelihood climbs to.

    Args:
        pages: (replicates, pages, d).
        weights: of the pages, (replicates, pages).
        start: first responsibilities, (replicates, pages, components).
        iterations: most iterations.
        tolerance: least gain of the mean log-likelihood of a page.
        floor: variance that is added to each component.
    """
    found = _fitted(pages, weights, start, floor)
    likelihood = np.full(len(pages), -np.inf)
    climbing = np.ones(len(pages), dtype=np.bool_)
    for _ in range(iterations):
        responsibilities, reached = _expected(pages, weights, found)
        climbing &= reached > likelihood + tolerance
        if not climbing.any():
            break
        likelihood = reached
        found = _where(climbing, _fitted(pages, weights, responsibilities, floor), found)
    return found


def _where(better: np.ndarray, new: Mixture, old: Mixture) -> Mixture:
    return Mixture(
        np.where(better[:, None], new.weights, old.weights),
        np.where(better[:, None, None], new.means, old.means),
        np.where(better[:, None, None, None], new.covariances, old.covariances),
    )


def _fitted(pages: Floats, weights: Floats, responsibilities: Floats, floor: float) -> Mixture:
    """Maximum likelihood given who is responsible for which page."""
    mine = weights[..., None] * responsibilities
    mass = mine.sum(axis=1) + _SOME
    means = (mine.transpose(0, 2, 1) @ pages) / mass[..., None]
    dimensions = pages.shape[-1]
    covariances = np.empty((*mass.shape, dimensions, dimensions))
    for k in range(mass.shape[1]):
        off = pages - means[:, k, None]
        scatter = (mine[..., k, None] * off).transpose(0, 2, 1) @ off
        covariances[:, k] = scatter / mass[:, k, None, None] + floor * np.eye(dimensions)
    return Mixture(mass / mass.sum(axis=1, keepdims=True), means, covariances)


def _expected(pages: Floats, weights: Floats, found: Mixture) -> tuple[Floats, Floats]:
    """Who is responsible for which page, (replicates, pages, components); mean log-likelihood of a page."""
    factors = np.linalg.cholesky(found.covariances)  # never singular: the floor
    whiten = np.linalg.inv(factors)
    constant = np.log(found.weights) - np.log(np.einsum("rkii->rki", factors)).sum(axis=-1)
    logs = np.empty((*weights.shape, found.weights.shape[1]))
    for k in range(found.weights.shape[1]):
        z = (pages - found.means[:, k, None]) @ whiten[:, k].transpose(0, 2, 1)
        logs[..., k] = constant[:, k, None] - (np.square(z).sum(axis=-1) + pages.shape[-1] * log(2 * pi)) / 2
    top = logs.max(axis=-1, keepdims=True)
    shares = np.exp(logs - top)
    total = shares.sum(axis=-1, keepdims=True)
    each = (top + np.log(total))[..., 0]
    return shares / total, (weights * each).sum(axis=1) / weights.sum(axis=1)
