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
from webloop.plots.grid import group_title
from webloop.plots.marks import marks, vertical
from webloop.plots.registry import picture
from webloop.plots.series import Array, groups, yearly
from webloop.plots.style import BASELINE, INK, Key, Sheet, empty, heading, panels
from webloop.plots.words import number, shorten

COLUMNS = [f"recall_decile_{index + 1:02d}" for index in range(DECILES)]
MOST_PANELS = 6


def _why_not(results: Results) -> str:
    missing = [name for name in COLUMNS if name not in results.recorded]
    return f"the results lack {', '.join(missing)}" if missing else ""


def hues() -> list[str]:
    """From the head, dark, to the tail, light."""
    return [to_hex(colormaps["viridis"](x)) for x in np.linspace(0.0, 0.86, DECILES)]


@picture("deciles", "what new models recall, from frequent to rare ideas", order=30, why_not=_why_not)
def deciles(results: Results) -> Sheet:
    """Recall of new models by how frequent ideas are among people: the tails vanish first.

    One line per decile of ideas, the mean over the models released in a year and over replicates; one panel
    per scenario, if there are more than six for the baseline and those that lose most of the rarest decile.

    Args:
        results: what was run.
    """
    table = yearly(results, COLUMNS).groupby(["scenario", "time"])[COLUMNS].mean().dropna(how="all")
    title = "Recall of new models, from the most frequent to the rarest ideas"
    if table.empty:
        return empty(results, title, "No model was released in these results.")
    drawn, left_out = _choose(results, table)
    palette = hues()
    sheet = Sheet(
        results, title,
        "Share of what people write that new models still publish, by tenth of ideas (1: the most frequent tenth, 10: the rarest). "
        "Mean of the models released in a year and of the replicates.",
        width=9.6 if len(drawn) > 2 else 2.2 + 3.4 * len(drawn), body=0.45 + 2.15 * -(-len(drawn) // 3),
        keys=[
            Key("most frequent tenth of ideas", palette[0]), Key("fifth", palette[4]), Key("rarest tenth", palette[-1])
        ],
        foot=f"Not shown: {left_out} that lose less of the rarest ideas. " if left_out else "",
    )  # fmt: skip
    columns = min(len(drawn), 3)
    axes = panels(sheet, len(drawn), columns, sharex=True, sharey=True)
    for axis, group in zip(axes, drawn, strict=True):
        _panel(sheet, axis, results, group, table.loc[group[0]], palette)
    axes[columns * ((-(-len(drawn) // columns) - 1) // 2)].set_ylabel("recall, share")
    for axis in axes[-columns:]:
        axis.set_xlabel("year of release")
    return sheet


def _choose(results: Results, table: pd.DataFrame) -> tuple[list[list[str]], int]:
    """Scenarios to draw, alike ones together and the baseline's first, and how many are left out."""
    present = [name for name in results.scenarios if name in table.index.get_level_values("scenario")]
    lines: dict[str, Array] = {name: table.loc[name].to_numpy(dtype=float) for name in present}
    found = groups(lines, 1.0)
    kept = {group[0]: float(lines[group[0]][-1, -1] - lines[group[0]][0, -1]) for group in found[1:]}
    worst = sorted(kept, key=lambda name: kept[name])[: MOST_PANELS - 1]
    drawn = [found[0], *(group for group in found[1:] if group[0] in worst)]
    return drawn, len(present) - sum(map(len, drawn))


def _panel(sheet: Sheet, axis: Axes, results: Results, group: Sequence[str], table: pd.DataFrame, palette: Sequence[str]) -> None:
    """One scenario's ten lines, numbered at their ends."""
    times = table.index.to_numpy(dtype=float)
    ends = []
    for index, (name, colour) in enumerate(zip(COLUMNS, palette, strict=True)):
        values = table[name].to_numpy(dtype=float)
        axis.plot(times, values, color=colour, linewidth=1.2, marker="o" if len(times) == 1 else None, markersize=3)
        if values[-1] == values[-1]:
            ends.append(End(float(values[-1]), str(index + 1), colour))
    time_axis(axis, times[0], times[-1] if len(times) > 1 else times[0] + 2, 5)
    metric_axis(axis, "share", (0.0, 1.03))
    end_labels(sheet, axis, ends, 6.5)
    grey = results.baseline in group
    title = group_title(results, group)
    heading(axis, shorten(title, 2.5, 8.5, bold=True), colour=BASELINE if grey else INK)
    first, last = (table.iloc[at][[COLUMNS[0], COLUMNS[-1]]].tolist() for at in (0, -1))
    sheet.alt += (
        f" {title}, {times[0]:.0f} to {times[-1]:.0f}: most frequent tenth {number(first[0], 'share', 1)} to "
        f"{number(last[0], 'share', 1)}, rarest tenth {number(first[1], 'share', 1)} to {number(last[1], 'share', 1)}."
    )
    for mark in marks(results, group[0])[1]:
        vertical(axis, mark)
