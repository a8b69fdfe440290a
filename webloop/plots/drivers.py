"""Drivers: which uncertain parameter goes along with a metric, by rank correlation over draws that are a sample."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from webloop.errors import InputError
from webloop.outcomes.drawn import has_draws, read_design, read_draws, up_to
from webloop.outcomes.driver_tables import caveat, dropped_note, partial_notes
from webloop.outcomes.drivers import drivers
from webloop.outcomes.paired import ALPHA
from webloop.outcomes.rank_correlation import LEAST
from webloop.outcomes.results import Results
from webloop.outcomes.sensitivity import has_design
from webloop.outcomes.unknowns import instruments
from webloop.plots.draw import write_sheets
from webloop.plots.grid import labels, titles
from webloop.plots.registry import picture
from webloop.plots.sheet import Key, Sheet, empty, heading, panels
from webloop.plots.style import BASELINE, BLUE, FAINT, INK, LABEL, ORANGE, SOFT
from webloop.plots.tornado import DEFAULTS, MOST_PANELS, lower
from webloop.plots.words import UnitFormatter, capital, font_width, shorten

MOST_ROWS = 15
_ROOM = 3.0  # for names of parameters, in inches
_PANEL = 2.5
_RAISES, _LOWERS = BLUE, ORANGE


def _why_not(results: Results) -> str:
    if not has_draws(results) or has_design(results):
        return "it takes draws of uncertain parameters that are a sample"
    number = len(read_design(results).sample)
    return "" if number >= LEAST else f"correlations take at least {LEAST} draws, and there are {number}"


@picture(
    "drivers",
    "which uncertain parameter goes along with a metric at the horizon",
    order=73,
    takes="a metric",
    metrics=DEFAULTS,
    why_not=_why_not,
)
def driver_picture(results: Results, metric: str = "tail_recall") -> Sheet:
    """Rank correlations of uncertain parameters with a metric, with 95 % intervals, and partial ones.

    Rows are parameters, the largest correlation on top; panels are policies, or scenarios.

    Args:
        results: a study whose draws are a sample.
        metric: name of the metric.
    """
    try:
        table = drivers(results, [metric])
    except InputError as error:  # nothing is drawn for the scenarios
        return empty(results, f"What drives {results.recorded[metric].label}", capital(str(error)))
    return _sheet(results, table)


def write_drivers(results: Results, table: pd.DataFrame, names: Sequence[str] | None = None) -> list[Path]:
    """Draw rows of `drivers` into the plots of the results folder, one picture a metric.

    Args:
        results: what was run.
        table: of `drivers`.
        names: which metrics; the first of the table that has numbers for None.

    Returns:
        The files.
    """
    chosen = names or table.loc[table["rho"].notna(), "metric"].unique()[:1]
    return write_sheets(results, "drivers", table, chosen, partial(_sheet, results))


def _sheet(results: Results, table: pd.DataFrame) -> Sheet:
    """One metric."""
    first = table.iloc[0]
    what = "the difference to the baseline in " if first["of"] == "difference" else ""
    title = f"What drives {what}{lower(str(first['label']))}, {first['month']}"
    rows = table[table["rho"].notna()]
    if rows.empty:
        return empty(results, title, f"Nothing does: {first['verdict']}.")
    scenarios = list(rows["scenario"].unique())
    shown = scenarios[:MOST_PANELS]
    largest = rows.assign(size=rows["rho"].abs()).groupby("parameter")["size"].max()
    order = largest.sort_values(ascending=False, kind="stable").index
    hidden = [("scenarios", len(scenarios[MOST_PANELS:])), ("parameters, with smaller ones", len(order[MOST_ROWS:]))]
    words = _names([str(each) for each in order])
    order = order[:MOST_ROWS]
    names = [shorten(words[str(each)], _ROOM, LABEL) for each in order]
    wide = max(_PANEL, 3.4 if len(shown) == 1 else 0.0)
    note = (
        "Spearman's rank correlation with the metric over the draws; lines: 95 % interval. Right of zero the metric is "
        "higher where the parameter is, left of it lower."
    )
    sheet = Sheet(
        results,
        title,
        note,
        width=max(0.6 + wide * len(shown) + max(font_width(name, LABEL) for name in names), 6.4),
        body=0.95 + 0.26 * len(order),
        keys=_keys(rows[rows["parameter"].isin(order)]),
        foot=" ".join([*_foot(results, table, rows), *(f"Not shown: {n} {kind}." for kind, n in hidden if n)]),
    )
    known = titles(results)
    sheet.data = rows[rows["scenario"].isin(shown) & rows["parameter"].isin(order)]
    axes = panels(sheet, len(shown), len(shown), sharey=True, sharex=True)
    for axis, scenario in zip(axes, shown, strict=True):
        _dots(axis, rows[rows["scenario"] == scenario].set_index("parameter").reindex(order))
        heading(axis, known[scenario], room=wide - 0.2, lines=2)
    axes[0].set_yticks(range(len(order)), names)
    axes[0].set_ylim(len(order) - 0.5, -0.5)
    axes[0].tick_params(axis="y", labelcolor=INK, labelsize=LABEL)
    sheet.alt += f" {note} {caveat(results)} {_said(rows[rows['parameter'].isin(order)], known)}"
    return sheet


def _names(parameters: Sequence[str]) -> dict[str, str]:
    """Parameters in words, told from all others; where paths move as one, that they do."""
    words = labels([name.replace(".*", "") for name in parameters])
    shared = {name: f"{word} (shared)" for name, word in zip(parameters, words, strict=True) if "*" in name}
    return dict(zip(parameters, words, strict=True)) | shared


def _keys(rows: pd.DataFrame) -> list[Key]:
    """What is on the picture, and nothing else."""
    pairs = [(r, p) for r, p in (("rho", "p_adjusted"), ("partial", "partial_p_adjusted")) if rows[r].notna().any()]
    seen = {_colour(float(r), float(p)) for names in pairs for r, p in rows[list(names)].dropna().to_numpy()}
    words = {_RAISES: "raises it", _LOWERS: "lowers it", BASELINE: "can't tell"}
    keys = [Key(text, colour, "", "o") for colour, text in words.items() if colour in seen]
    return [*keys, *([Key("with the other parameters held still (partial)", INK, "", "D", "white")] * (len(pairs) - 1))]


def _colour(r: float, p: float) -> str:
    return BASELINE if p > ALPHA else _RAISES if r > 0 else _LOWERS


def _foot(results: Results, table: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    noise = rows["chance"].max()
    return [
        caveat(results),
        "Colours: p below 5 %, adjusted for all parameters (Holm).",
        *([f"Chance makes {up_to(noise)} of the differences between draws."] if noise == noise else []),
        *partial_notes(rows),
        *(["Errors of instruments are left out."] if instruments(results, read_draws(results)) else []),
        *dropped_note(table),
    ]


def _dots(axis: Axes, part: pd.DataFrame) -> None:
    """Correlations with their intervals, and partial ones."""
    axis.axvline(0, color=BASELINE, linewidth=1.2, zorder=1)
    for place, (_, row) in enumerate(part.iterrows()):
        if row["rho"] != row["rho"]:  # not a parameter of this scenario
            continue
        colour = _colour(row["rho"], row["p_adjusted"])
        axis.plot([row["rho_low"], row["rho_high"]], [place, place], color=colour, linewidth=1.3, alpha=0.8, zorder=2)
        axis.plot([row["rho"]], [place], color=colour, marker="o", markersize=5, zorder=3, clip_on=False)
        style: dict[str, Any] = {"marker": "D", "markersize": 4, "markeredgewidth": 1.1, "markerfacecolor": "white"}
        colour = _colour(row["partial"], row["partial_p_adjusted"])
        axis.plot([row["partial"]], [place], color=colour, zorder=4, clip_on=False, **style)
    axis.set_xlim(-1, 1)
    axis.set_xticks([-1, -0.5, 0, 0.5, 1])
    axis.xaxis.set_major_formatter(UnitFormatter("-", signed=True))
    axis.set_xlabel("rank correlation ρ", fontsize=7, color=SOFT)
    axis.grid(visible=True, axis="y", color=FAINT, linewidth=0.4)


def _said(rows: pd.DataFrame, known: Mapping[str, str]) -> str:
    """The dots in words."""
    parts = []
    for scenario, part in rows.groupby("scenario", sort=False):
        dots = [f"{row['parameter']} {row['rho']:+.2f} ({row['verdict']})" for _, row in part.iterrows()]
        parts.append(f"{known[str(scenario)]}: {'; '.join(dots)}.")
    return " ".join(parts)
