"""Tornado: which uncertain parameter drives a metric, by Sobol' indices or Morris' effects."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from webloop.errors import InputError
from webloop.outcomes.drawn import up_to
from webloop.outcomes.results import Results
from webloop.outcomes.sensitivity import has_design, sensitivity
from webloop.plots.draw import write_sheets
from webloop.plots.grid import labels, titles
from webloop.plots.registry import picture
from webloop.plots.sheet import Key, Sheet, empty, heading, panels
from webloop.plots.style import BASELINE, BLUE, INK, LABEL, ORANGE, SKY, SOFT
from webloop.plots.words import UnitFormatter, font_width, number, shorten, unit_label

DEFAULTS = ("tail_recall", "hill_1", "error_mass", "pollution_training")
MOST_PANELS = 4
MOST_ROWS = 20
_ROOM = 2.4  # for names of parameters, in inches
_PANEL = 2.5
_FAINT = "#d9d9d9"
_SURE = {"matters", "matters, unclear how much", "keep"}
_COLUMN = {"sobol": "total", "morris": "mu_star"}


def _why_not(results: Results) -> str:
    return "" if has_design(results) else "it takes the draws of `webloop sensitivity STUDY`"


@picture(
    "tornado",
    "which uncertain parameter drives a metric at the horizon",
    order=71,
    takes="a metric",
    metrics=DEFAULTS,
    why_not=_why_not,
    of_designs=True,
)
def tornado(results: Results, metric: str = "tail_recall") -> Sheet:
    """Total and first-order Sobol' indices, or Morris' effects, of every uncertain parameter.

    Rows are parameters, those that drive most on top; panels are policies, or scenarios if there is one only.

    Args:
        results: a study run by `webloop sensitivity`.
        metric: name of the metric.
    """
    try:
        table = sensitivity(results, [metric])
    except InputError as error:  # a design with holes
        return empty(results, f"What drives {results.recorded[metric].label}", str(error))
    return _sheet(results, table)


def write_tornados(results: Results, table: pd.DataFrame, names: Sequence[str] | None = None) -> list[Path]:
    """Draw rows of `sensitivity` into the plots of the results folder, one picture a metric.

    Args:
        results: what was run.
        table: of `sensitivity`.
        names: which metrics; the first of the table that has numbers for None.

    Returns:
        The files.
    """
    numbers = table[table[_COLUMN[str(table["method"].iloc[0])]].notna()]
    return write_sheets(results, "tornado", table, names or numbers["metric"].unique()[:1], partial(_sheet, results))


def _sheet(results: Results, table: pd.DataFrame) -> Sheet:
    """One metric."""
    first = table.iloc[0]
    method, unit = str(first["method"]), str(first["unit"])
    column = _COLUMN[method]
    what = "the difference to the baseline in " if first["of"] == "difference" else ""
    title = f"What drives {what}{lower(str(first['label']))}, {first['month']}"
    rows = table[table[column].notna()]
    if rows.empty:
        return empty(results, title, f"Nothing does: {first['verdict']}.")
    scenarios = list(rows["scenario"].unique())
    shown = scenarios[:MOST_PANELS]
    sure = rows[rows["verdict"] != "mostly chance"]
    order = (
        (rows if sure.empty else sure)
        .groupby("parameter")[column]
        .mean()
        .sort_values(ascending=False, kind="stable")
        .index[:MOST_ROWS]
    )
    names = [shorten(name, _ROOM, LABEL) for name in _names([str(each) for each in order])]
    wide = max(_PANEL, 3.4 if len(shown) == 1 else 0.0)
    hidden = [("scenarios", scenarios[MOST_PANELS:]), ("parameters", list(rows["parameter"].unique())[MOST_ROWS:])]
    note = _note(method)
    sheet = Sheet(
        results,
        title,
        note,
        width=max(0.6 + wide * len(shown) + max(font_width(name, LABEL) for name in names), 6.4),
        body=0.95 + 0.3 * len(order),
        keys=_keys(rows, method),
        foot=_foot(rows, method) + "".join(f" Not shown: {len(more)} {kind}." for kind, more in hidden if more),
    )
    known = titles(results)
    sheet.data = rows[rows["scenario"].isin(shown) & rows["parameter"].isin(order)]
    axes = panels(sheet, len(shown), len(shown), sharey=True, sharex=True)
    for axis, scenario in zip(axes, shown, strict=True):
        part = rows[rows["scenario"] == scenario].set_index("parameter").loc[order]
        (_indices if method == "sobol" else _effects)(axis, part)
        heading(axis, known[scenario], room=wide - 0.2, lines=2)
    _finish_axes(axes, rows, method, "points" if unit == "share" and method == "morris" else unit)
    axes[0].set_yticks(range(len(order)), names)
    axes[0].set_ylim(len(order) - 0.5, -0.5)
    axes[0].tick_params(axis="y", labelcolor=INK, labelsize=LABEL)
    sheet.alt += f" {note} {_said(rows, known, column)}"
    return sheet


def _names(paths: Sequence[str]) -> list[str]:
    """Parameters in words; all parts of a whole by what they are parts of."""
    names = labels([path.replace(".*", "") for path in paths])
    wholes = [path.split(".*.") for path in paths]
    return [
        f"{parts[1]} of all {parts[0].split('.')[-1]}".replace("_", " ") if len(parts) == 2 else name
        for name, parts in zip(names, wholes, strict=True)
    ]


def lower(label: str) -> str:
    """A label within a sentence."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _note(method: str) -> str:
    if method == "sobol":
        return (
            "Share of the differences between draws that a parameter explains: alone, and with its interactions. "
            "Lines: 95 % interval of the total."
        )
    return (
        "Mean change of the metric, whichever way, when a parameter moves between its 5 % and 95 % quantile. "
        "Lines: 95 % interval."
    )


