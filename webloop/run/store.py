"""What is kept of a run: one Parquet file, written whole or not at all."""

import json
import os
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from webloop import __version__
from webloop.content.build import text_digest
from webloop.run.recorder import Columns, Trajectory
from webloop.scenario.resolve import Resolved

TABLES = ("monthly", "generations", "lost")
_KEY = b"webloop.key"


def run_key(resolved: Resolved, seed: int, replicate: int, metrics: Collection[str]) -> str:
    """What a run's numbers depend on, as a hash: scenario, text, luck, metrics and the version of webloop."""
    what = {
        "scenario": resolved.plain(),
        "text": text_digest(resolved.scenario.ideas),
        "seed": seed,
        "replicate": replicate,
        "metrics": sorted(metrics),
        "version": __version__,
        "numpy": np.__version__,
    }
    return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def write_run(file: Path, key: str, trajectory: Trajectory) -> None:
    """Write a finished run: to a temporary name first, so that a file that is there is whole."""
    parts = []
    for table in TABLES:
        columns: Columns = getattr(trajectory, table)
        rows = len(next(iter(columns.values())))
        parts.append(
            pa.table(
                {
                    "table": pa.array([table] * rows, pa.string()),
                    **{n: _array(n, c) for n, c in columns.items()},
                }
            )
        )
    whole = pa.concat_tables(parts, promote_options="default").replace_schema_metadata({_KEY: key.encode()})
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, lambda name: pq.write_table(whole, name, compression="zstd"))


def read_run(file: Path) -> dict[str, pa.Table]:
    """The tables of a run."""
    whole = pq.read_table(file)
    out = {}
    for table in TABLES:
        rows = whole.filter(pa.compute.equal(whole["table"], table)).drop_columns(["table"])
        used = [n for n in rows.column_names if len(rows) == 0 or rows[n].null_count < len(rows)]
        out[table] = rows.select(used).replace_schema_metadata(None)
    return out


def finished(file: Path, key: str) -> bool:
    """Whether this run has been done before, with the same scenario, luck, metrics and version."""
    try:
        metadata = pq.read_schema(file).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return False
    return metadata.get(_KEY) == key.encode()


def write_atomically(file: Path, write: Any) -> None:
    """Call `write` with a temporary name beside `file`, then put the result in its place."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        write(temporary)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(file: Path, text: str) -> None:
    """Write a small text file whole or not at all."""
    write_atomically(file, lambda name: Path(name).write_text(text, encoding="utf-8"))


def _array(name: str, values: np.ndarray[Any, Any]) -> pa.Array:
    """Text stays text; not-a-number stays a number (null means: not in this table)."""
    kind = pa.string() if name in {"lab", "name"} else None
    return pa.array(values, type=kind, from_pandas=False)
