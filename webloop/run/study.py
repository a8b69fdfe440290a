"""Running a study into a results folder: finished runs are reused, new ones written as they finish."""

import json
import os
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from webloop.errors import InputError
from webloop.files import write_text
from webloop.run.ensemble import Run, available_cores, run_all
from webloop.run.manifest import manifest, write_manifest
from webloop.run.recorder import select
from webloop.run.store import finished, run_key, write_run
from webloop.run.tables import write_tables
from webloop.scenario.dump import scenario_text
from webloop.scenario.study import Study

Progress = Callable[[int, int, int], None]
"""Called with runs done now, runs to do, and runs reused."""


def run_study(
    study: Study,
    folder: str | Path,
    jobs: int | None = None,
    metrics: Collection[str] | None = None,
    progress: Progress | None = None,
) -> None:
    """Run every scenario of a study for every replicate and write the results folder.

    Args:
        study: what to run.
        folder: where to; runs that are there and still mean the same are reused.
        jobs: processes; as many as there are cores for None. The numbers do not depend on it.
        metrics: names of the metrics to record; all of them for None.
        progress: told about every finished run.

    Raises:
        InputError: when the folder can't be written to, or a metric does not exist.
    """
    chosen = list(select(metrics))
    out = _prepare(Path(folder))
    started = datetime.now(UTC)
    keys = {
        each.name: {r: run_key(each, study.seed, r, chosen) for r in range(study.replicates)}
        for each in study.scenarios
    }
    missing = [
        Run(each, study.seed, replicate, chosen)
        for replicate in range(study.replicates)
        for each in study.scenarios
        if not finished(run_file(out, each.name, replicate), keys[each.name][replicate])
    ]
    if missing or not _describes(out, study, keys):
        # what describes other runs must not stand beside these, even if we are interrupted
        for name in ("manifest.json", "comparison.csv"):
            (out / name).unlink(missing_ok=True)
    for resolved in study.scenarios:
        write_text(out / "scenarios" / f"{resolved.name}.yaml", scenario_text(resolved))
    reused = len(study.scenarios) * study.replicates - len(missing)
    workers = min(jobs or available_cores(), max(1, len(missing)))
    if progress:
        progress(0, len(missing), reused)
    for done, (run, trajectory) in enumerate(run_all(missing, workers), start=1):
        name = run.resolved.name
        write_run(run_file(out, name, run.replicate), keys[name][run.replicate], trajectory)
        if progress:
            progress(done, len(missing), reused)
    write_tables(out, study, chosen, keys)
    write_manifest(out, manifest(study, keys, started, len(missing), reused))


def run_file(folder: Path, scenario: str, replicate: int) -> Path:
    """Where a run is kept."""
    return folder / "runs" / scenario / f"{replicate}.parquet"


def _describes(folder: Path, study: Study, keys: dict[str, dict[int, str]]) -> bool:
    """Whether the folder's manifest is about just these runs."""
    try:
        known = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        runs = {name: {int(r): key for r, key in each["runs"].items()} for name, each in known["scenarios"].items()}
    except (OSError, ValueError, KeyError):
        return False
    return bool(runs == keys and known["baseline"] == study.baseline)


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
