"""Comparison with the baseline, paired by replicate: chance that both share does not blur the difference."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from webloop.errors import InputError
from webloop.months import parse_month
from webloop.outcomes.results import Results
from webloop.run.store import write_atomically

HEADLINES = (
    "pollution_training",
    "tail_recall",
    "hill_1",
    "error_mass",
    "minority_share",
    "staleness",
    "new_idea_recall",
    "js_divergence",
    "pollution_flow",
    "pollution_stock",
    "human_output",
    "policy_cost",
)
CONFIDENCE = 0.95


def compare(results: Results, names: Sequence[str] | None = None, month: str | None = None) -> pd.DataFrame:
    """Paired differences of every scenario to the baseline.

    Args:
        results: what was run.
        names: metrics; the headline ones for None.
        month: `YYYY-MM`; the horizon for None.

    Returns:
        One row per scenario and metric: means, mean difference with its 95 % interval (t, over replicates),
        share of replicates in which the scenario is better, and the number of pairs. Without at least two
        pairs there is no interval.

    Raises:
        InputError: for an unknown metric or month.
    """
    chosen = list(names) if names else [name for name in HEADLINES if name in results.recorded]
    table = results.monthly(chosen)
    when = month or str(table["month"].max())
    if month is not None:
        try:
            parse_month(month)
        except ValueError as error:
            raise InputError(f"--at {month}: {error}") from error
        if month not in set(table["month"]):
            raise InputError(f"--at {month}: the results go from {table['month'].min()} to {table['month'].max()}")
    at = table[table["month"] == when].set_index(["scenario", "replicate"])
    base = at.loc[results.baseline]
    rows = []
    for scenario in results.scenarios:
        if scenario != results.baseline:
            rows += [_row(results, scenario, when, name, base[name], at.loc[scenario][name]) for name in chosen]
    return pd.DataFrame(rows)


def _row(
    results: Results, scenario: str, month: str, name: str, base: pd.Series, other: pd.Series
) -> dict[str, object]:
    """One comparison."""
    metric = results.recorded[name]
    difference = (other - base).dropna().to_numpy(dtype=float)
    low, high = interval(difference)
    sign = {"higher": 1.0, "lower": -1.0, "-": np.nan}[metric.better]
    helps = float((difference * sign > 0).mean()) if len(difference) and sign == sign else np.nan
    return {
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
    """What a comparison says about a scenario: `better`, `worse`, `same` or `can't tell`; `-` where neither is better.

    >>> verdict({"low": 0.1, "high": 0.2, "better": "higher"})
    'better'
    """
    low, high, better = row["low"], row["high"], row["better"]
    if better == "-":
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
