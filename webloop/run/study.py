"""Running a study into a results folder: finished runs are reused, new ones written as they finish."""

import errno
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from webloop.errors import InputError, RunsFailedError, WebloopError
from webloop.files import write_text
from webloop.metrics.registry import metrics as metrics_by_name
from webloop.run.ensemble import run_all
from webloop.run.executors import available_cores
from webloop.run.lock import locked
from webloop.run.manifest import described_runs, manifest, write_manifest
from webloop.run.plan import Plan, plan
from webloop.run.readme import results_readme
from webloop.run.recorder import select
from webloop.run.store import finished, write_run
from webloop.run.tables import write_tables
from webloop.run.tasks import Failure, Finished, Run
from webloop.scenario.dump import scenario_text
from webloop.scenario.study import Study

Progress = Callable[[int, int, int], None]
"""Called with runs done now, runs to do, and runs reused."""


@dataclass(frozen=True)
class Report:
    """What came of running a study.

    Attributes:
        done: runs done now.
        reused: runs that were there already.
        failed: what went wrong, by run, such as `replace, replicate 3: ValueError: ...`.
    """

    done: int
    reused: int
    failed: tuple[str, ...]


def run_study(
    study: Study,
    folder: str | Path,
    jobs: int | None = None,
    metrics: Collection[str] | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Report:
    """Run every scenario of a study for every draw and replicate, and write the results folder.

    Args:
        study: what to run.
        folder: where to; runs that are there and still mean the same are reused.
        jobs: processes; as many as there are cores for None. The numbers do not depend on it.
        metrics: names of the metrics to record; all of them for None.
        progress: told about every finished run.
        cluster: `local` or the address of a Dask scheduler; None for processes of this machine.

    Raises:
        InputError: when the folder can't be written to or somebody else writes to it, a metric does not exist, or
            the cluster can't be used.
        RunsFailedError: when all runs of a scenario failed. When only some did, the report says which.
        WebloopError: when the disk is full. Finished runs are kept.
    """
    planned = plan(study, list(select(metrics)))
    out = _prepare(Path(folder))
    with _room_on(out), locked(out):
        started = datetime.now(UTC)
        missing = [run for run in planned.runs if not finished(out / planned.file(run), run.key)]
        if missing or described_runs(out) != (study.baseline, {s.name: planned.keys(s.name) for s in study.scenarios}):
            # what describes other runs must not stand beside these, even if we are interrupted
            (out / "manifest.json").unlink(missing_ok=True)
            for table in out.glob("*.csv"):
                table.unlink()
        for resolved in study.scenarios:
            write_text(out / "scenarios" / f"{resolved.name}.yaml", scenario_text(resolved))
        failed = _complete(planned, out, missing, jobs, cluster, progress)
        while damaged := write_tables(out, planned, failed):
            again = next((run for run in damaged if run in missing), None)
            if again is not None:
                raise WebloopError(f"{out / planned.file(again)} was damaged as soon as it was written: a faulty disk?")
            failed |= _complete(planned, out, damaged, jobs, cluster, progress)
            missing += damaged
        reused = len(planned.runs) - len(missing)
        write_text(out / "README.md", _readme(planned, len(failed)))
        write_manifest(out, manifest(out, planned, started, len(missing) - len(failed), reused, len(failed)))
    return Report(len(missing) - len(failed), reused, tuple(_told(run, error) for run, error in failed.items()))


def _complete(
    planned: Plan, out: Path, missing: Sequence[Run], jobs: int | None, cluster: str | None, progress: Progress | None
) -> dict[Run, Failure]:
    """Do the runs that are missing; each is written when it has finished.

    Raises:
        RunsFailedError: when all runs of a scenario failed.
    """
    failed: dict[Run, Failure] = {}
    reused = len(planned.runs) - len(missing)
    if progress:
        progress(0, len(missing), reused)
    workers = jobs or available_cores()
    if not cluster:
        workers = min(workers, max(1, len(missing)))
    for done, (run, outcome) in enumerate(run_all(missing, workers, cluster), start=1):
        file = out / planned.file(run)
        if isinstance(outcome, Finished):
            write_run(file, outcome.content)
            file.with_suffix(".error.txt").unlink(missing_ok=True)
        else:
            failed[run] = outcome
            file.parent.mkdir(parents=True, exist_ok=True)
            write_text(file.with_suffix(".error.txt"), outcome.details or str(outcome))
        if progress:
            progress(done, len(missing), reused)
    for each in planned.study.scenarios:
        errors = [_told(run, error) for run, error in failed.items() if run.name == each.name]
        if errors and len(errors) == planned.draws * planned.study.replicates:
            raise RunsFailedError(f"all runs of {each.name} failed, so there are no tables; the first: {errors[0]}")
    return failed


def _readme(planned: Plan, failed: int) -> str:
    study = planned.study
    monthly = [name for name in planned.metrics if metrics_by_name()[name].level != "generation"]
    return results_readme(
        study.title,
        study.baseline,
        [each.name for each in study.scenarios],
        draws=planned.draws,
        replicates=study.replicates,
        failed=failed,
        metric="hill_1" if "hill_1" in monthly or not monthly else monthly[0],
    )


def _told(run: Run, failure: Failure) -> str:
    draw = f"draw {run.draw}, " if run.values else ""
    return f"{run.name}, {draw}replicate {run.replicate}: {failure}"


def _prepare(folder: Path) -> Path:
    """Make the folder, and find out now rather than after the runs whether it can be written to."""
    try:
        for name in ("scenarios", "runs"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        trial = folder / "runs" / f".try.{os.getpid()}"
        write_text(trial, "")
        trial.unlink()
    except OSError as error:
        raise InputError(f"can't write results to {folder}: {error.strerror or error}") from error
    return folder


@contextmanager
def _room_on(folder: Path) -> Iterator[None]:
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
