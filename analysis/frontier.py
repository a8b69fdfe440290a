"""Policy frontier: how polluted training sets are, against what policies cost in money, people's pages and data.

    webloop run scenarios/study.yaml --out results/study     # a minute and a half
    python analysis/frontier.py results/study

A policy is on the frontier of a cost where no other has less of both, the cost and pollution. The world without AI is
no policy and not drawn, nor is one whose pollution is pinned.
"""

import sys
from collections.abc import Iterable

import numpy as np
import pandas as pd
from dot_names import name_dots
from figures import at_end, differences, end, levels, main, scenario_of
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis
from webloop.plots.grid import titles
from webloop.plots.runs import all_runs
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import BASELINE, BLUE, INK

POLLUTION = "pollution_training"
NO_POLICY = frozenset(["no-ai"])
COSTS = {
    "policy_cost": ("Money paid", "billion USD so far", 1e-9),
    "human_pages_lost": ("People's pages lost", "billions so far", 1e-9),
    "data_given_up": ("Training pages given up", "% of the baseline's; below 0: gained", 100.0),
}
_LEAST = 1e-3
"""Costs and pollution nearer to each other than this share of the largest are no difference to the frontier."""


def table(results: Results) -> pd.DataFrame:
    """Pollution, three costs, and on which frontiers a policy is; a row for each policy and the baseline."""
    names = [results.baseline, *_policies(results)]
    pages = at_end(results, "training_pages")
    measured = {name: at_end(results, name) for name in (POLLUTION, "policy_cost", "human_pages_lost")}
    measured["data_given_up"] = 1 - pages.div(pages[results.baseline], axis=0)
    data = pd.concat([levels(values, names, name) for name, values in measured.items()], axis=1)
    data = pd.concat([data, differences(results, [POLLUTION], names)], axis=1)
    for cost in COSTS:
        data[f"frontier_{cost}"] = frontier(data[cost].to_numpy(), data[POLLUTION].to_numpy())
    return data.rename_axis("scenario").reset_index()


def _policies(results: Results) -> list[str]:
    """Scenarios that ask what a rule does to the baseline's world.

    Raises:
        InputError: when there are none, or the baseline's pollution is pinned.
    """
    others = [name for name in results.scenarios if name not in {results.baseline, *NO_POLICY}]
    free = {name for name in [results.baseline, *others] if not scenario_of(results, name).pinned_pollution}
    policies = [name for name in others if name in free]
    if results.manifest["sweep"] or not policies or results.baseline not in free:
        what = "has no policies to compare: only a baseline, sweeps, or worlds whose pollution is pinned"
        raise InputError(f"{results.folder} {what}; webloop run scenarios/study.yaml makes some")
    return policies


def frontier(cost: np.ndarray, pollution: np.ndarray) -> np.ndarray:
    """Which points no other one dominates: less of one, and not more of the other.

    >>> frontier(np.array([0.0, 0.0, 1.0, 2.0]), np.array([0.3, 0.2, 0.1, 0.15])).tolist()
    [False, True, True, False]
    """
    both = np.stack([cost, pollution], axis=1)
    near = _LEAST * np.maximum(np.abs(both).max(axis=0), 1e-300)
    no_more = (both[None] <= both[:, None] + near).all(axis=2)  # [point, other]
    less = (both[None] < both[:, None] - near).any(axis=2)
    return ~(no_more & less).any(axis=1)


