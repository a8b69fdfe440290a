"""A study that grows while it is run: scenarios are added when what is known asks for them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from webloop.months import parse_month
from webloop.run.plan import Plan, plan
from webloop.run.recorder import select
from webloop.run.store import DamagedError, finished, read_run
from webloop.run.study import Progress, run_study
from webloop.scenario.resolve import Resolved
from webloop.scenario.study import Study


class Growing:
    """A results folder into which scenarios are run a few at a time, beside a study's baseline.

    Every run is kept, and none is done that is there already: the same questions are answered again without running
    anything, and others with the runs that they have in common.

    Args:
        study: gives baseline, replicates and seed; its other scenarios are left out.
        folder: the results folder.
        jobs: as for `run_study`.
        cluster: as for `run_study`.
        progress: as for `run_study`.

    Attributes:
        scenarios: those that were asked for, the baseline first.
        done: runs done so far.
        failed: what went wrong, by run.
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
        self._how = {"jobs": jobs, "cluster": cluster, "progress": progress}
        self.scenarios: list[Resolved] = [baseline]
        self.done = 0
        self.failed: dict[str, None] = {}

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
        study = replace(self._study, scenarios=(self.scenarios[0], *scenarios))
        planned = plan(study, list(select(None)))
        if not all(finished(self._folder / planned.file(run), run.key) for run in planned.runs):
            self._run(study)
        try:
            return self._read(planned, metric, month)
        except DamagedError:
            self._run(study)
            return self._read(planned, metric, month)

    def finish(self, path: str, cells: dict[str, tuple[str, tuple[float, ...]]]) -> None:
        """Make the folder that of one study: a sweep over all values that were tried.

        Args:
            path: the dotted path that was varied.
            cells: for each scenario the one that it varies, and its value.
        """
        names = {each.name for each in self.scenarios}
        known = {name: cell for name, cell in cells.items() if name in names}
        values = tuple(sorted(value for _, (value,) in known.values()))
        self.failed = {}  # what failed is tried once more
        self._run(replace(self._study, scenarios=tuple(self.scenarios), sweep={path: values}, cells=known))

    def _run(self, study: Study) -> None:
        report = run_study(study, self._folder, **self._how)  # type: ignore[arg-type]
        self.done += report.done
        self.failed |= dict.fromkeys(report.failed)

    def _read(self, planned: Plan, metric: str, month: str) -> list[NDArray[np.float64]]:
        """The metric of each scenario of a plan."""
        at = parse_month(month)
        out = []
        for each in planned.study.scenarios:
            values = np.full(planned.study.replicates, np.nan)
            for run in planned.runs_of(each.name):
                file = self._folder / planned.file(run)
                if finished(file, run.key):
                    monthly = read_run(file, run.key)["monthly"]
                    place = monthly["month"].to_pylist().index(at)
                    values[run.replicate] = monthly[metric][place].as_py()
            out.append(values)
        return out
