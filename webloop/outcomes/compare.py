"""Comparison with the baseline, paired by replicate: chance that both share does not blur the difference.

Verdicts are about all policies of a metric at once (Holm), so at most 5 % of studies call any policy better or worse
that is neither. The 95 % intervals are those of each policy alone, as a reader expects them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from webloop.files import write_atomically
from webloop.outcomes.bootstrap import bootstrap_intervals
from webloop.outcomes.distinguish import first_apart
from webloop.outcomes.paired import ALPHA, Floats, Paired, holm, next_level, paired_tests
from webloop.outcomes.panel import Panel, by_unit
from webloop.outcomes.power import more_needed
from webloop.outcomes.results import Results

HEADLINES = (
    "tail_recall",
    "hill_1",
    "error_mass",
    "js_divergence",
    "new_idea_recall",
    "pollution_training",
    "minority_share",
    "staleness",
    "pollution_flow",
    "pollution_stock",
    "human_output",
    "human_pages_lost",
    "policy_cost",
)
"""What tables show first: what models keep, how true they are, how fresh, and what it costs."""
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

    The unit is the replicate or, where a study has several draws of its parameters, the draw: the mean of its
    replicates. A pair with a value missing on either side, such as of a run that failed, is left out and counted.

    Args:
        results: what was run.
        names: metrics that have a value every month; all of them for None.
        month: `YYYY-MM`; the last month that all scenarios reach for None.

    Returns:
        One row per scenario and metric: `baseline_mean`, `scenario_mean` and mean `difference` over complete pairs;
        its 95 % intervals (`low`, `high`: Student's t; `boot_low`, `boot_high`: bootstrap, from three pairs on); the
        share of pairs in which the scenario is better (`helps`); numbers of `pairs` and `dropped` pairs; the p-value
        of a paired t test (`p`), adjusted for the scenarios compared (`p_adjusted`, Holm); the `verdict`; the first
        month `since` when the difference can be told without a break; how many `more` pairs would tell it apart.

    Raises:
        InputError: for an unknown metric or month.
    """
    chosen = list(names) if names else list(results.monthly_metrics)
    if not chosen or len(results.scenarios) < 2:
        return pd.DataFrame(columns=COLUMNS)
    results.monthly_checked(chosen)
    panel = Panel(results, chosen[0])
    at = panel.at(month)
    compared = [_metric(results, panel, name, at) for name in chosen]
    differences = [units[~np.isnan(units)] for _, table in compared for units in table]
    rows = [row for mine, _ in compared for row in mine]
    for row, (low, high) in zip(rows, bootstrap_intervals(differences).tolist(), strict=True):
        row |= {"boot_low": low, "boot_high": high}
    order = {name: place for place, name in enumerate(panel.scenarios)}
    rows.sort(key=lambda row: order[row["scenario"]])
    return pd.DataFrame(rows, columns=COLUMNS)


def _metric(results: Results, panel: Panel, name: str, at: int) -> tuple[list[dict[str, Any]], Floats]:
    """One metric of every scenario but the baseline: their rows, and their differences (scenarios, units)."""
    values = panel.values(name)[:, : at + 1]
    others = [index for index in range(len(panel.scenarios)) if index != panel.baseline]
    difference = values[others] - values[panel.baseline]
    by_month = paired_tests(by_unit(difference))
    now = Paired(*(getattr(by_month, field)[:, -1] for field in by_month.__dataclass_fields__))
    adjusted = holm(now.p)
    told = adjusted <= ALPHA
    since = first_apart(by_month.p, by_month.mean, told, len(others))
    low, high = now.interval()
    more = more_needed(now.mean, now.sd, now.pairs.astype(float), next_level(adjusted))
    more[told | now.same | np.isnan(now.p)] = np.nan
    units = by_unit(difference[:, -1])
    complete = ~np.isnan(difference[:, -1])
    base, mine = (
        np.where(complete, side[:, -1], np.nan) for side in (values[[panel.baseline] * len(others)], values[others])
    )
    metric = results.recorded[name]
    sign = {"higher": 1.0, "lower": -1.0, "-": np.nan}[metric.better]
    rows: list[dict[str, Any]] = []
    for place, index in enumerate(others):
        pairs = int(now.pairs[place])
        row = {
            "scenario": panel.scenarios[index],
            "metric": name,
            "label": metric.label,
            "unit": metric.unit,
            "month": panel.months[at],
            "baseline_mean": _mean(by_unit(base[place])),
            "scenario_mean": _mean(by_unit(mine[place])),
            "difference": float(now.mean[place]),
            "low": float(low[place]),
            "high": float(high[place]),
            "helps": float((units[place] * sign > 0).sum() / pairs) if pairs and sign == sign else np.nan,
            "better": metric.better,
            "pairs": pairs,
            "dropped": panel.runs - int(complete[place].sum()),
            "p": float(now.p[place]),
            "p_adjusted": float(adjusted[place]),
            "since": panel.months[since[place]] if since[place] >= 0 else None,
            "more": float(more[place]),
        }
        rows.append({**row, "verdict": verdict(row)})
    return rows, units


def _mean(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else float("nan")


def verdict(row: Mapping[str, Any]) -> str:
    """What a comparison says about a scenario: `better`, `worse`, `same` or `can't tell`.

    It goes by the adjusted p-value, so an interval that leaves out zero may still go with `can't tell`: among
    many scenarios some such interval is to be expected by chance. `-` where neither way is better, or there is no
    value.

    >>> verdict({"difference": 0.1, "low": 0.05, "high": 0.15, "p_adjusted": 0.01, "better": "higher", "pairs": 5})
    'better'
    """
    if row["better"] == "-" or not row["pairs"]:
        return "-"
    if row["low"] == row["high"] == 0:
        return "same"
    if not row["p_adjusted"] <= ALPHA:
        return "can't tell"
    return "better" if (row["difference"] > 0) == (row["better"] == "higher") else "worse"


def write_comparison(results: Results, table: pd.DataFrame, name: str = "comparison.csv") -> None:
    """Write a table of comparisons into the results folder."""
    write_atomically(results.folder / name, lambda part: table.to_csv(part, index=False, float_format="%.10g"))
