"""Ranking: which policy helps, by how much, and which ones can't be told from the baseline."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from webloop.outcomes.compare import compare, verdict
from webloop.outcomes.results import Results
from webloop.plots.grid import titles
from webloop.plots.registry import picture
from webloop.plots.style import BASELINE, BETTER, FAINT, INK, LABEL, SOFT, WORSE, Key, Sheet, empty, panels
from webloop.plots.words import UnitFormatter, number, printable, shorten, unit_label, wrap

DEFAULTS = ("hill_1", "tail_recall", "minority_share", "error_mass", "pollution_training")
MOST_COLUMNS = 6
BEYOND = 3.0
"""Intervals are cut where they reach further than so many times the largest difference."""
_COLOURS = {"better": BETTER, "worse": WORSE, "-": INK}


def _why_not(results: Results) -> str:
    return "" if len(results.scenarios) > 1 else "there is only the baseline"


@picture(
    "ranking", "differences from the baseline at the horizon, with their 95 % intervals, sorted",
    order=40, takes="metrics", metrics=DEFAULTS, why_not=_why_not,
)  # fmt: skip
def ranking(results: Results, metrics: Sequence[str] = DEFAULTS) -> Sheet:
    """Every scenario's difference from the baseline at the horizon, paired by replicate, with its 95 % interval.

    Rows are scenarios, the best by the first metric on top; columns are metrics. Filled dots are better or
    worse than the baseline; hollow grey ones can't be told from it.

    Args:
        results: what was run.
        metrics: names of metrics; those that were not recorded are left out.
    """
    chosen = [name for name in metrics if name in results.recorded][:MOST_COLUMNS]
    table = compare(results, chosen) if chosen else pd.DataFrame({"difference": []})
    chosen = [name for name in chosen if table.loc[table["metric"] == name, "difference"].notna().any()]
    if not chosen:
        return empty(results, "Differences from the baseline", "None of these metrics has values in these results.")
    order = _order(table[table["metric"] == chosen[0]])
    first = results.recorded[chosen[0]]
    when = str(table["month"].iloc[0])
    known = titles(results)
    names = [shorten(known[name], 3.0, LABEL) for name in order]
    pairs = "mean of paired replicates with its 95 % interval" if results.replicates > 1 else "one replicate, so no interval"
    note = f"Dots: {pairs}. Zero is the baseline. Sorted by {first.label[:1].lower()}{first.label[1:]}."
    sheet = Sheet(
        results, f"What each scenario changes against the baseline, {when}", note,
        width=max(1.2 + 1.75 * len(chosen) + max(len(name) for name in names) * 0.065, 6.0),
        body=0.75 + 0.235 * len(order), keys=_keys(results), foot=_foot(results, table[table["metric"].isin(chosen)]),
    )  # fmt: skip
    axes = panels(sheet, len(chosen), len(chosen), sharey=True)
    for axis, name in zip(axes, chosen, strict=True):
        _column(axis, table[table["metric"] == name].set_index("scenario").loc[order])
    axes[0].set_yticks(range(len(order)), names)
    axes[0].set_ylim(len(order) - 0.5, -0.5)
    sheet.alt += f" {note} " + _said(table[table["metric"] == chosen[0]].set_index("scenario").loc[order], known)
    return sheet


def _order(rows: pd.DataFrame) -> list[str]:
    """Scenarios, the best first; without a value last."""
    sign = 1.0 if rows["better"].iloc[0] == "lower" else -1.0
    ranked = rows.assign(key=rows["difference"] * sign).sort_values("key", kind="stable", na_position="last")
    return [str(name) for name in ranked["scenario"]]


def _keys(results: Results) -> list[Key]:
    grey = Key("can't tell (the interval holds zero)", BASELINE, "", "o", "white")
    if results.replicates == 1:
        return [Key("one replicate: no verdict", BASELINE, "", "o", "white")]
    return [Key("better", BETTER, "", "o"), Key("worse", WORSE, "", "o"), grey, Key("same as the baseline", BASELINE, "", "|")]


def _foot(results: Results, rows: pd.DataFrame) -> str:
    cut = any(_reach(part) < _widest(part) for _, part in rows.groupby("metric"))
    few = results.replicates < 5
    return ("Arrowheads: the interval goes on beyond the axis. " if cut else "") + (
        f"Intervals of {results.replicates} replicates are wide; run more to narrow them." if few and results.replicates > 1 else ""
    )


def _widest(rows: pd.DataFrame) -> float:
    return float(np.nanmax(rows[["difference", "low", "high"]].abs().to_numpy(dtype=float)))


def _reach(rows: pd.DataFrame) -> float:
    """How far an axis goes to either side."""
    largest = float(np.nanmax(rows["difference"].abs().to_numpy(dtype=float)))
    return min(_widest(rows), BEYOND * largest) if largest > 0 else _widest(rows)


def _column(axis: Axes, rows: pd.DataFrame) -> None:
    """One metric: dots and intervals, the zero line, and which way is better."""
    unit, better = str(rows["unit"].iloc[0]), str(rows["better"].iloc[0])
    reach = _reach(rows) or 1.0
    edge = 1.06 * max(reach, 1e-3 if unit == "share" else 0.0)
    axis.axvline(0, color=BASELINE, linewidth=1.2, zorder=1)
    for place, (_, row) in enumerate(rows.iterrows()):
        if row["difference"] == row["difference"]:
            _dot(axis, place, row, edge)
        else:
            axis.annotate("no value", (0, place), ha="center", va="center", fontsize=6.5, color=SOFT, backgroundcolor="white")
    low, high = _sides(rows, edge)
    axis.set_xlim(low, high)
    axis.xaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 2.5, 5, 10]))
    axis.xaxis.set_major_formatter(UnitFormatter("points" if unit == "share" else unit, signed=True))
    axis.set_xlabel(unit_label("points" if unit == "share" else unit), fontsize=7)
    axis.tick_params(axis="y", length=0)
    axis.grid(visible=True, axis="y", color=FAINT, linewidth=0.4)
    arrow = {"higher": "better →", "lower": "← better", "-": ""}[better]
    axis.set_title("\n".join(wrap(str(rows["label"].iloc[0]), 1.6, 8.5, bold=True)), fontweight="bold", fontsize=8.5, pad=15, loc="center")
    axis.annotate(
        printable(arrow), (0.5, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points", ha="center",
        fontsize=7, color=BETTER, annotation_clip=False,
    )  # fmt: skip


def _sides(rows: pd.DataFrame, edge: float) -> tuple[float, float]:
    """The limits of an axis: what is drawn, and always some of both sides of zero."""
    values = np.clip(rows[["difference", "low", "high"]].to_numpy(dtype=float), -edge, edge)
    room = 0.12 * edge
    return min(float(np.nanmin(values)) - room, -room), max(float(np.nanmax(values)) + room, room)


def _dot(axis: Axes, place: int, row: "pd.Series[object]", edge: float) -> None:
    """One scenario: its interval, cut with an arrowhead at the edge, and its dot."""
    said = verdict(row)
    colour = _COLOURS.get(said, BASELINE)
    middle, low, high = (float(row[name]) for name in ("difference", "low", "high"))  # type: ignore[arg-type]
    if said == "same":
        axis.plot([middle], [place], color=BASELINE, marker="|", markersize=7, zorder=3)
        return
    if low == low:
        axis.plot([max(low, -edge), min(high, edge)], [place, place], color=colour, linewidth=1.3, zorder=2, alpha=0.8)
        for end, marker in ((-edge, "<"), (edge, ">")):
            if low < end < high and abs(end) == edge and (low < -edge if marker == "<" else high > edge):
                axis.plot([end], [place], color=colour, marker=marker, markersize=4, zorder=3)
    face = "white" if said == "can't tell" else colour
    axis.plot([middle], [place], color=colour, marker="o", markersize=5, markerfacecolor=face, zorder=4)


def _said(rows: pd.DataFrame, known: dict[str, str]) -> str:
    """The first column in words."""
    unit = str(rows["unit"].iloc[0])
    span = 2 * _reach(rows)
    parts = [f"{known[str(name)]} {number(float(row['difference']), unit, span)} ({verdict(row)})" for name, row in rows.iterrows()]
    return f"{rows['label'].iloc[0]}: {'; '.join(parts)}."
