"""What sampling alone does to categories: a web of n pages a generation is a haploid Wright-Fisher population."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def heterozygosity(p: Floats) -> float:
    """Chance that two draws differ, 1 - sum p^2, of a distribution (categories,).

    >>> heterozygosity(np.array([0.5, 0.5]))
    0.5
    """
    return float(1.0 - (p**2).sum())


def replace_heterozygosity(pages: int, generations: int) -> Floats:
    """E H_t / H_0 = (1 - 1/n)^t under replace, t = 1 to `generations`, (generations,).

    >>> p = 1 / np.arange(1, 1001)
    >>> start = heterozygosity(p / p.sum())
    >>> (start * replace_heterozygosity(1000, 100))[[49, 99]].round(4).tolist()
    [0.9233, 0.8782]

    References:
        Seddik et al. 2024, arXiv:2404.05090, in the form S_m = 1 - (1 - 1/n)^m (1 - S_0).
    """
    value: Floats = (1.0 - 1.0 / pages) ** np.arange(1.0, generations + 1)
    return value


def survival_rates(generations: int) -> Floats:
    """g_1 = 1, g_{k+1} = 1 - exp(-g_k): about 2/k, (generations,).

    >>> survival_rates(3).round(4).tolist()
    [1.0, 0.6321, 0.4685]

    References:
        Suresh et al. 2024, arXiv:2412.17646.
    """
    out = np.ones(generations)
    for k in range(1, generations):
        out[k] = 1.0 - np.exp(-out[k - 1])
    return out


def alive(p: Floats, pages: float, generations: int) -> Floats:
    """Categories that are still alive, about sum_i 1 - exp(-n p_i g_k), (generations,).

    Exact for Poisson numbers of pages; for a fixed number it is a lower bound of each category's chance.

    >>> p = 1 / np.arange(1, 1001)
    >>> alive(p / p.sum(), 1000, 100)[[0, 4, 9, 19, 99]].round(2).tolist()
    [333.69, 150.48, 96.3, 58.66, 16.13]

    References:
        Suresh et al. 2024, arXiv:2412.17646, theorem 1.
    """
    g = survival_rates(generations)
    value: Floats = np.array([-np.expm1(-pages * p * each).sum() for each in g])
    return value


def alive_at_most(p: float, pages: int, generations: int) -> Floats:
    """Upper bound of one category's chance to be alive, (generations,).

    >>> float(alive_at_most(0.01, 100, 10)[9].round(3))
    0.436

    References:
        Suresh et al. 2024, arXiv:2412.17646, theorem 1.
    """
    k = np.arange(1, generations + 1)
    chance = 1.0 - (1.0 - 3 * pages * p**2 - 3 * k * p) * np.exp(-pages * p * survival_rates(generations))
    return np.asarray(np.minimum(chance, 1.0))


def undecided(p: float, pages: int, generations: int) -> tuple[Floats, Floats]:
    """Bounds of the chance that both of two categories are alive, (generations,) each.

    >>> low, high = undecided(0.5, 10, 20)
    >>> float(low[19].round(4)), float(high[19].round(4))
    (0.1216, 0.6079)

    References:
        Seddik et al. 2024, arXiv:2404.05090 (as quoted in the repository of Suresh et al.).
    """
    decay = replace_heterozygosity(pages, generations)
    return 4 * p * (1 - p) * decay, 2 * pages * p * (1 - p) * decay


def kept_words(counts: Floats, generations: int) -> Floats:
    """Share of a vocabulary that is left under replace, (1/V) sum_w 1 - exp(-c_w g_k), (generations,).

    Args:
        counts: how often each word is in a corpus of constant size, (words,).
        generations: how many.

    >>> kept_words(np.array([1.0, 10.0]), 2).round(3).tolist()
    [0.816, 0.733]

    References:
        `alive`, with c_w = n p_w.
    """
    return np.asarray(alive(counts / counts.sum(), float(counts.sum()), generations) / len(counts))
