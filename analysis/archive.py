"""Archive against freshness: what models gain and lose by the share of their training set from the archive of 2022.

    webloop run scenarios/study-archive.yaml --out results/study-archive     # one minute
    python analysis/archive.py results/study-archive

Six numbers in the last month, of the web as it is in the baseline. Levels with their 95 % intervals; the table has
paired differences to the baseline too, which have less chance in them, and the size of training sets.
"""

import sys

import pandas as pd
from figures import archived, at_end, differences, end, levels, main, scenario_of, sweep_over
from matplotlib.axes import Axes

from webloop.outcomes.results import Results
from webloop.plots.axes import metric_axis
from webloop.plots.runs import all_runs
from webloop.plots.series import limits
from webloop.plots.sheet import Sheet, heading, panels
from webloop.plots.style import BETTER, WORSE
from webloop.plots.words import UnitFormatter

METRICS = ("pollution_training", "error_mass", "hill_1", "tail_recall", "new_idea_recall", "staleness")
SIZE = "training_pages"
SHARE = "lab.mix.archive.share"


def table(results: Results) -> pd.DataFrame:
    """Levels and paired differences by share of the archive."""
    cells = {name: float(cell["values"][0]) for name, cell in results.manifest["cells"].items()}
    names = sorted(cells, key=lambda name: cells[name])
    parts = [levels(at_end(results, metric), names, metric) for metric in (*METRICS, SIZE)]
    data = pd.concat([*parts, differences(results, (*METRICS, SIZE), names)], axis=1)
    data.insert(0, "archive_share", [cells[name] for name in names])
    return data.reset_index(drop=True)


def draw(results: Results) -> Sheet:
    """Six panels, those that get better in blue and those that get worse in vermillion."""
    sweep_over(results, [SHARE], "study-archive")
    data = table(results)
    epochs = scenario_of(results, results.baseline).lab.max_epochs
    shrunk = 1 - float(data[SIZE].min() / data[SIZE].max())
    sheet = Sheet(
        results,
        "Archive against freshness",
        f"Models in {end(results)} by the share of their training set that comes from the archive of human pages up to "
        f"{archived(results)}. Means of {all_runs(results)}; bars: 95 % intervals. Blue: better than without archive "
        "at the largest share, orange: worse, grey: can't tell.",
        width=9.6,
        body=4.4,
        foot=f"The archive is repeated up to {epochs:g} times; then training sets shrink, by {100 * shrunk:.0f} % at "
        "most.",
    )
    axes = panels(sheet, 6, 3, sharex=True)
    for axis, metric in zip(axes, METRICS, strict=True):
        _panel(axis, results, data, metric)
    for axis in axes[3:]:
        axis.set_xlabel("archive, share of the training set")
    sheet.data = data
    first, last = data.iloc[0], data.iloc[-1]
    for metric in METRICS:
        what = results.recorded[metric]
        scale, sign = (100.0, " %") if what.unit == "share" else (1.0, "")
        ends = [f"{metric}_difference", f"{metric}_difference_low", f"{metric}_difference_high"]
        middle, low, high = (scale * float(last[name]) for name in ends)
        sheet.alt += (
            f" {what.label}: {scale * first[metric]:.1f}{sign} where {100 * first['archive_share']:.0f} % of the "
            f"training set are the archive's and {scale * last[metric]:.1f}{sign} where "
            f"{100 * last['archive_share']:.0f} % are, a paired difference to the baseline of {middle:+.2f} "
            f"({low:+.2f} to {high:+.2f})."
        )
    return sheet


def _panel(axis: Axes, results: Results, data: pd.DataFrame, metric: str) -> None:
    what = results.recorded[metric]
    low, high = float(data[f"{metric}_difference_low"].iloc[-1]), float(data[f"{metric}_difference_high"].iloc[-1])
    sign = 1 if what.better == "higher" else -1
    told = low * high > 0
    colour = "#767676" if not told else BETTER if low * sign > 0 else WORSE
    x = data["archive_share"]
    axis.vlines(x, data[f"{metric}_low"], data[f"{metric}_high"], color=colour, linewidth=2.5, alpha=0.35)
    axis.plot(x, data[metric], color=colour, marker="o", markersize=4)
    edges = data[[metric, f"{metric}_low", f"{metric}_high"]].to_numpy(dtype=float).ravel()
    metric_axis(axis, what.unit, limits(edges[edges == edges], share=what.unit == "share"))
    axis.xaxis.set_major_formatter(UnitFormatter("share"))
    heading(axis, what.label, {"higher": "higher is better", "lower": "lower is better"}[what.better], room=2.6)


if __name__ == "__main__":
    sys.exit(main("archive", "study-archive", __doc__, draw))
