"""Maximum likelihood of a normal distribution: mean and covariance of the training set."""

from typing import ClassVar, Literal

from webloop.content.gaussian.source import GaussianSource, normal
from webloop.content.weighted import Training, weighted_moments
from webloop.registry import param, register
from webloop.submodels.roles import Learner


@register("learner")
class GaussianMle(Learner):
    """The fitted model has the mean and the covariance of its pages.

    With weights w the scatter is divided by V1 - ddof V2 / V1, V1 = sum(w) and V2 = sum(w^2). A model of a single
    page repeats it.

    >>> import numpy as np
    >>> from webloop.content.samples import Chunk
    >>> pages = Chunk(np.array([[[1.0], [2.0], [6.0]]]))
    >>> fitted = GaussianMle(ddof=1).fit([((pages,), 1.0)])
    >>> fitted.mean.tolist(), fitted.covariance.tolist()
    ([[3.0]], [[[7.0]]])

    References:
        Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y (theorem 3.1 has ddof 1, the notebook ddof 0); Kazdan
        et al. 2024, arXiv:2410.16713 (ddof 0). The drift of log sigma halves from ddof 0 to 1.
    """

    kind: Literal["gaussian_mle"] = "gaussian_mle"
    content: ClassVar[str] = "gaussian"
    ddof: int = param(
        0,
        "Taken off the number of pages in the covariance: 0 maximum likelihood, 1 unbiased",
        unit="pages",
        ge=0,
        le=1,
        source="Kazdan et al. 2024",
    )

    def fit(self, training: Training) -> GaussianSource:
        """The fitted model; ValueError without pages."""
        known = weighted_moments(training)
        return normal(known.mean, known.covariance(self.ddof))
