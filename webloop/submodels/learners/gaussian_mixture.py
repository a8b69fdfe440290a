"""A mixture of normal distributions, fitted by expectation maximisation."""

from typing import ClassVar, Literal

import numpy as np

from webloop.content.gaussian.expectation import Mixture, maximise, quantile_start
from webloop.content.gaussian.source import GaussianSource, Part
from webloop.content.weighted import Training, weighted_moments, weighted_rows
from webloop.registry import param, register
from webloop.submodels.roles import Learner


@register("learner")
class GaussianMixture(Learner):
    """As many normal components as told, each with a covariance of its own.

    It starts from groups of equal size along the leading principal axis of the pages, without chance, and ends after
    some iterations or when the mean log-likelihood of a page gains less than the tolerance. Each component's
    covariance is widened by a part of the overall variance, so that none shrinks to a single page.

    >>> from webloop.content.samples import Chunk
    >>> pages = Chunk(np.array([[[-5.1], [-4.9], [4.9], [5.1]]]))
    >>> fitted = GaussianMixture(components=2).fit([((pages,), 1.0)])
    >>> [(part.weights.item(), round(part.means.item(), 3)) for part in fitted.parts]
    [(0.5, -5.0), (0.5, 5.0)]

    References:
        Dempster, Laird and Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x; Shumailov et al. 2024,
        doi:10.1038/s41586-024-07566-y (mixtures that learn from themselves).
    """

    kind: Literal["gaussian_mixture"] = "gaussian_mixture"
    content: ClassVar[str] = "gaussian"
    needs_pages: ClassVar[bool] = True
    has_temperature: ClassVar[bool] = False
    components: int = param(2, "Components", unit="components", ge=1, le=100, source="Shumailov et al. 2024")
    iterations: int = param(100, "Most iterations", unit="iterations", ge=1, le=10_000, source="scikit-learn's default")
    tolerance: float = param(
        1e-3,
        "Gain in log-likelihood that ends the iterations",
        unit="nats",
        ge=0,
        le=1,
        source="scikit-learn's default",
    )
    floor: float = param(
        1e-6,
        "Variance added to each component, as a share of the pages' variance",
        unit="share",
        gt=0,
        le=1,
        source="scikit-learn's default",
    )

    def fit(self, training: Training) -> GaussianSource:
        """The fitted model; ValueError without pages, InputError where only moments are kept."""
        known = weighted_moments(training)
        pages, weights = weighted_rows(training)
        # In units of the pages themselves, so that nothing underflows when they are all but the same.
        variance = np.einsum("rii->r", known.scatter) / (known.total * known.mean.shape[1])
        unit = np.where(variance > 0, np.sqrt(variance), 1.0)[:, None, None]
        scaled = (pages - known.mean[:, None]) / unit
        start = quantile_start(scaled, weights, self.components)
        found = maximise(scaled, weights, start, self.iterations, self.tolerance, self.floor)
        return _source(found, known.mean, np.where(variance[:, None, None] > 0, unit, 0.0))


def _source(found: Mixture, centre: np.ndarray, unit: np.ndarray) -> GaussianSource:
    """Back in the units of pages."""
    return GaussianSource(
        tuple(
            Part(
                found.weights[:, k : k + 1],
                centre[:, None] + unit * found.means[:, k : k + 1],
                unit**2 * found.covariances[:, k],
            )
            for k in range(found.weights.shape[1])
        )
    )
