"""Comparison with the baseline, paired by replicate: chance that both share does not blur the difference."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from webloop.errors import InputError
from webloop.files import write_atomically
from webloop.months import parse_month
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
CONFIDENCE = 0.95
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
    "helps",
    "better",
    "pairs",
    "verdict",
)


def compare(results: Results, names: Sequence[str] | None = None, month: str | None = None) -> pd.DataFrame:
    """Paired differences of every scenario to the baseline.

    Args:
        results: what was run.
        names: metrics that have a value every month; all of them for None.
        month: `YYYY-MM`; the last month that all scenarios reach for None.

    Returns:
        One row per scenario and metric: means, mean difference with its 95 % interval (t, over replicates), share of
        replicates in which the scenario is better, number of pairs, and what the interval says. Without at least two
        pairs there is no interval.

    Raises:
        InputError: for an unknown metric or month.
    """
    chosen = list(names) if names else list(results.monthly_metrics)
    table = results.monthly(chosen)
    when = month or str(table.groupby("scenario")["month"].max().min())
    if month is not None:
        _check_month(table, month)
    at = table[table["month"] == when].set_index(["scenario", "replicate"])
    base = at.loc[results.baseline]
    rows = [
        _row(results, scenario, when, name, base[name], at.loc[scenario][name])
        for scenario in results.scenarios
        if scenario != results.baseline
        for name in chosen
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _check_month(table: pd.DataFrame, month: str) -> None:
    try:
        parse_month(month)
    except ValueError as error:
        raise InputError(f"--at {month}: {error}") from error
    if month not in set(table["month"]):
        raise InputError(f"--at {month}: the results go from {table['month'].min()} to {table['month'].max()}")


def _row(
    results: Results, scenario: str, month: str, name: str, base: pd.Series, other: pd.Series
) -> dict[str, object]:
    """One comparison."""
    metric = results.recorded[name]
    difference = (other - base).dropna().to_numpy(dtype=float)
    low, high = interval(difference)
    sign = {"higher": 1.0, "lower": -1.0, "-": np.nan}[metric.better]
    helps = float((difference * sign > 0).mean()) if len(difference) and sign == sign else np.nan
    row = {
        "scenario": scenario,
        "metric": name,
        "label": metric.label,
        "unit": metric.unit,
        "month": month,
        "baseline_mean": float(base.mean()),
        "scenario_mean": float(other.mean()),
        "difference": float(difference.mean()) if len(difference) else np.nan,
        "low": low,
        "high": high,
        "helps": helps,
        "better": metric.better,
        "pairs": len(difference),
    }
    return {**row, "verdict": verdict(row)}


def interval(values: np.ndarray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Student's t interval of a mean; not a number below two values.

    >>> tuple(round(x, 3) for x in interval(np.array([1.0, 2.0, 3.0])))
    (-0.484, 4.484)
    """
    if len(values) < 2:
        return float("nan"), float("nan")
    half = stats.t.ppf((1 + confidence) / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)


def verdict(row: Mapping[str, Any]) -> str:
    """What a comparison says about a scenario: `better`, `worse`, `same` or `can't tell`.

    `-` where neither way is better, or there is no value.

    >>> verdict({"low": 0.1, "high": 0.2, "better": "higher", "pairs": 5})
    'better'
    """
    low, high, better = row["low"], row["high"], row["better"]
    if better == "-" or not row["pairs"]:
        return "-"
    if low == high == 0:
        return "same"
    if not (low > 0 or high < 0):
        return "can't tell"
    return "better" if (low > 0) == (better == "higher") else "worse"


def write_comparison(results: Results, table: pd.DataFrame) -> None:
    """Write comparison.csv into the results folder."""
    write_atomically(
        results.folder / "comparison.csv", lambda name: table.to_csv(name, index=False, float_format="%.10g")
    )
