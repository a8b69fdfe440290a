"""Power-law tails: how a learner's error falls with data, and where synthetic data end the fall."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gamma, zeta

from webloop.replication.forms.drift import survival_rates

Floats = NDArray[np.float64]


def hutter_error(beta: float, pages: float) -> float:
    """Missing mass of a learner that knows what it has seen, for p_i ~ i^-beta.

    A^(1/beta) Gamma(1 - 1/beta) / beta T^-(1 - 1/beta), A = 1/zeta(beta).

    >>> round(hutter_error(2, 1e3), 5), round(hutter_error(2, 1e4), 5)
    (0.02185, 0.00691)

    References:
        Hutter 2021, arXiv:2102.04074; Dohmatob et al. 2024, arXiv:2402.07043; constants derived here.
    """
    c = 1 - 1 / beta
    return float(zeta(beta) ** (-1 / beta) * gamma(c) / beta * pages**-c)


def plateau(beta: float, cut: int) -> float:
    """Error that no amount of data removes when the tail is cut behind rank k: A k^-(beta-1) / (beta-1).

    >>> round(plateau(2, 100), 5)
    0.00608

    References:
        Dohmatob et al. 2024, arXiv:2402.07043; the constant is derived here.
    """
    return float(cut ** -(beta - 1) / (beta - 1) / zeta(beta))


def generation_ratio(beta: float, generations: int) -> Floats:
    """E_t / E_1 = g_t^-(1 - 1/beta) under replace, (generations,).

    >>> generation_ratio(2, 10)[[4, 9]].round(3).tolist()
    [1.79, 2.409]

    References:
        Derived here from Suresh et al. 2024, arXiv:2412.17646.
    """
    value: Floats = survival_rates(generations) ** -(1 - 1 / beta)
    return value
