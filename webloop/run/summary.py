"""Small tables about the end of runs: means, dates of collapse, and ideas that were lost."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from webloop.metrics.collapse import COLLAPSE, SIGNS, collapse_months
from webloop.months import format_month
from webloop.run.tasks import Run


def summarise(ends: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Every metric at the horizon, by scenario: mean, spread and quantiles over replicates.

    `early_collapse` and `late_collapse` are the share of replicates that had collapsed by the horizon.
    """
    rows = []
    for scenario in order:
        mine = ends[ends["scenario"] == scenario].drop(columns=["scenario", "draw", "replicate", "month"])
        for metric in mine.columns:
            values = mine[metric].dropna().to_numpy(dtype=float)
            if len(values) == 0:
                continue
            low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
            spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
            rows.append((scenario, metric, len(values), values.mean(), spread, low, middle, high))
    return pd.DataFrame(rows, columns=["scenario", "metric", "n", "mean", "sd", "q05", "median", "q95"])


def end_of_run(run: Run, monthly: pa.Table) -> tuple[dict[str, Any], dict[str, Any]]:
    """The last month of a run with whether it has collapsed by then, and the dates of collapse."""
    keys = {"scenario": run.name, "draw": run.draw, "replicate": run.replicate}
    row: dict[str, Any] = {name: monthly[name][-1].as_py() for name in monthly.column_names}
    rules = (run.scenario() if any(path.startswith("collapse.") for path in run.values) else run.resolved).scenario
    needed = [name for name in ("month", *chain(*SIGNS)) if name in monthly.column_names]
    months = collapse_months(monthly.select(needed).to_pydict(), rules.collapse)
    collapsed = {name: float(month is not None) for name, month in months.items()}
    dates = {name: None if month is None else format_month(month) for name, month in months.items()}
    horizon = {"observed_until": format_month(row["month"])}
    return {**keys, **row, **collapsed}, {**keys, **dict.fromkeys(COLLAPSE), **dates, **horizon}


class LostIdeas:
    """Ideas or words that the models of one scenario lost: in which share of its runs, and since when."""

    COLUMNS = ("scenario", "idea", "human_share", "decile", "lost_in", "lost_since")

    def __init__(self) -> None:
        self.runs = 0
        self._names: dict[int, str] = {}
        self._shares: list[np.ndarray[Any, Any]] = []
        self._ideas: list[np.ndarray[Any, Any]] = []
        self._deciles: list[np.ndarray[Any, Any]] = []
        self._months: list[np.ndarray[Any, Any]] = []

    def add(self, lost: pa.Table) -> None:
        """Count a run. Arrays are copied, so that the rest of the run can be forgotten."""
        self.runs += 1
        ideas, names = lost["idea"].to_numpy().astype(np.int32), lost["name"].to_pylist()
        self._names.update(zip(ideas.tolist(), names, strict=True))
        self._ideas.append(ideas)
        self._shares.append(np.array(lost["share"].to_numpy()))
        self._deciles.append(lost["decile"].to_numpy().astype(np.int8))
        self._months.append(lost["month"].to_numpy().astype(np.int32))

    def table(self, scenario: str) -> pd.DataFrame:
        """One row per idea, those that are lost most often first."""
        if not self.runs:
            return pd.DataFrame(columns=list(self.COLUMNS))
        every = pd.DataFrame(
            {
                "idea": np.concatenate(self._ideas),
                "share": np.concatenate(self._shares),
                "decile": np.concatenate(self._deciles),
                "month": np.concatenate(self._months),
            }
        )
        if every.empty:
            return pd.DataFrame(columns=list(self.COLUMNS))
        groups = every.groupby("idea", sort=False)
        table = pd.DataFrame(
            {
                "human_share": groups["share"].mean(),
                "decile": groups["decile"].median().round().astype(int),
                "lost_in": groups.size() / self.runs,
                "lost_since": groups["month"].median().round().astype(int).map(format_month),
            }
        ).reset_index()
        table["idea"] = table["idea"].map(self._names)
        table.insert(0, "scenario", scenario)
        return table.sort_values(["lost_in", "human_share"], ascending=False, kind="stable").reset_index(drop=True)
