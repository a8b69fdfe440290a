"""A long table: a Parquet file that grows by runs, so that memory stays flat."""

import os
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

_RUNS_TOGETHER = 10  # in one row group: fewer make files slow to open, more make memory grow with replicates


class LongTable:
    """A Parquet file that takes its place when it is whole; there is none where no run had anything for it.

    Args:
        file: its place.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._part = file.with_name(f".{file.name}.{os.getpid()}.part")
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []

    def add(self, rows: pa.Table) -> None:
        """Add the rows of a run."""
        self._waiting.append(rows)
        if len(self._waiting) == _RUNS_TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what waits as one row group."""
        if not self._waiting:
            return
        together = _nulls(pa.concat_tables(self._waiting).combine_chunks())
        self._waiting = []
        if self._writer is None:
            words = [name for name in together.column_names if pa.types.is_string(together[name].type)]
            self._writer = pq.ParquetWriter(self._part, together.schema, compression="zstd", use_dictionary=words)
        self._writer.write_table(together)

    def __enter__(self) -> "LongTable":
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        try:
            if kind is None:
                self.flush()
            if self._writer is not None:
                self._writer.close()
                if kind is None:
                    self._part.replace(self._file)
        finally:
            self._part.unlink(missing_ok=True)


def _nulls(rows: pa.Table) -> pa.Table:
    """Not-a-number as no value: DuckDB and R count on it, and DuckDB loses track of NaN in Parquet."""
    columns = {
        name: pa.array(rows[name].to_numpy(), from_pandas=True) if pa.types.is_floating(rows[name].type) else rows[name]
        for name in rows.column_names
    }
    return pa.table(columns)
