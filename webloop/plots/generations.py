"""Fans over generations: what becomes of models that learn from each other, by scenario."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from webloop.metrics.registry import Metric
from webloop.outcomes.results import Results
from webloop.outcomes.samples import Samples, measured, samples
from webloop.outcomes.unlike import left_out, sizes, unlike
from webloop.plots.axes import End, draw_band, end_labels, metric_axis
from webloop.plots.colours import line_colours
from webloop.plots.grid import group_title, without
from webloop.plots.registry import picture
from webloop.plots.runs import alone, counted, shown_runs, shows
from webloop.plots.series import Array, Band, groups, limits, quantiles, table_of
from webloop.plots.sheet import Sheet, empty, panels
from webloop.plots.style import COLOURS, INK
from webloop.plots.words import number, sentence, unit_label, wrap

DRAWN = ("perplexity", "words_alive", "distinct_2")
WIDE, NARROW = 7.6, 4.4
"""Widths of sheets in inches: for pages, and for telephones."""
_LOGARITHMIC = frozenset(["perplexity"])
_OF_THE_MODEL = frozenset(["perplexity"])  # not of a specimen, whose size it would depend on


def _why_not(results: Results) -> str:
    return "" if results.has_samples else "no scenario of it has pages that hold text"


@picture(
    "generations",
    "a metric of language models over their generations: median and middle 90 % of the runs, by scenario",
    order=12,
    takes="a metric",
    metrics=DRAWN,
    releases=True,
    why_not=_why_not,
)
def generations(results: Results, metric: str = "perplexity") -> Sheet:
    """A metric of the first lab's models over generations, by scenario; perplexity on a logarithmic axis.

    Scenarios whose medians are nowhere further apart than 0.5 % of the axis are drawn as one. There is room for the
    baseline and seven more lines: those that end furthest from it.

    Args:
        results: what was run.
        metric: name of the metric.
    """
    return fan_of(samples(results), metric)


def fan_of(shown: Samples, metric: str, width: float = WIDE) -> Sheet:
    """The fan of some samples' scenarios and lab.

    Args:
        shown: the samples.
        metric: name of the metric.
        width: of the sheet, in inches.
    """
    results, what = shown.results, shown.results.recorded[metric]
    runs = measured(results, [metric], shown.scenarios, shown.lab)
    found = quantiles(runs, metric, "generation", shown.scenarios)  # the time of a band is the generation
    if not found:
        return empty(results, what.label, f"{metric} has no values in these results.")
    edges = np.concatenate([edge for band in found.values() for edge in (band.low, band.high)])
    low, high = limits(np.log(edges) if metric in _LOGARITHMIC else edges, share=what.unit == "share")
    drawn = _groups(shown, found, metric, high - low)
    hidden = len(found) - sum(map(len, drawn))
    foot = f"Not shown: {counted(hidden, 'scenario')} ending nearer to the baseline. " if hidden else ""
    title = f"{what.label} over generations" + (", by scenario" if len(found) > 1 else "")
    note = _note(shown, what, found)
    sheet = Sheet(results, title, note, width=width, body=3.6, foot=foot)
    (axis,) = panels(sheet, 1, 1)
    _axes(axis, found, what, edges)
    ends, longest = [], max(band.time[-1] for band in found.values())
    room, size = (1.7, 8.0) if width == WIDE else (1.3, 7.0)  # of labels; coloured ones would be too faint to read
    for group, colour in zip(drawn, line_colours(results, drawn), strict=True):
        line = found[group[0]]
        draw_band(axis, line, colour, alone=alone(results), zorder=2 if results.baseline in group else 3)
        last = float(line.middle[-1])
        short = f" (generation {line.time[-1]:.0f})" if line.time[-1] < longest else ""
        said = f"{group_title(results, group)}: {number(last, what.unit, float(np.ptp(edges)))}{short}"
        ends.append(End(last, "\n".join(wrap(said, room, size)), colour, INK))
    end_labels(sheet, axis, ends, size)
    sheet.data = table_of(found, drawn, "generation")
    sheet.alt += f" {note} In the last generation: " + "; ".join(each.text.replace("\n", " ") for each in ends) + "."
    return sheet


def _groups(shown: Samples, found: Mapping[str, Band], metric: str, span: float) -> list[list[str]]:
    """Scenarios that are drawn, alike ones together; those that end furthest from the baseline, in their own order."""
    lines = {name: np.log(band.middle) if metric in _LOGARITHMIC else band.middle for name, band in found.items()}
    drawn = groups(lines, span)
    first = shown.results.baseline if shown.results.baseline in lines else drawn[0][0]
    by_distance = sorted(drawn, key=lambda group: (first not in group, -abs(lines[group[0]][-1] - lines[first][-1])))
    kept = by_distance[: len(COLOURS) + (first == shown.results.baseline)]
    return [group for group in drawn if group in kept]


def _axes(axis: Axes, found: Mapping[str, Band], metric: Metric, edges: Array) -> None:
    """Whole generations to the right; upwards the metric."""
    last = max(float(band.time[-1]) for band in found.values())
    axis.set_xlim(0, max(last, 1.0))
    axis.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True))
    axis.set_xlabel("generation")
    axis.set_ylabel(metric.label if metric.unit in {"share", "words"} else unit_label(metric.unit))
    if metric.name not in _LOGARITHMIC:
        metric_axis(axis, metric.unit, limits(edges, share=metric.unit == "share"))
        return
    axis.set_yscale("log")
    axis.set_ylim(float(edges.min()) / 1.15, float(edges.max()) * 1.15)
    axis.yaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5, 7) if edges.max() < 30 * edges.min() else (1,)))
    axis.yaxis.set_minor_locator(NullLocator())
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def _note(shown: Samples, metric: Metric, found: Mapping[str, Band]) -> str:
    """How to read the chart, and who is not in it."""
    results = shown.results
    line = shown_runs(results) if alone(results) else f"median of {shown_runs(results)}; band: their middle 90 %"
    way = {"higher": " Higher is better.", "lower": " Lower is better.", "-": ""}[metric.better]
    lab = f" Models of {shown.lab}." if len(shown.labs) > 1 else ""
    axis = " The vertical axis is logarithmic." if metric.name in _LOGARITHMIC else ""
    lines = [*left_out(shown), *(unlike(sizes(shown.texts)) if metric.name not in _OF_THE_MODEL else [])]
    said = f"{sentence(metric.definition)}{way} Line: {line}.{shows(results, 'Bands')}{lab}{axis}"
    return " ".join([said + without(results, shown.scenarios, found), *lines])
