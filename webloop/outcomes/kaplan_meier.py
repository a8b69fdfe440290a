"""Survival statistics of plain arrays: Kaplan-Meier curves, the log-rank test, Holm's adjustment."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[Any]
CONFIDENCE = 0.95
_JUST = 1e-9
"""So that a share that is one half but for rounding counts as one half."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve: right-continuous steps, 1 before the first time.

    Attributes:
        times: distinct times of events and censorings, rising.
        share: share not yet gone, from that time on.
        se: Greenwood's standard error.
        low: lower end of the 95 % interval (log-minus-log).
        high: upper end.
        at_risk: how many were still watched just before that time.
        censored: how many were last seen at that time.
    """

    times: Array
    share: Array
    se: Array
    low: Array
    high: Array
    at_risk: Array
    censored: Array

    @property
    def median(self) -> float | None:
        """First time at which half are gone; None if that is never seen."""
        gone = np.flatnonzero(self.share <= 0.5 + _JUST)
        return float(self.times[gone[0]]) if len(gone) else None

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """The 95 % interval of the median: when the ends of the curve's interval reach one half; None if never seen.

        The times at which a share of one half is not rejected (Brookmeyer and Crowley 1982, Biometrics 38, 29-41).

        >>> kaplan_meier(range(1, 9), [True] * 8).median_interval
        (1.0, 7.0)
        """
        ends = [np.flatnonzero(end <= 0.5 + _JUST) for end in (self.low, self.high)]
        low, high = (float(self.times[reached[0]]) if len(reached) else None for reached in ends)
        return low, high

    def at(self, time: float) -> float:
        """Share not yet gone at a time.

        >>> kaplan_meier([1, 2, 3, 4], [True, False, True, False]).at(3.5)
        0.375
        """
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        return float(self.share[index]) if index >= 0 else 1.0


def kaplan_meier(times: Sequence[float] | Array, gone: Sequence[bool] | Array) -> Curve:
    """The Kaplan-Meier estimate, by `scipy.stats.ecdf`.

    The interval is the log-minus-log one, which stays within 0 and 1. Its formula says nothing at a share of 1, where
    the interval is taken as that one point (as R's `survfit` does), nor at 0, where the last one is carried on.

    Args:
        times: of the event, or how long it was watched for.
        gone: whether the event came; False is right-censored.

    >>> curve = kaplan_meier([6, 6, 6, 6, 7, 9], [True, True, True, False, True, False])
    >>> curve.times, curve.share
    (array([6., 7., 9.]), array([0.5 , 0.25, 0.25]))
    """
    time, event = np.asarray(times, dtype=float), np.asarray(gone, dtype=bool)
    found: Any = stats.ecdf(stats.CensoredData(uncensored=time[event], right=time[~event])).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # says that there is none at shares of 0 and 1; see below
        around: Any = found.confidence_interval(CONFIDENCE, method="log-log")
    at, share = found.quantiles, found.probabilities
    watched = np.array([(time >= each).sum() for each in at])
    events = np.array([((time == each) & event).sum() for each in at])
    left = watched - events
    terms = np.divide(events, watched * left, out=np.zeros(len(at)), where=left > 0)
    low, high = around.low.probabilities.copy(), around.high.probabilities.copy()
    low[share == 1] = high[share == 1] = 1.0
    low[share == 0], high[share == 0] = 0.0, _last(high, share)
    censored = np.array([((time == each) & ~event).sum() for each in at])
    return Curve(at, share, share * np.sqrt(np.cumsum(terms)), low, high, watched, censored)


def _last(high: Array, share: Array) -> float:
    """The upper end before nobody is left."""
    before = high[share > 0]
    return float(before[-1]) if len(before) else 1.0


def logrank(one: tuple[Array, Array], other: tuple[Array, Array]) -> tuple[float, float]:
    """The log-rank test of two samples of times and events, by `scipy.stats.logrank`.

    Returns:
        Chi-square with one degree of freedom, and its two-sided p value. Both are not a number where there is nothing
        to tell: no event, or nobody left but those that go at once.

    >>> logrank((np.array([1.0]), np.array([False])), (np.array([2.0]), np.array([False])))
    (nan, nan)
    """
    first, second = (stats.CensoredData(uncensored=time[event], right=time[~event]) for time, event in (one, other))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Any = stats.logrank(first, second)
    square = float(found.statistic) ** 2
    return (square, float(found.pvalue)) if np.isfinite(square) else (float("nan"), float("nan"))
