"""Metrics of the literature on model collapse, as its papers define them: of what models learn and publish."""

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.registry import model_metric
from webloop.metrics.view import ModelView


def _learned(view: ModelView) -> NDArray[np.float64]:
    """What each model learned, before decoding and errors, (models, ideas)."""
    return np.stack([model.fitted for model in view.models])


def _nats(p: NDArray[np.float64]) -> NDArray[np.float64]:
    value: NDArray[np.float64] = -(p * np.log(p, out=np.zeros_like(p), where=p > 0)).sum(axis=1)
    return value


@model_metric(
    "heterozygosity",
    monthly=False,
    label="Heterozygosity",
    better="higher",
    definition="chance that two pages carry different ideas under what the model learned, 1 - sum(p^2)",
    source="population genetics; Seddik et al. 2024, arXiv:2404.05090 (1 - S_m)",
)
def heterozygosity(view: ModelView) -> NDArray[np.float64]:
    """Falls by 1 - 1/n a generation when models learn from n pages of the last one."""
    value: NDArray[np.float64] = 1.0 - (_learned(view) ** 2).sum(axis=1)
    return value


@model_metric(
    "squared_distance",
    monthly=False,
    label="Squared distance from people",
    unit="-",
    better="lower",
    definition="sum of squared differences between what the model learned and what people write",
    source="standard; with heterozygosity it adds up to a constant where models repeat their samples",
)
def squared_distance(view: ModelView) -> NDArray[np.float64]:
    """||p_t - p_0||^2."""
    value: NDArray[np.float64] = ((_learned(view) - view.truth.p) ** 2).sum(axis=1)
    return value


@model_metric(
    "ideas_alive",
    monthly=False,
    label="Ideas alive",
    unit="ideas",
    better="higher",
    definition="ideas and errors that the model has learned at all, with a share above zero",
    source="Suresh et al. 2024, arXiv:2412.17646",
)
def ideas_alive(view: ModelView) -> NDArray[np.float64]:
    """What is gone from replace training does not come back."""
    value: NDArray[np.float64] = (_learned(view) > 0).sum(axis=1).astype(np.float64)
    return value


@model_metric(
    "missing_mass",
    monthly=False,
    label="Missing mass",
    better="lower",
    definition="share of what people write that the model has never learned",
    source="Hutter 2021, arXiv:2102.04074; Dohmatob et al. 2024, arXiv:2402.07043 (test error)",
)
def missing_mass(view: ModelView) -> NDArray[np.float64]:
    """Error of a learner that knows what it has seen."""
    value: NDArray[np.float64] = np.where(_learned(view) > 0, 0.0, view.truth.p).sum(axis=1)
    return value


@model_metric(
    "learned_entropy",
    monthly=False,
    label="Entropy of what is learned",
    unit="nats",
    better="higher",
    definition="Shannon entropy of what the model learned, over ideas and errors",
    source="standard",
)
def learned_entropy(view: ModelView) -> NDArray[np.float64]:
    """Before decoding."""
    return _nats(_learned(view))


@model_metric(
    "output_entropy",
    monthly=False,
    label="Entropy of what is published",
    unit="nats",
    better="higher",
    definition="Shannon entropy of what the model publishes, over ideas and errors",
    source="Marchi et al. 2024, arXiv:2404.02325",
)
def output_entropy(view: ModelView) -> NDArray[np.float64]:
    """After decoding."""
    return _nats(view.q)


@model_metric(
    "expected_reward",
    monthly=False,
    label="Mean reward",
    unit="reward",
    better="higher",
    definition="mean reward of the ideas that the model learned (ideas.rewards; errors have reward 0)",
    source="Ferbach et al. 2024, arXiv:2407.09499",
)
def expected_reward(view: ModelView) -> NDArray[np.float64]:
    """Rises where people choose among candidates by it."""
    value: NDArray[np.float64] = _learned(view) @ view.truth.domain.rewards
    return value
