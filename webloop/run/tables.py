"""The tables of a results folder, made from its runs one at a time so that memory stays flat."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from webloop.files import write_atomically
from webloop.metrics.collapse import COLLAPSE, collapse_months
from webloop.metrics.registry import metrics
from webloop.months import format_month
from webloop.run.store import read_run
from webloop.scenario.resolve import Resolved
from webloop.scenario.study import Study

KEYS = {
    "scenario": "name of the scenario",
    "draw": "which draw of the uncertain parameters, from 0; all scenarios share it (0 where nothing is drawn)",
    "replicate": "stream of chance, from 0; the same number means the same luck in every scenario and draw",
    "month": "calendar month, YYYY-MM (of release in generations.parquet)",
    "lab": "name of the lab",
    "generation": "which model of the lab, from 0",
}
TABLE_COLUMNS = {
    "metric": "summary.csv, comparison.csv: name of the metric that the row is about",
    "n": "summary.csv: replicates with a value",
    "mean": "summary.csv: mean over replicates at the horizon",
    "sd": "summary.csv: standard deviation over replicates",
    "q05": "summary.csv: 5 % quantile over replicates; likewise median and q95",
    "baseline_mean": "comparison.csv: mean of the baseline; scenario_mean: of the scenario",
    "difference": "comparison.csv: mean over replicates of scenario minus baseline",
    "low": "comparison.csv: lower end of the 95 % t interval of the difference; high: upper end",
    "helps": "comparison.csv: share of replicates in which the scenario is better than the baseline",
    "better": "comparison.csv: which way the metric is better; verdict: what the interval says",
    "pairs": "comparison.csv: replicates compared",
    "observed_until": "collapse.csv: the horizon; an empty date means not collapsed by then (right-censored)",
    "idea": "lost_ideas.csv: an idea, or a word, that people still write and no deployed model publishes any more",
    "human_share": "lost_ideas.csv: its share of what people write at the end, mean over replicates",
    "lost_in": "lost_ideas.csv: share of replicates in which it is lost",
    "lost_since": "lost_ideas.csv: median over those replicates of the month since which no model publishes it",
}


def write_tables(folder: Path, study: Study, chosen: Sequence[str], keys: Mapping[str, Mapping[int, str]]) -> None:
    """Write monthly.parquet, generations.parquet, summary.csv, collapse.csv, dictionary.csv and lost_ideas.csv.

    Args:
        folder: the results folder.
        study: what was run.
        chosen: the metrics that were recorded.
        keys: hash of each run, by scenario and replicate.
    """
    last: list[dict[str, Any]] = []
    collapses: list[dict[str, Any]] = []
    lost: list[pd.DataFrame] = []
    writers: dict[str, pq.ParquetWriter] = {}
    parts = {table: folder / f".{table}.{os.getpid()}.part" for table in ("monthly", "generations")}
    try:
        for resolved in study.scenarios:
            gone: list[pd.DataFrame] = []
            for replicate in range(study.replicates):
                tables = read_run(
                    folder / "runs" / resolved.name / f"{replicate}.parquet", keys[resolved.name][replicate]
                )
                for table, part in parts.items():
                    rows = _keyed(tables[table], resolved.name, replicate)
                    if table not in writers:
                        writers[table] = pq.ParquetWriter(part, rows.schema, compression="zstd")
                    writers[table].write_table(rows)
                ends, dates = _end_of_run(resolved, replicate, tables["monthly"])
                last.append(ends)
                collapses.append(dates)
                gone.append(tables["lost"].to_pandas())
            lost.append(_lost_of(resolved.name, gone, study.replicates))
    finally:
        for writer in writers.values():
            writer.close()
    for table, part in parts.items():
        part.replace(folder / f"{table}.parquet")
    _write_csv(folder / "summary.csv", summarise(pd.DataFrame(last), [each.name for each in study.scenarios]))
    _write_csv(folder / "collapse.csv", pd.DataFrame(collapses))
    _write_csv(folder / "dictionary.csv", dictionary(chosen))
    _write_csv(folder / "lost_ideas.csv", pd.concat(lost, ignore_index=True))


def dictionary(chosen: Sequence[str]) -> pd.DataFrame:
    """What every column means."""
    rows: list[dict[str, str]] = [
        {
            "column": key,
            "level": level,
            "label": key,
            "unit": "-",
            "better": "-",
            "definition": what,
            "source": "webloop",
        }
        for level, columns in (("key", KEYS), ("table", TABLE_COLUMNS), ("run", COLLAPSE))
        for key, what in columns.items()
    ]
    for name, metric in metrics().items():
        if name in chosen:
            rows.append(
                {
                    "column": name,
                    "level": metric.level,
                    "label": metric.label,
                    "unit": metric.unit,
                    "better": metric.better,
                    "definition": metric.definition,
                    "source": metric.source,
                }
            )
    return pd.DataFrame(rows)


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


def _keyed(rows: pa.Table, scenario: str, replicate: int) -> pa.Table:
    """Rows with their keys first; months as people write them."""
    months = pa.array([format_month(month) for month in rows["month"].to_pylist()], pa.string())
    keys: dict[str, Any] = {
        "scenario": pa.array([scenario] * len(rows), pa.string()),
        "draw": pa.array([0] * len(rows), pa.int32()),
        "replicate": pa.array([replicate] * len(rows), pa.int32()),
        "month": months,
    }
    if "lab" in rows.column_names:
        keys |= {"lab": rows["lab"], "generation": rows["generation"]}
    rest = {name: rows[name] for name in rows.column_names if name not in keys}
    return pa.table({**keys, **rest})


def _end_of_run(resolved: Resolved, replicate: int, monthly: pa.Table) -> tuple[dict[str, Any], dict[str, Any]]:
    """The last month of a run with whether it has collapsed by then, and the dates of collapse."""
    run = {"scenario": resolved.name, "draw": 0, "replicate": replicate}
    row: dict[str, Any] = {name: monthly[name][-1].as_py() for name in monthly.column_names}
    months = collapse_months(monthly.to_pydict(), resolved.scenario.collapse)
    collapsed = {name: float(month is not None) for name, month in months.items()}
    dates = {name: None if month is None else format_month(month) for name, month in months.items()}
    horizon = {"observed_until": format_month(row["month"])}
    return {**run, **row, **collapsed}, {**run, **dict.fromkeys(COLLAPSE), **dates, **horizon}


def _lost_of(scenario: str, gone: Sequence[pd.DataFrame], replicates: int) -> pd.DataFrame:
    """Ideas that models lost: in which share of replicates, and since when."""
    columns = ["scenario", "idea", "human_share", "lost_in", "lost_since"]
    every = pd.concat(gone, ignore_index=True)
    if every.empty:
        return pd.DataFrame(columns=columns)
    groups = every.groupby("name", sort=False)
    table = pd.DataFrame(
        {
            "human_share": groups["share"].mean(),
            "lost_in": groups.size() / replicates,
            "lost_since": groups["month"].median().round().astype(int).map(format_month),
        }
    ).reset_index(names="idea")
    table.insert(0, "scenario", scenario)
    return table.sort_values(["lost_in", "human_share"], ascending=False, kind="stable").reset_index(drop=True)


def _write_csv(file: Path, table: pd.DataFrame) -> None:
    write_atomically(file, lambda name: table.to_csv(name, index=False, float_format="%.10g"))
