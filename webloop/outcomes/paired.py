"""Paired t tests of many differences at once, and what testing many of them costs (Holm)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
ALPHA = 0.05
"""How often one false statement in a family of them is put up with."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Paired:
    """Tests of mean differences, each array of the shape that the differences have without the axes of runs.

    Attributes:
        pairs: pairs of runs with a difference.
        mean: mean difference, NaN without pairs.
        se: its standard error, NaN where there are too few pairs for one; 0 where all differences are the same.
        df: degrees of freedom of the standard error; 1 stands in where there are none.
        p: two-sided p-value of a mean of zero, NaN where there is no standard error; where all differences are the
            same it is that of `sign_test`.
        same: whether there are two pairs at least and every difference is exactly zero.
    """

    pairs: NDArray[np.int64]
    mean: Floats
    se: Floats
    df: Floats
    p: Floats
    same: NDArray[np.bool_]

    @property
    def sd(self) -> Floats:
        """Standard deviation of the differences of as many independent pairs."""
        return np.asarray(self.se * np.sqrt(self.pairs))

    def interval(self, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
        """Student's t interval of each mean, NaN where there is no standard error."""
        half = stats.t.ppf((1 + confidence) / 2, self.df) * self.se
        return self.mean - half, self.mean + half

    def __getitem__(self, index: Any) -> "Paired":
        """Some of the tests."""
        return Paired(*(getattr(self, each.name)[index] for each in fields(self)))


def joined(parts: Sequence[Paired]) -> Paired:
    """Several arrays of tests as one."""
    return Paired(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Paired)))


def paired_tests(differences: Floats, fixed: NDArray[np.bool_] | None = None) -> Paired:
    """Test the mean of the last axis against zero.

    Args:
        differences: (..., units); NaN where a pair is not complete.
        fixed: for each test whether chance has no part in either side; nowhere, for None.

    >>> tests = paired_tests(np.array([[1.0, 2.0, 3.0], [0.0, 0.0, np.nan], [2.0, 2.0, 2.0]]))
    >>> tests.p.round(4).tolist(), tests.same.tolist(), tests.pairs.tolist()
    ([0.0742, 1.0, 0.25], [False, True, False], [3, 2, 3])
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
    df = np.maximum(n - 1, 1)
    sd = np.where(constant, 0.0, np.sqrt((away**2).sum(axis=-1) / df))
    se = np.where(n >= 2, sd, np.nan) / np.sqrt(np.maximum(n, 1))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        t = np.abs(mean) / se
    p = 2 * stats.t.sf(np.where(constant, 0.0, t), df)
    p = np.where(constant, sign_test(mean, n, fixed), p)
    return Paired(n, mean, se, df.astype(float), np.where(n >= 2, p, np.nan), constant & (mean == 0) & (n >= 2))


def sign_test(mean: Floats, units: NDArray[np.int64], fixed: NDArray[np.bool_] | None = None) -> Floats:
    """p-values of differences that are all the same, of which a t test can't be made.

    Two-sided, 2 ** (1 - n) for n differences of one sign: exact where either sign is as likely by chance (Conover
    1999, Practical Nonparametric Statistics, section 3.4). Without it, metrics that come in steps or stop at the
    horizon would be told apart by two pairs that agree. Where chance has no part in either side there is nothing to
    test: such a difference is certain, and its p-value 0. Where the difference is zero it is 1.
    """
    never = np.zeros(np.shape(mean), dtype=bool) if fixed is None else fixed
    return np.where(mean == 0, 1.0, np.where(never, 0.0, 2.0 ** (1.0 - np.maximum(units, 1))))


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


def told_apart(p: Floats, same: NDArray[np.bool_], level: float) -> NDArray[np.bool_]:
    """Which differences of one family can be told from nothing (Holm), (tests,).

    A difference of zero in every pair is no test: it could never be told, and takes nothing from the others.

    Args:
        p: p-values; NaN are not part of the family.
        same: whether there is no difference in any pair.
        level: of the family.

    >>> told_apart(np.array([0.01, 0.03, 1.0, np.nan]), np.array([False, False, True, False]), 0.05).tolist()
    [True, True, False, False]
    """
    return np.asarray(holm(np.where(same, np.nan, p)) <= level)


def next_level(adjusted: Floats, alpha: float = ALPHA) -> float:
    """The level at which Holm's procedure stopped: the least that a test not rejected has to reach.

    >>> next_level(np.array([0.03, 0.06, 0.06, 0.02]))
    0.025
    """
    left = int((adjusted > alpha).sum())
    return alpha / max(left, 1)
