"""Fan charts: a metric over time, the median and the middle 90 % of the replicates."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from webloop.metrics.registry import Metric
from webloop.months import format_month
from webloop.outcomes.results import Results
from webloop.plots.axes import End, draw_band, end_labels, metric_axis, time_axis
from webloop.plots.grid import Grid, grid, group_title, titles
from webloop.plots.marks import Mark, marks, vertical
from webloop.plots.registry import picture
from webloop.plots.series import Band, bands, groups, limits
from webloop.plots.style import BASELINE, BLUE, COLOURS, SOFT, Key, Sheet, empty, heading, panels
from webloop.plots.words import listed, number, shorten, unit_label, wrap

TOGETHER = 4
"""Up to so many scenarios, the baseline among them, share one panel."""
MOST_PANELS = 12
MOST_COLUMNS = 5
MOST_ROWS = 4
DEFAULTS = ("pollution_stock", "pollution_training", "tail_recall", "hill_1")
_DASHES = ("-", (0, (4, 2)), (0, (1, 1.5)), (0, (6, 1.5, 1, 1.5)))


@picture(
    "fan",
    "a metric over time: median and middle 90 % of the replicates, by scenario",
    order=10,
    takes="a metric",
    metrics=DEFAULTS,
    releases=True,
)
def fan(results: Results, metric: str = "hill_1") -> Sheet:
    """A metric over time, by scenario.

    Shows the median over replicates as a line and the middle 90 % as a band. Up to four scenarios share a
    panel; more get a panel each with the baseline in grey behind them; a sweep is laid out by what it varies.
    Scenarios whose medians are nowhere further apart than 0.5 % of the axis are drawn as one.

    Args:
        results: what was run.
        metric: name of the metric.
    """
    what = results.recorded[metric]
    found = bands(results, metric)
    if not found:
        return empty(results, what.label, f"{metric} has no values in these results.")
    swept = grid(results)
    if swept is not None and len(swept.cells) > TOGETHER - 1:
        return _facets(results, what, found, swept)
    drawn = _distinct(results, found)
    return _one(results, what, found, drawn) if len(drawn) <= TOGETHER else _many(results, what, found, drawn)


def _distinct(results: Results, found: Mapping[str, Band]) -> list[list[str]]:
    """Scenarios that can be told apart; the baseline's group first."""
    low, high = _limits(found)
    del results
    return groups({name: band.middle for name, band in found.items()}, high - low)


def _limits(found: Mapping[str, Band], *, share: bool = False) -> tuple[float, float]:
    return limits(np.concatenate([edge for band in found.values() for edge in (band.low, band.high)]), share=share)


def _note(results: Results, metric: Metric, zero: bool, grey: bool) -> str:
    """How to read a fan chart."""
    way = {"higher": " Higher is better.", "lower": " Lower is better.", "-": ""}[metric.better]
    runs = f"median of {results.replicates} replicates; band: their middle 90 %" if results.replicates > 1 else "the only replicate"
    definition = f"{metric.definition[:1].upper()}{metric.definition[1:]}."
    return (
        f"{definition}{way} Line: {runs}." + (" Grey: baseline." if grey else "")
        + ("" if zero else " The vertical axis does not start at zero.")
    )  # fmt: skip


def _sheet(
    results: Results, metric: Metric, found: Mapping[str, Band], *, width: float, body: float,
    grey: bool = False, keys: Sequence[Key] = (), foot: str = "", by: str = "by scenario",
) -> Sheet:  # fmt: skip
    """A sheet with what all fan charts share."""
    each = "mean of the year's releases, " if metric.level == "generation" else ""
    note = _note(results, metric, zero=_limits(found)[0] <= 0, grey=grey)
    sheet = Sheet(results, f"{metric.label} over time, {each}{by}", note, width=width, body=body, keys=keys, foot=foot)
    known = titles(results)
    last = max(band.time[-1] for band in found.values())
    span = np.diff(_limits(found))[0]
    values = "; ".join(f"{known[n]} {number(b.middle[-1], metric.unit, span)}" for n, b in found.items())
    when = f"{last:.0f}" if metric.level == "generation" else format_month(round(last * 12))
    sheet.alt = f"{sheet.title}. {note} In {when}: {values}."
    return sheet


