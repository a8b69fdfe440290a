"""Composition: who wrote the pages that are on the web."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.months import format_month
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis, time_axis
from webloop.plots.grid import group_title
from webloop.plots.marks import marks, vertical
from webloop.plots.registry import picture
from webloop.plots.series import ALIKE, Array, groups
from webloop.plots.style import BASELINE, BLUE, INK, SKY, VERMILLION, Key, Sheet, empty, heading, panels
from webloop.plots.words import number, shorten

LAYERS = {"live_human": ("people", BLUE), "live_assisted": ("people with a model", SKY), "live_synthetic": ("models", VERMILLION)}
MOST_PANELS = 6


def _why_not(results: Results) -> str:
    missing = [name for name in LAYERS if name not in results.recorded]
    return f"the results lack {', '.join(missing)}" if missing else ""


@picture("composition", "who wrote the live web, over time", order=20, why_not=_why_not)
def composition(results: Results) -> Sheet:
    """Who wrote the live web: shares of human, assisted and synthetic pages over time, means over replicates.

    One panel for the baseline and one for each scenario whose composition differs from those before it by
    half a point or more in some month; at most six, those that end furthest from the baseline.

    Args:
        results: what was run.
    """
    table = results.monthly(list(LAYERS)).groupby(["scenario", "time"])[list(LAYERS)].mean()
    table = table.reindex(results.scenarios, level="scenario")
    totals = table.sum(axis=1)
    shares = table.div(totals.where(totals > 0), axis=0)
    title = "Who wrote the live web, share of pages over time"
    if shares.isna().all(axis=None):
        return empty(results, title, "No page is live in these results.")
    drawn, left_out = _choose(results, shares)
    everyone = len(drawn) == 1 and len(drawn[0]) > 1
    foot = "All scenarios have the same composition. " if everyone else ""
    foot += f"Not shown: {left_out} compositions that end nearer to the baseline's. " if left_out else ""
    foot += "Scenarios less than half a point apart in every month share a panel. Dotted: AI launch and changes of the rules."
    keys = [Key(f"written by {who}", colour, "", "s") for who, colour in LAYERS.values()]
    columns = min(len(drawn), 3)
    sheet = Sheet(
        results, title, "Mean of the replicates; at the right the last month, with the number of pages.",
        width=max(2.0 + 2.6 * columns, 6.4), body=0.45 + 2.1 * -(-len(drawn) // columns), keys=keys, foot=foot,
    )  # fmt: skip
    axes = panels(sheet, len(drawn), columns, sharex=True, sharey=True)
    for axis, group in zip(axes, drawn, strict=True):
        _panel(sheet, axis, results, group, shares.loc[group[0]], totals.loc[group[0]])
    axes[columns * ((-(-len(drawn) // columns) - 1) // 2)].set_ylabel("share of live pages")
    return sheet


def _choose(results: Results, shares: pd.DataFrame) -> tuple[list[list[str]], int]:
    """Groups of scenarios to draw, the baseline's first, and how many groups are left out."""
    lines: dict[str, Array] = {name: shares.loc[name].to_numpy(dtype=float) for name in results.scenarios}
    found = groups(lines, 0.005 / ALIKE)
    base = lines[results.baseline][-1]
    far = sorted(found[1:], key=lambda group: -float(np.abs(lines[group[0]][-1] - base).sum()))[: MOST_PANELS - 1]
    return [found[0], *(group for group in found[1:] if group in far)], len(found) - 1 - len(far)


def _panel(sheet: Sheet, axis: Axes, results: Results, group: Sequence[str], shares: pd.DataFrame, pages: "pd.Series[float]") -> None:
    """One composition as stacked shares."""
    times = shares.index.to_numpy(dtype=float)
    axis.stackplot(times, *(shares[name].to_numpy() for name in LAYERS), colors=[c for _, c in LAYERS.values()], linewidth=0)
    time_axis(axis, times[0], times[-1], 4)
    metric_axis(axis, "share", (0.0, 1.0))
    axis.grid(visible=False)
    ends, below = [], 0.0
    last = shares.iloc[-1]
    said = []
    for name, (who, colour) in LAYERS.items():
        share = float(last[name])
        if share > 0:
            text = f"{number(share, 'share', 2)} ({number(share * pages.iloc[-1], 'pages', pages.iloc[-1])})"
            ends.append(End(below + share / 2, text, INK if colour == SKY else colour))
            said.append(f"{who} {text}")
        below += share
    end_labels(sheet, axis, ends, 7)
    grey = results.baseline in group
    total = number(float(pages.iloc[-1]), "pages", float(pages.iloc[-1]))
    title = group_title(results, group[:1] if grey else group)
    title += f" and {len(group) - 1} more" if grey and len(group) > 1 else ""
    when = format_month(round(times[-1] * 12))
    heading(axis, shorten(title, 2.6, 8.5, bold=True), f"{when}: {total} live pages", BASELINE if grey else INK)
    sheet.alt += f" {title}, {when}: {', '.join(said)} of {total} live pages."
    launch, changes = marks(results, group[0])
    for mark in [*([launch] if launch else []), *(changes if len(group) == 1 else ())]:
        vertical(axis, mark)
        axis.lines[-1].set(color="white", zorder=4)
