"""Running a study into a results folder: finished runs are reused, new ones written as they finish."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from webloop.errors import WebloopError
from webloop.files import write_text
from webloop.metrics.registry import metrics as metrics_by_name
from webloop.run.asked import forget_asked, note_asked
from webloop.run.completing import Progress, Workplace, complete, in_words, room_on
from webloop.run.executors import check_cluster
from webloop.run.folder import prepared, put_in_place, set_about
from webloop.run.lock import locked
from webloop.run.manifest import Done, known_manifest, manifest, runs_of, this_command, write_manifest
from webloop.run.plan import Plan, plan
from webloop.run.readme import results_readme
from webloop.run.recorder import check_measurable, select
from webloop.run.store import finished
from webloop.run.tables import DamagedRunsError, write_tables
from webloop.run.tasks import Failure, Run
from webloop.scenario.dump import scenario_text
from webloop.scenario.study import Study


@dataclass(frozen=True)
class Report:
    """What came of running a study.

    Attributes:
        done: runs done now.
        reused: runs that were there already.
        failed: what went wrong, by run, such as `replace, replicate 3: ValueError: ...`.
        left_out: runs that the folder's tables held before and do not hold any more.
        undrawn: files of pictures that showed other runs, and are gone.
    """

    done: int
    reused: int
    failed: tuple[str, ...]
    left_out: int = 0
    undrawn: int = 0


def run_study(
    study: Study,
    folder: str | Path,
    jobs: int | None = None,
    metrics: Collection[str] | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
    history: Sequence[Sequence[str]] = (),
) -> Report:
    """Run every scenario of a study for every draw and replicate, and write the results folder.

    Args:
        study: what to run.
        folder: where to; runs that are there and still mean the same are reused.
        jobs: processes; as many as there are cores for None. The numbers do not depend on it.
        metrics: names of the metrics to record; all of them for None.
        progress: told about every finished run.
        cluster: `local` or the address of a Dask scheduler; None for processes of this machine.
        history: commands that the folder comes from already; this one is put behind them.

    Raises:
        InputError: when the folder can't be written to or somebody else writes to it, a metric does not exist, or
            the cluster can't be used.
        RunsFailedError: when all runs of the baseline failed. When others did, the report says which.
        WebloopError: when the disk is full. Finished runs are kept.
    """
    contents = {each.scenario.content.kind for each in study.scenarios}
    chosen = select(metrics, contents)
    check_measurable(chosen, contents)
    planned = plan(study, list(chosen))
    where = Workplace(jobs, cluster, progress)
    check_cluster(cluster)
    out = prepared(Path(folder))
    with room_on(out), locked(out):
        note_asked(out, study.asked)
        started = datetime.now(UTC)
        new = set_about(out)
        known = known_manifest(out)
        missing = [run for run in planned.runs if not finished(out / planned.file(run), run.key)]
        failed = complete(planned, out, missing, where)
        counts = _tables(planned, out, new, missing, failed, where)
        for resolved in study.scenarios:
            write_text(new / "scenarios" / f"{resolved.name}.yaml", scenario_text(resolved))
        report = Report(
            len(missing) - len(failed),
            len(planned.runs) - len(missing),
            tuple(in_words(run, error) for run, error in failed.items()),
            _left_out(known, planned),
        )
        files = sorted(planned.file(run).as_posix() for run in failed)
        write_text(new / "README.md", _readme(planned, len(failed)))
        came = Done(started, report.done, report.reused, files, counts)
        write_manifest(new, manifest(new, planned, came, [*history, this_command()]))
        report = replace(report, undrawn=put_in_place(out))
        forget_asked(out)
        return report


def _tables(
    planned: Plan, out: Path, new: Path, missing: list[Run], failed: dict[Run, Failure], where: Workplace
) -> dict[str, int]:
    """Write the tables; runs whose files are damaged are done again, and join the missing and the failed.

    Raises:
        WebloopError: when a file is damaged that has only just been written.
    """
    while True:
        try:
            return write_tables(out, planned, failed, new)
        except DamagedRunsError as error:
            again = next((run for run in error.runs if run in missing), None)
            if again is not None:
                file = out / planned.file(again)
                raise WebloopError(f"{file} was damaged as soon as it was written: a faulty disk?") from error
            failed |= complete(planned, out, error.runs, where)
            missing += error.runs


def _left_out(known: dict[str, Any] | None, planned: Plan) -> int:
    """Runs that the folder showed before and does not show any more."""
    if known is None:
        return 0
    mine = {each.name: planned.keys(each.name) for each in planned.study.scenarios}
    return sum(mine.get(name, {}).get(run) != key for name, runs in runs_of(known).items() for run, key in runs.items())


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
