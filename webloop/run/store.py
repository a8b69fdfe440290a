"""What is kept of a run: one Parquet file, written whole or not at all."""

import json
import sys
from collections.abc import Collection
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

import webloop
from webloop.content.build import text_digest
from webloop.errors import WebloopError
from webloop.files import write_atomically
from webloop.metrics.registry import metrics as registered
from webloop.registry import kinds, roles
from webloop.run.recorder import Columns, Trajectory
from webloop.scenario.resolve import Resolved

TABLES = ("monthly", "generations", "lost")
_KEY, _COLUMNS = b"webloop.key", b"webloop.columns"


def run_key(resolved: Resolved, seed: int, replicate: int, metrics: Collection[str]) -> str:
    """What a run's numbers depend on, as a hash: scenario, text, luck, metrics and the code."""
    what = {
        "scenario": resolved.plain(),
        "text": text_digest(resolved.scenario.ideas),
        "seed": seed,
        "replicate": replicate,
        "metrics": sorted(metrics),
        "code": code_digest(),
    }
    return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


@cache
def code_digest() -> str:
    """A hash of the code that makes numbers: webloop, submodels and metrics of other packages, NumPy and SciPy."""
    package = Path(webloop.__file__).parent
    modules = {cls.__module__ for role in roles() for cls in kinds(role).values()}
    modules |= {
        metric.function.__module__ for metric in registered().values() if hasattr(metric.function, "__module__")
    }
    others = {sys.modules[name].__file__ for name in modules if not name.startswith("webloop.") and name in sys.modules}
    digest = sha256(f"{np.__version__} {version('scipy')}".encode())
    for file in [*sorted(package.rglob("*.py")), *sorted(Path(other) for other in others if other)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def write_run(file: Path, key: str, trajectory: Trajectory) -> None:
    """Write a finished run: to a temporary name first, so that a file that is there is whole."""
    parts = []
    for table in TABLES:
        columns: Columns = getattr(trajectory, table)
        rows = len(next(iter(columns.values())))
        arrays = {name: _array(name, column) for name, column in columns.items()}
        parts.append(pa.table({"table": pa.array([table] * rows, pa.string()), **arrays}))
    names = {table: list(getattr(trajectory, table)) for table in TABLES}
    metadata = {_KEY: key.encode(), _COLUMNS: json.dumps(names).encode()}
    whole = pa.concat_tables(parts, promote_options="default").replace_schema_metadata(metadata)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, lambda name: pq.write_table(whole, name, compression="zstd"))


def read_run(file: Path, key: str | None = None) -> dict[str, pa.Table]:
    """The tables of a run.

    Raises:
        WebloopError: when the file belongs to another run than `key`: somebody else writes to this folder.
    """
    whole = pq.read_table(file)
    metadata = whole.schema.metadata
    if key is not None and metadata.get(_KEY) != key.encode():
        raise WebloopError(f"{file} was replaced meanwhile; does another webloop run write to this folder?")
    columns = json.loads(metadata[_COLUMNS])
    rows = {table: whole.filter(pa.compute.equal(whole["table"], table)) for table in TABLES}
    return {table: rows[table].select(columns[table]).replace_schema_metadata(None) for table in TABLES}


def finished(file: Path, key: str) -> bool:
    """Whether this run has been done before, with the same scenario, luck, metrics and version."""
    try:
        metadata = pq.read_schema(file).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return False
    return metadata.get(_KEY) == key.encode()


def _array(name: str, values: np.ndarray[Any, Any]) -> pa.Array:
    """Text stays text; not-a-number stays a number (null means: not in this table)."""
    kind = pa.string() if name in {"lab", "name"} else None
    return pa.array(values, type=kind, from_pandas=False)
