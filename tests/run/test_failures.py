"""What goes wrong on the way: a run that raises, a worker that dies, a full disk, a second process, a damaged file."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from webloop.errors import InputError, RunsFailedError, WebloopError
from webloop.outcomes.results import Results
from webloop.run import completing
from webloop.run.lock import locked
from webloop.run.store import DamagedError, content_digest, digest, read_run
from webloop.run.study import run_study
from webloop.scenario.study import Study, load_study


@pytest.fixture
def study(scenario_file: Callable[..., Path]) -> Study:
    scenario_file()
    scenario_file(
        "extends: small.yaml\ninterventions: [{date: 2024-01, set: {lab.accumulation: replace}}]\n", "replace.yaml"
    )
    text = "baseline: small.yaml\nscenarios: [replace.yaml]\nreplicates: 4\nseed: 5\n"
    return load_study([scenario_file(text, "study.yaml")])


def failing(monkeypatch: pytest.MonkeyPatch, bad: Callable[[str, int], bool]) -> None:
    """Make some runs raise, in this process."""
    from webloop.world.world import World

    real = World.step

    def step(world: World) -> None:
        if world.month == 24_295 and bad(world.resolved.name, world.streams.replicate):  # 2024-08
            raise ValueError("a number of pages below zero")
        real(world)

    monkeypatch.setattr(World, "step", step)


def test_a_run_that_raises_is_recorded_and_the_others_go_on(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    run_study(study, whole, jobs=1)
    with monkeypatch.context() as patch:
        failing(patch, lambda name, replicate: name == "replace" and replicate in {1, 3})
        report = run_study(study, out, jobs=1)
    assert report.done == 6
    assert report.failed == (
        "replace, replicate 1: ValueError: a number of pages below zero",
        "replace, replicate 3: ValueError: a number of pages below zero",
    )
    failures = pd.read_csv(out / "failures.csv")
    assert failures[["scenario", "replicate"]].to_numpy().tolist() == [["replace", 1], ["replace", 3]]
    assert "in step" in (out / "runs/replace/1.error.txt").read_text()
    assert json.loads((out / "manifest.json").read_text())["runs_failed"] == 2
    monthly, expected = (Results(folder).monthly() for folder in (out, whole))
    there = ~((expected["scenario"] == "replace") & expected["replicate"].isin([1, 3]))
    pd.testing.assert_frame_equal(monthly, expected[there].reset_index(drop=True))
    again = run_study(study, out, jobs=1)  # the same command does what failed
    assert (again.done, again.reused, again.failed) == (2, 6, ())
    assert not (out / "failures.csv").exists()
    assert not list(out.rglob("*.error.txt"))
    assert (out / "monthly.parquet").read_bytes() == (whole / "monthly.parquet").read_bytes()


def test_a_scenario_without_any_run_does_not_hide_the_others(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    failing(monkeypatch, lambda name, replicate: name == "replace")
    assert len(run_study(study, out, jobs=1).failed) == 4
    assert set(pd.read_parquet(out / "monthly.parquet")["scenario"]) == {"small"}
    assert len(pd.read_csv(out / "failures.csv")) == 4
    assert Results(out).scenarios == ["small"]


def test_without_the_baseline_there_is_nothing_to_show(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, lambda name, replicate: name == "small")
    with pytest.raises(RunsFailedError, match=r"all runs of small failed.*pages below zero"):
        run_study(study, tmp_path / "out", jobs=1)
    assert len(list((tmp_path / "out/runs/replace").glob("*.parquet"))) == 4
    assert "in step" in (tmp_path / "out/runs/small/0.error.txt").read_text()


DYING = """
import os, sys
from pathlib import Path
from webloop.world.world import World
real = World.step
def step(world):
    if world.month == 24295 and world.resolved.name == "replace" and world.streams.replicate == 2:
        os._exit(9)
    real(world)
if os.environ.get("WEBLOOP_TEST_DIES"):
    World.step = step
"""


@pytest.mark.slow
def test_a_run_that_kills_its_worker_is_found_and_takes_nobody_along(study: Study, tmp_path: Path) -> None:
    whole, out, home = tmp_path / "whole", tmp_path / "out", tmp_path / "home"
    home.mkdir()
    (home / "sitecustomize.py").write_text(
        "import sys\nclass Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'webloop.run.tasks':\n"
        "            sys.meta_path.remove(self)\n"
        "            import dying\n"
        "        return None\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    (home / "dying.py").write_text(DYING)
    run_study(study, whole, jobs=1)
    file = tmp_path / "study.yaml"
    command = [sys.executable, "-m", "webloop", "run", str(file), "-o", str(out), "-j", "2"]
    environment = {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(
        command, capture_output=True, text=True, env={**environment, "WEBLOOP_TEST_DIES": "1"}, check=False
    )
    assert done.returncode == 3, done.stderr
    assert "1 of the runs failed: replace, replicate 2: WorkerDied" in done.stderr
    assert len(list(out.glob("runs/*/*.parquet"))) == 7
    again = subprocess.run(command, capture_output=True, text=True, env={**environment, "WEBLOOP_TEST_DIES": "1"})
    assert again.returncode == 3  # it dies again, alone this time, and the tables stay
    assert (out / "manifest.json").exists()
    subprocess.run([*command, "-q"], check=True, env=environment)
    assert (out / "monthly.parquet").read_bytes() == (whole / "monthly.parquet").read_bytes()


def test_a_full_disk_is_said_and_the_same_command_goes_on(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    real = completing.write_run

    def full(file: Path, content: bytes) -> None:
        if len(list(out.glob("runs/*/*.parquet"))) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(file, content)

    with monkeypatch.context() as patch:
        patch.setattr(completing, "write_run", full)
        with pytest.raises(WebloopError, match=r"is full; 3 finished runs are kept\. Make room, and the same command"):
            run_study(study, out, jobs=1)
    report = run_study(study, out, jobs=1)
    assert (report.done, report.reused) == (5, 3)


def test_a_second_process_is_told_who_writes(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with locked(out), pytest.raises(InputError, match=rf"another webloop writes to .* \(process {os.getpid()} on"):
        run_study(study, out, jobs=1)
    run_study(study, out, jobs=1)


def flipped(file: Path, whole: bytes, at: int) -> bool:
    """Write the file with one byte changed; whether that can be told from what it says."""
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
    try:
        return digest(read_run(file)) != content_digest(whole)
    except DamagedError:
        return True


@pytest.mark.parametrize("where", [0.01, 0.1, 0.3, 0.5, 0.7, 0.95])
def test_a_damaged_run_is_found_by_its_hash_and_done_again(study: Study, tmp_path: Path, where: float) -> None:
    """The next byte from there on that means something: statistics of pages, for one, nobody reads."""
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    before = (out / "monthly.parquet").read_bytes()
    file = out / "runs/small/2.parquet"
    whole = file.read_bytes()
    first = int(len(whole) * where)
    assert any(flipped(file, whole, at) for at in range(first, min(first + 1000, len(whole))))
    assert run_study(study, out, jobs=1).done == 1
    assert file.read_bytes() == whole
    assert (out / "monthly.parquet").read_bytes() == before


def test_half_written_files_of_a_killed_process_are_swept_up(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    (out / ".new").mkdir()
    left = [out / "runs/small/.1.parquet.999.part", out / ".new/.monthly.parquet.999.part"]
    for file in left:
        file.write_bytes(b"half")
    run_study(study, out, jobs=1)
    assert not any(file.exists() for file in left)
