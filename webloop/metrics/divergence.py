"""Divergence: how far models are from people, and from each other."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.registry import model_metric
from webloop.metrics.view import ModelView

KL_FLOOR = 1e-9


def entropy_bits(p: NDArray[np.float64]) -> float:
    """Shannon entropy in bits.

    >>> entropy_bits(np.array([0.5, 0.5, 0.0]))
    1.0
    """
    used = p[p > 0]
    return float(-(used * np.log2(used)).sum())


def jensen_shannon_bits(p: NDArray[np.float64], q: NDArray[np.float64]) -> float:
    """Jensen-Shannon divergence in bits, 0 to 1: H((p + q) / 2) - (H(p) + H(q)) / 2.

    >>> jensen_shannon_bits(np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    1.0
    """
    return max(entropy_bits((p + q) / 2) - (entropy_bits(p) + entropy_bits(q)) / 2, 0.0)


@model_metric(
    "js_divergence",
    label="Divergence from people",
    unit="bits",
    better="lower",
    meaning="how far what models write is from what people write: 0 is the same, 1 nothing in common",
    definition="Jensen-Shannon divergence of what the model publishes from what people write, over ideas and errors",
    source="Lin 1991, doi:10.1109/18.61115",
)
def js_divergence(view: ModelView) -> NDArray[np.float64]:
    """H((p + q) / 2) - (H(p) + H(q)) / 2."""
    mixed = np.array([entropy_bits((q + view.truth.p) / 2) for q in view.q])
    return np.maximum(mixed - (view.entropy + view.truth.entropy) / 2, 0.0)


@model_metric(
    "total_variation",
    label="Total variation from people",
    better="lower",
    definition="half the sum of |p - q| over ideas and errors",
    source="standard",
)
def total_variation(view: ModelView) -> NDArray[np.float64]:
    """1 - sum(min(p, q))."""
    value: NDArray[np.float64] = np.clip(1.0 - view.overlap.sum(axis=1), 0.0, 1.0)
    return value


@model_metric(
    "hellinger",
    label="Hellinger distance from people",
    unit="-",
    better="lower",
    definition="sqrt(1 - sum(sqrt(p q))) over ideas and errors, 0 to 1",
    source="standard",
)
def hellinger(view: ModelView) -> NDArray[np.float64]:
    """From the Bhattacharyya coefficient."""
    value: NDArray[np.float64] = np.sqrt(
        np.clip(1.0 - np.einsum("mi,i->m", view.roots, np.sqrt(view.truth.p)), 0.0, 1.0)
    )
    return value


@model_metric(
    "kl_floored",
    label="Kullback-Leibler divergence, floored",
    unit="bits",
    better="lower",
    definition=f"sum p log2(p / max(q, {KL_FLOOR:g})): infinite without the floor once an idea is lost",
    source="Kullback and Leibler 1951",
    monthly=False,
)
def kl_floored(view: ModelView) -> NDArray[np.float64]:
    """Over ideas that people write."""
    used = view.truth.p > 0
    p = view.truth.p[used]
    value: NDArray[np.float64] = (p * np.log2(p / np.maximum(view.q[:, used], KL_FLOOR))).sum(axis=1)
    return value


@model_metric(
    "lab_divergence",
    label="Divergence between labs",
    unit="bits",
    better="higher",
    definition="mean Jensen-Shannon divergence of a model from each other deployed model; not a number with one lab",
    source="webloop; homogenisation",
    apart=True,
)
def lab_divergence(view: ModelView) -> NDArray[np.float64]:
    """Mean over the other models, remembered as long as the models stay."""
    count = len(view.models)
    if count < 2:
        return np.full(count, np.nan)
    sums = np.zeros(count)
    for i, j in combinations(range(count), 2):
        sums[[i, j]] += _pair(view, i, j)
    return sums / (count - 1)


def _pair(view: ModelView, i: int, j: int) -> float:
    first, second = view.models[i], view.models[j]
    key = (second.lab, second.generation)
    known = first.divergences.get(key)
    if known is None:
        mixed = entropy_bits((first.output + second.output) / 2)
        known = max(mixed - (first.entropy + second.entropy) / 2, 0.0)
        first.divergences[key] = known
    return known
