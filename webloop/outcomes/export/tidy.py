"""Tidy long tables: one row per value, as CSV or Parquet, with a dictionary beside them.

Written some rows at a time: memory does not grow with the number of runs. Values that do not exist (before the first
model, say) have no row.

Reference:
    Wickham, H. (2014). Tidy data. Journal of Statistical Software 59(10).
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet as pq

from webloop.outcomes.export.chosen import KEYS, SCENARIOS, Chosen
from webloop.run.columns import KEYS as COLUMNS

MEANING = {
    **{name: COLUMNS[name] for name in (*KEYS["generations"], "metric")},
    "value": "what was measured, in the unit of the metric; where there is no value there is no row",
    **SCENARIOS,
}
Writer = Callable[[Path, pa.Schema], AbstractContextManager[Any]]


def write_csv(chosen: Chosen, folder: Path) -> list[Path]:
    """monthly.csv, generations.csv, scenarios.csv and dictionary.csv in a folder."""
    return _write(chosen, folder, "csv", pyarrow.csv.CSVWriter)


def write_parquet(chosen: Chosen, folder: Path) -> list[Path]:
    """monthly.parquet, generations.parquet (long, unlike the wide ones of results), scenarios.csv, dictionary.csv."""
    return _write(chosen, folder, "parquet", lambda file, schema: pq.ParquetWriter(file, schema, compression="zstd"))


def _write(chosen: Chosen, folder: Path, suffix: str, writer: Writer) -> list[Path]:
    """All files under temporary names first; they take their places when all are whole."""
    work = folder / f".export.{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        names = []
        for table in KEYS:
            if chosen.of(table):
                names.append(f"{table}.{suffix}")
                _stream(chosen, table, work / names[-1], writer)
        chosen.scenarios().to_csv(work / "scenarios.csv", index=False)
        chosen.dictionary(MEANING).to_csv(work / "dictionary.csv", index=False)
        names += ["scenarios.csv", "dictionary.csv"]
        return [(work / name).replace(folder / name) for name in names]
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _stream(chosen: Chosen, table: str, file: Path, writer: Writer) -> None:
    """One table."""
    parts = _long(chosen, table)
    first = next(parts, None)
    schema = first.schema if first is not None else _schema(table)
    with writer(file, schema) as out:
        if first is not None:
            out.write_table(first)
        for part in parts:
            out.write_table(part)


def _long(chosen: Chosen, table: str) -> Iterator[pa.Table]:
    """The rows of a table, one per value, some at a time."""
    keys, names = list(KEYS[table]), chosen.of(table)
    for wide in chosen.batches(table):
        rows: pd.DataFrame = wide.to_pandas().melt(keys, names, "metric", "value").dropna(subset=["value"])
        rows = rows.sort_values([*keys[:3], "metric"], kind="stable")
        yield pa.Table.from_pandas(rows, _schema(table), preserve_index=False)


def _schema(table: str) -> pa.Schema:
    kinds = {"draw": pa.int32(), "replicate": pa.int32(), "generation": pa.int32(), "value": pa.float64()}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in (*KEYS[table], "metric", "value")])
