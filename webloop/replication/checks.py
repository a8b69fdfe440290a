"""Checks: what the engine gives, held against what a paper says, with room for chance and for nothing else."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binomtest, t

Floats = NDArray[np.float64]
Relation = Literal["=", "<=", ">="]
Z = 5.0
"""Standard errors that chance is given."""
ONE = float(2 * t.sf(Z, 49))
"""Chance that a right engine fails one comparison with 50 replicates of a normal number (Student): 7.7e-6.

With 200 replicates it is 1.3e-6, which leaves a factor of six for numbers that are skewed. Squared errors are so by
more: the mean of 200 lies 5 of its own standard errors below its expectation once in 8000 times. Where the relative
spread of a replicate is known `near` takes it, and right-skewed means seldom lie so far below."""
_LEVEL = 0.95


@dataclass(frozen=True)
class Point:
    """One comparison.

    Attributes:
        at: where it is made, such as `t = 5`; empty where there is only one.
        expected: the number that a paper or a closed form gives.
        relation: how ours should stand to it.
        ours: mean over replicates.
        low: lower end of the 95 % interval of that mean.
        high: upper end.
        allowed: how far beyond `expected` ours may be.
        error: standard error of `ours`.
        widened: whether chance needs more room than the tolerance that was asked for.
        theirs: standard error of `expected`, where somebody measured it; else 0.
        formula: how far off `expected` is known to be, as a part of it.
    """

    at: str
    expected: float
    relation: Relation
    ours: float
    low: float
    high: float
    allowed: float
    error: float
    widened: bool = False
    theirs: float = 0.0
    formula: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether ours is where it should be; a number that is none is not."""
        return self.slack > 0 or (self.slack == 0 and self.relation == "=")

    @property
    def slack(self) -> float:
        """How much room is left, as a part of what is allowed, or of what chance needs where nothing is."""
        off = self.ours - self.expected
        off = {"=": abs(off), "<=": off, ">=": -off}[self.relation]
        left, room = self.allowed - off, self.allowed or Z * self.error
        if not np.isfinite(left):
            return float("-inf")
        if room > 0 or left == 0:
            return left / (room or 1.0)
        return float("inf") if left > 0 else float("-inf")


@dataclass(frozen=True)
class Finding:
    """All comparisons of a claim.

    Attributes:
        points: the comparisons.
        text: which text they were made on; empty where there is none.
    """

    points: tuple[Point, ...]
    text: str = ""

    @property
    def holds(self) -> bool:
        """Whether all of them hold."""
        return all(point.holds for point in self.points)

    @property
    def tightest(self) -> Point:
        """The one with the least room left: the one to show."""
        return min(self.points, key=lambda point: point.slack)

    @property
    def widened(self) -> bool:
        """Whether chance needed more room than the tolerance somewhere."""
        return any(point.widened for point in self.points)


def near(
    at: str,
    values: Floats,
    expected: float,
    *,
    within: float = 0.0,
    relative: float = 0.0,
    formula: float = 0.0,
    theirs: float = 0.0,
    spread: float = 0.0,
) -> Point:
    """The mean is that number.

    Args:
        at: where the comparison is made.
        values: one for each replicate, (replicates,).
        expected: the number.
        within: tolerance, in the unit of the number.
        relative: tolerance as a part of the number; the larger of the two counts.
        formula: how far off the number itself is known to be, as a part of it.
        theirs: standard error of the number, where it was measured.
        spread: standard deviation of one replicate as a part of the number, where it is known: for numbers that are too
            skewed for the spread of a sample to tell, such as squared errors.
    """
    tolerance = max(within, relative * abs(expected))
    error = max(_error(values), spread * abs(expected) / np.sqrt(len(values)))
    chance = formula * abs(expected) + Z * float(np.hypot(error, theirs))
    point = _point(at, values, expected, "=", max(tolerance, chance))
    return replace(point, widened=bool(0 < tolerance < chance), theirs=theirs, formula=formula)


def bounded(at: str, values: Floats, expected: float, relation: Relation) -> Point:
    """The expectation respects a bound of theory, which it may reach: chance is given room."""
    return _point(at, values, expected, relation, Z * _error(values))


def beyond(at: str, values: Floats, expected: float, relation: Relation) -> Point:
    """The mean is on one side of a number from which it is expected to stay clear: chance gets no room."""
    return _point(at, values, expected, relation, 0.0)


def always(at: str, holds: ArrayLike) -> Point:
    """Something that holds in every replicate; ours is the share in which it does."""
    what = ", ".join(filter(None, ("share of replicates", at)))
    return _point(what, np.asarray(holds, dtype=np.float64), 1.0, "=", 0.0)


def ratio(above: Floats, below: Floats) -> Floats:
    """Values whose mean is the ratio of two means, and whose spread is that ratio's (delta method), (replicates,)."""
    value = above.mean() / below.mean()
    out: Floats = value + (above - value * below) / below.mean()
    return out


def logarithm(values: Floats) -> Floats:
    """Values whose mean is the logarithm of a mean, and whose spread is that logarithm's, (replicates, ...)."""
    mean = values.mean(axis=0)
    out: Floats = np.log(mean) + (values - mean) / mean
    return out


def squares(values: Floats) -> Floats:
    """Values whose mean is the variance, (replicates,)."""
    out: Floats = (values - values.mean()) ** 2 * len(values) / (len(values) - 1)
    return out


def slope(x: Floats, y: Floats) -> Floats:
    """Least-squares slope of each replicate, from (points,) and (replicates, points) to (replicates,)."""
    off = x - x.mean()
    value: Floats = y @ off / (off @ off)
    return value


def interval(values: Floats) -> tuple[float, float]:
    """95 % interval of the mean: Student's, or Clopper and Pearson's where all values are 0 or 1.

    >>> [round(end, 3) for end in interval(np.ones(200))]
    [0.982, 1.0]
    """
    n, mean = len(values), float(values.mean())
    tail = (1 - _LEVEL) / 2
    if _is_share(values):
        k = int(values.sum())
        ends = binomtest(k, n).proportion_ci(_LEVEL, method="exact")
        return float(ends.low), float(ends.high)
    half = float(t.ppf(1 - tail, n - 1)) * _error(values)
    return mean - half, mean + half


def room(allowed: float, expected: float) -> str:
    """What is allowed, also as a part of what is expected.

    >>> room(0.05, 0.2), room(0.05, 0.0), room(0.0, 1.0)
    ('0.05, 25 %', '0.05', 'none')
    """
    if not allowed:
        return "none"
    part = f", {percent(allowed / abs(expected))}" if expected else ""
    return f"{allowed:.2g}{part}"


def _point(at: str, values: Floats, expected: float, relation: Relation, allowed: float) -> Point:
    low, high = interval(values)
    return Point(at, float(expected), relation, float(values.mean()), low, high, float(allowed), _error(values))


def _error(values: Floats) -> float:
    """Standard error of the mean; of shares after Agresti and Coull, so that it is not 0 where all agree."""
    n = len(values)
    if _is_share(values):
        share = (float(values.sum()) + Z**2 / 2) / (n + Z**2)
        return float(np.sqrt(share * (1 - share) / n))
    return float(values.std(ddof=1) / np.sqrt(n))


def _is_share(values: Floats) -> bool:
    return bool(np.isin(values, (0.0, 1.0)).all())


def percent(share: float) -> str:
    """A share in percent, with two digits where it is small.

    >>> percent(0.0123), percent(1.357)
    ('1.2 %', '136 %')
    """
    return f"{100 * share:.2g} %" if share < 1 else f"{100 * share:.0f} %"
