"""From a chart of Altair to a block: the spec for where scripts run, and the same picture for where they don't."""

import json
import re
from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from webloop.report.blocks import Chart, Table
from webloop.report.theme import CONFIG

WIDTH = 640
"""Width of pictures that stand still, in pixels; those that move are as wide as the page lets them be."""
ROWS = alt.NamedData("rows")
"""What charts are drawn from: the data that is handed to `finished`."""
_DIGITS = 5
_TAG, _PLACES, _NUMBER = re.compile(r"<[^>]*>"), re.compile(r' (?:d|transform)="[^"]*"'), re.compile(r"-?\d+\.\d+")


def finished(
    drawn: alt.Chart | alt.LayerChart,
    *,
    anchor: str,
    title: str,
    note: str,
    alt_text: str,
    numbers: Table,
    data: pd.DataFrame,
    height: int,
    width: int = WIDTH,
    wide: bool = False,
    toggled: bool = False,
    share: bool = False,
    steps: bool = False,
) -> Chart:
    """A chart as a block of the report.

    Args:
        drawn: the chart, without width, height and config; its data is `ROWS`.
        anchor: where links lead.
        title: what it shows.
        note: how to read it.
        alt_text: the same in words.
        numbers: a small table of what it shows.
        data: all it shows.
        height: of the plot in pixels.
        width: of the plot where it stands still.
        wide: whether it takes the whole width of the page.
        toggled: whether the switches of scenarios act on it.
        share: whether its numbers are shares.
        steps: whether its axis is from none to all, whatever is shown.
    """
    spec = drawn.to_dict(validate=False)
    for ours in ("$schema", "config", "width", "height"):
        spec.pop(ours, None)
    spec |= {"height": height, "padding": {"left": 2, "top": 8, "bottom": 2, "right": 6}}
    spec |= {"background": None, "config": dict(CONFIG)}
    spec = json.loads(json.dumps(spec), parse_float=_short)
    data = data.apply(_shortened)
    picture = still(spec, data, width)
    return Chart(anchor, title, note, alt_text, spec, picture, numbers, data, wide, toggled, share, steps)


def still(spec: Mapping[str, Any], data: pd.DataFrame, width: int) -> str:
    """The picture as SVG, that scales with its place."""
    rows = json.loads(data.to_json(orient="records"))
    whole = _unmoved(spec) | {"width": width, "datasets": {**spec.get("datasets", {}), "rows": rows}}
    svg = vl_convert.vegalite_to_svg(whole)
    svg = svg[svg.index("<svg") :]
    wide, high = (float(re.search(rf'<svg[^>]* {side}="([\d.]+)"', svg)[1]) for side in ("width", "height"))  # type: ignore[index]
    head, rest = svg.split(">", 1)
    head = re.sub(r' (width|height)="[\d.]+"', "", head, count=2)
    if "viewBox" not in head:
        head += f' viewBox="0 0 {wide:g} {high:g}"'
    return f'{head} aria-hidden="true">{_fewer_digits(rest)}'


def _unmoved(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The spec without what is only seen when it is pointed at."""
    params = [each for each in spec.get("params", ()) if "select" not in each]
    layers = [each for each in spec.get("layer", ()) if "tooltip" not in each.get("encoding", {})]
    return {**spec, "params": params, **({"layer": layers} if layers else {})}


def _short(number: str | float) -> float:
    """Five digits: enough for any screen."""
    return float(f"{float(number):.{_DIGITS}g}")


def _shortened(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Numbers with five digits; dates are years with fraction, which need more."""
    return column if column.name == "time" else column.map(lambda x: _short(x) if isinstance(x, float) else x)


def _fewer_digits(svg: str) -> str:
    """Paths and places to a tenth of a pixel; texts stay as they are."""
    return _TAG.sub(lambda tag: _PLACES.sub(lambda found: _NUMBER.sub(_rounded, found[0]), tag[0]), svg)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
