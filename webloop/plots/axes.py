"""Axes of time and of metrics, bands, and labels at the ends of lines that keep clear of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator
from scipy.optimize import isotonic_regression

from webloop.months import format_month
from webloop.plots.series import Array, Band
from webloop.plots.sheet import Sheet
from webloop.plots.words import UnitFormatter, printable

_SHORT = 2.0
"""Years below which an axis of time counts months."""
_AWAY = 9.0
"""Points from the end of a line to its label."""


@dataclass(frozen=True, slots=True)
class End:
    """What to write at the end of a line.

    Attributes:
        y: where the line ends.
        text: what to write.
        colour: of the line.
        ink: of the text; the line's for None.
    """

    y: float
    text: str
    colour: str
    ink: str | None = None


def draw_band(axis: Axes, band: Band, colour: str, *, alone: bool, line: object = "-", zorder: float = 2) -> None:
    """The median as a line, the middle 90 % as a band; no band where there is one run alone."""
    if not alone:
        axis.fill_between(band.time, band.low, band.high, color=colour, alpha=0.18, linewidth=0, zorder=zorder - 0.1)
    marker = "o" if len(band.time) == 1 else None
    style: dict[str, Any] = {"linestyle": line, "marker": marker, "markersize": 3}
    axis.plot(band.time, band.middle, color=colour, zorder=zorder, **style)


def time_axis(axis: Axes, start: float, end: float, ticks: int = 6, *, yearly: bool = False) -> None:
    """Years at the ticks, months where the time is short and not counted in years."""
    axis.set_xlim(start, end if end > start else start + (1 if yearly else 1 / 12))
    if end - start < _SHORT and not yearly:
        axis.xaxis.set_major_locator(MultipleLocator(max(3, 3 * round((end - start) * 4 / ticks)) / 12))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: format_month(round(x * 12))))
    else:
        axis.xaxis.set_major_locator(MaxNLocator(nbins=ticks, integer=True, steps=[1, 2, 5, 10]))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0f}"))


def metric_axis(axis: Axes, unit: str, limits: tuple[float, float], ticks: int = 5) -> None:
    """The vertical axis of a metric, in its unit."""
    axis.set_ylim(*limits)
    axis.yaxis.set_major_locator(MaxNLocator(nbins=ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.yaxis.set_major_formatter(UnitFormatter(unit))


def end_labels(sheet: Sheet, axis: Axes, ends: Sequence[End], size: float = 8.0) -> None:
    """Write at the end of each line, at the right of the axes, moved apart where they would touch."""
    texts = [
        axis.annotate(
            printable(end.text),
            (1, end.y),
            xycoords=axis.get_yaxis_transform(),
            xytext=(_AWAY, 0),
            textcoords="offset points",
            va="center",
            color=end.ink or end.colour,
            fontsize=size,
            annotation_clip=False,
        )
        for end in ends
    ]
    if texts:
        sheet.later(lambda: _move_apart(sheet, axis, texts, ends, size))


def _move_apart(sheet: Sheet, axis: Axes, texts: Sequence[Annotation], ends: Sequence[End], size: float) -> None:
    """Set the height of each label, in points from the end of its line, and lead the eye to it."""
    per_point = sheet.dpi / 72
    bottom, top = (edge / per_point for edge in axis.bbox.intervaly)
    right = float(axis.bbox.x1) / per_point
    heights = axis.transData.transform([(0.0, end.y) for end in ends])[:, 1] / per_point
    lines = max(text.get_text().count("\n") for text in texts) + 1
    places = spread(heights, size * 1.25 * lines, bottom, top - 0.4 * size)
    for text, end, height, place in zip(texts, ends, heights, places, strict=True):
        text.set_position((_AWAY, float(place - height)))
        xs, ys = [(right + 1) / 72, (right + _AWAY - 3) / 72], [height / 72, place / 72]
        sheet.add_artist(Line2D(xs, ys, color=end.colour, linewidth=0.6, transform=sheet.dpi_scale_trans))


def spread(wanted: Array, gap: float, low: float, high: float) -> Array:
    """Places as near as can be to the wanted ones, in the same order, at least a gap apart.

    Args:
        wanted: where labels should stand.
        gap: least distance.
        low: not below, unless there is no room.
        high: not above, unless there is no room.

    >>> spread(np.array([5.0, 5.0, 20.0]), 2.0, 0.0, 30.0)
    array([ 4.,  6., 20.])
    """
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(len(wanted))
    places = np.asarray(isotonic_regression(wanted[order] - steps).x, dtype=np.float64)
    places = np.clip(places, low, max(low, high - steps[-1])) + steps
    out = np.empty(len(wanted))
    out[order] = places
    return out