def _frame(axis: Axes, metric: Metric, found: Mapping[str, Band], ticks: int) -> None:
    """The axes that all panels share."""
    start, end = min(b.time[0] for b in found.values()), max(b.time[-1] for b in found.values())
    time_axis(axis, start, end, ticks)
    metric_axis(axis, metric.unit, _limits(found, share=metric.unit == "share"))


def _one(results: Results, metric: Metric, found: Mapping[str, Band], drawn: list[list[str]]) -> Sheet:
    """All scenarios in one panel, named at the ends of their lines."""
    said: dict[Mark, list[str]] = {}
    known = titles(results)
    for name in found:
        for mark in marks(results, name)[1]:
            said.setdefault(mark, []).append(known[name])
    foot = " ".join(f"{mark.month}, {listed(who)}: {mark.text}." for mark, who in sorted(said.items(), key=lambda i: i[0].month))
    sheet = _sheet(results, metric, found, width=7.6, body=3.6, foot=foot)
    (axis,) = panels(sheet, 1, 1)
    _frame(axis, metric, found, 8)
    axis.set_ylabel(unit_label(metric.unit))
    axis.set_xlabel("year of release" if metric.level == "generation" else "year")
    span = np.diff(axis.get_ylim())[0]
    ends = []
    for index, group in enumerate(drawn):
        grey = results.baseline in group
        colour = BASELINE if grey else COLOURS[(index - (results.baseline in found)) % len(COLOURS)]
        band = found[group[0]]
        draw_band(axis, band, colour, alone=results.replicates == 1, zorder=2 if grey else 3)
        text = "\n".join(wrap(f"{group_title(results, group)} {number(band.middle[-1], metric.unit, span)}", 1.7, 8))
        ends.append(End(band.middle[-1], text, colour))
    end_labels(sheet, axis, ends)
    launch, _ = marks(results, results.baseline)
    dates = {mark.month: Mark(mark.month, "rules change") for mark in said}
    for mark in [*([launch] if launch else []), *dates.values()]:
        vertical(axis, mark, said=True)
    return sheet


