"""Numbers behind the pictures: quantiles over runs, releases by year, and scenarios that can't be told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from webloop.months import format_month
from webloop.outcomes.results import Results
from webloop.plots.runs import only_fair

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95
ALIKE = 0.005
"""Lines that are nowhere further apart than this share of the axis are drawn as one."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """A metric over time: median and middle 90 % over draws and replicates; only times with a value.

    Attributes:
        time: years with fraction.
        low: 5 % quantile.
        middle: median.
        high: 95 % quantile.
    """

    time: Array
    low: Array
    middle: Array
    high: Array


def bands(results: Results, metric: str) -> dict[str, Band]:
    """Quantiles of a metric over draws and replicates, by scenario and time; a scenario without any value is left out.

    A metric that is measured at releases only is averaged over the releases of each calendar year first.
    """
    at_releases = results.recorded[metric].level == "generation"
    table = yearly(results, [metric]) if at_releases else only_fair(results, results.monthly([metric]))
    return quantiles(table, metric, "time", results.scenarios)


def quantiles(table: pd.DataFrame, metric: str, time: str, scenarios: Sequence[str]) -> dict[str, Band]:
    """Quantiles of a metric over the rows of each scenario and time; a scenario without any value is left out.

    Args:
        table: with columns `scenario`, the metric and the time.
        metric: its column.
        time: the column that tells when.
        scenarios: their order.
    """
    known = table.dropna(subset=[metric])
    grouped = known.groupby(["scenario", time])[metric].quantile(np.array([LOW, MIDDLE, HIGH])).unstack()
    out = {}
    for scenario in scenarios:
        if scenario in grouped.index.get_level_values("scenario"):
            mine = grouped.loc[scenario]
            low, middle, high = (mine[q].to_numpy(dtype=float) for q in (LOW, MIDDLE, HIGH))
            out[scenario] = Band(mine.index.to_numpy(dtype=float), low, middle, high)
    return out


def table_of(found: Mapping[str, Band], drawn: Sequence[Sequence[str]], time: str) -> pd.DataFrame:
    """Bands that are drawn, one row for each step: `scenario`, the time, `low`, `median` and `high`.

    Args:
        found: bands by scenario.
        drawn: scenarios that are drawn, those that share a line together; the first one's line is drawn, and `also`
            names the others.
        time: `month` (then YYYY-MM), `year` or `generation`.
    """
    parts = []
    for first, *others in drawn:
        band = found[first]
        steps = [format_month(round(12 * each)) for each in band.time] if time == "month" else band.time.astype(int)
        names = {"scenario": first, "also": "; ".join(others), time: steps}
        parts.append(pd.DataFrame({**names, "low": band.low, "median": band.middle, "high": band.high}))
    return pd.concat(parts, ignore_index=True)


def yearly(results: Results, metrics: Sequence[str]) -> pd.DataFrame:
    """Means over the models released in a calendar year; `time` is the year."""
    table = only_fair(results, results.generations(metrics))
    table["time"] = np.floor(table["time"].to_numpy(dtype=float))
    return table.groupby(["scenario", "draw", "replicate", "time"], as_index=False)[list(metrics)].mean()


def at_horizon(results: Results, metric: str) -> dict[str, Array]:
    """The values of a metric in the last month, one per draw and replicate, by scenario."""
    table = only_fair(results, results.monthly([metric]))
    last = table[table["month"] == table["month"].max()].dropna(subset=[metric])
    return {str(name): rows[metric].to_numpy(dtype=float) for name, rows in last.groupby("scenario")}


def groups(lines: Mapping[str, Array], span: float) -> list[list[str]]:
    """Scenarios put together where their lines can't be told apart, in the order in which they come.

    >>> groups({"a": np.array([1.0, 2.0]), "b": np.array([1.0, 3.0]), "c": np.array([1.0, 2.0])}, 2.0)
    [['a', 'c'], ['b']]
    """
    out: list[list[str]] = []
    for name, line in lines.items():
        for group in out:
            first = lines[group[0]]
            if first.shape == line.shape and np.allclose(first, line, rtol=0, atol=ALIKE * span, equal_nan=True):
                group.append(name)
                break
        else:
            out.append([name])
    return out


def limits(values: Array, *, share: bool) -> tuple[float, float]:
    """The range of an axis: from zero, unless the numbers are all far from it.

    Args:
        values: all numbers that are drawn.
        share: True for shares, which are not drawn beyond 0 and 1.

    >>> limits(np.array([0.1, 0.5]), share=True), limits(np.array([0.0]), share=True)
    ((0.0, 0.53), (0.0, 0.01))
    """
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low < 0:
        room = 0.06 * (high - low)
        return low - room, high + room
    if low < 0.5 * high or high == 0:
        top = high * 1.06 or (0.01 if share else 1.0)
        return 0.0, min(top, 1.03) if share else top
    room = max(0.08 * (high - low), 0.004 * high)
    return low - room, high + room
