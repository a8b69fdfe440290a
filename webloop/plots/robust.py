"""Robustness: in which share of draws a policy beats the baseline, and its regret."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from webloop.errors import InputError
from webloop.outcomes.drawn import has_draws
from webloop.outcomes.results import Results
from webloop.outcomes.robust import HALF, Robustness, robust, verdict
from webloop.outcomes.shares import percent
from webloop.plots.draw import write_sheet
from webloop.plots.grid import titles
from webloop.plots.registry import picture
from webloop.plots.sheet import Key, Sheet, empty, heading, panels
from webloop.plots.style import BASELINE, BETTER, FAINT, INK, LABEL, SOFT, WORSE, styled
from webloop.plots.words import UnitFormatter, capital, font_width, number, shorten, unit_label

DEFAULTS = ("tail_recall", "hill_1", "error_mass")
MOST_ROWS = 30
_ROOM = 3.0  # for names of scenarios, in inches


def _why_not(results: Results) -> str:
    if len(results.scenarios) < 2:
        return "there is only the baseline"
    return "" if has_draws(results) else "it takes draws of uncertain parameters"


@picture(
    "robust",
    "how often a policy beats the baseline over the draws, and its regret",
    order=72,
    takes="a metric",
    metrics=DEFAULTS,
    why_not=_why_not,
)
def robustness(results: Results, metric: str = "tail_recall") -> Sheet:
    """In which share of draws each policy beats the baseline, with its 95 % interval, and its regret.

    Rows are scenarios, the least mean regret on top.

    Args:
        results: a study with uncertain parameters.
        metric: name of a metric that has a better direction.
    """
    try:
        found = robust(results, [metric])
    except InputError as error:  # a metric of which neither way is better, or no complete draws
        return empty(results, f"How robust policies are: {results.recorded[metric].label}", capital(str(error)))
    return _sheet(results, found, metric)


def write_robust_pictures(results: Results, found: Robustness, names: Sequence[str] | None = None) -> list[Path]:
    """Draw robustness into the plots of the results folder, one picture a metric.

    Args:
        results: what was run.
        found: by `robust`.
        names: which metrics; the first for None.

    Returns:
        The files.
    """
    files: list[Path] = []
    known = list(found.scenarios["metric"].unique())
    for name in known[:1] if names is None else [name for name in known if name in names]:
        with styled():
            sheet = _sheet(results, found, name).finish()
        files += write_sheet(results, f"robust-{name}", sheet)
    return files


def _sheet(results: Results, found: Robustness, name: str) -> Sheet:
    """One metric."""
    metric = results.recorded[name]
    rows = found.scenarios[found.scenarios["metric"] == name].sort_values("regret_mean", kind="stable")
    hidden = max(0, len(rows) - MOST_ROWS)
    rows = rows[:MOST_ROWS].set_index("scenario")
    known = titles(results)
    names = [shorten(known[str(each)], _ROOM, LABEL) for each in rows.index]
    draws = int(rows["draws"].iloc[0])
    better = {"higher": "Higher is better.", "lower": "Lower is better.", "-": ""}[metric.better]
    note = (
        f"{draws:,} draws. {better} Regret: how much worse than the best policy of the draw; least on top. "
        "Shares are those with the luck that was run."
    )
    sheet = Sheet(
        results,
        f"How robust policies are: {metric.label}, {found.month}",
        note,
        width=max(0.8 + 5.2 + max(font_width(text, LABEL) for text in names), 6.4),
        body=0.95 + 0.26 * len(rows),
        keys=_keys(rows),
        foot=_foot(found, name, known, hidden),
    )
    sheet.data = rows.reset_index()
    left, right = panels(sheet, 2, 2, sharey=True)
    _wins(left, rows, results.baseline)
    _regrets(right, rows, "points" if metric.unit == "share" else metric.unit)
    heading(left, "Beats the baseline in …", "share of draws, 95 % interval", room=2.4)
    heading(right, "Regret", "mean; in 1 of 10 draws more than; at worst", room=2.5)
    left.set_yticks(range(len(rows)), names)
    left.set_ylim(len(rows) - 0.5, -0.5)
    left.tick_params(axis="y", labelcolor=INK, labelsize=LABEL)
    rules = "".join(f" {rule}." for rule in _rules(found, name, known))
    sheet.alt += f" {note} {_said(rows, known, metric.unit)}{rules}"
    return sheet


def _keys(rows: pd.DataFrame) -> list[Key]:
    said = {verdict(row) for _, row in rows.iterrows()}
    keys = {
        "better": Key("better in more than half of the draws", BETTER, "", "o"),
        "worse": Key("worse in more than half", WORSE, "", "o"),
        "even": Key("neither, by its interval", BASELINE, "", "o", "white"),
    }
    regret = [Key("mean regret", INK, "", "o"), Key("in 1 of 10 draws more than this", INK, "-", "|")]
    return [*(key for word, key in keys.items() if word in said), *regret, Key("at worst", INK, "", "o", "white")]


def _rules(found: Robustness, name: str, known: Mapping[str, str]) -> list[str]:
    """Where each policy loses, with its title in place of its name."""
    rows = found.rules[found.rules["metric"] == name]
    return [
        known[str(scenario)] + str(sentence).removeprefix(str(scenario))
        for scenario, sentence in zip(rows["scenario"], rows["sentence"], strict=True)
    ]


def _foot(found: Robustness, name: str, known: Mapping[str, str], hidden: int) -> str:
    dropped = found.dropped[name]
    rules = [rule for rule in _rules(found, name, known) if " those with " in rule]
    said = [f"{rule.split('; in draws')[0]})." for rule in rules[:3]]
    said += [f"{dropped} draws are left out: a scenario has no value there."] if dropped else []
    said += [f"Not shown: the {hidden} scenarios with the largest regret."] if hidden else []
    return " ".join(said)


def _wins(axis: Axes, rows: pd.DataFrame, baseline: str) -> None:
    """Dots with Wilson intervals; half of the draws is marked."""
    axis.axvline(HALF, color=BASELINE, linewidth=1.2, zorder=1)
    for place, (name, row) in enumerate(rows.iterrows()):
        said = verdict(row)
        if name == baseline or said == "same":
            text = "baseline" if name == baseline else "never different"
            axis.text(
                HALF, place, text, ha="center", va="center", fontsize=7, color=SOFT, backgroundcolor="white", zorder=2
            )
            continue
        colour = {"better": BETTER, "worse": WORSE}.get(said, BASELINE)
        axis.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=1.3, alpha=0.8, zorder=2)
        face = "white" if said == "even" else colour
        axis.plot([row["beats"]], [place], color=colour, marker="o", markersize=5, markerfacecolor=face, zorder=3)
    axis.set_xlim(-0.02, 1.02)
    axis.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axis.xaxis.set_major_formatter(UnitFormatter("share"))
    axis.grid(visible=True, axis="y", color=FAINT, linewidth=0.4)


def _regrets(axis: Axes, rows: pd.DataFrame, unit: str) -> None:
    """From the mean over the 90 % quantile to the worst draw."""
    largest = float(rows["regret_max"].max()) or 1.0
    for place, (_, row) in enumerate(rows.iterrows()):
        mean, often, worst = (float(row[name]) for name in ("regret_mean", "regret_q90", "regret_max"))
        axis.plot([0, often], [place, place], color=INK, linewidth=1.6, zorder=2)
        axis.plot([often, worst], [place, place], color="#999999", linewidth=0.8, linestyle=(0, (2, 2)), zorder=2)
        axis.plot([often], [place], color=INK, marker="|", markersize=8, zorder=3)
        axis.plot([worst], [place], color=INK, marker="o", markersize=4, markerfacecolor="white", zorder=3)
        axis.plot([mean], [place], color=INK, marker="o", markersize=5, zorder=4)
    axis.set_xlim(-0.03 * largest, 1.06 * largest)
    axis.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axis.xaxis.set_major_formatter(UnitFormatter(unit))
    axis.set_xlabel(unit_label(unit), fontsize=7)
    axis.grid(visible=True, axis="y", color=FAINT, linewidth=0.4)


def _said(rows: pd.DataFrame, known: dict[str, str], unit: str) -> str:
    """Both panels in words."""
    span = float(rows["regret_max"].max())
    parts = []
    for name, row in rows.iterrows():
        wins = "" if row["beats"] != row["beats"] else f"beats the baseline in {percent(float(row['beats']))}, "
        parts.append(f"{known[str(name)]}: {wins}mean regret {number(float(row['regret_mean']), unit, span)}")
    return f"{'; '.join(parts)}."
