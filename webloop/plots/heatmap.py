"""Heat maps: a metric over the grid of a sweep."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from webloop.metrics.registry import Metric
from webloop.outcomes.headlines import OF_NUMBERS
from webloop.outcomes.results import Results
from webloop.plots.grid import Grid, grid
from webloop.plots.registry import picture
from webloop.plots.runs import mean_of_runs
from webloop.plots.series import at_horizon
from webloop.plots.sheet import Sheet, empty, heading, panels
from webloop.plots.style import BASELINE
from webloop.plots.words import UnitFormatter, capital, font_width, number, sentence, unit_label

DEFAULTS = ("tail_recall", "hill_1", *OF_NUMBERS)
COLOURS = colormaps["cividis"]
WIDEST = 9.0
"""Room for panels beside each other, in inches."""
_MISSING = "#f2f2f2"


def _why_not(results: Results) -> str:
    return "" if len(results.manifest["sweep"]) >= 2 else "it takes a sweep over at least two paths"


@dataclass(frozen=True, slots=True)
class _Heat:
    """What every panel needs.

    Attributes:
        metric: the metric.
        swept: the grid.
        values: means by scenario.
        x: way that runs along.
        y: way that runs up or down.
        scale: of the colours.
    """

    metric: Metric
    swept: Grid
    values: Mapping[str, float]
    x: int
    y: int
    scale: Normalize

    def said(self, scenario: str) -> str:
        """A value in words."""
        low, high = float(self.scale.vmin or 0), float(self.scale.vmax or 0)
        return number(self.values.get(scenario, np.nan), self.metric.unit, high - low)


@picture(
    "heatmap",
    "a metric at the horizon over the grid of a sweep",
    order=50,
    takes="a metric",
    metrics=DEFAULTS,
    why_not=_why_not,
)
def heatmap(results: Results, metric: str = "hill_1") -> Sheet:
    """A metric at the horizon in every cell of a sweep, mean over draws and replicates.

    The first path of the sweep runs along, the second up; the others, and the scenarios if several were
    varied, make panels. Cells without a value are hatched.

    Args:
        results: what was run, a sweep over two paths or more.
        metric: name of the metric.
    """
    swept = grid(results)
    paths = len(results.manifest["sweep"])
    if swept is None or paths < 2:
        raise ValueError("a heat map needs a sweep over at least two paths")
    x = len(swept.ways) - paths  # the scenario, if it is a way, comes first
    what = results.recorded[metric]
    values = {name: float(found.mean()) for name, found in at_horizon(results, metric).items()}
    title = f"{what.label} at the horizon, by {swept.ways[x].label} and {swept.ways[x + 1].label}"
    if not any(name in values for name in swept.cells.values()):
        return empty(results, title, f"{metric} has no values in these results.")
    low, high = min(values.values()), max(values.values())
    room = 0.0 if high > low else abs(high) or 1.0
    return _draw(results, title, _Heat(what, swept, values, x, x + 1, Normalize(low - room, high + room)))


def _draw(results: Results, title: str, heat: _Heat) -> Sheet:
    """Panels side by side, and the scale of colours."""
    ways = heat.swept.ways
    along, up = ways[heat.x], ways[heat.y]
    rest = [way for way in range(len(ways)) if way not in {heat.x, heat.y}]
    facets = list(product(*(range(len(ways[way].values)) for way in rest)))
    wide = max(max(font_width(text, 7.5) + 0.2 for text in along.texts), 0.6) * len(along.values)
    wide, tall = max(wide, 1.7), max(0.42 * len(up.values), 0.9)
    labels = max(font_width(text, 7.5) for text in up.texts)
    columns = max(1, min(len(facets), int((WIDEST - labels) / (wide + 0.25))))
    rows = -(-len(facets) // columns)
    note = _note(results, heat)
    sheet = Sheet(
        results,
        title,
        note,
        width=max(2.0 + labels + (wide + 0.25) * columns, 6.4),
        body=0.4 + (tall + 0.7) * rows,
    )
    axes = panels(sheet, len(facets), columns, sharex=True, sharey=True)
    for axis, facet in zip(axes, facets, strict=True):
        fixed = dict(zip(rest, facet, strict=True))
        _panel(axis, heat, fixed)
        said = ", ".join(ways[way].said(at) for way, at in fixed.items())
        heading(axis, capital(said), room=wide + 0.2, lines=2)
    for axis in axes[::columns]:
        axis.set_ylabel(up.label)
    for axis in axes[-columns:]:
        axis.set_xlabel(along.label)
    _bar(sheet, axes, results, heat, rows)
    sheet.data = pd.DataFrame(
        {"scenario": name, **heat.swept.values(name), heat.metric.name: heat.values.get(name, np.nan)}
        for name in [results.baseline, *heat.swept.cells.values()]
    )
    cells = "; ".join(f"{heat.swept.title([name])}: {heat.said(name)}" for name in heat.swept.cells.values())
    sheet.alt += f" {note} {cells}."
    return sheet


def _note(results: Results, heat: _Heat) -> str:
    way = {"higher": " Higher is better.", "lower": " Lower is better.", "-": ""}[heat.metric.better]
    base = f" The baseline, marked on the scale: {heat.said(results.baseline)}."
    known = results.baseline in heat.values
    return f"{sentence(heat.metric.definition)}{way} {mean_of_runs(results)}{base if known else ''}"


def _bar(sheet: Sheet, axes: list[Axes], results: Results, heat: _Heat, rows: int) -> None:
    """The scale of colours, with the baseline marked on it."""
    colours = ScalarMappable(heat.scale, COLOURS)
    bar = sheet.colorbar(colours, ax=axes, aspect=18 * rows, pad=0.02, format=UnitFormatter(heat.metric.unit))
    bar.ax.spines[:].set_visible(False)
    share = heat.metric.unit == "share"
    bar.set_label(heat.metric.label if share else unit_label(heat.metric.unit))
    if results.baseline in heat.values:
        base = heat.values[results.baseline]
        bar.ax.axhline(base, color="white", linewidth=3)
        bar.ax.axhline(base, color=BASELINE, linewidth=1.5)


def _panel(axis: Axes, heat: _Heat, fixed: Mapping[int, int]) -> None:
    """One grid of cells with their numbers."""
    along, up = heat.swept.ways[heat.x], heat.swept.ways[heat.y]
    for i, j in product(range(len(along.values)), range(len(up.values))):
        name = heat.swept.at({**fixed, heat.x: i, heat.y: j})
        face, ink = _colours(heat, name)
        hatch = "" if name in heat.values else "////"
        corner = (i - 0.5, j - 0.5)
        axis.add_patch(Rectangle(corner, 1, 1, facecolor=face, edgecolor="white", linewidth=1.5, hatch=hatch))
        axis.text(i, j, heat.said(name), ha="center", va="center", fontsize=7.5, color=ink)
    axis.set_xlim(-0.5, len(along.values) - 0.5)
    bottom, top = -0.5, len(up.values) - 0.5
    axis.set_ylim(*((bottom, top) if up.numeric else (top, bottom)))
    axis.set_xticks(range(len(along.values)), along.texts)
    axis.set_yticks(range(len(up.values)), up.texts)
    axis.tick_params(length=0)
    axis.grid(visible=False)
    axis.spines[:].set_visible(False)


def _colours(heat: _Heat, name: str) -> tuple[tuple[float, float, float, float] | str, str]:
    """Colour of a cell, and of the text that can be read on it."""
    if name not in heat.values:
        return _MISSING, "black"
    red, green, blue, alpha = COLOURS(float(heat.scale(heat.values[name])))
    return (red, green, blue, alpha), "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else "black"
