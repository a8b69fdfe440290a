"""What is kept of a run: one Parquet file, written whole or not at all, that says what it is and how to check it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from webloop.errors import WebloopError
from webloop.files import write_atomically
from webloop.run.recorder import Trajectory
from webloop.run.samples import TEXTS
from webloop.run.snapshots import Columns

TABLES = ("monthly", "generations", "lost", "sites", "links", "readings", "samples")
"""Tables of a run; those without columns are not kept."""
_WORDS = ("lab", "name", "segment", "community", "instrument", *TEXTS)
_KEY, _PARTS, _DIGEST = b"webloop.key", b"webloop.parts", b"webloop.digest"


class DamagedError(WebloopError):
    """A file of a finished run that does not hold what was written."""


def encode(trajectory: Trajectory, key: str) -> bytes:
    """A finished run as the bytes of a Parquet file.

    Args:
        trajectory: the run.
        key: hash of everything that its numbers depend on; kept in the file, beside a hash of the numbers.
    """
    tables: dict[str, pa.Table] = {}
    for table in TABLES:
        columns: Columns = getattr(trajectory, table)
        if columns:
            tables[table] = pa.table({name: _array(name, column) for name, column in columns.items()})
    parts = {table: [len(rows), rows.column_names] for table, rows in tables.items()}
    metadata = {_KEY: key.encode(), _PARTS: json.dumps(parts).encode(), _DIGEST: digest(tables).encode()}
    named = [rows.append_column("table", pa.array([table] * len(rows), pa.string())) for table, rows in tables.items()]
    whole = pa.concat_tables(named, promote_options="default").replace_schema_metadata(metadata)
    sink = pa.BufferOutputStream()
    pq.write_table(whole, sink, compression="zstd", use_dictionary=["table", *_WORDS])
    return bytes(sink.getvalue())


def write_run(file: Path, content: bytes) -> None:
    """Put an encoded run into its place: to a temporary name first, so that a file that is there is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, lambda part: part.write_bytes(content))


def read_run(file: Path, key: str | None = None) -> dict[str, pa.Table]:
    """The tables of a run, checked against the hash that was written with them.

    Args:
        file: the run's file.
        key: what the run's key must be; any for None.

    Raises:
        DamagedError: when the file can't be read, is another run's, or its numbers are not those that were written.
    """
    try:
        whole = pq.read_table(pa.BufferReader(file.read_bytes()))
        metadata = whole.schema.metadata or {}
        whole, tables, start = whole.replace_schema_metadata(None).combine_chunks(), {}, 0
        for table, (rows, columns) in json.loads(metadata[_PARTS]).items():
            tables[table] = whole.select(columns).slice(start, rows)
            start += rows
        right = metadata[_DIGEST] == digest(tables).encode() and key in (None, metadata[_KEY].decode())
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        raise DamagedError(f"{file} can't be read: {error}") from error
    if not right:
        raise DamagedError(f"{file} does not hold the run that was written to it")
    return tables


def finished(file: Path, key: str) -> bool:
    """Whether this run has been done before, with the same scenario, luck, metrics and code."""
    try:
        metadata = pq.read_schema(file).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    return metadata.get(_KEY) == key.encode()


def content_digest(content: bytes) -> str:
    """The hash of the numbers of an encoded run."""
    return str(pq.read_schema(pa.BufferReader(content)).metadata[_DIGEST].decode())


def digest(tables: Mapping[str, pa.Table]) -> str:
    """A hash of a run's numbers, whatever the compression and the version of the library that wrote them."""
    sum_ = sha256()
    for table, rows in tables.items():
        for name in rows.column_names:
            column = rows[name]
            sum_.update(f"{table}\x1f{name}\x1f{column.type}\x1f{len(column)}\x1f".encode())
            if pa.types.is_string(column.type):
                sum_.update("\x1f".join(column.to_pylist()).encode())
            else:
                sum_.update(column.to_numpy().tobytes())
    return sum_.hexdigest()


def _array(name: str, values: np.ndarray[Any, Any]) -> pa.Array:
    """Text stays text; not-a-number stays a number (null means: not in this table)."""
    kind = pa.string() if name in _WORDS else None
    return pa.array(values, type=kind, from_pandas=False)
