"""What replicates say about a goal: on which side of it values are, where they cross it, whether they go one way.

The points are given in the order of a walk: from the end of the range that meets the goal to the one that does not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from webloop.outcomes.paired import ALPHA, Floats, holm, paired_tests


@dataclass(frozen=True)
class Goal:
    """What is asked of the quantity.

    Attributes:
        level: the level it shall keep clear of.
        below: whether it shall stay below it, or above.
    """

    level: float
    below: bool

    def gap(self, values: Floats) -> Floats:
        """How far values are on the right side; the level itself is not on it."""
        return self.level - values if self.below else values - self.level


@dataclass(frozen=True)
class Point:
    """A value that was tried.

    Attributes:
        value: the value.
        replicates: what each replicate has there.
        mean: their mean.
        low: lower end of its 95 % t interval, NaN below two replicates.
        high: upper end.
        meets: whether the mean meets the goal.
        sure: 1 when the whole interval does, -1 when none of it does, 0 when the interval holds the level.
    """

    value: float
    replicates: Floats
    mean: float
    low: float
    high: float
    meets: bool
    sure: int


def point_of(value: float, replicates: Floats, goal: Goal) -> Point:
    """What replicates say of a value."""
    tests = paired_tests(replicates)
    low, high = (float(end) for end in tests.interval())
    mean = float(tests.mean)
    right = sorted(goal.gap(np.array([low, high])).tolist())
    sure = 1 if right[0] > 0 else -1 if right[1] <= 0 else 0
    return Point(value, replicates, mean, low, high, bool(goal.gap(np.array(mean)) > 0), sure)


def root(met: Point, not_met: Point, goal: Goal) -> float:
    """Where the straight line between two means crosses the level."""
    good, bad = goal.gap(np.array([met.mean, not_met.mean])).tolist()
    return float(met.value + (not_met.value - met.value) * good / (good - bad))


def crossings(walk: Sequence[Point], goal: Goal) -> list[float]:
    """Where each replicate alone first fails the goal, from the end where the mean meets it."""
    gaps = goal.gap(np.array([point.replicates for point in walk]))
    values = np.array([point.value for point in walk])
    out = []
    for mine in gaps.T:
        first = int(np.argmax(mine <= 0))
        clear = first > 0 and np.isfinite(mine[first - 1]) and np.isfinite(mine[first])
        part = mine[first - 1] / (mine[first - 1] - mine[first]) if clear else math.nan
        out.append(float(values[first - 1] + (values[first] - values[first - 1]) * part))
    return out


def contradiction(walk: Sequence[Point], goal: Goal) -> tuple[float, float] | None:
    """The two points whose order is wrong most clearly, if any is by more than chance (paired, Holm over all pairs)."""
    gaps = goal.gap(np.array([point.replicates for point in walk]))
    one, other = np.triu_indices(len(walk), 1)
    # where all replicates are the same at both points, there is no chance in what is asked for
    fixed = (gaps == gaps[:, :1]).all(axis=1)
    tests = paired_tests(gaps[other] - gaps[one], fixed[one] & fixed[other])  # towards the bad end the gap shrinks
    adjusted = holm(tests.p)
    dust = 1e-9 * float(np.nanmax(np.abs(gaps)))
    wrong = np.flatnonzero((tests.mean > dust) & (adjusted <= ALPHA))
    if not len(wrong):
        return None
    worst = wrong[np.argmin(adjusted[wrong])]
    low, high = sorted((walk[one[worst]].value, walk[other[worst]].value))
    return low, high
