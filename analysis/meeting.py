"""Where the two sides of the debate meet: how much diversity models keep by temperature, under Replace and Accumulate.

    webloop run scenarios/study-meeting.yaml --out results/study-meeting     # one minute
    python analysis/meeting.py results/study-meeting

From 2023 models write every new page. A model has collapsed when it keeps less than half of the diversity (Hill-1) it
had in December 2022. Between the two temperatures at which Replace and Accumulate cross that line the answer is both
sides': Shumailov et al. (2024, doi:10.1038/s41586-024-07566-y) replace and collapse, Gerstgrasser et al. (2024,
arXiv:2404.01413) accumulate and do not. Above they agree that there is no collapse, below that there is.
"""

import sys

import pandas as pd
from figures import crossed, end, kept, levels, main, scenario_of, sweep_over
from matplotlib.axes import Axes

from webloop.errors import InputError
from webloop.months import parse_month
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis
from webloop.plots.runs import all_runs
from webloop.plots.sheet import Sheet, panels
from webloop.plots.style import BLUE, INK, SOFT, VERMILLION

HALF = 0.5
RULES = {"stress-replace": ("Replace", VERMILLION), "stress-accumulate": ("Accumulate", BLUE)}


def table(results: Results) -> pd.DataFrame:
    """Diversity kept by rule and temperature, and where each rule crosses the line."""
    sweep_over(results, ["lab.decoder.temperature"], "study-meeting")
    (temperatures,) = results.manifest["sweep"].values()
    values = kept(results, "hill_1")
    parts = []
    for rule in RULES:
        names = _cells(results, rule, temperatures)
        (at, low, high), there = crossed(temperatures, values[names].to_numpy(), HALF)
        rows = levels(values, names, "kept").reset_index(drop=True)
        rows = rows.assign(rule=rule, temperature=temperatures, flips_at=at, flips_low=low, flips_high=high)
        rows = rows.assign(runs=len(values), runs_that_flip=there)
        parts.append(rows)
    order = ["rule", "temperature", "kept", "kept_low", "kept_high", "flips_at", "flips_low", "flips_high"]
    return pd.concat(parts, ignore_index=True)[[*order, "runs", "runs_that_flip"]]


def _cells(results: Results, rule: str, temperatures: list[float]) -> list[str]:
    """The scenarios of a rule by temperature.

    Raises:
        InputError: when there are none, or not those of a web that models write alone.
    """
    wanted = [{"scenario": rule, "values": [each]} for each in temperatures]
    names = [name for each in wanted for name, cell in results.manifest["cells"].items() if cell == each]
    alone = {parse_month("2023-01"): 1.0}
    if len(names) < len(wanted) or any(scenario_of(results, name).pinned_pollution != alone for name in names):
        what = f"has no {rule}, in which models write every new page from 2023 on, at every temperature"
        raise InputError(f"{results.folder} {what}; webloop run scenarios/study-meeting.yaml makes it")
    return names


def draw(results: Results) -> Sheet:
    """Two curves, the line of collapse, and three regimes."""
    data = table(results)
    said = {rule: _flip(data[data["rule"] == rule]) for rule in RULES}
    sheet = Sheet(
        results,
        "Where the two sides of the debate meet",
        "Diversity (Hill-1) that models keep of what they had in December 2022, when from 2023 models write every new "
        f"page. Means of {all_runs(results)}; 95 % intervals that can't be seen are narrower than dots. Dashed: half, "
        "below which we say collapse.",
        width=7.6,
        body=3.7,
        foot="Temperature 1: a model writes as it has learned. Below it prefers the common to the rare.",
    )
    (axis,) = panels(sheet, 1, 1)
    ends = []
    for rule, (name, colour) in RULES.items():
        rows = data[data["rule"] == rule]
        axis.vlines(rows["temperature"], rows["kept_low"], rows["kept_high"], color=colour, linewidth=2.5, alpha=0.4)
        axis.plot(rows["temperature"], rows["kept"], color=colour, marker="o", markersize=4)
        ends.append(End(float(rows["kept"].iloc[-1]), f"{name}\n{said[rule]}", colour))
    axis.set_xlim(data["temperature"].min() - 0.01, data["temperature"].max() + 0.005)
    metric_axis(axis, "share", (0.0, 1.04))
    axis.set_xlabel("temperature of the models' decoder")
    axis.set_ylabel(f"diversity kept by {end(results)}")
    axis.axhline(HALF, color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
    _regimes(axis, data)
    end_labels(sheet, axis, ends, 7.5)
    sheet.data = data
    sheet.alt += " " + " ".join(f"{name}: {said[rule]}." for rule, (name, _) in RULES.items())
    points = "; ".join(f"{r.rule} at {r.temperature:g}: {100 * r.kept:.0f} %" for r in data.itertuples())
    sheet.alt += f" Diversity kept: {points}."
    return sheet


def _flip(rows: pd.DataFrame) -> str:
    """Where a rule crosses one half, and between which temperatures that were tried."""
    at, there, runs = (rows[name].iloc[0] for name in ("flips_at", "runs_that_flip", "runs"))
    if there < runs:
        return f"one half is crossed in {there} of {runs} runs" if there else "one half is not crossed here"
    below, above = rows.loc[rows["temperature"] < at, "temperature"], rows.loc[rows["temperature"] >= at, "temperature"]
    return f"one half at {at:.2f} (between {below.max():g} and {above.min():g})"


def _regimes(axis: Axes, data: pd.DataFrame) -> None:
    """The range in which the answer hangs on the rule, what is said on either side, and whose results lie there."""
    flips = data.groupby("rule")["flips_at"].first()
    left, right = float(flips["stress-accumulate"]), float(flips["stress-replace"])
    if not left < right:
        return
    axis.axvspan(left, right, color="#eeeeee", linewidth=0, zorder=0)
    low, _ = axis.get_xlim()
    above = {"xycoords": axis.get_xaxis_transform(), "xytext": (0, 3), "textcoords": "offset points", "fontsize": 6.5}
    for x, text, side in (
        ((low + left) / 2, "collapse under either rule", "center"),
        ((left + right) / 2, "only Replace collapses", "center"),
        (right + 0.002, "neither", "left"),
    ):
        axis.annotate(text, (x, 1), ha=side, color=SOFT, annotation_clip=False, **above)
    axis.text(right - 0.004, 0.52, "Gerstgrasser\net al. 2024:\nno collapse", ha="right", fontsize=7, color=BLUE)
    axis.text(left + 0.004, 0.09, "Shumailov\net al. 2024:\ncollapse", fontsize=7, color=VERMILLION)


if __name__ == "__main__":
    sys.exit(main("meeting", "study-meeting", __doc__, draw))
