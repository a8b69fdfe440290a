"""A fan chart in small multiples: a panel for each scenario, the baseline behind it in all of them."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from webloop.plots.axes import End, end_labels
from webloop.plots.fan_base import Fan
from webloop.plots.grid import group_title
from webloop.plots.marks import marks
from webloop.plots.runs import counted
from webloop.plots.sheet import Sheet, heading, panels
from webloop.plots.style import BASELINE, BLUE

MOST_PANELS = 12


def many(fan: Fan, drawn: list[list[str]]) -> Sheet:
    """A panel for each scenario that differs from the baseline.

    Args:
        fan: the metric.
        drawn: scenarios, alike ones together.
    """
    baseline = fan.results.baseline
    alike = next((group for group in drawn if baseline in group), [])
    others = _furthest(fan, [group for group in drawn if group is not alike])
    columns = 4 if len(others) > 6 else 3
    rows = -(-len(others) // columns)
    foot = _foot(fan, drawn, alike, others)
    sheet = fan.sheet("scenario", width=9.6, body=0.35 + 1.55 * rows, grey=True, foot=foot)
    axes = panels(sheet, len(others), columns, sharex=True, sharey=True)
    for axis, group in zip(axes, others, strict=True):
        fan.frame(axis, 4)
        _panel(sheet, axis, fan, group)
        dated = marks(fan.results, group[0])[1] if len(group) == 1 else ()
        below = "; ".join(f"{mark.month}: {mark.text}" for mark in dated)
        heading(axis, group_title(fan.results, group), below, room=8.6 / columns, lines=2)
    axes[columns * ((rows - 1) // 2)].set_ylabel(fan.unit)
    grey = [[baseline, *(name for name in alike if name != baseline)]] if baseline in fan.found else []
    sheet.data = fan.table([*grey, *others])
    return sheet


def _furthest(fan: Fan, groups: list[list[str]]) -> list[list[str]]:
    """As many as there are panels: those that end furthest from the baseline, in their own order."""
    if len(groups) <= MOST_PANELS or fan.results.baseline not in fan.found:
        return groups[:MOST_PANELS]
    base = fan.last(fan.results.baseline)
    far = sorted(groups, key=lambda group: -abs(fan.last(group[0]) - base))[:MOST_PANELS]
    return [group for group in groups if group in far]


def _foot(fan: Fan, drawn: list[list[str]], alike: Sequence[str], others: list[list[str]]) -> str:
    """What is not shown, and what the dotted lines are."""
    same = [name for name in alike if name != fan.results.baseline]
    hidden = sum(map(len, drawn)) - sum(map(len, others)) - len(alike)
    return (
        fan.close(same)
        + (f"Not shown: {counted(hidden, 'scenario')} ending nearer to the baseline. " if hidden else "")
        + "Dotted: AI launch, and the date under a panel's title, from which its rules differ."
    )


def _panel(sheet: Sheet, axis: Axes, fan: Fan, group: Sequence[str]) -> None:
    """One scenario before the baseline, with the numbers at the end."""
    ends = []
    for name, colour, zorder in ((fan.results.baseline, BASELINE, 2.0), (group[0], BLUE, 3.0)):
        if name in fan.found:
            fan.draw(axis, name, colour, zorder=zorder)
            ends.append(End(fan.last(name), fan.said(name), colour))
    end_labels(sheet, axis, ends, 7)
    fan.mark(axis, group[0])
