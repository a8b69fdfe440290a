"""How robust policies are: in how many draws they win, what is lost by choosing them, and where they lose.

The regret of a policy in a draw is how much worse it is than the best policy of that draw (Savage 1951; Lempert,
Groves, Popper & Bankes 2006). Doing as the baseline does is a policy too.

Shares of draws and their intervals are about new draws of the parameters with the luck that was run: all draws have the
same replicates, so what luck does to one of them it does to all, and no number of draws shows that. Whether a mean
difference holds for new luck too is what `compare` tests.

References:
    Lempert, R. J., Groves, D. G., Popper, S. W. & Bankes, S. C. (2006), A general, analytic method for generating
    robust strategies and narrative scenarios, Management Science 52, 514-528.

    Savage, L. J. (1951), The theory of statistical decision, Journal of the American Statistical Association 46,
    55-67.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.metrics.registry import Metric
from webloop.outcomes.drawn import Array, chosen_metrics, read_design, read_draws, spread_out, values_at
from webloop.outcomes.panel import sample_of
from webloop.outcomes.results import Results
from webloop.outcomes.rules import RULES, rule_of
from webloop.outcomes.shares import wilson
from webloop.run.tables import write_csv

HALF = 0.5
PAIRS = ("metric", "scenario", "other", "draws", "wins", "ties", "losses", "beats", "low", "high")


@dataclass(frozen=True, eq=False)
class Robustness:
    """What holds over all draws.

    Attributes:
        scenarios: one row per metric and scenario: in which share of draws it beats the baseline and is the best,
            and its regret.
        pairs: one row per metric and pair of scenarios: in which share of draws the first beats the other.
        rules: one row per metric and policy: in which ranges of the parameters it loses to the baseline, or
            wins where it mostly loses.
        month: when.
        dropped: draws of each metric that are left out because a scenario has no value there.
    """

    scenarios: pd.DataFrame
    pairs: pd.DataFrame
    rules: pd.DataFrame
    month: str
    dropped: dict[str, int]


def robust(results: Results, names: Sequence[str] | None = None, month: str | None = None) -> Robustness:
    """How policies fare over the draws of the uncertain parameters.

    Scenarios are compared in the same draw, by their means over its replicates, which share their luck. Equal
    values are a win for neither.

    Args:
        results: of a study with uncertain parameters.
        names: metrics that have a value every month and a better direction; the headline ones for None.
        month: `YYYY-MM`; the last one that all scenarios reach for None.

    Raises:
        InputError: without policies or draws, for draws that are no sample, an unknown metric or month, or without
            scikit-learn.
    """
    design = read_design(results)
    if len(results.scenarios) < 2:
        raise InputError("only the baseline was run: there is no policy that could be robust")
    sample = sample_of(results, design)
    metrics = chosen_metrics(results, names, directed=True)
    if not metrics:
        raise InputError("none of the headline metrics was recorded; name one with --metric")
    table, when = values_at(results, [metric.name for metric in metrics], month)
    parameters = read_draws(results).iloc[sample]
    scenarios, pairs, rules, dropped = [], [], [], {}
    for metric in metrics:
        means = pd.DataFrame(
            {
                name: spread_out(table[metric.name], name, design.total, results.replicates)[sample].mean(axis=1)
                for name in results.scenarios
            }
        )
        complete = means.notna().all(axis=1).to_numpy()
        dropped[metric.name] = int((~complete).sum())
        if complete.sum() < 2:
            continue
        gains = means[complete] * (1.0 if metric.better == "higher" else -1.0)
        pairs += _pairs(metric, gains)
        scenarios += _scenarios(results, metric, when, gains)
        rules += _rules(results, metric, gains, parameters[complete])
    if not scenarios:
        gone = max(dropped.values())
        raise InputError(f"{gone} of {len(sample)} draws lack a run or a value: the same command runs what is missing")
    return Robustness(
        pd.DataFrame(scenarios), pd.DataFrame(pairs, columns=PAIRS), pd.DataFrame(rules, columns=RULES), when, dropped
    )


def verdict(row: "Mapping[str, Any] | pd.Series[Any]") -> str:
    """What a row of `Robustness.scenarios` says of a policy against the baseline, by intervals of shares of draws.

    `better` or `worse` in more than half of all draws, `same` in all, else `even`; empty for the baseline.

    >>> verdict({"ties": 0.0, "low": 0.3, "loses": 0.9, "draws": 10}), verdict({"ties": 1.0})
    ('worse', 'same')
    """
    if row["ties"] != row["ties"]:
        return ""
    if row["ties"] == 1:
        return "same"
    worse, _ = wilson(round(row["loses"] * row["draws"]), int(row["draws"]))
    return "better" if row["low"] > HALF else "worse" if worse > HALF else "even"


def regret(gains: pd.DataFrame) -> Array:
    """How much worse each policy (column) is than the best in each draw (row).

    >>> regret(pd.DataFrame({"a": [3.0, 1.0], "b": [1.0, 2.0]})).tolist()
    [[0.0, 2.0], [1.0, 0.0]]
    """
    values = gains.to_numpy(dtype=float)
    out: Array = values.max(axis=1, keepdims=True) - values
    return out


def _pairs(metric: Metric, gains: pd.DataFrame) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name in gains:
        for other in gains:
            if name != other:
                wins, ties = int((gains[name] > gains[other]).sum()), int((gains[name] == gains[other]).sum())
                share = wins / len(gains)
                losses = len(gains) - wins - ties
                rows.append(
                    (metric.name, name, other, len(gains), wins, ties, losses, share, *wilson(wins, len(gains)))
                )
    return rows


def _scenarios(results: Results, metric: Metric, month: str, gains: pd.DataFrame) -> list[dict[str, object]]:
    lost = regret(gains)
    sorted_gains = np.sort(gains.to_numpy(dtype=float), axis=1)
    alone = sorted_gains[:, -1] > sorted_gains[:, -2]  # the best, and nobody as good
    rows: list[dict[str, object]] = []
    for index, name in enumerate(gains):
        against = gains[name] - gains[results.baseline]
        wins, policy = int((against > 0).sum()), name != results.baseline
        low, high = wilson(wins, len(gains)) if policy else (np.nan, np.nan)
        rows.append(
            {
                "metric": metric.name,
                "label": metric.label,
                "unit": metric.unit,
                "scenario": name,
                "month": month,
                "draws": len(gains),
                "beats": wins / len(gains) if policy else np.nan,
                "low": low,
                "high": high,
                "ties": float((against == 0).mean()) if policy else np.nan,
                "loses": float((against < 0).mean()) if policy else np.nan,
                "best": float(((lost[:, index] == 0) & alone).mean()),
                "regret_mean": float(lost[:, index].mean()),
                "regret_q90": float(np.quantile(lost[:, index], 0.9)),
                "regret_max": float(lost[:, index].max()),
            }
        )
    return rows


def _rules(results: Results, metric: Metric, gains: pd.DataFrame, parameters: pd.DataFrame) -> list[dict[str, object]]:
    base = gains[results.baseline]
    policies = [str(name) for name in gains if name != results.baseline]
    return [rule_of(metric.name, name, (gains[name] - base).to_numpy(dtype=float), parameters) for name in policies]


def write_robust(results: Results, found: Robustness) -> None:
    """Write robust.csv, robust_pairs.csv and rules.csv into the results folder."""
    for name, table in (("robust", found.scenarios), ("robust_pairs", found.pairs), ("rules", found.rules)):
        write_csv(results.folder / f"{name}.csv", table)
