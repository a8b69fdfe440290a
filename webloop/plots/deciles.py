"""Deciles: the tails vanish first."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from webloop.metrics.view import DECILES
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis, time_axis
from webloop.plots.grid import group_title, titles
from webloop.plots.marks import marks, vertical
from webloop.plots.registry import picture
from webloop.plots.runs import alone, counted, shown_runs
from webloop.plots.series import Array, groups, yearly
from webloop.plots.sheet import Key, Sheet, empty, heading, panels
from webloop.plots.style import BASELINE, INK
from webloop.plots.words import number

COLUMNS = [f"recall_decile_{index + 1:02d}" for index in range(DECILES)]
MOST_PANELS = 6
TOGETHER = 0.02
"""Lines that end nearer to each other than this share of recall have one label."""


def _why_not(results: Results) -> str:
    missing = [name for name in COLUMNS if name not in results.recorded]
    return f"the results lack {', '.join(missing)}" if missing else ""


def hues() -> list[str]:
    """A colour for each decile, from the head, dark, to the tail, light."""
    return [to_hex(colormaps["viridis"](x)) for x in np.linspace(0.0, 0.84, DECILES)]


@picture("deciles", "what new models recall, from frequent to rare ideas", order=30, why_not=_why_not)
def deciles(results: Results) -> Sheet:
    """Recall of new models by how frequent ideas are among people: the tails vanish first.

    One line per decile of ideas, the mean over the models released in a year, over draws and replicates; one panel
    per scenario, if there are more than six for the baseline and those that lose most of the rarest decile.

    Args:
        results: what was run.
    """
    table = yearly(results, COLUMNS).groupby(["scenario", "time"])[COLUMNS].mean().dropna(how="all")
    title = "Recall of new models, from frequent to rare ideas"
    if table.empty:
        return empty(results, title, "No model was released in these results.")
    found = {str(name): rows.droplevel("scenario") for name, rows in table.groupby(level="scenario")}
    drawn, left_out = chosen(results, found)
    columns = {1: 1, 2: 2, 4: 2}.get(len(drawn), 3)
    rows = -(-len(drawn) // columns)
    palette = hues()
    sheet = Sheet(
        results,
        title,
        "Share of what people write that new models still publish, by tenth of ideas. Mean of the models "
        "released in a year" + ("." if alone(results) else f", of {shown_runs(results)}."),
        width=max(0.9 + 2.9 * columns, 6.4),
        body=0.45 + 2.2 * rows,
        keys=[
            Key("1: most frequent tenth of ideas", palette[0]),
            Key("5: fifth tenth", palette[4]),
            Key("10: rarest tenth", palette[-1]),
        ],
        foot=_not_shown(results, left_out)
        + ("Dotted: changes of the rules." if any(marks(results, group[0])[1] for group in drawn) else ""),
    )
    axes = panels(sheet, len(drawn), columns, sharex=True, sharey=True)
    for axis, group in zip(axes, drawn, strict=True):
        _panel(sheet, axis, results, group, found[group[0]], noted=len(drawn[0]) > 1)
    sheet.data = pd.concat([_table(group, found[group[0]]) for group in drawn], ignore_index=True)
    axes[columns * ((rows - 1) // 2)].set_ylabel("recall, share of human mass")
    axes[-columns + (columns - 1) // 2].set_xlabel("year of release")
    return sheet


def chosen(results: Results, found: dict[str, pd.DataFrame]) -> tuple[list[list[str]], list[str]]:
    """Scenarios to draw, alike ones together and the baseline's first, and those that are left out."""
    present = [name for name in results.scenarios if name in found]
    lines: dict[str, Array] = {name: found[name].to_numpy(dtype=float) for name in present}
    alike = groups(lines, 1.0)
    kept = {group[0]: float(lines[group[0]][-1, -1] - lines[group[0]][0, -1]) for group in alike[1:]}
    worst = sorted(kept, key=lambda name: kept[name])[: MOST_PANELS - 1]
    drawn = [alike[0], *(group for group in alike[1:] if group[0] in worst)]
    shown = {name for group in drawn for name in group}
    return drawn, [name for name in present if name not in shown]


def _table(group: Sequence[str], table: pd.DataFrame) -> pd.DataFrame:
    """The ten lines of a panel, one row a year."""
    names = {"scenario": group[0], "also": "; ".join(group[1:]), "year": table.index.astype(int)}
    return pd.concat([pd.DataFrame(names), table.reset_index(drop=True)], axis=1)


def _not_shown(results: Results, names: Sequence[str]) -> str:
    """The scenarios that are left out, by what they are called."""
    if not names:
        return ""
    known = titles(results)
    what = f"{counted(len(names), 'scenario')} that lose{'s' if len(names) == 1 else ''} less of the rarest ideas"
    return f"Not shown: {what}: {'; '.join(known[name] for name in names)}. "


def _panel(
    sheet: Sheet, axis: Axes, results: Results, group: Sequence[str], table: pd.DataFrame, *, noted: bool
) -> None:
    """One scenario's ten lines, numbered at their ends."""
    times = table.index.to_numpy(dtype=float)
    for name, colour in zip(COLUMNS, hues(), strict=True):
        values = table[name].to_numpy(dtype=float)
        marker = "o" if len(times) == 1 else None
        axis.plot(times, values, color=colour, linewidth=1.2, marker=marker, markersize=3)
    time_axis(axis, times[0], times[-1], 5, yearly=True)
    metric_axis(axis, "share", (0.0, 1.03))
    end_labels(sheet, axis, _ends(table.iloc[-1].to_numpy(dtype=float)), 6.5)
    grey = results.baseline in group
    same = [name for name in group if name != results.baseline]
    title = titles(results)[results.baseline] if grey else group_title(results, group)
    below = f"the same: {group_title(results, same)}" if grey and same else "" if noted else None
    heading(axis, title, below, room=2.7, lines=2, colour=BASELINE if grey else INK)
    spans = [
        f"{what} {number(float(table[name].iloc[0]), 'share', 1)} to {number(float(table[name].iloc[-1]), 'share', 1)}"
        for what, name in (("most frequent tenth", COLUMNS[0]), ("rarest tenth", COLUMNS[-1]))
    ]
    sheet.alt += f" {title}, {times[0]:.0f} to {times[-1]:.0f}: {', '.join(spans)}."
    for mark in marks(results, group[0])[1]:
        vertical(axis, mark)


def _ends(last: Array) -> list[End]:
    """Numbers at the ends of the lines; one label for lines that end together."""
    palette = hues()
    order = [int(index) for index in np.argsort(last, kind="stable") if last[index] == last[index]]
    clusters: list[list[int]] = []
    for index in order:
        if clusters and last[index] - last[clusters[-1][0]] < TOGETHER:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    return [
        End(float(np.mean(last[cluster])), ranges(cluster), palette[sorted(cluster)[len(cluster) // 2]])
        for cluster in clusters
    ]


def ranges(indices: Sequence[int]) -> str:
    """Deciles as numbers from 1, neighbours as a range.

    >>> ranges([8, 4, 5, 6, 0])
    '1, 5–7, 9'
    """
    parts: list[list[int]] = []
    for index in sorted(indices):
        if parts and index == parts[-1][-1] + 1:
            parts[-1].append(index)
        else:
            parts.append([index])
    return ", ".join(f"{p[0] + 1}" if len(p) == 1 else f"{p[0] + 1}–{p[-1] + 1}" for p in parts)
