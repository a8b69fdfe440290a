"""How readings scatter: samples of pages, and factors."""

import numpy as np


def sampled(share: float, pages: int | None, rng: np.random.Generator) -> float:
    """A share as a sample of pages shows it; as it is without a sample size, or where it is not a number.

    >>> sampled(0.5, 4, np.random.default_rng(1)) in {0.0, 0.25, 0.5, 0.75, 1.0}
    True
    """
    if pages is None or np.isnan(share):
        return share
    return float(rng.binomial(pages, min(1.0, max(0.0, share))) / pages)


def scattered(value: float, spread: float, rng: np.random.Generator) -> float:
    """A positive number times a lognormal factor with median 1 and that standard deviation of the log."""
    return value if spread == 0 else float(value * np.exp(spread * rng.standard_normal()))
