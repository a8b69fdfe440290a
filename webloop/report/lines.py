"""Lines over time with bands, one per scenario, named at their ends; switches show and hide them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from webloop.plots.axes import spread
from webloop.plots.series import Array, Band, limits
from webloop.report.chart import ROWS
from webloop.report.numbers import said
from webloop.report.theme import colours, dash

HEIGHT = 260
LABEL = 14.0
"""Least distance of labels, in pixels."""
_WIDEST = 170
_STEPS, _LEAST, _ROWS = 90, 12, 2000
"""Points of a line at most and at least, and of all lines of a chart: a page of a large sweep stays one to be sent."""
_SHORT = 3.0
"""Years below which an axis of time counts months."""


@dataclass(frozen=True, eq=False)
class Lines:
    """What to draw.

    Attributes:
        bands: low, middle and high over time (years with fraction), by key of scenario.
        called: what to call each.
        labels: the same in few words, for the ends of lines.
        shown: keys that are seen at first.
        unit: of the metric.
        marks: (time, text) of dates that all share.
        steps: whether lines keep their height until they jump, between 0 and 1.
        interval: what a band holds, for tooltips.
    """

    bands: Mapping[str, Band]
    called: Mapping[str, str]
    labels: Mapping[str, str]
    shown: Sequence[str]
    unit: str
    marks: Sequence[tuple[float, str]] = ()
    steps: bool = False
    interval: str = "middle 90 %"

    @property
    def span(self) -> tuple[float, float]:
        """The range of the axis for what is seen at first."""
        if self.steps:
            return 0.0, 1.03
        every = [edge for key in self.shown if key in self.bands for edge in _edges(self.bands[key])]
        return limits(np.concatenate(every), share=self.unit == "share") if every else (0.0, 1.0)


def draw(lines: Lines) -> alt.LayerChart:
    """The chart of `rows`, without its size."""
    order = list(lines.bands)
    low, high = lines.span
    scale = alt.Scale(domainMin=alt.ExprRef("lo"), domainMax=alt.ExprRef("hi"), zero=False, nice=False)
    axis = alt.Axis(title=None, labelExpr=said("datum.value", lines.unit), tickCount=5)
    across = alt.X("time:Q", axis=time_axis(_length(lines)), scale=alt.Scale(nice=False, zero=False))
    up = alt.Y("median:Q", scale=scale, axis=axis)
    named, ends = _scale(order, colours(order)), _ends(lines)
    how: Any = "step-after" if lines.steps else alt.Undefined
    every = alt.Chart(ROWS).transform_filter(_SEEN)
    band = every.mark_area(opacity=0.16, interpolate=how).encode(
        x=across, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=named
    )
    line = every.mark_line(strokeWidth=2, interpolate=how).encode(
        x=across, y=up, color=named, strokeDash=_dashes(order)
    )
    # without `nearest`: what it would point at has no fields of ours, and tooltips would say "undefined"
    near = alt.selection_point(name="near", on="pointerover", fields=["k", "time"], empty=False, clear="pointerout")
    texts = every.transform_lookup(lookup="k", from_=alt.LookupData(data=ends, key="k", fields=["s"]))
    point = (
        texts.transform_calculate(when=_month("datum.time"), value=_value(lines))
        .mark_point(filled=True, size=110)
        .encode(
            x=across,
            y=up,
            color=named,
            opacity=alt.condition(near, alt.value(1), alt.value(0)),
            tooltip=[alt.Tooltip("s:N", title="scenario"), alt.Tooltip("when:N"), alt.Tooltip("value:N")],
        )
        .add_params(near)
    )
    layers = [*_marks(lines), band, line, point, _labels(ends, order, scale)]
    params = [alt.param(name=name, value=it) for name, it in (("shown", list(lines.shown)), ("lo", low), ("hi", high))]
    chart: alt.LayerChart = alt.LayerChart(layer=layers).resolve_scale(color="independent").add_params(*params)
    return chart


def time_axis(years: float) -> alt.Axis:
    """Years at the ticks; months where the time is short."""
    if years < _SHORT:
        return alt.Axis(title=None, tickMinStep=1 / 12, tickCount=6, labelExpr=_month("datum.value"))
    return alt.Axis(format="d", title=None, tickMinStep=1, tickCount=10)


def rows(lines: Lines) -> pd.DataFrame:
    """What is drawn: `k`, `time`, `low`, `median`, `high`; of long lines as many points as a screen can show."""
    parts = []
    for key, band in sorted(lines.bands.items(), key=lambda item: item[0] == "s0"):  # the baseline lies on top
        at = _thinned(len(band.time), lines)
        found = {"time": band.time[at].round(3), "low": band.low[at], "median": band.middle[at], "high": band.high[at]}
        parts.append(pd.DataFrame({"k": key, **found}))
    return pd.concat(parts, ignore_index=True)


_SEEN = "indexof(shown, datum.k) >= 0"


def _edges(band: Band) -> tuple[Array, Array, Array]:
    return band.low, band.middle, band.high


def _thinned(size: int, lines: Lines) -> list[int]:
    points = max(_LEAST, min(_STEPS, _ROWS // len(lines.bands)))
    step = 1 if lines.steps else -(-size // points)
    return sorted({*range(0, size, step), size - 1})


def _month(time: str) -> str:
    """A time as an expression of Vega: YYYY-MM."""
    year = f"floor({time} + 0.001)"
    return f"format({year}, 'd') + '-' + format(round(12 * ({time} - {year})) + 1, '02d')"


def _length(lines: Lines) -> float:
    return max(float(band.time[-1]) for band in lines.bands.values()) - min(
        float(band.time[0]) for band in lines.bands.values()
    )


def _value(lines: Lines) -> str:
    low, middle, high = (said(f"datum.{name}", lines.unit) for name in ("low", "median", "high"))
    interval = f"' ({lines.interval}: ' + ({low}) + ' to ' + ({high}) + ')'"
    return f"datum.low == datum.high ? ({middle}) : ({middle}) + {interval}"


def _scale(order: Sequence[str], found: Sequence[str]) -> alt.Color:
    return alt.Color("k:N", scale=alt.Scale(domain=list(order), range=list(found)), legend=None)


def _dashes(order: Sequence[str]) -> alt.StrokeDash:
    found = [dash(key) or [1, 0] for key in order]
    return alt.StrokeDash("k:N", scale=alt.Scale(domain=list(order), range=found), legend=None)


def _ends(lines: Lines) -> alt.InlineData:
    """Where lines end (`e`), where their names stand (`y`), and what they are called (`s`, in few words `n`)."""
    ends = {key: float(band.middle[-1]) for key, band in lines.bands.items()}
    low, high = lines.span
    seen = [key for key in lines.shown if key in ends]
    gap = (high - low) * LABEL / HEIGHT
    places = spread(np.array([ends[key] for key in seen]), gap, low, high).tolist() if seen else []
    at = {**ends, **dict(zip(seen, places, strict=True))}
    values = [{"k": key, "e": ends[key], "y": at[key], "s": lines.called[key], "n": lines.labels[key]} for key in ends]
    return alt.InlineData(values=values, name="ends")


def _labels(ends: alt.InlineData, order: Sequence[str], scale: alt.Scale) -> alt.Chart:
    """Names at the ends of lines."""
    text = alt.Chart(ends).transform_filter(_SEEN).mark_text(align="left", dx=6, limit=_WIDEST)
    named: alt.Chart = text.encode(
        x=alt.value("width"), y=alt.Y("y:Q", scale=scale), text="n:N", color=_scale(order, colours(order, "t"))
    )
    return named


def _marks(lines: Lines) -> list[alt.Chart]:
    """Dates that all scenarios share, such as the launch of AI writing tools."""
    if not lines.marks:
        return []
    values = [{"t": time, "s": text} for time, text in lines.marks]
    base = alt.Chart(alt.InlineData(values=values, name="marks"))
    rule = base.mark_rule(strokeDash=[2, 3], strokeWidth=1).encode(x="t:Q")
    text = base.mark_text(align="left", dx=4, dy=2, baseline="top", fontSize=10, color="var(--soft)").encode(
        x="t:Q", y=alt.value(0), text="s:N"
    )
    return [rule, text]
