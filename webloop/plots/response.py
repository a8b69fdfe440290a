"""Response: a metric along a sweep over one path."""

from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.metrics.registry import Metric
from webloop.outcomes.headlines import OF_NUMBERS
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis
from webloop.plots.grid import Grid, Way, grid
from webloop.plots.registry import picture
from webloop.plots.runs import alone, shown_runs, shows
from webloop.plots.series import HIGH, LOW, Array, at_horizon, limits
from webloop.plots.sheet import Sheet, empty, panels
from webloop.plots.style import BASELINE, COLOURS
from webloop.plots.words import number, sentence, unit_label

DEFAULTS = ("tail_recall", "hill_1", *OF_NUMBERS)
NEAREST = 0.06
"""Values nearer to each other than this share of their range are set at equal distances."""


def _why_not(results: Results) -> str:
    return "" if len(results.manifest["sweep"]) == 1 else "it takes a sweep over one path"


@picture(
    "response",
    "a metric at the horizon along a sweep over one path",
    order=60,
    takes="a metric",
    metrics=DEFAULTS,
    why_not=_why_not,
)
def response(results: Results, metric: str = "hill_1") -> Sheet:
    """A metric at the horizon against the one thing that was varied.

    Dots are medians over draws and replicates, bars their middle 90 %; a line for each scenario that was varied, and
    the baseline as a grey line across.

    Args:
        results: what was run, a sweep over one path.
        metric: name of the metric.
    """
    swept = grid(results)
    if swept is None:
        raise ValueError("a response needs a sweep")
    what = results.recorded[metric]
    values = at_horizon(results, metric)
    way = swept.ways[-1]
    title = f"{what.label} at the horizon, by {way.label}"
    if not any(name in values for name in swept.cells.values()):
        return empty(results, title, f"{metric} has no values in these results.")
    drawn = limits(np.concatenate(list(values.values())), share=what.unit == "share")
    note = f"{sentence(what.definition)} "
    note += {"higher": "Higher is better. ", "lower": "Lower is better. ", "-": ""}[what.better]
    runs = shown_runs(results)
    dots = runs if alone(results) else f"median of {runs}; bars: their middle 90 %"
    note += f"Dots: {dots}.{shows(results, 'Bars')}"
    note += " The vertical axis does not start at zero." if drawn[0] > 0 else ""
    sheet = Sheet(results, title, note, width=7.0, body=3.2)
    (axis,) = panels(sheet, 1, 1)
    metric_axis(axis, what.unit, drawn)
    axis.set_ylabel(what.label if what.unit == "share" else unit_label(what.unit))
    sheet.alt += f" {note}"
    _lines(sheet, axis, results, what, swept, values)
    names = [name for name in (results.baseline, *swept.cells.values()) if name in values]
    sheet.data = pd.DataFrame({"scenario": name, **swept.values(name), **_quantiles(values[name])} for name in names)
    return sheet


def _quantiles(values: Array) -> dict[str, float]:
    low, middle, high = np.quantile(values, [LOW, 0.5, HIGH])
    return {"low": float(low), "median": float(middle), "high": float(high)}


def _places(way: Way) -> tuple[Array, bool]:
    """Where values stand, and whether to scale: not where they are words, or too near to each other to be read."""
    even = np.arange(len(way.values), dtype=float)
    if not way.numeric:
        return even, False
    exact = np.array(way.values, dtype=float)
    gaps = np.diff(np.sort(exact))
    return (exact, True) if len(gaps) and gaps.min() > NEAREST * np.ptp(exact) else (even, False)


def _lines(sheet: Sheet, axis: Axes, results: Results, metric: Metric, swept: Grid, values: dict[str, Array]) -> None:
    """A line of dots for each scenario that was varied, the baseline across."""
    way = swept.ways[-1]
    places, scaled = _places(way)
    axis.set_xticks(places, way.texts)
    axis.set_xlabel(f"{way.label} (not to scale)" if way.numeric and not scaled else way.label)
    span = float(np.diff(axis.get_ylim())[0])
    ends = []
    if results.baseline in values:
        base = float(np.median(values[results.baseline]))
        axis.axhline(base, color=BASELINE, linewidth=1.4)
        ends.append(End(base, f"baseline: {number(base, metric.unit, span)}", BASELINE))
    firsts = list(product(*(range(len(other.values)) for other in swept.ways[:-1])))
    order = np.argsort(places)
    for index, first in enumerate(firsts):
        colour = COLOURS[index % len(COLOURS)]
        found = [values.get(swept.cells[(*first, i)], np.array([np.nan])) for i in range(len(places))]
        low, middle, high = np.array([list(_quantiles(each).values()) for each in found]).T
        aside = places + 0.012 * float(np.ptp(places)) * (index - (len(firsts) - 1) / 2)
        axis.vlines(aside, low, high, color=colour, linewidth=2.5, alpha=0.35)
        line = "-" if way.numeric else "none"
        axis.plot(aside[order], middle[order], color=colour, marker="o", markersize=5, linestyle=line)
        name = swept.ways[0].texts[first[0]] if first else ""
        said = [f"{text}: {number(m, metric.unit, span)}" for text, m in zip(way.texts, middle, strict=True)]
        sheet.alt += f" {name} {'; '.join(said)}."
        last = float(middle[order][-1])
        if name and last == last:
            ends.append(End(last, f"{name}: {number(last, metric.unit, span)}", colour))
    end_labels(sheet, axis, ends)
