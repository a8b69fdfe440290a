"""Flagging typical text: at the same mean rate, ideas that models publish often are flagged more often."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NEVER = 1e-100  # so rarely published that a share in proportion could not be computed


def flagged_by_idea(rate: float, pages: NDArray[np.int64], typicality: Floats, selectivity: float) -> Floats:
    """Probability of being flagged by idea: in proportion to typicality ** selectivity, but at most 1.

    Where ideas reach 1, the others take over their rest, in proportion; ideas that models never publish come last,
    all alike. So the mean over the pages is the rate, whatever they are about (water-filling).

    Args:
        rate: mean over the pages, 0 to 1.
        pages: pages by idea, (ideas,).
        typicality: how often deployed models publish each idea (>= 0), (ideas,).
        selectivity: exponent (>= 0); 0 flags all ideas alike.

    Returns:
        Probabilities, 0 to 1, (ideas,).

    References:
        Gehrmann et al. 2019, arXiv:1906.04043 (GLTR); Mitchell et al. 2023, arXiv:2301.11305 (DetectGPT); Hans et al.
        2024, arXiv:2401.12070 (Binoculars): text is flagged for being likely under a language model.

    >>> flagged_by_idea(0.3, np.array([50, 50, 100]), np.array([0.6, 0.3, 0.0]), selectivity=1.0).round(3).tolist()
    [0.8, 0.4, 0.0]
    >>> flagged_by_idea(0.6, np.array([50, 50, 100]), np.array([0.6, 0.3, 0.0]), selectivity=1.0).round(3).tolist()
    [1.0, 1.0, 0.2]
    """
    total, largest = float(pages.sum()), float(typicality.max())
    if total == 0 or largest <= 0:
        return np.full(len(pages), rate)
    weight = (typicality / largest) ** selectivity
    weight[weight < _NEVER] = 0.0
    known = np.flatnonzero((weight > 0) & (pages > 0))
    known = known[np.argsort(-weight[known], kind="stable")]
    each, there = weight[known], pages[known].astype(np.float64)
    # if all ideas before the k-th are full, the k-th and later ones share what is left in proportion to weight
    full = np.cumsum(there) - there
    scale = (rate * total - full) / np.cumsum((there * each)[::-1])[::-1]
    fits = np.flatnonzero(scale * each <= 1.0)
    if len(fits) > 0:
        shared: Floats = np.clip(scale[fits[0]] * weight, 0.0, 1.0)
        return shared
    unknown = total - float(there.sum())
    left = (rate * total - float(there.sum())) / unknown if unknown > 0 else 1.0
    return np.where(weight > 0, 1.0, min(1.0, left))
