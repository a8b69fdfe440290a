"""Reading tables of results as data frames, in one thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq


def read_parquet(file: Path, columns: Sequence[str] | None = None, filters: Any = None) -> pd.DataFrame:
    """A table, as `pandas.read_parquet` gives it, and as fast.

    Without threads: where a command ends with a message soon after it has read something, one that is still starting
    aborts the whole process.

    Args:
        file: a Parquet file.
        columns: those that are read; all for None.
        filters: rows that are read, as `pyarrow.parquet.read_table` takes them; all for None.
    """
    asked = None if columns is None else list(columns)
    table = pq.read_table(file, columns=asked, filters=filters, use_threads=False, pre_buffer=False)
    found: pd.DataFrame = table.to_pandas(use_threads=False)
    return found
