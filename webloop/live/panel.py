"""Small panels of the page as SVG: the baseline in grey always, and the line with levers moved."""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.registry import Metric
from webloop.plots.axes import metric_axis, time_axis
from webloop.plots.series import limits
from webloop.plots.style import BASELINE, BLUE, SOFT, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

DRAWING = Lock()
"""Styles are matplotlib's own global settings: one picture is drawn at a time."""
_SIZE = (3.0, 1.6)  # inches; the page scales it
_FAINT = 0.35
_SHORT = 2.0  # years, as for `time_axis`


@dataclass(frozen=True)
class Panel:
    """What one panel shows.

    Attributes:
        metric: the metric.
        months: numbers of the months, (months,).
        baseline: its line in each replicate, (replicates, months); NaN where it has no value.
        changed: the same with levers moved, in as many replicates as are done; None where none is moved.
        since: the month from which levers hold; None where none is moved.
    """

    metric: Metric
    months: NDArray[np.int64]
    baseline: Floats
    changed: Floats | None = None
    since: int | None = None

    @property
    def limits(self) -> tuple[float, float]:
        """The vertical range that holds all lines."""
        both = np.concatenate([self.baseline, *([] if self.changed is None else [self.changed])])
        if np.isnan(both).all():
            return 0.0, 1.0
        return limits(both, share=self.metric.unit == "share")

    @property
    def is_zero(self) -> bool:
        """Whether both lines are zero throughout, or have no value."""
        return not any(np.nan_to_num(each).any() for each in (self.baseline, self.changed) if each is not None)

    @property
    def parts(self) -> int | None:
        """Index of the last month before both lines differ; None where they never do. Until then one line is drawn."""
        if self.changed is None:
            return None
        same = (self.changed == self.baseline[: len(self.changed)]) | np.isnan(self.changed)
        apart = np.flatnonzero(~same.all(axis=0))
        return max(int(apart[0]) - 1, 0) if len(apart) else None


def panel_svg(panel: Panel) -> bytes:
    """Draw a panel: each replicate faint, their mean strong.

    Groups of the SVG are called `baseline` and `changed`, so that what is drawn can be read again.
    """
    from matplotlib.figure import Figure

    with DRAWING, styled():
        figure = Figure(figsize=_SIZE)
        axis = figure.subplots()
        time = panel.months / 12
        time_axis(axis, float(time[0]), float(time[-1]), 5)
        metric_axis(axis, panel.metric.unit, panel.limits, 4)
        _lines(axis, time, panel.baseline, BASELINE, "baseline")
        if panel.changed is not None and panel.parts is not None:
            _lines(axis, time[panel.parts :], panel.changed[:, panel.parts :], BLUE, "changed")
        if panel.since is not None:
            axis.axvline(panel.since / 12, color=SOFT, linewidth=0.8, linestyle=(0, (1, 2)), zorder=0.5)
        months = time[-1] - time[0] < _SHORT  # then ticks are months, and the last one is wide
        figure.subplots_adjust(left=0.15, right=0.92 if months else 0.985, top=0.95, bottom=0.14)
        return encoded(figure, "svg")


def encoded(figure: "Figure", kind: Literal["svg", "png"]) -> bytes:
    """A figure as a file's content: the same for the same figure, whenever it is drawn."""
    out = BytesIO()
    figure.savefig(out, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return out.getvalue()


def mean(lines: Floats) -> Floats:
    """The mean of the replicates that have a value, by month; NaN where none has.

    >>> mean(np.array([[1.0, np.nan, np.nan], [3.0, 2.0, np.nan]])).tolist()
    [2.0, 2.0, nan]
    """
    there = ~np.isnan(lines)
    number = there.sum(axis=0)
    total = np.where(there, lines, 0.0).sum(axis=0)
    out: Floats = np.divide(total, number, out=np.full(lines.shape[1], np.nan), where=number > 0)
    return out


def _lines(axis: "Axes", time: Floats, lines: Floats, colour: str, name: str) -> None:
    marker = "o" if len(time) == 1 else None
    for line in lines if len(lines) > 1 else ():
        axis.plot(time, line, color=colour, linewidth=0.6, alpha=_FAINT)
    (drawn,) = axis.plot(time, mean(lines), color=colour, linewidth=1.8, marker=marker, markersize=3)
    drawn.set_gid(name)
