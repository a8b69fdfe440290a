"""Curves that have been computed are kept, so that an interrupted suite goes on where it stopped."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from webloop.files import write_atomically
from webloop.replication.case import Case
from webloop.replication.curves import Curves
from webloop.run.code import code_digest
from webloop.scenario.dependencies import beyond_words, text_digest
from webloop.scenario.resolve import Resolved


def curve_file(folder: Path, paper: str, case: Case, resolved: Resolved, replicates: int) -> Path:
    """Where the curves of a case are kept; its name has a hash of everything that they depend on."""
    said = [resolved.plain(), text_digest(resolved.scenario), case.metrics, case.seed, replicates, code_digest()]
    digest = sha256(json.dumps([*said, *beyond_words(resolved)], sort_keys=True, default=str).encode()).hexdigest()
    return folder / "curves" / f"{paper}-{case.name}-{digest[:16]}.parquet"


def save(file: Path, curves: Curves) -> None:
    """Write curves, one row for each replicate and generation."""
    replicates, generations = next(iter(curves.values.values())).shape
    columns = {
        "replicate": np.repeat(np.arange(replicates), generations),
        "generation": np.tile(np.arange(1, generations + 1), replicates),
        **{name: values.ravel() for name, values in curves.values.items()},
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, lambda part: pq.write_table(pa.table(columns), part))


def load(file: Path, metrics: Sequence[str], replicates: int, generations: int) -> Curves | None:
    """Curves that were kept; None where there are none, or where the file is damaged: then they are to be run again."""
    if not file.is_file():
        return None
    try:
        table = pq.read_table(file)
        return Curves({name: table[name].to_numpy().reshape(replicates, generations) for name in metrics})
    except (OSError, KeyError, ValueError, pa.ArrowException):
        return None
