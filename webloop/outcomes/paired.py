"""Paired t tests of many differences at once, and what testing many of them costs (Holm)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
ALPHA = 0.05
"""How often one false statement in a family of them is put up with."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Paired:
    """Paired t tests, each array of the shape that the differences have without their last axis.

    Attributes:
        pairs: units with a difference.
        mean: mean difference, NaN without pairs.
        sd: standard deviation (n - 1), NaN below two pairs.
        p: two-sided p-value of a mean of zero, NaN below two pairs; 1 where all differences are zero, and 0 where
            they are all the same and not zero: then chance plays no part.
        same: whether there are two pairs at least and every difference is exactly zero.
    """

    pairs: NDArray[np.int64]
    mean: Floats
    sd: Floats
    p: Floats
    same: NDArray[np.bool_]

    def interval(self, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
        """Student's t interval of each mean, NaN below two pairs."""
        # one degree of freedom stands in where there is none: the standard deviation is NaN there
        reach = stats.t.ppf((1 + confidence) / 2, np.maximum(self.pairs - 1, 1))
        half = reach * self.sd / np.sqrt(np.maximum(self.pairs, 1))
        return self.mean - half, self.mean + half


def paired_tests(differences: Floats) -> Paired:
    """Test the mean of the last axis against zero.

    Args:
        differences: (..., units); NaN where a pair is not complete.

    >>> tests = paired_tests(np.array([[1.0, 2.0, 3.0], [0.0, 0.0, np.nan], [2.0, 2.0, 2.0]]))
    >>> tests.p.round(4).tolist(), tests.same.tolist(), tests.pairs.tolist()
    ([0.0742, 1.0, 0.0], [False, True, False], [3, 2, 3])
    """
    there = ~np.isnan(differences)
    n = there.sum(axis=-1)
    filled = np.where(there, differences, 0.0)
    mean = filled.sum(axis=-1) / np.where(n > 0, n, np.nan)
    away = np.where(there, differences - mean[..., None], 0.0)
    # all alike is decided by the values: the rounding of their mean is not chance
    low = np.where(there, differences, np.inf).min(axis=-1, initial=np.inf)
    high = np.where(there, differences, -np.inf).max(axis=-1, initial=-np.inf)
    constant = low == high
    mean = np.where(constant, low, mean)
    sd = np.where(constant, 0.0, np.sqrt((away**2).sum(axis=-1) / np.maximum(n - 1, 1)))
    sd = np.where(n >= 2, sd, np.nan)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        t = np.abs(mean) / (sd / np.sqrt(n))
    p = 2 * stats.t.sf(np.where(constant, 0.0, t), np.maximum(n - 1, 1))
    p = np.where(constant, np.where(mean == 0, 1.0, 0.0), p)
    return Paired(n, mean, sd, np.where(n >= 2, p, np.nan), constant & (mean == 0) & (n >= 2))


def holm(p: Floats) -> Floats:
    """Holm's adjusted p-values of one family, (tests,); NaN are not part of it.

    At most alpha of all families hold an adjusted p-value below alpha that is false, whatever the tests have
    to do with each other (Holm 1979, Scand. J. Statist. 6, 65-70).

    >>> holm(np.array([0.01, 0.04, 0.03, np.nan, 0.005])).round(4).tolist()
    [0.03, 0.06, 0.06, nan, 0.02]
    """
    out = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = len(order) - np.arange(len(order))
    out[order] = np.minimum(np.maximum.accumulate(steps * p[order]), 1.0)
    return out


def next_level(adjusted: Floats, alpha: float = ALPHA) -> float:
    """The level at which Holm's procedure stopped: the least that a test not rejected has to reach.

    >>> next_level(np.array([0.03, 0.06, 0.06, 0.02]))
    0.025
    """
    left = int((adjusted > alpha).sum())
    return alpha / max(left, 1)
