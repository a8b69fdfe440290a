"""Pictures of the hindcast, one for each series: what was observed over the fan of what would have been read."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from numpy.typing import NDArray

from webloop.calibration.coverage import coverage, races
from webloop.calibration.ensemble import Ensemble
from webloop.calibration.hindcast import Hindcast
from webloop.calibration.hindcast_tables import number
from webloop.calibration.naive import Naives, time_of
from webloop.calibration.score import Score, forecasts_of
from webloop.calibration.spread import LogNormal
from webloop.calibration.target import Target
from webloop.plots.axes import time_axis
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import BLUE, GREEN, INK, LABEL, ORANGE, PURPLE, SOFT, VERMILLION, styled
from webloop.plots.words import capital, printable, unit_label

Floats = NDArray[np.float64]
COLOURS = (BLUE, GREEN)
"""Of the baselines, in their order."""
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_WIDTH, _BODY = {1: 6.4, 2: 9.6}, 3.1
_BEFORE, _AFTER = 6, 1
"""Months that are shown before the first point and after the last."""
_NAIVE = {"last value": (ORANGE, (0, (5, 2))), "linear trend": (PURPLE, (0, (1, 1.2)))}
_ROOM = 1.06
"""The height of the axis, as a multiple of what it must hold."""
_SHADE = "#efefef"


def series_sheet(found: Hindcast, series: str) -> Sheet:
    """Observations of a series over the fan of its readings, a panel for each baseline.

    Args:
        found: the hindcast.
        series: one of `found.series`.
    """
    scores = [each for each in found.scores if each.target.series == series]
    drawn = [each for each in found.ensembles if any(score.baseline == each.baseline for score in scores)]
    points = list({each.target.id: each.target for each in scores}.values())
    naive = forecasts_of(found.targets, found.known).get(series)
    first, last = min(each.first for each in points) - _BEFORE, max(each.last for each in points) + _AFTER
    first, last = max(first, max(each.first for each in drawn)), min(last, min(each.last for each in drawn))
    with styled():
        sheet = Sheet(
            found.made,
            f"{capital(_observable(points))} ({series})",
            _note(points),
            width=_WIDTH[len(drawn)],
            body=_BODY,
            keys=_keys(scores, [colour_of(found, each.baseline) for each in drawn], naive),
        )
        axes = panels(sheet, len(drawn), len(drawn), sharey=True)
        tops: list[float] = []
        for axis, ensemble in zip(axes, drawn, strict=True):
            mine = [each for each in scores if each.baseline == ensemble.baseline]
            said = _said(mine)
            heading(axis, found.titles[ensemble.baseline], said, room=_WIDTH[len(drawn)] / len(drawn) - 0.6)
            _held_out(axis, points)
            tops.append(_fan(axis, ensemble, points, (first, last), colour_of(found, ensemble.baseline)))
            if naive:
                _naive(axis, naive, [each.target for each in mine if each.target.role == "held_out"])
            for each in mine:
                _point(axis, each)
            time_axis(axis, first / 12, (last + 1) / 12)
            sheet.alt += f" {found.titles[ensemble.baseline]}: {said}."
        _value_axis(axes[0], points, max(tops))
        sheet.alt += " " + " ".join(f"{each.id}: {number(each.observed)} {each.unit}." for each in points)
        return sheet.finish()


def colour_of(found: Hindcast, baseline: str) -> str:
    """The colour of a baseline, in all pictures."""
    return COLOURS[list(found.titles).index(baseline) % len(COLOURS)]


def _observable(points: Sequence[Target]) -> str:
    """What most points of a series are said to be."""
    said = [each.observable for each in points]
    return max(said, key=said.count)


def file_name(series: str, taken: Sequence[str]) -> str:
    """A file's name for a series, without an ending, that no other has.

    >>> file_name("Stack Overflow (2022-11)", ["hindcast-graphite"])
    'hindcast-stack-overflow-2022-11'
    """
    base = "hindcast-" + (re.sub(r"[^a-z0-9_]+", "-", series.lower()).strip("-") or "series")
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name


def _note(points: Sequence[Target]) -> str:
    held = any(each.role == "held_out" for each in points)
    return (
        "Dots: observed, with the 90 % interval of their error. Bands: the middle 50 % and 90 % of what the same "
        "measurement would show in a month of the simulated web, over draws, errors of measurement included."
        + (" Shaded: held out; neither the fit nor the naive forecasts have seen it." if held else "")
    )


def _keys(scores: Sequence[Score], colours: Sequence[str], naive: Naives | None) -> list[Key]:
    roles = {each.target.role for each in scores}
    keys = [Key("median", colours[0] if len(colours) == 1 else SOFT)]
    keys += [Key("fitted", INK, "", "o")] if "fit" in roles else []
    keys += [Key("held out", INK, "", "o", "white")] if "held_out" in roles else []
    keys += [Key("input", INK, "", "s")] if "input" in roles else []
    keys += [Key("outside the 90 % interval", VERMILLION, "", "o")] if not all(e.inside for e in scores) else []
    keys += [Key(f"naive: {name}", colour, line) for name, (colour, line) in _NAIVE.items() if naive]
    return keys


def _said(scores: Sequence[Score]) -> str:
    """Coverage and CRPS in a line."""
    words = {"fit": "fitted", "held_out": "held out"}
    said = ", ".join(f"{words[each.role]} {each.inside} of {each.number} inside" for each in coverage(scores))
    for race in races(scores):
        rest = f"last value {race.last_value:.2g}, trend {race.trend:.2g}"
        said += f"; CRPS {race.model:.2g} ({rest})"
    return capital(said) or "checked, not scored"


def _held_out(axis: Axes, points: Sequence[Target]) -> None:
    """Shade the months that are held out."""
    held = [each for each in points if each.role == "held_out"]
    if held:
        start, end = min(each.first for each in held) / 12, (max(each.last for each in held) + 1) / 12
        axis.axvspan(start, end, color=_SHADE, linewidth=0, zorder=0)
        axis.annotate(
            "held out",
            (start, 1),
            xycoords=axis.get_xaxis_transform(),
            xytext=(2, -2),
            textcoords="offset points",
            va="top",
            fontsize=6.5,
            color=SOFT,
        )


def _fan(axis: Axes, ensemble: Ensemble, points: Sequence[Target], span: tuple[int, int], colour: str) -> float:
    """Bands of what would be read each month, and how high they are.

    Errors are those of the point that is nearest in time.
    """
    months = np.arange(span[0], span[1] + 1)
    nearest = [min(points, key=lambda each: abs(time_of(each) - month)) for month in months]
    rows = [ensemble.fan(each, [int(month)], _QUANTILES)[0] for each, month in zip(nearest, months, strict=True)]
    low, quarter, middle, three, high = np.array(rows).T
    time = (months + 0.5) / 12
    axis.fill_between(time, low, high, color=colour, alpha=0.18, linewidth=0, zorder=1)
    axis.fill_between(time, quarter, three, color=colour, alpha=0.30, linewidth=0, zorder=1.1)
    axis.plot(time, middle, color=colour, linewidth=1.2, zorder=1.2)
    return float(np.nanmax(high)) if np.isfinite(high).any() else 0.0


def _naive(axis: Axes, naive: Naives, held: Sequence[Target]) -> None:
    """Thin lines of what naive forecasts expect."""
    if not held:
        return
    months = np.arange(min(each.first for each in held), max(each.last for each in held) + 1)
    for forecast in naive.forecasts:
        colour, line = _NAIVE[forecast.name]
        values = np.array([forecast.at(float(month))[0] for month in months])
        shown = np.clip(np.exp(values) if naive.log else values, *held[0].bounds)
        axis.plot((months + 0.5) / 12, shown, color=colour, linestyle=line, linewidth=1.2, zorder=2)


def _point(axis: Axes, score: Score) -> None:
    """An observation with its error, over the months that it is the mean of."""
    target = score.target
    low, high = np.clip(target.spread.interval(target.observed), *target.bounds)
    colour = INK if score.inside else VERMILLION
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


def _value_axis(axis: Axes, points: Sequence[Target], top: float) -> None:
    """The vertical axis, in the targets' unit: from 0, or logarithmic where all errors are factors."""
    unit = points[0].unit
    ends = [each.spread.interval(each.observed) for each in points]
    if all(isinstance(each.spread, LogNormal) for each in points):
        axis.set_yscale("log")
        axis.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.yaxis.set_minor_locator(NullLocator())
        axis.set_ylim(0.6 * min(low for low, _ in ends), 1.2 * max(top, *(high for _, high in ends)))
    else:
        most = min(max(top, *(high for _, high in ends)) * _ROOM, points[0].bounds[1])
        axis.set_ylim(0, most)
        axis.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    sign = " %" if unit == "%" else ""
    axis.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{number(y)}{sign}"))
    words: Mapping[str, str] = {"%": "share", "share": "share"}
    axis.set_ylabel(printable(words.get(unit, unit_label(unit))), fontsize=LABEL)
