"""Comparison with the baseline, paired by draw and replicate: chance that both share does not blur the difference.

Verdicts are about all policies of one metric at once (Holm), so by each metric at most 5 % of studies call any policy
better or worse that is neither; who looks at many metrics sees more. The 95 % intervals are those of each policy
alone, as a reader expects them. Over draws of parameters verdicts and intervals are about new draws and new luck at
once (`crossed`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from webloop.outcomes.bootstrap import bootstrap_intervals
from webloop.outcomes.crossed import crossed_tests, mean_of, whole_block, without_chance
from webloop.outcomes.distinguish import first_apart
from webloop.outcomes.paired import ALPHA, Floats, Paired, holm, next_level
from webloop.outcomes.panel import Panel
from webloop.outcomes.power import more_needed
from webloop.outcomes.results import Results
from webloop.run.tables import write_csv

COLUMNS = (
    "scenario",
    "metric",
    "label",
    "unit",
    "month",
    "baseline_mean",
    "scenario_mean",
    "difference",
    "low",
    "high",
    "boot_low",
    "boot_high",
    "helps",
    "better",
    "pairs",
    "dropped",
    "p",
    "p_adjusted",
    "verdict",
    "since",
    "more",
)


def compare(results: Results, names: Sequence[str] | None = None, month: str | None = None) -> pd.DataFrame:
    """Paired differences of every scenario to the baseline.

    A pair with a value missing on either side, such as of a run that failed, is left out and counted; over draws all
    of a draw or of a replicate may be left out with it, see `crossed.whole_block`. Of the draws of a design for
    sensitivity analysis only those count that are a fair sample.

    Args:
        results: what was run.
        names: metrics that have a value every month; all of them for None.
        month: `YYYY-MM`; the last month that all scenarios reach for None.

    Returns:
        One row per scenario and metric: `baseline_mean`, `scenario_mean` and mean `difference` over the pairs; its
        95 % intervals (`low`, `high`: Student's t, for draws see `crossed`; `boot_low`, `boot_high`: bootstrap, from
        three pairs on, and none over draws); the share of pairs in which the scenario is better (`helps`); numbers
        of `pairs` and `dropped` pairs of runs; the p-value of that t test (`p`), adjusted for the scenarios compared
        (`p_adjusted`, Holm); the `verdict`; the month `since` when the difference can be told, without a break up to
        the compared one; how many `more` replicates would tell it apart (not over draws, where more draws may be
        what is wanting).

    Raises:
        InputError: for an unknown metric or month, or draws that are no sample.
    """
    chosen = list(results.monthly_metrics if names is None else names)
    if not chosen or len(results.scenarios) < 2:
        return pd.DataFrame(columns=COLUMNS)
    results.monthly_checked(chosen)
    panel = Panel(results, chosen[0])
    at = panel.at(month)
    compared = [_metric(results, panel, name, at) for name in chosen]
    samples = [each for _, mine in compared for each in mine]
    rows = [row for mine, _ in compared for row in mine]
    for row, (low, high) in zip(rows, bootstrap_intervals(samples).tolist(), strict=True):
        row |= {"boot_low": low, "boot_high": high}
    order = {name: place for place, name in enumerate(panel.scenarios)}
    rows.sort(key=lambda row: order[row["scenario"]])
    return pd.DataFrame(rows, columns=COLUMNS)


@dataclass(frozen=True)
class Statements:
    """What can be said of policies by one metric, each array or list by policy.

    Attributes:
        now: tests of the compared month.
        adjusted: p-values, adjusted for the policies (Holm).
        told: whether the policy is told apart from the baseline.
        since: index of the month from which on it is, -1 where it is not.
        more: how many more replicates would do, NaN where that is not known or not needed.
    """

    now: Paired
    adjusted: Floats
    told: NDArray[np.bool_]
    since: list[int]
    more: Floats


def statements(difference: Floats, fixed: NDArray[np.bool_] | None = None) -> Statements:
    """Verdicts and dates of all policies by one metric.

    Args:
        difference: from the baseline, (policies, months, draws, replicates), the compared month last.
        fixed: policies in which, as in the baseline, chance has no part in the metric; none, for None.
    """
    by_month = crossed_tests(difference, None if fixed is None else fixed[:, None])
    now = by_month[:, -1]
    adjusted = holm(now.p)
    told = adjusted <= ALPHA
    since = first_apart(by_month.p, by_month.mean, told, len(difference))
    more = more_needed(now.mean, now.sd, now.pairs.astype(float), next_level(adjusted))
    more[told | now.same | np.isnan(now.p) | (difference.shape[-2] > 1)] = np.nan
    return Statements(now, adjusted, told, since, more)


def _metric(results: Results, panel: Panel, name: str, at: int) -> tuple[list[dict[str, Any]], list[Floats]]:
    """One metric of every scenario but the baseline: their rows, and of each the differences of independent pairs."""
    values = panel.values(name)[:, : at + 1]
    others = [index for index in range(len(panel.scenarios)) if index != panel.baseline]
    fixed = without_chance(values)
    difference = values[others] - values[panel.baseline]
    said = statements(difference, fixed[others] & fixed[panel.baseline])
    low, high = said.now.interval()
    kept = whole_block(~np.isnan(difference[:, -1]))
    base, mine = mean_of(values[panel.baseline, -1], kept), mean_of(values[others, -1], kept)
    metric = results.recorded[name]
    sign = {"higher": 1.0, "lower": -1.0, "-": np.nan}[metric.better]
    rows, samples = [], []
    for place, index in enumerate(others):
        pairs = difference[place, -1][kept[place]]
        row = {
            "scenario": panel.scenarios[index],
            "metric": name,
            "label": metric.label,
            "unit": metric.unit,
            "month": panel.months[at],
            "baseline_mean": float(base[place]),
            "scenario_mean": float(mine[place]),
            "difference": float(said.now.mean[place]),
            "low": float(low[place]),
            "high": float(high[place]),
            "helps": float((pairs * sign > 0).mean()) if len(pairs) and sign == sign else np.nan,
            "better": metric.better,
            "pairs": len(pairs),
            "dropped": panel.runs - len(pairs),
            "p": float(said.now.p[place]),
            "p_adjusted": float(said.adjusted[place]),
            "since": panel.months[said.since[place]] if said.since[place] >= 0 else None,
            "more": float(said.more[place]),
        }
        rows.append({**row, "verdict": verdict(row, same=bool(said.now.same[place]))})
        samples.append(pairs if panel.draws == 1 else pairs[:0])
    return rows, samples


def verdict(row: Mapping[str, Any], *, same: bool = False) -> str:
    """What a comparison says about a scenario: `better`, `worse`, `same` or `can't tell`.

    It goes by the adjusted p-value, so an interval that leaves out zero may still go with `can't tell`: among
    many scenarios some such interval is to be expected by chance. `-` where neither way is better, or there is no
    value.

    Args:
        row: of a comparison.
        same: whether there are several pairs and no difference in any.

    >>> verdict({"difference": 0.1, "p_adjusted": 0.01, "better": "higher", "pairs": 5})
    'better'
    """
    if row["better"] == "-" or not row["pairs"]:
        return "-"
    if same:
        return "same"
    if not row["p_adjusted"] <= ALPHA:
        return "can't tell"
    return "better" if (row["difference"] > 0) == (row["better"] == "higher") else "worse"


def write_comparison(results: Results, table: pd.DataFrame, name: str = "comparison.csv") -> None:
    """Write a table of comparisons into the results folder."""
    write_csv(results.folder / name, table)
