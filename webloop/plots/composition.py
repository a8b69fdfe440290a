"""Composition: who wrote the pages that are on the web."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.months import format_month
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis, time_axis
from webloop.plots.grid import group_title, titles
from webloop.plots.marks import legend, marks, vertical
from webloop.plots.registry import picture
from webloop.plots.runs import counted, mean_of_runs, only_fair
from webloop.plots.series import Array, groups
from webloop.plots.sheet import Key, Sheet, empty, heading, panels
from webloop.plots.style import BASELINE, BLUE, INK, SKY, VERMILLION
from webloop.plots.words import number

LAYERS = {
    "live_human": ("people", BLUE),
    "live_assisted": ("people with a model", SKY),
    "live_synthetic": ("models", VERMILLION),
}
MOST_PANELS = 6
ALIKE = 0.005
"""Compositions that are in no month further apart than this share of the pages are drawn once."""


def _why_not(results: Results) -> str:
    missing = [name for name in LAYERS if name not in results.recorded]
    return f"the results lack {', '.join(missing)}" if missing else ""


@picture("composition", "who wrote the live web, over time", order=20, why_not=_why_not)
def composition(results: Results) -> Sheet:
    """Who wrote the live web: shares of human, assisted and synthetic pages over time, means over draws and replicates.

    One panel for the baseline and one for each scenario whose composition differs from those before it by
    half a point or more in some month; at most six, those that end furthest from the baseline.

    Args:
        results: what was run.
    """
    monthly = only_fair(results, results.monthly(list(LAYERS)))
    table = monthly.groupby(["scenario", "time"])[list(LAYERS)].mean()
    pages = {str(name): rows.droplevel("scenario") for name, rows in table.groupby(level="scenario")}
    title = "Who wrote the live web, share of pages over time"
    if not any((rows.sum(axis=1) > 0).any() for rows in pages.values()):
        return empty(results, title, "No page is live in these results.")
    drawn, left_out = chosen(results, pages)
    keys = [Key(f"written by {who}", colour, "", "s") for who, colour in LAYERS.values()]
    columns = {1: 1, 2: 2, 4: 2}.get(len(drawn), 3)
    rows = -(-len(drawn) // columns)
    sheet = Sheet(
        results,
        title,
        "At the right of each panel: shares and numbers of pages in the last month. " + mean_of_runs(results),
        width=max(1.2 + 2.9 * columns, 6.4),
        body=0.45 + 2.2 * rows,
        keys=keys,
        foot=_foot(results, drawn, left_out),
    )
    axes = panels(sheet, len(drawn), columns, sharex=True, sharey=True)
    for axis, group in zip(axes, drawn, strict=True):
        _panel(sheet, axis, results, group, pages[group[0]])
    sheet.data = pd.concat([_table(results, group, pages[group[0]]) for group in drawn], ignore_index=True)
    axes[columns * ((rows - 1) // 2)].set_ylabel("share of live pages")
    return sheet


def shares(pages: pd.DataFrame) -> pd.DataFrame:
    """Shares of all pages of a month; nothing where there are none."""
    totals = pages.sum(axis=1)
    return pages.div(totals.where(totals > 0), axis=0)


def _table(results: Results, group: Sequence[str], pages: pd.DataFrame) -> pd.DataFrame:
    """What a panel shows: shares of the pages by month, and how many there are."""
    first, *others = sorted(group, key=lambda name: name != results.baseline)
    months = [format_month(round(12 * time)) for time in pages.index]
    names = {"scenario": first, "also": "; ".join(others), "month": months}
    found = shares(pages).fillna(0.0).reset_index(drop=True)
    return pd.concat([pd.DataFrame(names), found, pages.sum(axis=1).reset_index(drop=True).rename("pages")], axis=1)


def chosen(results: Results, pages: dict[str, pd.DataFrame]) -> tuple[list[list[str]], int]:
    """Groups of scenarios to draw, the baseline's first, and how many groups are left out."""
    order = [results.baseline, *(name for name in results.scenarios if name != results.baseline)]
    lines: dict[str, Array] = {name: shares(pages[name]).to_numpy(dtype=float) for name in order}
    found = groups(lines, ALIKE)
    base = lines[results.baseline][-1]
    far = sorted(found[1:], key=lambda group: -float(np.abs(lines[group[0]][-1] - base).sum()))
    shown = [group for group in found[1:] if group in far[: MOST_PANELS - 1]]
    return [found[0], *shown], len(found) - 1 - len(shown)


def _foot(results: Results, drawn: Sequence[Sequence[str]], left_out: int) -> str:
    """Who shares a panel with the baseline, and what is not shown."""
    same = [name for name in drawn[0] if name != results.baseline]
    return (
        (f"Within half a point of the baseline in every month: {group_title(results, same)}. " if same else "")
        + (f"Not shown: {counted(left_out, 'composition')} ending nearer to the baseline's. " if left_out else "")
        + legend(results, [group[0] for group in drawn])
    )


def _panel(sheet: Sheet, axis: Axes, results: Results, group: Sequence[str], pages: pd.DataFrame) -> None:
    """One composition as stacked shares."""
    times, found = pages.index.to_numpy(dtype=float), shares(pages)
    layers = [found[name].fillna(0).to_numpy(dtype=float) for name in LAYERS]
    axis.stackplot(times, *layers, colors=[colour for _, colour in LAYERS.values()], linewidth=0)
    time_axis(axis, times[0], times[-1], 4)
    metric_axis(axis, "share", (0.0, 1.0))
    axis.grid(visible=False)
    total = float(pages.iloc[-1].sum())
    ends, said, below = [], [], 0.0
    for name, (who, colour) in LAYERS.items():
        share, count = float(found[name].iloc[-1]), float(pages[name].iloc[-1])
        if share > 0:
            text = f"{number(share, 'share', 1 if share > 0.1 else 0.1)} ({number(count, 'pages', count)})"
            ends.append(End(below + share / 2, text, INK if colour == SKY else colour))
            said.append(f"{who} {text}")
            below += share
    end_labels(sheet, axis, ends, 7)
    grey = results.baseline in group
    title = titles(results)[results.baseline] if grey else group_title(results, group)
    title += f" and {len(group) - 1} more" if grey and len(group) > 1 else ""
    when = format_month(round(times[-1] * 12))
    live = f"{when}: {number(total, 'pages', total)} live pages"
    heading(axis, title, live, room=2.7, lines=2, colour=BASELINE if grey else INK)
    sheet.alt += f" {title}, {live}: {', '.join(said)}."
    launch, changes = marks(results, group[0])
    for mark in [*([launch] if launch else []), *(changes if len(group) == 1 else ())]:
        vertical(axis, mark, "white", 4)
