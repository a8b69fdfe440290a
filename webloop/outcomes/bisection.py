"""Stochastic bisection: at which value does the mean of a noisy quantity cross a level?

All values are tried with the same replicates (common random numbers), so each replicate is a curve of its own and the
mean over replicates can be bisected as if it were exact: the root of the sample average. Its interval is the set of
values at which the 95 % interval of the mean does not leave out the level: it misses the true root only when the
interval of the mean at that one value does. The ends of the set are found by bisection too, and the three bisections
share their points.

References:
    Chen & Schmeiser 2001, Stochastic root finding via retrospective approximation, IIE Transactions 33, 259-275.
    Fieller 1954, Some problems in interval estimation, J. R. Statist. Soc. B 16, 175-185: inverting a test.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from webloop.outcomes.crossing import Goal, Point, contradiction, crossings, point_of, root
from webloop.outcomes.paired import Floats

Evaluate = Callable[[Sequence[float]], Sequence[Floats]]
"""Given values, what each replicate has at each of them, always in the same order; NaN where one has nothing."""
Status = Literal["found", "always", "never", "several"]

SECTIONS = 4
"""The range is first tried at its ends and between these equal parts: hardly dearer than bisection from the ends, which
would try most of these points too, and a curve that turns round is noticed."""


@dataclass(frozen=True)
class Answer:
    """What a search found.

    Attributes:
        status: `found`; `always` or `never` when all points are on one side; `several` when both ends of the range are
            on one side and some point between them is not.
        goal: what was asked.
        at_least: whether larger values meet the goal; only with `found`.
        value: where the mean crosses the level; with whole numbers the last that meets the goal.
        low: lower end of its 95 % interval, NaN where there is none.
        high: upper end.
        low_open: whether the interval may go on below the range.
        high_open: whether it may go on above the range.
        points: all values that were tried, in order.
        crossings: where each replicate alone crosses, interpolated between points; NaN where it does not.
        contradiction: two values between which the quantity goes the wrong way by more than chance.
    """

    status: Status
    goal: Goal
    points: tuple[Point, ...]
    at_least: bool = False
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    low_open: bool = False
    high_open: bool = False
    crossings: tuple[float, ...] = ()
    contradiction: tuple[float, float] | None = None


def search(
    evaluate: Evaluate, goal: Goal, low: float, high: float, tolerance: float | None = None, *, whole: bool = False
) -> Answer:
    """Find the value at which the mean of a monotone quantity crosses a level, with a 95 % interval.

    Args:
        evaluate: tries values; asked several times, never for a value twice.
        goal: the level, and on which side of it to be.
        low: least value.
        high: greatest value.
        tolerance: bisections stop when they know a value this well; 1 % of the range for None.
        whole: whether only whole numbers can be tried.

    >>> luck = np.array([-0.02, 0.01, 0.01])
    >>> found = search(lambda values: [1 - x + luck for x in values], Goal(0.3, below=True), 0, 1)
    >>> found.status, found.at_least, round(found.value, 3), found.low, found.high
    ('found', True, 0.7, 0.656, 0.75)
    """
    width = default_tolerance(low, high, whole=whole) if tolerance is None else tolerance
    tried = _Tried(evaluate, goal, low, high, width, whole)
    inner = [tried.rounded(low + (high - low) * part / SECTIONS) for part in range(1, SECTIONS)]
    tried.look([low, *inner, high])
    met = {point.meets for point in tried.points}
    if tried.ends_agree:
        sided: Status = "several" if len(met) > 1 else "always" if met == {True} else "never"
        return Answer(sided, goal, tuple(tried.points))
    while middles := [middle for gap in tried.gaps() if gap and (middle := tried.between(*gap)) is not None]:
        tried.look(middles)
    return tried.answer()


def default_tolerance(low: float, high: float, *, whole: bool = False) -> float:
    """1 % of a range; 1 for whole numbers."""
    return 1.0 if whole else (high - low) / 100


class _Tried:
    """The points of a search."""

    def __init__(
        self,
        evaluate: Evaluate,
        goal: Goal,
        low: float,
        high: float,
        tolerance: float,
        whole: bool,  # noqa: FBT001
    ) -> None:
        self._evaluate, self._goal, self._low, self._high = evaluate, goal, low, high
        self._tolerance, self._whole = tolerance, whole
        self._known: dict[float, Point] = {}

    @property
    def points(self) -> list[Point]:
        return [self._known[value] for value in sorted(self._known)]

    @property
    def ends_agree(self) -> bool:
        return self._known[self._low].meets == self._known[self._high].meets

    def rounded(self, value: float) -> float:
        """A value with no more digits than the tolerance asks for: it will be part of a name."""
        return round(value) if self._whole else round(value, decimals(self._tolerance))

    def look(self, values: Sequence[float]) -> None:
        """Try what has not been tried."""
        new = [value for value in dict.fromkeys(values) if value not in self._known]
        for value, replicates in zip(new, self._evaluate(new), strict=True):
            self._known[value] = point_of(value, replicates, self._goal)

    def between(self, one: float, other: float) -> float | None:
        """The middle of two values that are further apart than the tolerance."""
        low, high = sorted((one, other))
        middle = self.rounded((low + high) / 2)
        # rounding of the ends must not keep a bisection from ending
        return middle if high - low > self._tolerance * (1 + 1e-9) and low < middle < high else None

    def from_good_end(self) -> list[Point]:
        """All points, from the end of the range that meets the goal to the end that does not."""
        return self.points if self._known[self._low].meets else self.points[::-1]

    def gaps(self) -> list[tuple[float, float] | None]:
        """Between which points the mean crosses, its interval begins to hold the level, and ceases to.

        Each is the first such gap from the end where things are clear, so that what lies behind it is on the one
        side as far as anybody has looked, even if the curve goes to and fro. None where an end is not clear.
        """
        walk = self.from_good_end()
        return [
            _first_change([point.meets for point in walk], walk),
            _first_change([point.sure == 1 for point in walk], walk),
            _first_change([point.sure == -1 for point in walk[::-1]], walk[::-1]),
        ]

    def answer(self) -> Answer:
        """What the points say."""
        walk = self.from_good_end()
        at_least = walk[0].value > walk[-1].value
        crossing, good, bad = self.gaps()
        assert crossing is not None
        met, not_met = (self._known[value] for value in crossing)
        value = met.value if self._whole else root(met, not_met, self._goal)
        step = (1 if at_least else -1) if self._whole else 0
        several = sum(np.isfinite(point.replicates).sum() > 1 for point in walk) == len(walk)
        ends = {True: good[0] if good else walk[0].value, False: bad[0] + step if bad else walk[-1].value}
        opened = {True: good is None, False: bad is None}
        return Answer(
            "found",
            self._goal,
            tuple(self.points),
            at_least,
            value,
            ends[not at_least] if several else math.nan,
            ends[at_least] if several else math.nan,
            several and opened[not at_least],
            several and opened[at_least],
            tuple(crossings(walk, self._goal)),
            contradiction(walk, self._goal),
        )


def decimals(tolerance: float) -> int:
    """Digits behind the point that a tenth of the tolerance takes.

    >>> decimals(0.01), decimals(0.0095), decimals(2.5), decimals(40)
    (3, 4, 1, 0)
    """
    return 1 - math.floor(math.log10(tolerance))


def on_the_safe_side(value: float, digits: int, *, at_least: bool) -> float:
    """A threshold rounded to the side that meets the goal.

    >>> on_the_safe_side(0.3831, 3, at_least=True), on_the_safe_side(0.3839, 3, at_least=False)
    (0.384, 0.383)
    >>> on_the_safe_side(0.383, 3, at_least=True)
    0.383
    """
    scaled = value * 10.0**digits
    near = round(scaled)
    if abs(scaled - near) > 1e-6:
        near = math.ceil(scaled) if at_least else math.floor(scaled)
    return round(near / 10.0**digits, digits)


def _first_change(flags: Sequence[bool], walk: Sequence[Point]) -> tuple[float, float] | None:
    """The values before and behind which a flag ceases to hold for the first time; None when it never held."""
    first = flags.index(False)  # there is one: the ends of the range are on different sides
    return (walk[first - 1].value, walk[first].value) if first else None