def _many(results: Results, metric: Metric, found: Mapping[str, Band], drawn: list[list[str]]) -> Sheet:
    """A panel for each scenario that differs from the baseline, with the baseline behind it."""
    base = found.get(results.baseline)
    mine = next((group for group in drawn if results.baseline in group), [])
    others = [group for group in drawn if group is not mine]
    if base is not None and len(others) > MOST_PANELS:
        near = sorted(others, key=lambda group: -abs(found[group[0]].middle[-1] - base.middle[-1]))[:MOST_PANELS]
        others = [group for group in others if group in near]
    left_out = sum(map(len, drawn)) - sum(map(len, others)) - len(mine)
    same = [name for name in mine if name != results.baseline]
    foot = f"As the baseline, and so without a panel: {group_title(results, same)}. " if same else ""
    foot += f"Not shown: {left_out} scenarios that end nearer to the baseline. " if left_out else ""
    foot += "Dotted: AI launch, and the date under a panel's title, from which its rules differ."
    columns = 4 if len(others) > 6 else 3
    rows = -(-len(others) // columns)
    sheet = _sheet(results, metric, found, width=9.6, body=0.35 + 1.5 * rows, grey=True, foot=foot)
    axes = panels(sheet, len(others), columns, sharex=True, sharey=True)
    launch, _ = marks(results, results.baseline)
    for axis, group in zip(axes, others, strict=True):
        _frame(axis, metric, found, 4)
        _panel(sheet, axis, results, metric, found, group)
        dated = marks(results, group[0])[1] if len(group) == 1 else ()
        room = 7.6 / columns
        heading(
            axis, shorten(group_title(results, group), room, 8.5, bold=True),
            shorten("; ".join(f"{mark.month}: {mark.text}" for mark in dated), room, 6.5),
        )  # fmt: skip
        for mark in [*([launch] if launch else []), *marks(results, group[0])[1]]:
            vertical(axis, mark)
    axes[columns * ((rows - 1) // 2)].set_ylabel(unit_label(metric.unit))
    return sheet


def _panel(sheet: Sheet, axis: Axes, results: Results, metric: Metric, found: Mapping[str, Band], group: Sequence[str]) -> None:
    """One scenario before the baseline, with the numbers at the end."""
    span = np.diff(axis.get_ylim())[0]
    ends = []
    for name, colour in ((results.baseline, BASELINE), (group[0], BLUE)):
        if name in found:
            band = found[name]
            draw_band(axis, band, colour, alone=results.replicates == 1, zorder=3 if colour == BLUE else 2)
            ends.append(End(band.middle[-1], number(band.middle[-1], metric.unit, span), colour))
    end_labels(sheet, axis, ends, 7)


def _facets(results: Results, metric: Metric, found: Mapping[str, Band], swept: Grid) -> Sheet:
    """A sweep: one way by colour, one by column, the others by row."""
    ways = list(range(len(swept.ways)))
    by_colour = next((i for i in ways if not swept.ways[i].numeric and len(swept.ways[i].values) <= len(COLOURS)), ways[0])
    ways.remove(by_colour)
    across = ways.pop(0) if ways else None
    columns = range(len(swept.ways[across].values)) if across is not None else range(1)
    rows = list(product(*(range(len(swept.ways[i].values)) for i in ways)))
    coloured = swept.ways[by_colour]
    hues = _hues(coloured.numeric, len(coloured.values))
    keys = [
        Key(text, hue, _DASHES[0 if coloured.numeric else i % len(_DASHES)])
        for i, (text, hue) in enumerate(zip(coloured.texts, hues, strict=True))
    ]
    shown_columns, shown_rows = columns[:MOST_COLUMNS], rows[:MOST_ROWS]
    hidden = len(columns) * len(rows) - len(shown_columns) * len(shown_rows)
    foot = f"Not shown for want of room: {hidden} panels; the heat map has them all." if hidden else ""
    sheet = _sheet(
        results, metric, found, width=2.0 + 2.5 * len(shown_columns), body=0.45 + 1.75 * len(shown_rows),
        keys=[*keys, *([Key("baseline", BASELINE)] if results.baseline in found else [])], foot=foot, by=f"by {coloured.label}",
    )  # fmt: skip
    axes = panels(sheet, len(shown_rows) * len(shown_columns), len(shown_columns), sharex=True, sharey=True)
    for axis, (row, column) in zip(axes, product(shown_rows, shown_columns), strict=True):
        _frame(axis, metric, found, 4)
        fixed = dict(zip(ways, row, strict=True)) | ({across: column} if across is not None else {})
        _cells(sheet, axis, results, metric, found, swept, by_colour, fixed, keys)
        said = ", ".join(swept.ways[i].said(at) for i, at in sorted(fixed.items()))
        heading(axis, said[:1].upper() + said[1:] if len(said) < 40 else shorten(said, 2.3, 8.5, bold=True))
    axes[len(shown_columns) * ((len(shown_rows) - 1) // 2)].set_ylabel(unit_label(metric.unit), color=SOFT)
    return sheet


def _hues(ordered: bool, count: int) -> list[str]:
    """A sequential scale for numbers, colours that differ for words."""
    if not ordered:
        return [COLOURS[i % len(COLOURS)] for i in range(count)]
    return [to_hex(colormaps["viridis"](x)) for x in np.linspace(0.1, 0.8, count)]


def _cells(
    sheet: Sheet, axis: Axes, results: Results, metric: Metric, found: Mapping[str, Band],
    swept: Grid, by_colour: int, fixed: Mapping[int, int], keys: Sequence[Key],
) -> None:  # fmt: skip
    """The lines of one panel of a sweep, the baseline behind them."""
    span = np.diff(axis.get_ylim())[0]
    alone = results.replicates == 1
    if results.baseline in found:
        draw_band(axis, found[results.baseline], BASELINE, alone=alone, zorder=1.9)
    ends: dict[str, End] = {}
    for at, key in enumerate(keys):
        name = swept.cells[tuple(at if i == by_colour else fixed[i] for i in range(len(swept.ways)))]
        if name in found:
            draw_band(axis, found[name], key.colour, alone=alone, line=key.line, zorder=3 + 0.1 * at)
            text = number(found[name].middle[-1], metric.unit, span)
            ends.setdefault(text, End(found[name].middle[-1], text, key.colour))
    end_labels(sheet, axis, list(ends.values()), 7)
    launch, changes = marks(results, name)
    for mark in [*([launch] if launch else []), *changes]:
        vertical(axis, mark)
