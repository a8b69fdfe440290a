"""The tables of a results folder, made from its runs one at a time so that memory stays flat."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from webloop.files import write_atomically
from webloop.months import format_month
from webloop.run.dictionary import dictionary
from webloop.run.long_table import LongTable
from webloop.run.plan import Plan
from webloop.run.store import DamagedError, read_run
from webloop.run.summary import LostIdeas, end_of_run, summarise
from webloop.run.tasks import Failure, Run

LONG = ("monthly", "generations", "sites", "links", "readings", "samples")
"""Tables that are written run by run, as Parquet: of sites and links only where some scenario has linked sites, of
readings where one has instruments, samples where pages of one hold text."""
RUN_TABLES = (
    *(f"{name}.parquet" for name in LONG),
    "summary.csv",
    "collapse.csv",
    "lost_ideas.csv",
    "dictionary.csv",
    "draws.csv",
    "unit.csv",
    "failures.csv",
)
"""What a run writes; other tables come from commands that look at these."""
FAILURES = ("scenario", "draw", "replicate", "error", "message")


class DamagedRunsError(DamagedError):
    """Files of finished runs that do not hold what was written.

    Args:
        runs: whose files they are.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(f"{len(runs)} runs are damaged")
        self.runs = runs


class _Tables:
    """What is gathered from runs while they are read, one after the other."""

    def __init__(self, folder: Path, plan: Plan, out: Path) -> None:
        self._folder = folder
        self._out = out
        self._plan = plan
        self._ends: list[dict[str, Any]] = []
        self._collapses: list[dict[str, Any]] = []
        self._lost: list[pd.DataFrame] = []
        self.damaged: list[Run] = []
        self.finished: dict[str, int] = {}

    def read(self, missing: Collection[Run]) -> None:
        """Read all runs but the missing ones; the long tables are written unless some are damaged."""
        gone = {id(run) for run in missing}
        with ExitStack() as stack:
            long = {name: stack.enter_context(LongTable(self._out / f"{name}.parquet")) for name in LONG}
            for each in self._plan.study.scenarios:
                lost = LostIdeas()
                for run in self._plan.runs_of(each.name):
                    if id(run) not in gone:
                        self._add(run, long, lost)
                for table in long.values():
                    table.flush()
                self._lost.append(lost.table(each.name))
                self.finished[each.name] = lost.runs
            if self.damaged:
                raise DamagedRunsError(self.damaged)

    def _add(self, run: Run, long: Mapping[str, LongTable], lost: LostIdeas) -> None:
        try:
            tables = read_run(self._folder / self._plan.file(run), run.key)
        except DamagedError:
            self.damaged.append(run)
            return
        for name in LONG:
            if name in tables:
                long[name].add(_keyed(tables[name], run))
        lost.add(tables["lost"])
        row, dates = end_of_run(run, tables["monthly"])
        self._ends.append(row)
        self._collapses.append(dates)

    def write_small(self) -> None:
        """Write the small tables."""
        order = [each.name for each in self._plan.study.scenarios]
        write_csv(self._out / "summary.csv", summarise(pd.DataFrame(self._ends), order))
        write_csv(self._out / "collapse.csv", pd.DataFrame(self._collapses))
        write_csv(self._out / "dictionary.csv", dictionary(self._plan.metrics, self._plan.drawn))
        some = [table for table in self._lost if not table.empty] or self._lost[:1]
        write_csv(self._out / "lost_ideas.csv", pd.concat(some, ignore_index=True))


def write_tables(folder: Path, plan: Plan, failed: Mapping[Run, Failure], out: Path) -> dict[str, int]:
    """Write the long and the small tables of a results folder.

    Args:
        folder: the results folder, where the runs are.
        plan: what was run.
        failed: runs that raised: they are in failures.csv instead.
        out: where the tables go.

    Returns:
        How many runs of each scenario there are.

    Raises:
        DamagedRunsError: when files are damaged; nothing is written then.
    """
    tables = _Tables(folder, plan, out)
    tables.read(failed)
    tables.write_small()
    _write_draws(out, plan)
    _write_failures(out, failed)
    return tables.finished


def _keyed(rows: pa.Table, run: Run) -> pa.Table:
    """Rows with their keys first; months as people write them."""
    months = pa.array([format_month(month) for month in rows["month"].to_pylist()], pa.string())
    keys: dict[str, Any] = {
        "scenario": pa.array([run.name] * len(rows), pa.string()),
        "draw": pa.array([run.draw] * len(rows), pa.int32()),
        "replicate": pa.array([run.replicate] * len(rows), pa.int32()),
        "month": months,
    }
    if "lab" in rows.column_names:
        keys |= {"lab": rows["lab"], "generation": rows["generation"]}
    rest = {name: rows[name] for name in rows.column_names if name not in keys}
    return pa.table({**keys, **rest})


def _write_draws(folder: Path, plan: Plan) -> None:
    """draws.csv: each draw's values; unit.csv: where it lies in the unit cube. Neither where nothing is drawn."""
    files = folder / "draws.csv", folder / "unit.csv"
    if plan.drawn is None:
        for file in files:
            file.unlink(missing_ok=True)
        return
    unit = pd.DataFrame(plan.drawn.unit, columns=[f"c{i}" for i in range(plan.drawn.unit.shape[1])])
    for file, table in zip(files, (pd.DataFrame(list(plan.drawn.values)), unit), strict=True):
        write_csv(file, table.rename_axis("draw").reset_index(), digits=17)


def _write_failures(folder: Path, failed: Mapping[Run, Failure]) -> None:
    """failures.csv, where runs failed."""
    file = folder / "failures.csv"
    if not failed:
        file.unlink(missing_ok=True)
        return
    rows = sorted((run.name, run.draw, run.replicate, failure.kind, failure.message) for run, failure in failed.items())
    write_csv(file, pd.DataFrame(rows, columns=list(FAILURES)))


def write_csv(file: Path, table: pd.DataFrame, digits: int = 10) -> None:
    """Write a small table whole or not at all."""
    write_atomically(file, lambda name: table.to_csv(name, index=False, float_format=f"%.{digits}g"))
