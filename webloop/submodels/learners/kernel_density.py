"""Kernel density: the model repeats its pages, each a little blurred."""

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from webloop.content.gaussian.source import GaussianSource, Part
from webloop.content.weighted import Training, Weighted, weighted_moments, weighted_rows
from webloop.registry import param, register
from webloop.submodels.roles import Floats, Learner


@register("learner")
class KernelDensity(Learner):
    """A Gaussian kernel around each page of the training set.

    A bandwidth h makes all kernels h^2 times the identity. Silverman's rule makes them h^2 times the covariance of the
    pages (ddof 1), with h = (4 / (d + 2))^(1 / (d + 4)) n^(-1 / (d + 4)), d the dimensions and n the pages; with
    weights, n = sum(w)^2 / sum(w^2). The model's covariance is that of its pages (ddof 0) plus that of a kernel: with
    a fixed bandwidth it grows by h^2 in each generation.

    >>> from webloop.content.samples import Chunk
    >>> pages = Chunk(np.array([[[1.0], [2.0], [6.0]]]))
    >>> KernelDensity(bandwidth=0.5).fit([((pages,), 1.0)]).covariance.round(4).tolist()
    [[[4.9167]]]
    >>> KernelDensity().fit([((pages,), 1.0)]).covariance.round(4).tolist()  # 14 / 3 + 0.8503 ** 2 * 7
    [[[9.7275]]]

    References:
        Silverman 1986, Density Estimation for Statistics and Data Analysis, eq. 4.14; Kazdan et al. 2024,
        arXiv:2410.16713 (kernel density estimates that learn from each other).
    """

    kind: Literal["kernel_density"] = "kernel_density"
    content: ClassVar[str] = "gaussian"
    needs_pages: ClassVar[bool] = True
    has_temperature: ClassVar[bool] = False
    bandwidth: Annotated[float, Field(gt=0, le=1e6)] | Literal["silverman"] = param(
        "silverman",
        "Standard deviation of a kernel, or `silverman` for the rule of thumb",
        unit="standard deviations of people",
        source="Silverman 1986",
    )

    def fit(self, training: Training) -> GaussianSource:
        """The fitted model; ValueError without pages, InputError where only moments are kept."""
        known = weighted_moments(training)
        pages, weights = weighted_rows(training)
        return GaussianSource((Part(weights / known.total[:, None], pages, self._kernel(known)),))

    def _kernel(self, known: Weighted) -> Floats:
        """Covariance of a kernel, (replicates or 1, d, d)."""
        dimensions = known.mean.shape[1]
        if self.bandwidth != "silverman":
            return self.bandwidth**2 * np.eye(dimensions)[None]
        width = (4 / ((dimensions + 2) * known.effective)) ** (1 / (dimensions + 4))
        value: Floats = width[:, None, None] ** 2 * known.covariance(1)
        return value
