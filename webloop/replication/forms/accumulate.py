"""What accumulation does: diversity and error converge, because generation t adds only 1/t of the pool."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def diversity(pages: int, generations: int) -> Floats:
    """E of the diversity left, prod_{j <= t} (1 - 1/(n j^2)), (generations,).

    The variance of a Gaussian (ddof 0) and the heterozygosity of categories alike; the squared error of the mean, or
    of the shares, is what is missing from 1.

    >>> float(diversity(10, 100)[-1].round(4))
    0.8443

    References:
        Derived here, in line with the figures of Kazdan et al. 2024, arXiv:2410.16713.
    """
    j = np.arange(1.0, generations + 1)
    return np.asarray(np.cumprod(1.0 - 1.0 / (pages * j**2)))


def diversity_limit(pages: int) -> float:
    """What is left for ever: sin(pi / sqrt n) / (pi / sqrt n).

    >>> [round(diversity_limit(n), 4) for n in (10, 32, 100, 316)]
    [0.8434, 0.9494, 0.9836, 0.9948]
    """
    return float(np.sinc(1.0 / np.sqrt(pages)))


def subsample_diversity(pages: int, generations: int) -> Floats:
    """E of the diversity left when each model learns from n pages drawn without replacement from all, (generations,).

    Follows the expected difference of two distinct pages of generations i <= j: a page of generation j is, up to its
    second moments, a copy of a page that is drawn from all before it. Exact for ddof 0, and for categories.

    >>> subsample_diversity(10, 100)[[0, 9, 99]].round(4).tolist()
    [0.9, 0.7598, 0.7411]

    References:
        Derived here, for the accumulate-subsample policy of Kazdan et al. 2024, arXiv:2410.16713.
    """
    apart, kept = np.zeros((generations, generations)), 1.0 - 1.0 / pages
    out = np.empty(generations)
    for t in range(generations):
        old = apart[:t, :t]
        apart[t, t] = out[t - 1] if t else 1.0
        if t:
            apart[t, :t] = apart[:t, t] = (old.sum(axis=1) - np.diag(old) / pages) / t
        pool = apart[: t + 1, : t + 1]
        pairs = pool.sum() - np.trace(pool) / pages
        out[t] = kept * pairs * pages / ((t + 1) * (pages * (t + 1) - 1))
    return out


def regression_unit(dimensions: int, pages: int, noise: float = 1.0) -> float:
    """Error of the first least-squares fit, s^2 d / (T - d - 1).

    >>> regression_unit(10, 111)
    0.1

    References:
        Gerstgrasser et al. 2024, arXiv:2404.01413 (after Dohmatob et al. 2024, arXiv:2402.07712).
    """
    return noise**2 * dimensions / (pages - dimensions - 1)


def regression_error(dimensions: int, pages: int, generations: int, noise: float = 1.0) -> tuple[Floats, Floats]:
    """Expected squared error of the coefficients under replace and under accumulate, (generations,) each.

    >>> replace, accumulate = regression_error(10, 111, 30)
    >>> replace[[9, 29]].round(3).tolist(), accumulate[[9, 29]].round(4).tolist()
    ([1.0, 3.0], [0.155, 0.1612])

    References:
        Gerstgrasser et al. 2024, arXiv:2404.01413: n-fold growth, and at most pi^2/6 times the first error. The same
        X is used in every generation.
    """
    t = np.arange(1.0, generations + 1)
    unit = regression_unit(dimensions, pages, noise)
    return unit * t, unit * np.cumsum(1.0 / t**2)
