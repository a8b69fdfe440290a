"""Naive forecasts of a series, which know its earlier points and nothing else: two, each in two strengths.

One strength is as wide as earlier points scatter. The other has no spread but the error of the last point that is
known, and is hard to beat where a series goes on as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from webloop.calibration.spread import Z90, LogNormal
from webloop.calibration.target import Target

Floats = NDArray[np.float64]
LEAST = 3
"""Earlier points that a series must have to be forecast."""
SHARP = ", sharp"
"""Ends the name of a forecast that has no spread but that of the measurement."""
NAIVES = tuple(name + strength for name in ("last value", "linear trend") for strength in ("", SHARP))
"""Names of all forecasts."""
_MEMBERS = 1001
_TINY, _MOST = 1e-9, 700.0  # what has a logarithm, and what is one of a number


class Naive(Protocol):
    """A forecast: a normal distribution for every month, of readings or of their logarithms."""

    name: str

    def at(self, time: float) -> tuple[float, float]:
        """Mean and standard deviation at a time in months, without the least spread."""
        ...


@dataclass(frozen=True)
class LastValue:
    """The last point stays: a random walk, whose steps are as large as those between earlier points.

    Attributes:
        time: when that was, in months.
        value: the last point.
        variance: variance of a step, for each month that it takes.
    """

    time: float
    value: float
    variance: float
    name = "last value"

    def at(self, time: float) -> tuple[float, float]:
        """Mean and standard deviation at a time."""
        return self.value, float(np.sqrt(self.variance * max(time - self.time, 0.0)))


@dataclass(frozen=True)
class Trend:
    """A straight line through the earlier points (least squares), with its prediction interval.

    That interval is a normal one, also where few points would ask for Student's: with three points his has one degree
    of freedom and no mean, so that any forecast would look good beside it.

    Attributes:
        middle: mean time of the points, in months.
        mean: their mean.
        slope: of the line, per month.
        variance: of points around the line.
        number: of points.
        squares: sum of squared distances of times from their mean.
    """

    middle: float
    mean: float
    slope: float
    variance: float
    number: int
    squares: float
    name = "linear trend"

    def at(self, time: float) -> tuple[float, float]:
        """Mean and standard deviation at a time."""
        away = time - self.middle
        wider = 1 + 1 / self.number + away**2 / self.squares
        return self.mean + self.slope * away, float(np.sqrt(self.variance * wider))


@dataclass(frozen=True)
class Naives:
    """Both forecasts of a series.

    Attributes:
        forecasts: last value and linear trend.
        log: whether they are of logarithms.
        error: standard deviation of the measurement of the last point that they know.
        known_until: time of the last point that they know, in months.
    """

    forecasts: tuple[Naive, ...]
    log: bool
    error: float
    known_until: float

    def plain(self, values: Floats) -> Floats:
        """Readings of what forecasts speak of, which may be logarithms; of the same shape."""
        readings: Floats = np.exp(np.minimum(values, _MOST)) if self.log else values
        return readings

    def members(self, forecast: Naive, target: Target, *, sharp: bool = False) -> Floats:
        """A forecast's quantiles at a target's time, evenly spaced, as an ensemble, (members, 1).

        It is at least as wide as the error of the last point, and as possible as any reading.

        Args:
            forecast: one of `forecasts`.
            target: gives the time, and what is possible.
            sharp: whether it is no wider than that error, either.
        """
        mean, sd = forecast.at(time_of(target))
        sd = self.error if sharp else max(sd, self.error)
        values: Floats = mean + sd * norm.ppf((np.arange(_MEMBERS) + 0.5) / _MEMBERS)
        members: Floats = np.clip(self.plain(values), *target.bounds)
        return members[:, None]

    def strengths(self, target: Target) -> dict[str, Floats]:
        """All forecasts of a target by name, each also in its sharp strength, as `members` gives them."""
        return {
            each.name + SHARP * sharp: self.members(each, target, sharp=sharp)
            for each in self.forecasts
            for sharp in (False, True)
        }


def naives(earlier: Sequence[Target]) -> Naives | None:
    """Forecasts from the earlier points of a series, in logarithms where all errors are factors.

    None where there are fewer than three, or where all are of one time.
    """
    points = sorted(earlier, key=time_of)
    time = np.array([time_of(each) for each in points], dtype=np.float64)
    if len(points) < LEAST or time[0] == time[-1]:
        return None
    log = all(isinstance(each.spread, LogNormal) for each in points)
    observed = np.array([each.observed for each in points], dtype=np.float64)
    values = np.log(observed) if log else observed
    error = own_spread(points[-1], log=log)
    return Naives((_last_value(time, values), _trend(time, values)), log, error, float(time[-1]))


def time_of(target: Target) -> float:
    """The middle of a target's months."""
    return (target.first + target.last) / 2


def own_spread(target: Target, *, log: bool) -> float:
    """Standard deviation of a measurement: that of the normal distribution with the same 90 % interval."""
    low, high = target.spread.interval(target.observed)
    if log:
        low, high = np.log(max(low, _TINY)), np.log(max(high, _TINY))
    return float(high - low) / (2 * Z90)


def _last_value(time: Floats, values: Floats) -> LastValue:
    """Points of one time are one step of no time: as if they were a month apart."""
    steps = np.diff(values) ** 2 / np.maximum(np.diff(time), 1.0)
    return LastValue(float(time[-1]), float(values[-1]), float(steps.mean()))


def _trend(time: Floats, values: Floats) -> Trend:
    middle, mean = float(time.mean()), float(values.mean())
    away = time - middle
    squares = float(away @ away)
    slope = float(away @ (values - mean)) / squares
    left = values - mean - slope * away
    return Trend(middle, mean, slope, float(left @ left) / (len(values) - 2), len(values), squares)
