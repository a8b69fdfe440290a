"""Levels of metrics in a month, of each scenario by itself, and where there are none."""

from collections.abc import Sequence

import pandas as pd

from webloop.outcomes.panel import fair_rows
from webloop.outcomes.results import Results


def levels(results: Results, names: Sequence[str], month: str) -> pd.DataFrame:
    """Means over the runs that have a value: one row per scenario, one column per metric; NaN where no run has one.

    Args:
        results: what was run.
        names: metrics that have a value every month.
        month: `YYYY-MM`.
    """
    table = fair_rows(results, results.monthly(names))
    return table[table["month"] == month].groupby("scenario")[list(names)].mean().reindex(results.scenarios)


def without_value(table: pd.DataFrame) -> str:
    """Which metrics have no value in some scenarios though they have one in others, in words; empty for none.

    >>> without_value(pd.DataFrame({"perplexity": [None, 9.0], "hill_1": [1.0, 2.0]}, index=["a", "b"]))
    'no value: perplexity in a'
    """
    metrics: dict[str, list[str]] = {}
    for name in table.columns:
        missing = table[name].isna()
        if missing.any() and not missing.all():
            metrics.setdefault(", ".join(table.index[missing]), []).append(name)
    return "no value: " * bool(metrics) + "; ".join(f"{', '.join(some)} in {who}" for who, some in metrics.items())
