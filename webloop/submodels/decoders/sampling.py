"""Sampling: temperature, then top-k, then top-p."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from webloop.registry import param, register
from webloop.submodels.roles import Decoder, Floats


@register("decoder")
class Sampling(Decoder):
    """What is published is not what was learned: p ** (1 / temperature), cut to the likeliest ideas.

    >>> Sampling(temperature=0.5).decode(np.array([0.6, 0.3, 0.1])).round(3).tolist()
    [0.783, 0.196, 0.022]
    >>> Sampling(top_p=0.8).decode(np.array([0.6, 0.3, 0.1])).round(3).tolist()
    [0.667, 0.333, 0.0]

    References:
        Holtzman et al. 2020, arXiv:1904.09751 (top-p); Marchi et al. 2024, arXiv:2404.02325 (temperature in
        the loop: without outside data any value but 1 degenerates).
    """

    kind: Literal["sampling"] = "sampling"
    temperature: float = param(1.0, "Below 1 favours common ideas", unit="-", gt=0, le=10, source="neutral 1")
    top_k: int | None = param(
        None, "Only the k likeliest ideas; null: all", unit="ideas", ge=1, le=1_000_000, source="neutral: all"
    )
    top_p: float = param(
        1.0, "Only the likeliest ideas that make up this mass", unit="share", gt=0, le=1, source="neutral 1"
    )

    def decode(self, probabilities: Floats) -> Floats:
        """Distribution of published ideas."""
        out = probabilities
        if self.temperature != 1.0:
            # relative to the likeliest idea, so that low temperatures do not underflow
            out = (out / out.max(axis=-1, keepdims=True)) ** (1 / self.temperature)
            out = out / out.sum(axis=-1, keepdims=True)
        if self.top_k is not None:
            out = _keep(out, _ranks(out) < self.top_k)
        if self.top_p < 1.0:
            order = np.argsort(-out, axis=-1, kind="stable")
            likely = np.take_along_axis(out, order, axis=-1)
            kept = np.empty_like(out, dtype=bool)
            np.put_along_axis(kept, order, np.cumsum(likely, axis=-1) - likely < self.top_p, axis=-1)
            out = _keep(out, kept)
        return out


def _ranks(probabilities: Floats) -> NDArray[np.int64]:
    """Place of each idea, 0 for the likeliest."""
    order = np.argsort(-probabilities, axis=-1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.broadcast_to(np.arange(order.shape[-1]), order.shape), axis=-1)
    return ranks


def _keep(probabilities: Floats, kept: NDArray[np.bool_]) -> Floats:
    """Only these ideas, rescaled to 1."""
    out = np.where(kept, probabilities, 0.0)
    value: Floats = out / out.sum(axis=-1, keepdims=True)
    return value
