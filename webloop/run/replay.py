"""A run of a results folder once more, up to a month, for somebody who looks at the world on the way."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from webloop.months import format_month
from webloop.run.blocks import BLOCK
from webloop.run.recorder import Recorder, Trajectory, select
from webloop.run.store import read_run
from webloop.run.tasks import Run
from webloop.streams import Streams
from webloop.world.observing import Observer
from webloop.world.replicate import replicates_of
from webloop.world.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

_BY_MONTH = ("monthly", "generations", "readings", "samples")
"""Tables whose rows are done when their month is; what is lost is known at the end only."""


class _Both:
    """Two observers of one world: the recorder of the run, and one that sees its replicate alone."""

    def __init__(self, recorder: Recorder, watch: Observer, replicate: int) -> None:
        self._recorder = recorder
        self._watch = watch
        self._replicate = replicate

    def observe(self, world: World) -> None:
        """Show both the end of a month."""
        self._recorder.observe(world)
        self._watch.observe(replicates_of(world)[self._replicate])


def replay(run: Run, until: int, watch: Observer) -> dict[str, pa.Table]:
    """Run a run again, from its start to the end of a month.

    Args:
        run: which.
        until: the last month, as a whole number.
        watch: sees the run's world at the end of every month; of a block its own replicate. It must not change it.

    Returns:
        What the run leaves behind by month, as it is kept: `monthly`, `generations`, `readings` and `samples`.
    """
    resolved = run.scenario()
    recorder = Recorder(select(run.metrics, {resolved.scenario.content.kind}))
    if run.block is None:
        place, streams, side_by_side = 0, Streams(run.seed, run.replicate), 1
    else:
        place, streams, side_by_side = run.replicate % BLOCK, Streams(run.seed, run.block, block=True), BLOCK
    world = World(resolved, streams, _Both(recorder, watch, place), replicates=side_by_side)
    world.run(until + 1)
    return _tables(recorder.trajectory(world, place))


def _tables(trajectory: Trajectory) -> dict[str, pa.Table]:
    """What a trajectory holds by month, without what it does not have."""
    named = {name: getattr(trajectory, name) for name in _BY_MONTH}
    return {name: pa.table(dict(columns)) for name, columns in named.items() if columns}


def recorded(file: Path, until: int | None = None) -> dict[str, pa.Table]:
    """What a run's file holds by month, up to a month.

    Args:
        file: the file of a finished run.
        until: the last month, as a whole number; all for None.

    Raises:
        DamagedError: when the file can't be read, or its numbers are not those that were written.
    """
    tables = {name: rows for name, rows in read_run(file).items() if name in _BY_MONTH}
    if until is None:
        return tables
    return {name: rows.filter(pc.less_equal(rows["month"], until)) for name, rows in tables.items()}


def differences(replayed: "Mapping[str, pa.Table]", known: "Mapping[str, pa.Table]") -> list[str]:
    """Where two runs have other numbers, to the last bit: one line for each column; empty if they are the same."""
    found = []
    for table in _BY_MONTH:
        one, other = replayed.get(table), known.get(table)
        if one is None or other is None:
            if (one is None) != (other is None):
                found.append(f"{table}: only one of the two has it")
        elif one.column_names != other.column_names or len(one) != len(other):
            found.append(f"{table}: {len(other)} rows recorded, {len(one)} now, or other columns")
        else:
            found += [line for name in one.column_names if (line := _differs(table, name, one, other))]
    return found


def _differs(table: str, name: str, one: pa.Table, other: pa.Table) -> str:
    """From when on a column differs; empty if it does not."""
    if pa.types.is_string(one[name].type) or pa.types.is_string(other[name].type):
        unlike = np.array([a != b for a, b in zip(one[name].to_pylist(), other[name].to_pylist(), strict=True)], bool)
    else:  # bits rather than numbers: not-a-number is the same as itself
        unlike = one[name].to_numpy().view(np.int64) != other[name].to_numpy().view(np.int64)
    if not unlike.any():
        return ""
    first = int(np.flatnonzero(unlike)[0])
    return f"{table}: {name} from {format_month(int(other['month'][first].as_py()))}"
