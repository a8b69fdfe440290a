"""Maximum likelihood: the fitted model repeats the frequencies of its training set."""

from typing import Literal

import numpy as np

from webloop.registry import param, register
from webloop.submodels.roles import Floats, Learner


@register("learner")
class MaximumLikelihood(Learner):
    """Relative frequencies, with optional additive smoothing and a limit on how many ideas fit.

    Smoothing and capacity act on the ideas that the training set has: a model never learns an idea that
    it has not seen.

    >>> MaximumLikelihood().fit(np.array([6.0, 3.0, 1.0, 0.0])).tolist()
    [0.6, 0.3, 0.1, 0.0]
    >>> MaximumLikelihood(capacity=2).fit(np.array([6.0, 3.0, 1.0, 0.0])).round(3).tolist()
    [0.667, 0.333, 0.0, 0.0]

    References:
        Seddik et al. 2024, arXiv:2404.05090 (categorical models); Kandpal et al. 2023, arXiv:2211.08411
        (long-tail knowledge is what models fail to hold).
    """

    kind: Literal["maximum_likelihood"] = "maximum_likelihood"
    smoothing: float = param(0.0, "Pages added to every idea seen", unit="pages", ge=0, le=1e15, source="assumption")
    capacity: int | None = param(
        None,
        "Most ideas a model can hold, the most frequent first; null: all",
        unit="ideas",
        ge=1,
        le=1_000_000,
        source="assumption",
    )

    def fit(self, training: Floats) -> Floats:
        """Fitted probabilities."""
        weights = np.where(training > 0, training + self.smoothing, 0.0)
        if self.capacity is not None and self.capacity < weights.shape[-1]:
            # ties are broken by index: a stable order keeps runs reproducible
            order = np.argsort(-training, axis=-1, kind="stable")
            np.put_along_axis(weights, order[..., self.capacity :], 0.0, axis=-1)
        value: Floats = weights / weights.sum(axis=-1, keepdims=True)
        return value
