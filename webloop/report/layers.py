"""Several series of one scenario over time: as lines, or as areas on each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from webloop.plots.series import Array
from webloop.report.chart import ROWS
from webloop.report.lines import time_axis
from webloop.report.numbers import said

HEIGHT = 220
_STEPS = 60


@dataclass(frozen=True, eq=False)
class Layers:
    """What to draw: shares.

    Attributes:
        time: years with fraction.
        series: values by name, from 0 to 1, in the order in which they are drawn; lines have a gap where there is none.
        colours: of each.
    """

    time: Array
    series: Mapping[str, Array]
    colours: Sequence[str]


def rows(layers: Layers) -> pd.DataFrame:
    """What is drawn: `name`, `order`, `time`, `value`; of long series as many points as a screen can show."""
    size = len(layers.time)
    at = sorted({*range(0, size, -(-size // _STEPS)), size - 1})
    parts = [
        pd.DataFrame({"name": name, "order": place, "time": layers.time[at].round(3), "value": values[at]})
        for place, (name, values) in enumerate(layers.series.items())
    ]
    return pd.concat(parts, ignore_index=True)


def draw_lines(layers: Layers) -> alt.LayerChart:
    """A line for each series, named at the ends of the first and the last of those that have a value there."""
    names = list(layers.series)
    colour = alt.Color("name:N", scale=alt.Scale(domain=names, range=list(layers.colours)), legend=None)
    base = alt.Chart(ROWS)
    x, y = _axes(layers)
    marker = len(layers.time) == 1
    line = base.mark_line(strokeWidth=1.6, point=marker).encode(x=x, y=y, color=colour, detail="name:N")
    last = {name: float(values[-1]) for name, values in layers.series.items() if not np.isnan(values[-1])}
    ends = [{"s": name, "y": last[name]} for name in dict.fromkeys([*list(last)[:1], *list(last)[-1:]])]
    text = alt.Chart(alt.InlineData(values=ends)).mark_text(align="left", dx=5, fontSize=10)
    label = text.encode(x=alt.value("width"), y=alt.Y("y:Q"), text="s:N")
    return alt.LayerChart(layer=[line, _catch(base, x, y), label])


def draw_areas(layers: Layers) -> alt.LayerChart:
    """Areas on each other, named in a legend of their own."""
    names = list(layers.series)
    scale = alt.Scale(domain=names, range=list(layers.colours))
    legend = alt.Legend(title=None, orient="top", symbolType="square", symbolStrokeWidth=0, symbolOpacity=1)
    x, y = _axes(layers)
    base = alt.Chart(ROWS)
    area = base.mark_area(opacity=1).encode(
        x=x,
        y=y.stack("zero"),
        color=alt.Color("name:N", scale=scale, legend=legend),
        order="order:Q",
        tooltip=["name:N"],
    )
    return alt.LayerChart(layer=[area])


def _axes(layers: Layers) -> tuple[alt.X, alt.Y]:
    length = float(layers.time[-1] - layers.time[0])
    x = alt.X("time:Q", axis=time_axis(length), scale=alt.Scale(nice=False, zero=False))
    shares = alt.Axis(title=None, labelExpr=said("datum.value", "share"), tickCount=5)
    return x, alt.Y("value:Q", axis=shares, scale=alt.Scale(domain=[0, 1]))


def _catch(base: alt.Chart, x: alt.X, y: alt.Y) -> alt.Chart:
    """Points that are not seen, to be pointed at."""
    tips = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("time:Q", format="d", title="when"),
        alt.Tooltip("value:Q", format=".1%"),
    ]
    points: alt.Chart = base.mark_point(size=120, filled=True, opacity=0).encode(x=x, y=y, tooltip=tips)
    return points
