"""Fan charts: a metric over time, the median and the middle 90 % of the runs."""

from webloop.outcomes.headlines import OF_NUMBERS
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels
from webloop.plots.colours import line_colours
from webloop.plots.fan_base import Fan
from webloop.plots.fan_many import many
from webloop.plots.fan_sweep import facets
from webloop.plots.grid import grid, group_title, titles
from webloop.plots.marks import Mark, label_marks, marks
from webloop.plots.registry import picture
from webloop.plots.series import bands, groups
from webloop.plots.sheet import Sheet, empty, panels
from webloop.plots.words import wrap

TOGETHER = 4
"""Up to so many lines, the baseline among them, share one panel."""
DEFAULTS = ("pollution_stock", "pollution_training", "tail_recall", "hill_1", *OF_NUMBERS)


@picture(
    "fan",
    "a metric over time: median and middle 90 % of the runs, by scenario",
    order=10,
    takes="a metric",
    metrics=DEFAULTS,
    releases=True,
)
def fan(results: Results, metric: str = "hill_1") -> Sheet:
    """A metric over time, by scenario.

    Shows the median over draws and replicates as a line and the middle 90 % as a band. Up to four lines share a panel;
    more get a panel each with the baseline in grey behind them; a sweep is laid out by what it varies.
    Scenarios whose medians are nowhere further apart than 0.5 % of the axis are drawn as one.

    Args:
        results: what was run.
        metric: name of the metric.
    """
    what = results.recorded[metric]
    found = bands(results, metric)
    if not found:
        return empty(results, what.label, f"{metric} has no values in these results.")
    chart = Fan(results, what, found)
    swept = grid(results)
    if swept is not None and len(swept.cells) >= TOGETHER:
        return facets(chart, swept)
    low, high = chart.limits
    drawn = groups({name: band.middle for name, band in found.items()}, high - low)
    return _one(chart, drawn) if len(drawn) <= TOGETHER else many(chart, drawn)


def _one(chart: Fan, drawn: list[list[str]]) -> Sheet:
    """All scenarios in one panel, named at the ends of their lines."""
    results = chart.results
    alike = next((group for group in drawn if results.baseline in group), [])
    said = _changes(chart, [group for group in drawn if group is not alike])
    same = [name for name in alike if name != results.baseline]
    foot = chart.close(same)
    foot += " ".join(f"{mark.month}, {who}: {mark.text}." for mark, who in said.items())
    sheet = chart.sheet("scenario" if len(chart.found) > 1 else "", width=7.6, body=3.6, foot=foot)
    (axis,) = panels(sheet, 1, 1)
    chart.frame(axis, 8)
    axis.set_ylabel(chart.unit)
    axis.set_xlabel("year of release" if chart.metric.level == "generation" else "year")
    ends = []
    for group, colour in zip(drawn, line_colours(results, drawn), strict=True):
        grey = group is alike
        name = results.baseline if grey else group[0]
        chart.draw(axis, name, colour, zorder=2.0 if grey else 3.0)
        who = f"{titles(results)[name]} and {len(same)} more" if grey and same else group_title(results, group)
        who = titles(results)[name] if grey and not same else who
        text = "\n".join(wrap(f"{who}: {chart.said(name)}", 1.7, 8))
        ends.append(End(chart.last(name), text, colour))
    end_labels(sheet, axis, ends)
    sheet.data = chart.table([_baseline_first(results, group) for group in drawn])
    launch, _ = marks(results, results.baseline)
    label_marks(axis, launch, [Mark(month, "rules change") for month in dict.fromkeys(m.month for m in said)])
    return sheet


def _baseline_first(results: Results, group: list[str]) -> list[str]:
    return sorted(group, key=lambda name: name != results.baseline)


def _changes(chart: Fan, drawn: list[list[str]]) -> dict[Mark, str]:
    """Interventions of the scenarios that are seen, and whose they are, by date."""
    out: dict[Mark, list[str]] = {}
    known = titles(chart.results)
    for name in (name for group in drawn for name in group):
        for mark in marks(chart.results, name)[1]:
            out.setdefault(mark, []).append(known[name])
    return {mark: " / ".join(out[mark]) for mark in sorted(out, key=lambda mark: mark.month)}
