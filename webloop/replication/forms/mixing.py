"""Human pages in every generation: fresh ones, an archive kept for ever, and weights on them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fresh_loop(
    real: int,
    synthetic: int,
    factor: float = 1.0,
    *,
    ddof: int = 0,
    weight: float = 0.5,
    start: tuple[float, float] = (1.0, 0.0),
    generations: int = 1,
) -> Floats:
    """E variance and E squared error of the mean of a Gaussian fitted to fresh human and synthetic samples.

    With N human and m synthetic samples of N(mu, factor V), page weights w and 1 - w, and shares q = N w / W,
    s = m (1 - w) / W of the total weight W = N w + m (1 - w):

        E M' = q^2 / N + s^2 (factor V / m + M)
        E V' = c [ q (1 - 1/N) + s factor V (1 - 1/m) + q s (1/N + factor V / m + M) ]

    where c = W / (W - ddof V2 / W) makes ddof 1 unbiased, V2 the sum of squared weights. Exact: both are linear.

    Args:
        real: human samples a generation, N.
        synthetic: synthetic samples a generation, m.
        factor: what sampling bias multiplies the variance by, lambda.
        ddof: 0 for maximum likelihood, 1 for the unbiased estimate.
        weight: w, of a human page; a synthetic one weighs 1 - w.
        start: V and M before the first of these generations, in units of the human variance.
        generations: how many.

    Returns:
        (generations, 2)

    >>> [float(fresh_loop(100, m, 0.8, generations=200)[-1, 0].round(4)) for m in (100, 900)]
    [0.8287, 0.3565]

    References:
        Alemohammad et al. 2023, arXiv:2307.01850 (fresh data loop, sampling bias); derived here.
    """
    w, u = weight, 1.0 - weight
    total, squares = real * w + synthetic * u, real * w**2 + synthetic * u**2
    q, s = real * w / total, synthetic * u / total
    unbias = total / (total - ddof * squares / total)
    out = np.empty((generations, 2))
    variance, error = start
    for t in range(generations):
        spread = factor * variance / synthetic
        within = q * (1 - 1 / real) + s * factor * variance * (1 - 1 / synthetic)
        variance = unbias * (within + q * s * (1 / real + spread + error))
        error = q**2 / real + s**2 * (spread + error)
        out[t] = variance, error
    return out


def fresh_variance(real: int, synthetic: int, factor: float) -> float:
    """Where the variance ends, N / (N + m (1 - lambda)), to leading order.

    >>> round(fresh_variance(100, 100, 0.8), 4), round(fresh_variance(100, 900, 0.8), 4)
    (0.8333, 0.3571)
    """
    return real / (real + synthetic * (1 - factor))


def effective_samples(real: int, synthetic: int) -> float:
    """Human samples that the fresh loop without bias is worth, N (N + 2 m) / (N + m): N to 2 N.

    >>> effective_samples(100, 900)
    190.0
    """
    return real * (real + 2 * synthetic) / (real + synthetic)


def archive_error(real: int, synthetic: int) -> tuple[float, float]:
    """Where an archive of N pages kept for ever ends, with m synthetic pages a generation, for categories.

    With a = m / (N + m) and H the heterozygosity of the archive, the squared distance of the model from the archive
    tends to H a^2 / (m (1 - a^2) + a^2), at most H / (2 N) however large m is. The archive's own error is 1/N of H_0.

    Returns:
        The distance from the archive in units of H, and that from the truth in units of H_0.

    >>> [tuple(round(x, 5) for x in archive_error(100, m)) for m in (100, 900, 9900)]
    [(0.00332, 0.01329), (0.00471, 0.01467), (0.00495, 0.0149)]

    References:
        Seddik et al. 2024, arXiv:2404.05090 ("partially synthetic"); the limits are derived here.
    """
    a = synthetic / (real + synthetic)
    away = a**2 / (synthetic * (1 - a**2) + a**2)
    return away, 1 / real + (1 - 1 / real) * away


def golden_error(weight: Floats, ratio: float = 1.0) -> Floats:
    """Error of the mean in units of sigma^2 / N when human pages have that part of all weight, any shape.

    (w^2 + k (1 - w)^2) / (w (2 - w)), for k = N / m human pages a synthetic one. The spread of the synthetic pages is
    taken as sigma, which is right up to terms in 1/N.

    >>> golden_error(np.array([0.5, 0.618, 1.0])).round(4).tolist()
    [0.6667, 0.618, 1.0]

    References:
        He, Xu and Cheng 2025, arXiv:2502.18049.
    """
    value: Floats = (weight**2 + ratio * (1 - weight) ** 2) / (weight * (2 - weight))
    return value


def golden_weight(ratio: float = 1.0) -> float:
    """The weight with the least error, (sqrt(k^2 + 4 k) - k) / 2; for k = 1 the reciprocal of the golden ratio.

    >>> round(golden_weight(), 4), round(golden_weight(0.25), 4)
    (0.618, 0.3904)

    References:
        He, Xu and Cheng 2025, arXiv:2502.18049.
    """
    return float((np.sqrt(ratio**2 + 4 * ratio) - ratio) / 2)
