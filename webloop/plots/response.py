"""Response: a metric along a sweep over one path."""

from itertools import product

import numpy as np
from matplotlib.axes import Axes

from webloop.metrics.registry import Metric
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis
from webloop.plots.grid import Grid, grid
from webloop.plots.registry import picture
from webloop.plots.series import HIGH, LOW, Array, at_horizon, limits
from webloop.plots.style import BASELINE, COLOURS, Sheet, empty, panels
from webloop.plots.words import number, unit_label

DEFAULTS = ("tail_recall", "hill_1")


def _why_not(results: Results) -> str:
    return "" if len(results.manifest["sweep"]) == 1 else "it takes a sweep over one path"


@picture(
    "response", "a metric at the horizon along a sweep over one path",
    order=60, takes="a metric", metrics=DEFAULTS, why_not=_why_not,
)  # fmt: skip
def response(results: Results, metric: str = "hill_1") -> Sheet:
    """A metric at the horizon against the one thing that was varied.

    Dots are medians over replicates, bars their middle 90 %; a line for each scenario that was varied, and
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
    note = f"{what.definition[:1].upper()}{what.definition[1:]}. "
    note += {"higher": "Higher is better. ", "lower": "Lower is better. ", "-": ""}[what.better]
    note += "Dots: median of the replicates; bars: their middle 90 %." if results.replicates > 1 else "One replicate."
    sheet = Sheet(results, title, note, width=6.4, body=3.2)
    (axis,) = panels(sheet, 1, 1)
    drawn = np.concatenate(list(values.values()))
    metric_axis(axis, what.unit, limits(drawn, share=what.unit == "share"))
    axis.set_ylabel(unit_label(what.unit))
    axis.set_xlabel(way.label)
    _lines(sheet, axis, results, what, swept, values)
    return sheet


def _lines(sheet: Sheet, axis: Axes, results: Results, metric: Metric, swept: Grid, values: dict[str, Array]) -> None:
    """A line of dots for each scenario, the baseline across."""
    way = swept.ways[-1]
    places = np.array(way.values if way.numeric else range(len(way.values)), dtype=float)
    axis.set_xticks(places, way.texts)
    span = float(np.diff(axis.get_ylim())[0])
    ends = []
    if results.baseline in values:
        base = float(np.median(values[results.baseline]))
        axis.axhline(base, color=BASELINE, linewidth=1.4)
        ends.append(End(base, f"baseline {number(base, metric.unit, span)}", BASELINE))
    firsts = list(product(*(range(len(other.values)) for other in swept.ways[:-1])))
    for colour, first in zip(COLOURS * (1 + len(firsts) // len(COLOURS)), firsts, strict=False):
        found = [values.get(swept.cells[(*first, i)], np.array([np.nan])) for i in range(len(places))]
        low, middle, high = np.array([np.quantile(each, [LOW, 0.5, HIGH]) for each in found]).T
        axis.vlines(places, low, high, color=colour, linewidth=2.5, alpha=0.35)
        order = np.argsort(places)
        axis.plot(places[order], middle[order], color=colour, marker="o", markersize=5, linestyle="-" if way.numeric else "none")
        name = swept.ways[0].texts[first[0]] if first else ""
        sheet.alt += f" {name} " + "; ".join(
            f"{text}: {number(m, metric.unit, span)}" for text, m in zip(way.texts, middle, strict=True)
        )
        last = middle[order][-1]
        if name and last == last:
            ends.append(End(float(last), name, colour))
    end_labels(sheet, axis, ends)
