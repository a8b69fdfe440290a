"""Threshold: a metric at the values that a goal-seek tried, the level, and where it is crossed."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.outcomes.bisection import on_the_safe_side
from webloop.outcomes.results import Results
from webloop.outcomes.threshold import FILE
from webloop.plots.axes import metric_axis
from webloop.plots.grid import label
from webloop.plots.registry import picture
from webloop.plots.runs import alone, shown_runs
from webloop.plots.series import Array
from webloop.plots.sheet import Key, Sheet, panels
from webloop.plots.style import BASELINE, BLUE, INK, LABEL, VERMILLION
from webloop.plots.words import HARD, UnitFormatter, number, sentence, unit_label

SIDES = {"yes": (BLUE, "o"), "no": (VERMILLION, "s"), "can't tell": (BASELINE, "D")}
"""Colour and marker of values that meet the goal, that do not, and of which it can't be told."""
_ROOM = 0.06
"""White space beyond the points, as a share of their range."""
_LARGE = 1e5
_DRAWN = ["scenario", "path", "value", "metric", "month", "of", "mean", "low", "high", "met"]
_DRAWN += ["side", "level", "status", "threshold", "threshold_low", "threshold_high"]


def _why_not(results: Results) -> str:
    return "" if (results.folder / FILE).exists() else f"it has no {FILE}; `webloop threshold` makes one"


@picture("threshold", "at which value of a parameter a metric crosses a level", order=65, why_not=_why_not)
def threshold(results: Results) -> Sheet:
    """The mean of a metric at every value that was tried, with 95 % intervals, and the threshold with its own.

    Args:
        results: a folder of `webloop threshold`.
    """
    table = pd.read_csv(results.folder / FILE)
    first = table.iloc[0]
    difference = first["of"] == "difference"
    what = f"{first['label']}{' less that of the baseline' if difference else ''}"
    title = f"{what} in {first['month']}, by {label(str(first['path']))} of {first['scenario']}"
    note = _note(results, table)
    goal = _goal(first)
    words = {"yes": goal, "no": f"not {goal}", "can't tell": "can't tell"}
    keys = [Key(words[side], SIDES[side][0], "", SIDES[side][1]) for side in SIDES if side in set(table["met"])]
    sheet = Sheet(results, title, note, width=7.0, body=3.4, keys=keys)
    unit = "points" if difference and first["unit"] == "share" else str(first["unit"])
    (axis,) = panels(sheet, 1, 1)
    _frame(axis, table, unit, signed=difference)
    _draw(axis, table)
    axis.set_ylabel(what if unit == "share" else unit_label(unit))
    axis.set_xlabel(label(str(first["path"])))
    sheet.alt += f" {_said(table)}"
    sheet.data = table[_DRAWN]
    return sheet


def _note(results: Results, table: pd.DataFrame) -> str:
    """How to read it."""
    first = table.iloc[0]
    runs = shown_runs(results) if alone(results) else f"means of {shown_runs(results)}"
    said = f"{sentence(results.recorded[str(first['metric'])].definition)} Dots: {runs}"
    said += f", with 95{HARD}% intervals." if table["low"].notna().any() else "."
    shaded = f" Shaded: the 95{HARD}% interval of the threshold."
    return said + (shaded if first["threshold_low"] == first["threshold_low"] else "")


def _goal(first: "pd.Series[Any]") -> str:
    """What was asked, exactly: `below 10 %`."""
    level = float(first["level"])
    if first["unit"] == "share":
        said = f"{100 * level:g}{HARD}{'points' if first['of'] == 'difference' else '%'}"
    else:
        said = f"{level:g}" if abs(level) < _LARGE else number(level, str(first["unit"]), abs(level))
    return f"{first['side']} {said}".replace("-", "\N{MINUS SIGN}")


def _answer(first: "pd.Series[Any]") -> str:
    """What was found, as fine as it is known."""
    digits, at_least = int(first["digits"]), bool(first["at_least"])
    value = on_the_safe_side(float(first["threshold"]), digits, at_least=at_least)
    return f"at {'least' if at_least else 'most'} {value:,.{digits}f}"


def _reach(values: Array) -> tuple[float, float]:
    """Limits of an axis with a little room beyond the values."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = _ROOM * (high - low) or 0.05 * abs(high) or 1.0
    return low - room, high + room


def _frame(axis: Axes, table: pd.DataFrame, unit: str, *, signed: bool) -> None:
    """Axes that hold all intervals and the level."""
    first = table.iloc[0]
    seen = np.append(table[["mean", "low", "high"]].to_numpy(dtype=float).ravel(), float(first["level"]))
    metric_axis(axis, unit, _reach(seen))
    axis.yaxis.set_major_formatter(UnitFormatter(unit, signed=signed))
    axis.set_xlim(*_reach(table["value"].to_numpy(dtype=float)))


def _draw(axis: Axes, table: pd.DataFrame) -> None:
    """Points with intervals, the level, and the threshold with its interval."""
    first = table.iloc[0]
    axis.axhline(float(first["level"]), color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1.5)
    _name(axis, _goal(first), (0, float(first["level"])), axis.get_yaxis_transform(), (3, 3))
    if first["status"] == "found":
        if first["threshold_low"] == first["threshold_low"]:
            ends = float(first["threshold_low"]), float(first["threshold_high"])
            axis.axvspan(*ends, color=BLUE, alpha=0.13, linewidth=0, zorder=0.5)
        at = float(first["threshold"])
        axis.axvline(at, color=BLUE, linewidth=1.2, zorder=1.6)
        _name(axis, _answer(first), (at, 1), axis.get_xaxis_transform(), (0, 3))
    axis.plot(table["value"], table["mean"], color="#bbbbbb", linewidth=0.9, zorder=1.7)
    for side, (colour, marker) in SIDES.items():
        mine = table[table["met"] == side]
        axis.vlines(mine["value"], mine["low"], mine["high"], color=colour, linewidth=2.2, alpha=0.4, zorder=2)
        axis.plot(mine["value"], mine["mean"], color=colour, marker=marker, markersize=4, linestyle="none", zorder=3)


def _name(axis: Axes, text: str, at: tuple[float, float], transform: Any, aside: tuple[float, float]) -> None:
    """A few words beside a line."""
    axis.annotate(
        text,
        at,
        xycoords=transform,
        xytext=aside,
        textcoords="offset points",
        ha="left" if aside[0] else "center",
        fontsize=LABEL - 0.5,
        color=INK,
        annotation_clip=False,
    )


def _said(table: pd.DataFrame) -> str:
    """The numbers, for those who can't see them."""
    first = table.iloc[0]
    points = "; ".join(f"{row.value:g}: {row.mean:.4g} ({row.met})" for row in table.itertuples())
    low, high = (f"{float(first[end]):.4g}" for end in ("threshold_low", "threshold_high"))
    if first["status"] == "found":
        answer = f"It is {_goal(first)} with {_answer(first)}, 95 % interval {low} to {high}."
    elif first["status"] == "several":
        answer = "Both ends of the range are on one side of the level, and some value between them is not."
    else:
        answer = f"It is {_goal(first)} with {'all' if first['status'] == 'always' else 'none'} of the values tried."
    return f"{answer} {points}."
