"""How good must a detector be: pollution of training sets and people's pages thrown away, by its two rates.

    webloop run scenarios/study-detector.yaml --out results/study-detector     # one to two minutes
    python analysis/detector.py results/study-detector

Level lines over the share of AI pages by known models that the detector catches (up) and the share of people's pages
that it flags by mistake (to the right).
"""

import sys

import numpy as np
import pandas as pd
from figures import at_end, differences, end, levels, main, sweep_over

from webloop.outcomes.results import Results
from webloop.plots.axes import metric_axis
from webloop.plots.runs import all_runs
from webloop.plots.sheet import Key, Sheet, panels
from webloop.plots.style import BLUE, INK, VERMILLION
from webloop.plots.words import HARD, UnitFormatter

METRICS = ("pollution_training", "human_pages_lost", "hill_1", "tail_recall")
RATES = ["lab.filter.detector.tpr", "lab.filter.detector.fpr"]


def table(results: Results) -> pd.DataFrame:
    """Levels by both rates, and paired differences to the baseline, which has no filter."""
    cells = results.manifest["cells"]
    parts = [levels(at_end(results, metric), list(cells), metric) for metric in METRICS]
    data = pd.concat([*parts, differences(results, METRICS, list(cells))], axis=1)
    data.insert(0, "fpr", [cell["values"][1] for cell in cells.values()])
    data.insert(0, "tpr", [cell["values"][0] for cell in cells.values()])
    return data.reset_index(drop=True)


def draw(results: Results) -> Sheet:
    """Level lines of pollution and of people's pages lost."""
    sweep_over(results, RATES, "study-detector")
    data = table(results)
    without = float(at_end(results, "pollution_training")[results.baseline].mean())
    note = (
        f"Level lines in {end(results)}: pollution of training sets, and people's pages that filters threw away so "
        f"far. Dots: what was tried, means of {all_runs(results)}. Without a filter pollution is "
        f"{100 * without:.1f}{HARD}%."
    )
    sheet = Sheet(
        results,
        "How good must a detector be?",
        note,
        width=6.4,
        body=4.2,
        keys=[
            Key("pollution of training sets", BLUE),
            Key("people's pages thrown away, billions", VERMILLION, (0, (4, 2))),
        ],
        foot="Rates are of pages by models that the detector knows; it catches less of later ones and of paraphrases.",
    )
    (axis,) = panels(sheet, 1, 1)
    kinds = ((("pollution_training", 100.0), BLUE, "-", "%g %%"), (("human_pages_lost", 1e-9), VERMILLION, "--", "%g"))
    for (metric, scale), colour, line, form in kinds:
        wide = scale * data.pivot_table(index="tpr", columns="fpr", values=metric)
        drawn = axis.contour(
            wide.columns, wide.index, wide.to_numpy(), levels=_steps(wide.to_numpy()), colors=colour, linestyles=line
        )
        axis.clabel(drawn, fmt=form, fontsize=7, manual=_places(wide, drawn.levels, along=metric == METRICS[0]))
    axis.plot(data["fpr"], data["tpr"], color=INK, marker=".", markersize=3, linestyle="none", clip_on=False)
    metric_axis(axis, "share", (float(data["tpr"].min()), 1.0))
    axis.xaxis.set_major_formatter(UnitFormatter("share"))
    axis.set_xlabel("people's pages flagged by mistake (false positive rate)")
    axis.set_ylabel("AI pages caught (true positive rate)")
    sheet.data = data
    corners = data.sort_values(["tpr", "fpr"]).iloc[[0, -1]]
    for row in corners.itertuples():
        sheet.alt += (
            f" With {100 * row.tpr:.0f} % caught and {100 * row.fpr:.0f} % flagged by mistake: pollution "
            f"{100 * row.pollution_training:.1f} %, {row.human_pages_lost / 1e9:.0f} billion pages lost."
        )
    sheet.alt += f" {note}"
    return sheet


def _steps(values: np.ndarray) -> np.ndarray:
    """Round levels, six or so."""
    low, high = float(values.min()), float(values.max())
    raw = (high - low) / 6 or 1.0
    size = 10 ** np.floor(np.log10(raw))
    step = next(size * each for each in (1, 2, 5, 10) if size * each >= raw)
    return np.arange(np.floor(low / step) + 1, np.ceil(high / step)) * step


def _places(wide: pd.DataFrame, steps: np.ndarray, *, along: bool) -> list[tuple[float, float]]:
    """Where to write what a line stands for: all at one rate, away from the lines of the other kind."""
    if along:
        middle = wide.mean(axis=1)[::-1]
        return [(0.072, float(np.interp(step, middle.to_numpy(), middle.index))) for step in steps]
    middle = wide.mean(axis=0)
    return [(float(np.interp(step, middle.to_numpy(), middle.index)), 0.95) for step in steps]


if __name__ == "__main__":
    sys.exit(main("detector", "study-detector", __doc__, draw))
