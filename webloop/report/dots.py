"""Dots with intervals, one row each: differences, indices, shares."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from webloop.report.chart import ROWS
from webloop.report.numbers import said

ROW = 24
"""Height of a row, in pixels."""
_NAMES = 190
_ROOM = 8
"""Pixels between the outermost end of an interval and the edge."""
KINDS = {"better": "var(--good)", "worse": "var(--bad)", "unsure": "var(--s0)", "neutral": "var(--ink)"}


def height(rows: pd.DataFrame) -> int:
    """Height of the plot, in pixels."""
    return ROW * max(1, rows["name"].nunique())


def draw(
    rows: pd.DataFrame, unit: str, *, zero: bool = True, domain: tuple[float, float] | None = None
) -> alt.LayerChart:
    """The chart.

    Args:
        rows: with columns `name`, `value`, `low`, `high`, `kind` (one of `KINDS`) and `words` (what a tooltip says);
            names are drawn in their order.
        unit: of the values.
        zero: whether to draw a line at zero.
        domain: the range of the axis; for None what there is.
    """
    axis = alt.Axis(title=None, labelExpr=said("datum.value", unit, signed=zero), tickCount=5, grid=True)
    scale = (
        alt.Scale(zero=zero, nice=True, padding=_ROOM) if domain is None else alt.Scale(domain=list(domain), clamp=True)
    )
    names = alt.Axis(title=None, labelLimit=_NAMES, ticks=False, domain=False, labelPadding=8, labelColor="var(--ink)")
    down = alt.Y("name:N", sort=_unique(rows), axis=names, scale=alt.Scale(padding=0.4))
    colour = alt.Color("kind:N", scale=_kinds(), legend=None)
    base = alt.Chart(ROWS)
    across = alt.X("value:Q", axis=axis, scale=scale)
    tips = [alt.Tooltip("name:N", title=" "), alt.Tooltip("words:N", title="value")]
    bar = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q", y=down, color=colour
    )
    dot = base.mark_point(size=55, filled=True, opacity=1, strokeWidth=1.5).encode(
        x=across,
        y=down,
        stroke=alt.Stroke("kind:N", scale=_kinds(), legend=None),
        fill=alt.condition(
            "datum.kind == 'unsure'", alt.value("var(--page)"), alt.Fill("kind:N", scale=_kinds(), legend=None)
        ),
    )
    # the same dots once more, unseen and larger, to be pointed at
    catch = base.mark_point(size=500, filled=True, opacity=0).encode(x=across, y=down, tooltip=tips)
    line = alt.Chart(alt.InlineData(values=[{"z": 0}])).mark_rule(strokeWidth=1, color="var(--s0)").encode(x="z:Q")
    return alt.LayerChart(layer=[*([line] if zero else []), bar, dot, catch])


def _kinds() -> alt.Scale:
    return alt.Scale(domain=list(KINDS), range=list(KINDS.values()))


def _unique(rows: pd.DataFrame) -> Sequence[str]:
    return [str(name) for name in dict.fromkeys(rows["name"])]
