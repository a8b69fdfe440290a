"""A study that grows while it is run: scenarios are added when what is known asks for them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from webloop.months import parse_month
from webloop.run.asked import note_asked
from webloop.run.completing import Progress, Workplace, complete, room_on
from webloop.run.folder import prepared
from webloop.run.lock import locked
from webloop.run.plan import Plan, plan
from webloop.run.recorder import select
from webloop.run.store import DamagedError, read_run
from webloop.run.study import run_study
from webloop.run.tasks import Run
from webloop.scenario.resolve import Resolved
from webloop.scenario.study import Study


class Growing:
    """A results folder into which scenarios are run a few at a time, beside a study's baseline.

    Every run is kept, and none is done that is there already: the same questions are answered again without running
    anything, and others with the runs that they have in common. What failed is not tried again before `finish`.

    Args:
        study: gives baseline, replicates and seed; its other scenarios are left out.
        folder: the results folder.
        jobs: as for `run_study`.
        cluster: as for `run_study`.
        progress: as for `run_study`.

    Attributes:
        scenarios: those that were asked for, the baseline first.
        done: runs done so far.
        failed: what went wrong, by run; known when finished.
    """

    def __init__(
        self,
        study: Study,
        folder: str | Path,
        jobs: int | None = None,
        cluster: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        baseline = next(each for each in study.scenarios if each.name == study.baseline)
        self._study = replace(study, scenarios=(baseline,), sweep={}, cells={}, uncertain={}, draws=None)
        self._folder = Path(folder)
        self._where = Workplace(jobs, cluster, progress)
        self._read: dict[str, pa.Table] = {}
        self._given_up: set[str] = set()
        self.scenarios: list[Resolved] = [baseline]
        self.done = 0
        self.failed: tuple[str, ...] = ()

    @property
    def runs(self) -> int:
        """Runs of all scenarios that were asked for."""
        return len(self.scenarios) * self._study.replicates

    def values(self, scenarios: Sequence[Resolved], metric: str, month: str) -> list[NDArray[np.float64]]:
        """A metric of the baseline and of scenarios, by replicate; NaN where a run failed or has no value.

        Args:
            scenarios: run where they have not been, the baseline with them.
            metric: name of a monthly metric.
            month: YYYY-MM.
        """
        known = {each.name for each in self.scenarios}
        self.scenarios += [each for each in scenarios if each.name not in known]
        planned = plan(
            replace(self._study, scenarios=tuple(self.scenarios)),
            list(select(None, {each.scenario.content.kind for each in self.scenarios})),
        )
        asked = [[*planned.runs_of(each.name)] for each in (self.scenarios[0], *scenarios)]
        missing = [
            run
            for runs in asked
            for run in runs
            if run.key not in self._given_up and self._monthly(planned, run) is None
        ]
        if missing:
            self._run(planned, missing)
        at = parse_month(month)
        return [np.array([_value(self._monthly(planned, run), metric, at) for run in runs]) for runs in asked]

    def finish(self, path: str, cells: dict[str, tuple[str, tuple[float, ...]]]) -> None:
        """Make the folder that of one study: a sweep over all values that were tried. What failed is tried once more.

        Args:
            path: the dotted path that was varied.
            cells: for each scenario the one that it varies, and its value.
        """
        names = {each.name for each in self.scenarios}
        known = {name: cell for name, cell in cells.items() if name in names}
        values = tuple(sorted(value for _, (value,) in known.values()))
        study = replace(self._study, scenarios=tuple(self.scenarios), sweep={path: values}, cells=known)
        jobs, cluster, progress = self._where.jobs, self._where.cluster, self._where.progress
        report = run_study(study, self._folder, jobs, progress=progress, cluster=cluster)
        self.done += report.done
        self.failed = report.failed

    def _run(self, planned: Plan, missing: Sequence[Run]) -> None:
        """Do runs; tables can wait until the search has ended."""
        out = prepared(self._folder)
        with room_on(out), locked(out):
            note_asked(out, self._study.asked)
            failed = complete(planned, out, missing, self._where)
        self.done += len(missing) - len(failed)
        self._given_up |= {run.key for run in failed}

    def _monthly(self, planned: Plan, run: Run) -> pa.Table | None:
        """The monthly metrics of a run; None where it has not been done, or its file is damaged."""
        if run.key not in self._read:
            try:
                self._read[run.key] = read_run(self._folder / planned.file(run), run.key)["monthly"]
            except DamagedError:
                return None
        return self._read[run.key]


def _value(monthly: pa.Table | None, metric: str, month: int) -> float:
    if monthly is None:
        return float("nan")
    return float(monthly[metric][monthly["month"].to_pylist().index(month)].as_py())