def draw(results: Results) -> Sheet:
    """A panel for each cost; frontiers in blue, what is dominated in grey, the baseline as a line."""
    data = table(results)
    known = titles(results)
    base = float(data.set_index("scenario").loc[results.baseline, POLLUTION])
    sheet = Sheet(
        results,
        "What less pollution costs: pollution of training sets against three costs, " + end(results),
        f"Means of {all_runs(results)}; crosses: 95 % intervals, where they are wider than the dots. Blue: on the "
        "frontier of this cost: no other policy has less of both.",
        width=9.8,
        body=3.4,
        keys=[
            Key("on the frontier", BLUE, "-", "o"),
            Key("another policy is better", BASELINE, "", "o", "white"),
            Key("baseline", BASELINE),
        ],
        foot="Costs that the model does not have (running detectors, enforcing labels) are not in any panel.",
    )
    axes = panels(sheet, len(COSTS), len(COSTS), sharey=True)
    for axis, (cost, (title, below, scale)) in zip(axes, COSTS.items(), strict=True):
        heading(axis, title, below, room=1.85, lines=2)
        _panel(axis, data, cost, scale)
        axis.axhline(base, color=BASELINE, linewidth=1.2, zorder=1)
    metric_axis(axes[0], "share", (0.0, 1.08 * float(data[POLLUTION].max())))
    axes[0].set_ylabel("pollution of training sets")
    end_labels(sheet, axes[-1], _ends(data, known), 7.5)
    for axis, cost in zip(axes, COSTS, strict=True):
        _name(sheet, axis, cost, data, known)
    sheet.data = data
    for cost, (title, _, _) in COSTS.items():
        best = data[data[f"frontier_{cost}"]].sort_values(POLLUTION, ascending=False)
        said = "; ".join(f"{known[r['scenario']]} {100 * r[POLLUTION]:.1f} %" for _, r in best.iterrows())
        sheet.alt += f" {title}: on the frontier are {said}."
    return sheet


def _panel(axis: Axes, data: pd.DataFrame, cost: str, scale: float) -> None:
    for on in (False, True):
        rows = data[data[f"frontier_{cost}"] == on].sort_values(cost)
        colour = BLUE if on else BASELINE
        x, y = scale * rows[cost], rows[POLLUTION]
        axis.hlines(y, scale * rows[f"{cost}_low"], scale * rows[f"{cost}_high"], color=colour, linewidth=1.2)
        axis.vlines(x, rows[f"{POLLUTION}_low"], rows[f"{POLLUTION}_high"], color=colour, linewidth=1.2)
        face = colour if on else "white"
        axis.plot(x, y, color=colour, marker="o", markersize=5, markerfacecolor=face, linestyle="none", clip_on=False)
        if on:
            axis.step(x, y, where="post", color=colour, linewidth=1.0, alpha=0.6)
    right = max(scale * float(data[cost].max()), 1e-9)
    axis.set_xlim(-0.05 * right, 1.1 * right)
    axis.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))


def _rows(data: pd.DataFrame) -> Iterable[tuple[float, pd.DataFrame]]:
    """Policies of the same pollution, by it."""
    return data.groupby(data[POLLUTION].round(3), sort=True)


def _name(sheet: Sheet, axis: Axes, cost: str, data: pd.DataFrame, known: dict[str, str]) -> None:
    """Name the dots that share a label at the right."""
    scaled = COSTS[cost][2] * data[[f"{cost}_low", cost, f"{cost}_high"]].to_numpy()
    across = np.stack([scaled, data[[f"{POLLUTION}_low", POLLUTION, f"{POLLUTION}_high"]].to_numpy()], axis=2)
    rows = [[int(at) for at in rows.index] for _, rows in _rows(data)]
    base = float(data.set_index("scenario")[POLLUTION].iloc[0])
    sheet.later(lambda: name_dots(sheet, axis, across, [known[name] for name in data["scenario"]], rows, base))


def _ends(data: pd.DataFrame, known: dict[str, str]) -> list[End]:
    """A label for each height; policies of the same pollution share one."""
    ends: list[End] = []
    for height, rows in _rows(data):
        on = rows[[f"frontier_{cost}" for cost in COSTS]].any(axis=None)
        text = " / ".join(known[name] for name in rows["scenario"])
        ends.append(
            End(float(height), f"{text}: {100 * float(height):.1f} %", BLUE if on else BASELINE, None if on else INK)
        )
    return ends


if __name__ == "__main__":
    sys.exit(main("frontier", "study", __doc__, draw))
