"""Ranking: which policy helps, by how much, and which ones can't be told from the baseline."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from webloop.outcomes.compare import compare
from webloop.outcomes.crossed import ENOUGH
from webloop.outcomes.headlines import OF_NUMBERS, OF_WORDS
from webloop.outcomes.results import Results
from webloop.outcomes.unlike import unlike_by
from webloop.plots.grid import grid, titles
from webloop.plots.registry import picture
from webloop.plots.runs import drawn, shown_runs, shows
from webloop.plots.sheet import Key, Sheet, empty, panels
from webloop.plots.style import BASELINE, BETTER, FAINT, INK, LABEL, SOFT, WORSE
from webloop.plots.words import UnitFormatter, font_width, number, shorten, unit_label, wrap

DEFAULTS = (
    *OF_WORDS,
    "hill_1",
    "tail_recall",
    "error_mass",
    "js_divergence",
    "new_idea_recall",
    "pollution_training",
    *OF_NUMBERS,
)
MOST_COLUMNS = 6
MOST_ROWS = 40
BEYOND = 3.0
"""Intervals are cut where they reach further than so many times the largest difference."""
_COLOURS = {"better": BETTER, "worse": WORSE, "-": INK}
_DRAWN = ["metric", "month", "unit", "better", "difference", "low", "high", "verdict"]
_ROOM = 3.2  # for names of scenarios, in inches


def _why_not(results: Results) -> str:
    return "" if len(results.scenarios) > 1 else "there is only the baseline"


@picture(
    "ranking",
    "differences from the baseline at the horizon, with their 95 % intervals, sorted",
    order=40,
    takes="metrics",
    metrics=DEFAULTS,
    why_not=_why_not,
)
def ranking(results: Results, metrics: Sequence[str] = DEFAULTS) -> Sheet:
    """Every scenario's difference from the baseline at the horizon, paired by run, with its 95 % interval.

    Rows are scenarios, the best by the first metric on top; columns are metrics. Filled dots are better or
    worse than the baseline; hollow grey ones can't be told from it.

    Args:
        results: what was run.
        metrics: names of metrics, at most six; those that were not recorded are left out.
    """
    chosen = [name for name in metrics if name in results.recorded]
    table = compare(results, chosen) if chosen and len(results.scenarios) > 1 else pd.DataFrame()
    parts = {name: table[table["metric"] == name].set_index("scenario") for name in chosen if len(table)}
    parts = {name: part for name, part in parts.items() if part["difference"].notna().any()}
    if not parts:
        why = f"Nothing to compare: no values of {', '.join(metrics)} in two scenarios of these results."
        return empty(results, "Differences from the baseline", why)
    hidden = list(parts)[MOST_COLUMNS:]
    shown = list(parts.values())[:MOST_COLUMNS]
    order, middle = _order(shown[0])
    names, rule = _names(results, order)
    note = f"{_dots(results)} Zero is the baseline. Sorted by {_lower(str(shown[0]['label'].iloc[0]))}.{rule}"
    sheet = Sheet(
        results,
        f"What each scenario changes against the baseline, {table['month'].iloc[0]}",
        note,
        width=max(0.6 + 1.75 * len(shown) + max(font_width(name, LABEL) for name in names), 6.4),
        body=0.8 + 0.235 * len(order),
        keys=_keys(results, shown),
        foot=_foot(results, shown, hidden, middle),
    )
    axes = panels(sheet, len(shown), len(shown), sharey=True)
    for axis, part in zip(axes, shown, strict=True):
        _column(axis, part.loc[order])
        if middle:
            axis.axhline(MOST_ROWS // 2 - 0.5, color=SOFT, linewidth=0.8, linestyle="--")
    sheet.data = pd.concat([part.loc[order, _DRAWN].reset_index() for part in shown], ignore_index=True)
    axes[0].set_yticks(range(len(order)), names)
    axes[0].set_ylim(len(order) - 0.5, -0.5)
    axes[0].tick_params(axis="y", labelcolor=INK, labelsize=LABEL)
    sheet.alt += f" {note} {_said(shown[0].loc[order], titles(results))}"
    return sheet


def _order(rows: pd.DataFrame) -> tuple[list[str], int]:
    """Scenarios, the best first, without a value last; and how many are left out in the middle."""
    sign = 1.0 if rows["better"].iloc[0] == "lower" else -1.0
    order = [str(name) for name in (rows["difference"] * sign).sort_values(kind="stable").index]
    if len(order) <= MOST_ROWS:
        return order, 0
    return order[: MOST_ROWS // 2] + order[-MOST_ROWS // 2 :], len(order) - MOST_ROWS


def _names(results: Results, order: Sequence[str]) -> tuple[list[str], str]:
    """What to call the rows, and how to read that; values alone where all of them are cells of a sweep."""
    swept = grid(results)
    if swept is None or not set(order) <= set(swept.cells.values()):
        known = titles(results)
        return [shorten(known[name], _ROOM, LABEL) for name in order], ""
    texts = {
        name: ", ".join(way.texts[at] for way, at in zip(swept.ways, cell, strict=True))
        for cell, name in swept.cells.items()
    }
    rule = f" Rows: {', '.join(way.label for way in swept.ways)}."
    return [shorten(texts[name], _ROOM, LABEL) for name in order], rule


def _dots(results: Results) -> str:
    if results.replicates == 1:
        return f"Dots: {'mean ' * (results.draws > 1)}difference in the only replicate, so without interval."
    runs = "paired draws and replicates" if drawn(results) else "paired replicates"
    return f"Dots: mean difference of {runs}; bars: its 95 % interval.{shows(results, 'Intervals')}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _keys(results: Results, shown: Sequence[pd.DataFrame]) -> list[Key]:
    """What the dots mean, of those that are there."""
    if results.replicates == 1:
        return [Key("one replicate: can't tell", BASELINE, "", "o", "white")]
    said = {_verdict(row) for part in shown for _, row in part.iterrows()}
    keys = {
        "better": Key("better", BETTER, "", "o"),
        "worse": Key("worse", WORSE, "", "o"),
        "-": Key("neither way is better", INK, "", "o"),
        "can't tell": Key("can't tell, all rows taken together", BASELINE, "", "o", "white"),
        "same": Key(f"the same in every {'run' if drawn(results) else 'replicate'}", BASELINE, "", "D"),
    }
    return [key for word, key in keys.items() if word in said]


def _foot(results: Results, shown: Sequence[pd.DataFrame], hidden: Sequence[str], middle: int) -> str:
    cut = any(_reach(part) < _widest(part) for part in shown)
    units = {"draws": results.draws, "replicates": results.replicates}
    few = " and ".join(what for what, number in units.items() if 1 < number < ENOUGH and results.replicates > 1)
    untold = pd.concat([part[part["verdict"] == "can't tell"] for part in shown])
    outside = bool(((untold["low"] > 0) | (untold["high"] < 0)).any())
    return (
        ("Arrowheads: the interval goes on beyond the axis. " if cut else "")
        + (f"Intervals of {shown_runs(results)} are wide; more {few} would narrow them. " if few else "")
        + (
            "A bar that leaves out zero with a hollow dot: among this many rows it may be luck (Holm). "
            if outside
            else ""
        )
        + (f"For want of room not shown: {', '.join(hidden)}. " if hidden else "")
        + (f"Not shown: the {middle} scenarios in the middle, at the dashed line. " if middle else "")
        + " ".join(unlike_by(results, [str(part["metric"].iloc[0]) for part in shown]))
    )


def _widest(rows: pd.DataFrame) -> float:
    return float(np.nanmax(rows[["difference", "low", "high"]].abs().to_numpy(dtype=float)))


def _reach(rows: pd.DataFrame) -> float:
    """How far an axis goes to either side at most."""
    largest = float(np.nanmax(rows["difference"].abs().to_numpy(dtype=float)))
    return min(_widest(rows), BEYOND * largest) if largest > 0 else _widest(rows)


def _column(axis: Axes, rows: pd.DataFrame) -> None:
    """One metric: dots and intervals, the zero line, and which way is better."""
    unit, better = str(rows["unit"].iloc[0]), str(rows["better"].iloc[0])
    unit = "points" if unit == "share" else unit
    edge = max(1.001 * _reach(rows), 1e-4 if unit == "points" else 0.0) or 1.0
    axis.axvline(0, color=BASELINE, linewidth=1.2, zorder=1)
    for place, (_, row) in enumerate(rows.iterrows()):
        _dot(axis, place, row, edge)
    values = np.clip(rows[["difference", "low", "high"]].to_numpy(dtype=float), -edge, edge)
    low, high = min(float(np.nanmin(values)), 0.0), max(float(np.nanmax(values)), 0.0)
    room = 0.12 * max(high - low, edge)
    axis.set_xlim(low - room, high + room)
    axis.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axis.xaxis.set_major_formatter(UnitFormatter(unit, signed=True))
    axis.set_xlabel(unit_label(unit), fontsize=7)
    axis.grid(visible=True, axis="y", color=FAINT, linewidth=0.4)
    arrow = {"higher": "better →", "lower": "← better", "-": ""}[better]
    title = "\n".join(wrap(str(rows["label"].iloc[0]), 1.6, 8.5, bold=True))
    axis.set_title(title, fontweight="bold", fontsize=8.5, pad=15, loc="center")
    axis.annotate(
        arrow,
        (0.5, 1),
        xycoords="axes fraction",
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        fontsize=7,
        color=BETTER,
        annotation_clip=False,
    )


def _dot(axis: Axes, place: int, row: "pd.Series[float]", edge: float) -> None:
    """One scenario: its interval, cut with an arrowhead at the edge, and its dot."""
    middle, low, high = (float(row[name]) for name in ("difference", "low", "high"))
    if middle != middle:
        axis.annotate("no value", (0, place), ha="center", va="center", fontsize=6.5, color=SOFT)
        return
    said = _verdict(row)
    colour = _COLOURS.get(said, BASELINE)
    if low == low:
        ends = [max(low, -edge), min(high, edge)]
        axis.plot(ends, [place, place], color=colour, linewidth=1.3, zorder=2, alpha=0.8)
    for beyond, end, marker in ((low < -edge, -edge, "<"), (high > edge, edge, ">")):
        if beyond:
            axis.plot([end], [place], color=colour, marker=marker, markersize=4, zorder=3)
    marker, face = ("D", colour) if said == "same" else ("o", "white" if said == "can't tell" else colour)
    size = 3.5 if said == "same" else 5
    axis.plot([middle], [place], color=colour, marker=marker, markersize=size, markerfacecolor=face, zorder=4)


def _verdict(row: "pd.Series[float]") -> str:
    return str(row["verdict"])


def _said(rows: pd.DataFrame, known: dict[str, str]) -> str:
    """The first column in words."""
    unit, span = str(rows["unit"].iloc[0]), 2 * _reach(rows)
    parts = [
        f"{known[str(name)]} {number(float(row['difference']), unit, span)} ({_verdict(row)})"
        for name, row in rows.iterrows()
    ]
    return f"{rows['label'].iloc[0]}: {'; '.join(parts)}."
