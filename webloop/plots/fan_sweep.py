"""A fan chart of a sweep: one way in which scenarios were varied by colour, the others by panel."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from webloop.plots.axes import End, end_labels
from webloop.plots.fan_base import Fan
from webloop.plots.grid import Grid, Way
from webloop.plots.marks import legend
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import BASELINE, COLOURS
from webloop.plots.words import capital, listed

MOST_COLUMNS = 5
MOST_ROWS = 4
_DASHES: tuple[object, ...] = ("-", (0, (4, 2)), (0, (1, 1.5)), (0, (6, 1.5, 1, 1.5)))


def facets(fan: Fan, swept: Grid) -> Sheet:
    """A panel for each combination of the ways that are not told apart by colour.

    Args:
        fan: the metric.
        swept: the grid of the sweep.
    """
    coloured, across, down = _ways(swept)
    columns = range(len(swept.ways[across].values) if across is not None else 1)
    rows = list(product(*(range(len(swept.ways[way].values)) for way in down)))
    shown = list(product(rows[:MOST_ROWS], columns[:MOST_COLUMNS]))
    keys = _keys(swept.ways[coloured])
    hidden = len(columns) * len(rows) - len(shown)
    others = [swept.ways[way].label for way in ([across] if across is not None else []) + down]
    grey = [Key("baseline", BASELINE)] if fan.results.baseline in fan.found else []
    sheet = fan.sheet(
        listed([swept.ways[coloured].label, *others]),
        width=max(2.0 + 2.5 * len(columns[:MOST_COLUMNS]), 6.0),
        body=0.45 + (1.8 * len(rows[:MOST_ROWS]) if len(shown) > 1 else 2.6),
        keys=[*keys, *grey] if len(shown) > 1 else (),
        foot=legend(fan.results, [swept.at(dict.fromkeys(range(len(swept.ways)), 0))])
        + (f" For want of room {hidden} panels are not shown." if hidden else ""),
    )
    axes = panels(sheet, len(shown), len(columns[:MOST_COLUMNS]), sharex=True, sharey=True)
    lines = [fan.results.baseline]
    for axis, (row, column) in zip(axes, shown, strict=True):
        fixed = dict(zip(down, row, strict=True)) | ({across: column} if across is not None else {})
        fan.frame(axis, 4)
        _panel(sheet, axis, fan, swept, coloured, fixed, keys, named=len(shown) == 1)
        lines += [swept.at({**fixed, coloured: at}) for at in range(len(keys))]
        top = swept.ways[across].said(column) if across is not None else ""
        below = ", ".join(swept.ways[way].said(at) for way, at in zip(down, row, strict=True))
        if top:
            heading(axis, capital(top), below if down else None, room=2.4)
    axes[len(columns[:MOST_COLUMNS]) * ((len(rows[:MOST_ROWS]) - 1) // 2)].set_ylabel(fan.unit)
    sheet.data = fan.table([[name] for name in dict.fromkeys(lines) if name in fan.found])
    return sheet


def _ways(swept: Grid) -> tuple[int, int | None, list[int]]:
    """Which way is told by colour (names rather than numbers), which by column, which by row."""
    ways = list(range(len(swept.ways)))
    named = [way for way in ways if not swept.ways[way].numeric and len(swept.ways[way].values) <= len(COLOURS)]
    coloured = named[0] if named else ways[0]
    ways.remove(coloured)
    return coloured, ways[0] if ways else None, ways[1:]


def _keys(way: Way) -> list[Key]:
    """A sequential scale for numbers; colours and dashes, so that lines on lines are seen, for words."""
    count = len(way.values)
    if way.numeric:
        hues = [to_hex(colormaps["viridis"](x)) for x in np.linspace(0.1, 0.8, count)]
        return [Key(way.said(index), hue) for index, hue in enumerate(hues)]
    return [Key(text, COLOURS[i % len(COLOURS)], _DASHES[i % len(_DASHES)]) for i, text in enumerate(way.texts)]


def _panel(
    sheet: Sheet,
    axis: Axes,
    fan: Fan,
    swept: Grid,
    coloured: int,
    fixed: Mapping[int, int],
    keys: Sequence[Key],
    *,
    named: bool,
) -> None:
    """The lines of one panel, the baseline behind them; with their names at the ends where there is no key."""
    ends: dict[str, End] = {}
    if fan.results.baseline in fan.found:
        base = fan.results.baseline
        fan.draw(axis, base, BASELINE, zorder=1.9)
        if named:
            ends[base] = End(fan.last(base), f"baseline: {fan.said(base)}", BASELINE)
    for at, key in enumerate(keys):
        name = swept.at({**fixed, coloured: at})
        if name in fan.found:
            fan.draw(axis, name, key.colour, line=key.line, zorder=3 + 0.1 * at)
            text = f"{swept.ways[coloured].texts[at]}: {fan.said(name)}" if named else fan.said(name)
            ends.setdefault(text, End(fan.last(name), text, key.colour))
    end_labels(sheet, axis, list(ends.values()), 7)
    fan.mark(axis, name)
