"""Doing the runs that a results folder lacks; each is kept as soon as it has finished."""

import errno
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from webloop.errors import RunsFailedError, WebloopError
from webloop.files import write_text
from webloop.run.ensemble import run_all
from webloop.run.executors import available_cores
from webloop.run.plan import Plan
from webloop.run.store import write_run
from webloop.run.tasks import Failure, Finished, Run

Progress = Callable[[int, int, int], None]
"""Called with runs done now, runs to do, and runs reused."""


@dataclass(frozen=True)
class Workplace:
    """Where runs are done, and who hears of it.

    Attributes:
        jobs: processes; as many as there are cores for None.
        cluster: `local` or the address of a Dask scheduler; None for processes of this machine.
        progress: told about every finished run.
    """

    jobs: int | None = None
    cluster: str | None = None
    progress: Progress | None = None

    def workers(self, runs: int) -> int:
        """Processes for so many runs."""
        most = self.jobs or available_cores()
        return most if self.cluster else min(most, max(1, runs))


def complete(planned: Plan, out: Path, missing: Sequence[Run], where: Workplace) -> dict[Run, Failure]:
    """Do the runs that are missing; each is written when it has finished.

    Raises:
        RunsFailedError: when all runs of the baseline failed: there is nothing to compare with.
    """
    failed: dict[Run, Failure] = {}
    reused = len(planned.runs) - len(missing)
    if where.progress:
        where.progress(0, len(missing), reused)
    # a run that failed before may have killed its worker: that must not be this process
    risky = any((out / planned.file(run)).with_suffix(".error.txt").exists() for run in missing)
    workers = where.workers(len(missing) + risky)
    for done, (run, outcome) in enumerate(run_all(missing, workers, where.cluster), start=1):
        file = out / planned.file(run)
        if isinstance(outcome, Finished):
            write_run(file, outcome.content)
            file.with_suffix(".error.txt").unlink(missing_ok=True)
        else:
            failed[run] = outcome
            file.parent.mkdir(parents=True, exist_ok=True)
            write_text(file.with_suffix(".error.txt"), outcome.details or str(outcome))
            file.unlink(missing_ok=True)  # of other rules: it must not pass for this run's
        if where.progress:
            where.progress(done, len(missing), reused)
    baseline = planned.study.baseline
    if Counter(run.name for run in failed)[baseline] == planned.draws * planned.study.replicates:
        first = next(run for run in failed if run.name == baseline)
        raise RunsFailedError(
            f"all runs of {baseline} failed, so there is nothing to compare with; {in_words(first, failed[first])} "
            f"({out / planned.file(first).with_suffix('.error.txt')} has its traceback)"
        )
    return failed


def in_words(run: Run, failure: Failure) -> str:
    """A failure, and the run it is of."""
    draw = f"draw {run.draw}, " if run.values else ""
    return f"{run.name}, {draw}replicate {run.replicate}: {failure}"


@contextmanager
def room_on(folder: Path) -> Iterator[None]:
    """Say clearly that a disk is full.

    Raises:
        WebloopError: when it is.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        kept = sum(1 for _ in (folder / "runs").rglob("*.parquet"))
        raise WebloopError(
            f"the disk of {folder} is full; {kept} finished runs are kept. Make room, and the same command goes on"
        ) from error