def _keys(rows: pd.DataFrame, method: str) -> list[Key]:
    unsure = not rows["verdict"].isin(_SURE).all()
    if method == "sobol":
        keys = [Key("alone (first-order)", BLUE, "", "s"), Key("with interactions (total)", SKY, "", "s")]
        grey = "grey: matters little, or can't tell"
    else:
        keys = [Key("mean effect", SKY, "", "s"), Key("how much it varies (σ)", ORANGE, "", "D", "white")]
        grey = "grey: can be left out, or mostly chance"
    return [*keys, *([Key(grey, _FAINT, "", "s")] if unsure else [])]


def _foot(rows: pd.DataFrame, method: str) -> str:
    draws = f"{int(rows['draws'].iloc[0]):,} draws; intervals are about the choice of draws only."
    noise = rows["chance"].max()
    said = f" Chance makes {up_to(noise)} of the differences, and stands in every bar." if noise == noise else ""
    groups = method == "morris" and rows["sigma"].isna().any()
    return draws + said + (" Parameters of several parts move together and have no σ." if groups else "")


def _indices(axis: Axes, part: pd.DataFrame) -> None:
    """First-order inside total indices, with the interval of the total."""
    for place, (_, row) in enumerate(part.iterrows()):
        sure = row["verdict"] in _SURE
        axis.barh(place, max(float(row["total"]), 0.0), height=0.62, color=SKY if sure else _FAINT, zorder=2)
        axis.barh(place, max(float(row["first"]), 0.0), height=0.34, color=BLUE if sure else BASELINE, zorder=3)
        axis.plot([row["total_low"], row["total_high"]], [place, place], color=INK, linewidth=1.0, zorder=4)


def _effects(axis: Axes, part: pd.DataFrame) -> None:
    """Mean effects with their interval, and their spread."""
    for place, (_, row) in enumerate(part.iterrows()):
        sure = row["verdict"] in _SURE
        axis.barh(place, float(row["mu_star"]), height=0.62, color=SKY if sure else _FAINT, zorder=2)
        axis.plot([row["mu_star_low"], row["mu_star_high"]], [place, place], color=INK, linewidth=1.0, zorder=4)
        if row["sigma"] == row["sigma"]:
            axis.plot(
                [row["sigma"]],
                [place],
                color=ORANGE,
                marker="D",
                markersize=4,
                markerfacecolor="white",
                zorder=5,
                clip_on=False,
            )


def _finish_axes(axes: Sequence[Axes], rows: pd.DataFrame, method: str, unit: str) -> None:
    """From zero on; as far as the intervals reach, but no further than makes sense of them."""
    if method == "sobol":
        low = min(0.0, max(float(rows["total_low"].min()), -0.1))
        right, unit, label = min(max(1.0, float(rows["total_high"].max())), 1.3), "share", "share of variance"
    else:
        right = 1.05 * float(np.nanmax(rows[["mu_star_high", "sigma"]].to_numpy(dtype=float)))
        low, label = 0.0, unit_label(unit)
    for axis in axes:
        axis.set_xlim(low, right)
        axis.axvline(0, color=BASELINE, linewidth=0.8, zorder=1)
        axis.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
        axis.xaxis.set_major_formatter(UnitFormatter(unit))
        axis.set_xlabel(label, fontsize=7, color=SOFT)
        axis.grid(visible=False, axis="y")


def _said(rows: pd.DataFrame, known: dict[str, str], column: str) -> str:
    """The bars in words."""
    unit = "share" if column == "total" else str(rows["unit"].iloc[0])
    span = float(rows[column].max())
    parts = []
    for scenario, part in rows.groupby("scenario", sort=False):
        bars = [
            f"{row['parameter']} {number(float(row[column]), unit, span)} ({row['verdict']})"
            for _, row in part.iterrows()
        ]
        parts.append(f"{known[str(scenario)]}: {'; '.join(bars)}.")
    return " ".join(parts)
