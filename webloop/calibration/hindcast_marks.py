"""What a picture of a series is made of: the fan, observations, naive forecasts, and the axis of values.

What draws numbers returns them as a table: `what` they are, the `month`, `value` and the ends of intervals.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from numpy.typing import ArrayLike

from webloop.calibration.ensemble import Ensemble, Floats
from webloop.calibration.hindcast_tables import number
from webloop.calibration.naive import Naives, time_of
from webloop.calibration.spread import LogNormal
from webloop.calibration.target import Target
from webloop.months import format_month
from webloop.plots.style import LABEL, ORANGE, PURPLE, SOFT
from webloop.plots.words import printable

NAIVE = {"last value": (ORANGE, (0, (5, 2))), "linear trend": (PURPLE, (0, (1, 1.2)))}
"""Colour and line of the naive forecasts."""
PRIOR = "#9a9a9a"
"""Colour of what the priors alone would give."""
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_ROOM = 1.06
"""The height of the axis, as a multiple of what it must hold."""
_BELOW = 3.0
"""A logarithmic axis goes so many times below what was observed, where bands do."""
_NARROW = 0.15
_SHADE = "#efefef"


def shade(axis: Axes, points: Sequence[Target]) -> None:
    """Shade the months that are held out; the axis of time has its limits already."""
    held = [each for each in points if each.role == "held_out"]
    if not held:
        return
    start, end = min(each.first for each in held) / 12, (max(each.last for each in held) + 1) / 12
    axis.axvspan(start, end, color=_SHADE, linewidth=0, zorder=0)
    left, right = axis.get_xlim()
    narrow = end - start < _NARROW * (right - left)
    axis.annotate(
        "held out",
        (end if narrow else start, 1),
        xycoords=axis.get_xaxis_transform(),
        xytext=(-2 if narrow else 2, -2),
        textcoords="offset points",
        ha="right" if narrow else "left",
        va="top",
        fontsize=6.5,
        color=SOFT,
    )


def draw_fan(
    axis: Axes, ensemble: Ensemble, points: Sequence[Target], span: tuple[int, int], colour: str
) -> pd.DataFrame:
    """Bands of what would be read each month: the middle 50 and 90 %."""
    time, (low, quarter, middle, three, high) = _fan(ensemble, points, span, _QUANTILES)
    axis.fill_between(time, low, high, color=colour, alpha=0.18, linewidth=0, zorder=1)
    axis.fill_between(time, quarter, three, color=colour, alpha=0.30, linewidth=0, zorder=1.1)
    axis.plot(time, middle, color=colour, linewidth=1.2, zorder=1.2)
    return _table("fan", time, middle, low=low, quarter=quarter, three_quarters=three, high=high)


def draw_prior(axis: Axes, prior: Ensemble, points: Sequence[Target], span: tuple[int, int]) -> pd.DataFrame:
    """Outline of the band that the priors alone would give; where it leaves the axis it is cut off."""
    time, (low, high) = _fan(prior, points, span, (_QUANTILES[0], _QUANTILES[-1]))
    for end in (low, high):
        axis.plot(time, end, color=PRIOR, linewidth=0.8, zorder=0.9)
    return _table("priors alone", time, low=low, high=high)


def _fan(
    ensemble: Ensemble, points: Sequence[Target], span: tuple[int, int], quantiles: Sequence[float]
) -> tuple[Floats, Floats]:
    """Times (months,) and quantiles (quantiles, months) of what would be read, with errors of the nearest point."""
    months = np.arange(span[0], span[1] + 1)
    nearest = [min(points, key=lambda each: abs(time_of(each) - month)) for month in months]
    rows = [ensemble.fan(each, [int(month)], quantiles)[0] for each, month in zip(nearest, months, strict=True)]
    return (months + 0.5) / 12, np.array(rows).T


def draw_naive(axis: Axes, naive: Naives, held: Sequence[Target]) -> pd.DataFrame:
    """Lines of what naive forecasts expect, from the last point that they know."""
    parts: list[pd.DataFrame] = []
    if not held:
        return pd.DataFrame()
    months = np.arange(np.floor(naive.known_until), max(each.last for each in held) + 1)
    for forecast in naive.forecasts:
        colour, line = NAIVE[forecast.name]
        values = np.array([forecast.at(float(month))[0] for month in months])
        shown = np.clip(naive.plain(values), *held[0].bounds)
        axis.plot((months + 0.5) / 12, shown, color=colour, linestyle=line, linewidth=1.2, zorder=2)
        parts.append(_table(f"naive: {forecast.name}", (months + 0.5) / 12, shown))
    return pd.concat(parts)


def draw_point(axis: Axes, target: Target, colour: str) -> pd.DataFrame:
    """An observation with its error, over the months that it is the mean of."""
    low, high = np.clip(target.spread.interval(target.observed), *target.bounds)
    time = (time_of(target) + 0.5) / 12
    if target.last > target.first:
        ends = [target.first / 12, (target.last + 1) / 12]
        axis.plot(ends, [target.observed] * 2, color=colour, linewidth=0.8, zorder=3)
    axis.plot([time, time], [low, high], color=colour, linewidth=0.8, zorder=3)
    axis.plot(
        [time],
        [target.observed],
        color=colour,
        marker="s" if target.role == "input" else "o",
        markersize=3.6,
        markerfacecolor="white" if target.role == "held_out" else colour,
        markeredgewidth=1.0,
        zorder=4,
        clip_on=False,
    )
    return _table(f"observed: {target.id}", np.array([time]), target.observed, low=low, high=high)


def _table(what: str, time: Floats, value: ArrayLike = math.nan, **ends: ArrayLike) -> pd.DataFrame:
    months = [format_month(math.floor(12 * each)) for each in time]
    return pd.DataFrame({"what": what, "month": months, "value": value, **ends})


def value_axis(axis: Axes, points: Sequence[Target], low: float, high: float) -> None:
    """The vertical axis, in the targets' unit: from 0, or logarithmic where all errors are factors.

    Args:
        axis: the first of the panels, which share it.
        points: what was observed.
        low: lower end of the bands.
        high: upper end.
    """
    unit = points[0].unit
    ends = [each.spread.interval(each.observed) for each in points]
    top = _ROOM * max(high, *(end for _, end in ends))
    if is_log(points):
        least = min(start for start, _ in ends)
        bottom = max(min(low, least), least / _BELOW) / _ROOM
        axis.set_yscale("log")
        subs = (1.0, 2.0, 5.0) if top > 10 * bottom else (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0)
        axis.yaxis.set_major_locator(LogLocator(subs=subs))
        axis.yaxis.set_minor_locator(NullLocator())
        axis.set_ylim(bottom, top)
    else:
        axis.set_ylim(0, min(top, points[0].bounds[1]))
        axis.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    sign = " %" if unit == "%" else ""
    axis.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{number(y)}{sign}"))
    axis.set_ylabel(printable("share" if unit == "%" else unit), fontsize=LABEL)


def is_log(points: Sequence[Target]) -> bool:
    """Whether all errors are factors."""
    return all(isinstance(each.spread, LogNormal) for each in points)
