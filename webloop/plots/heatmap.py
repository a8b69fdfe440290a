"""Heat maps: a metric over the grid of a sweep."""

from collections.abc import Mapping
from itertools import product

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from webloop.metrics.registry import Metric
from webloop.outcomes.results import Results
from webloop.plots.grid import Grid, grid
from webloop.plots.registry import picture
from webloop.plots.series import at_horizon
from webloop.plots.style import BASELINE, Sheet, empty, heading, panels
from webloop.plots.words import UnitFormatter, number, shorten, unit_label

DEFAULTS = ("tail_recall", "hill_1")
COLOURS = colormaps["cividis"]
MOST_COLUMNS = 4


def _why_not(results: Results) -> str:
    return "" if len(results.manifest["sweep"]) >= 2 else "it takes a sweep over at least two paths"


@picture(
    "heatmap", "a metric at the horizon over the grid of a sweep",
    order=50, takes="a metric", metrics=DEFAULTS, why_not=_why_not,
)  # fmt: skip
def heatmap(results: Results, metric: str = "hill_1") -> Sheet:
    """A metric at the horizon in every cell of a sweep, mean over replicates.

    The first path of the sweep runs along, the second up; the others, and the scenarios if several were
    varied, make panels. Cells without a value are hatched.

    Args:
        results: what was run, a sweep over two paths or more.
        metric: name of the metric.
    """
    swept = grid(results)
    if swept is None or len(swept.ways) < 2:
        raise ValueError("a heat map needs a sweep over at least two paths")
    what = results.recorded[metric]
    values = {name: float(found.mean()) for name, found in at_horizon(results, metric).items()}
    cells = [values[name] for name in swept.cells.values() if name in values]
    x, y, rest = _ways(swept, len(results.manifest["sweep"]))
    title = f"{what.label} at the horizon, by {swept.ways[x].label} and {swept.ways[y].label}"
    if not cells:
        return empty(results, title, f"{metric} has no values in these results.")
    return _draw(results, what, title, swept, values, (x, y, rest))


def _ways(swept: Grid, paths: int) -> tuple[int, int, list[int]]:
    """Which way runs along, which up, and which make panels; the scenario, if it is a way, is the first."""
    first = len(swept.ways) - paths
    return first, first + 1, [i for i in range(len(swept.ways)) if i not in {first, first + 1}]


def _draw(
    results: Results, metric: Metric, title: str, swept: Grid, values: Mapping[str, float], ways: tuple[int, int, list[int]]
) -> Sheet:
    x, y, rest = ways
    shown = [values[name] for name in swept.cells.values() if name in values]
    low, high = min(shown), max(shown)
    span = high - low or abs(high) or 1.0
    base = values.get(results.baseline)
    note = f"{metric.definition[:1].upper()}{metric.definition[1:]}. Mean of the replicates. "
    note += {"higher": "Higher is better.", "lower": "Lower is better.", "-": ""}[metric.better]
    note += f" The baseline, marked on the scale, has {number(base, metric.unit, span)}." if base is not None else ""
    facets = list(product(*(range(len(swept.ways[i].values)) for i in rest)))
    columns = min(len(facets), MOST_COLUMNS)
    rows = -(-len(facets) // columns)
    wide, tall = max(0.62 * len(swept.ways[x].values), 1.6), max(0.42 * len(swept.ways[y].values), 0.9)
    sheet = Sheet(results, title, note, width=max(2.9 + (wide + 0.3) * columns, 6.0), body=0.4 + (tall + 0.65) * rows)
    axes = panels(sheet, len(facets), columns, sharex=True, sharey=True)
    extended = [low, high] if base is None else [min(low, base), max(high, base)]
    scale = Normalize(*extended) if extended[0] < extended[1] else Normalize(low - 0.5 * span, high + 0.5 * span)
    for axis, facet in zip(axes, facets, strict=True):
        fixed = dict(zip(rest, facet, strict=True))
        _panel(axis, metric, swept, values, (x, y), fixed, scale, span)
        said = ", ".join(swept.ways[i].said(at) for i, at in fixed.items())
        if said:
            heading(axis, shorten(said[:1].upper() + said[1:], wide + 0.2, 8.5, bold=True))
    for axis in axes[::columns]:
        axis.set_ylabel(swept.ways[y].label)
    for axis in axes[-columns:]:
        axis.set_xlabel(swept.ways[x].label)
    bar = sheet.colorbar(ScalarMappable(scale, COLOURS), ax=axes, aspect=18, pad=0.02, format=UnitFormatter(metric.unit))
    bar.outline.set_visible(False)  # type: ignore[operator]
    bar.set_label(unit_label(metric.unit))
    if base is not None:
        bar.ax.axhline(base, color="white", linewidth=3)
        bar.ax.axhline(base, color=BASELINE, linewidth=1.5)
    sheet.alt += f" {note} " + _said(metric, swept, values, span)
    return sheet


def _panel(
    axis: Axes, metric: Metric, swept: Grid, values: Mapping[str, float],
    ways: tuple[int, int], fixed: Mapping[int, int], scale: Normalize, span: float,
) -> None:  # fmt: skip
    """One grid of cells with their numbers."""
    along, up = (swept.ways[i] for i in ways)
    for i, j in product(range(len(along.values)), range(len(up.values))):
        place = {**fixed, ways[0]: i, ways[1]: j}
        value = values.get(swept.cells[tuple(place[k] for k in range(len(swept.ways)))], np.nan)
        known = value == value
        face = COLOURS(scale(value)) if known else "#f2f2f2"
        axis.add_patch(
            Rectangle((i - 0.5, j - 0.5), 1, 1, facecolor=face, edgecolor="white", linewidth=1.5, hatch="" if known else "///")
        )
        dark = known and 0.299 * face[0] + 0.587 * face[1] + 0.114 * face[2] < 0.5  # type: ignore[operator]
        axis.text(
            i, j, number(value, metric.unit, span), ha="center", va="center",
            fontsize=7.5 if known else 6.5, color="white" if dark else "black",
        )  # fmt: skip
    axis.set_xlim(-0.5, len(along.values) - 0.5)
    axis.set_ylim(-0.5, len(up.values) - 0.5)
    axis.set_xticks(range(len(along.values)), along.texts)
    axis.set_yticks(range(len(up.values)), up.texts)
    axis.tick_params(length=0)
    axis.grid(visible=False)
    axis.spines[:].set_visible(False)


def _said(metric: Metric, swept: Grid, values: Mapping[str, float], span: float) -> str:
    """Every cell in words."""
    return "; ".join(
        f"{swept.title([name])}: {number(values.get(name, np.nan), metric.unit, span)}" for name in swept.cells.values()
    )
