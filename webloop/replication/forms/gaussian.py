"""What sampling alone does to a Gaussian that is fitted to its own samples again and again (replace)."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, polygamma

Floats = NDArray[np.float64]


def alpha(pages: int) -> float:
    """E sigma_{t+1} / sigma_t with ddof 1: sqrt(2/(n-1)) Gamma(n/2) / Gamma((n-1)/2), about 1 - 1/(4n).

    >>> round(alpha(10), 5), round(alpha(100) ** 100, 4)
    (0.97266, 0.7768)

    References:
        Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y; the mean of a chi distribution.
    """
    return float(np.sqrt(2 / (pages - 1)) * np.exp(gammaln(pages / 2) - gammaln((pages - 1) / 2)))


def log_drift(pages: int, ddof: int) -> float:
    """E log sigma_{t+1} - log sigma_t; log sigma_t is exactly a random walk.

    >>> round(log_drift(100, 1), 6), round(log_drift(100, 0), 6)
    (-0.005068, -0.010093)

    References:
        Derived here: sigma_{t+1}^2 / sigma_t^2 = chi2_{n-1} / (n - ddof).
    """
    half = (pages - 1) / 2
    return float((digamma(half) - np.log((pages - ddof) / 2)) / 2)


def log_variance(pages: int) -> float:
    """Variance of a step of log sigma_t, psi_1((n-1)/2) / 4.

    >>> round(float(np.sqrt(log_variance(100))), 4)
    0.0714
    """
    return float(polygamma(1, (pages - 1) / 2) / 4)


def variance_spread(pages: int, generations: int) -> float:
    """Standard deviation of sigma_t^2 as a part of its mean, sqrt((1 + 2/(n-1))^t - 1).

    >>> round(variance_spread(10, 10), 2), round(variance_spread(100, 100), 2)
    (2.54, 2.53)
    """
    return float(np.sqrt((1 + 2 / (pages - 1)) ** generations - 1))


def mean_walk(pages: Floats) -> Floats:
    """E mu_t^2 / sigma^2 = sum 1/M_i with ddof 1, for pages M_i of each generation, (generations,).

    >>> round(float(mean_walk(100 * np.arange(1.0, 201) ** 2)[-1]), 4)
    0.0164

    References:
        Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y, theorem 3.1 and supplement 3.1.1.
    """
    value: Floats = np.cumsum(1.0 / pages)
    return value


def large_at_most(pages: int, epsilon: float, generations: int) -> Floats:
    """Bound of P(sigma_k > epsilon sigma_0): exp(-k/(4n-1)) / epsilon, at most 1, (generations,).

    >>> large_at_most(10, 0.1, 100)[[39, 99]].round(3).tolist()
    [1.0, 0.77]

    References:
        Suresh et al. 2024, arXiv:2412.17646, theorem 3.
    """
    k = np.arange(1, generations + 1)
    return np.minimum(np.exp(-k / (4 * pages - 1)) / epsilon, 1.0)
