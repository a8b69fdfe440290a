"""A Dask cluster gives the same bytes, also when it loses a worker."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from webloop.errors import InputError, WebloopError
from webloop.run.study import run_study
from webloop.scenario.study import Study, load_study

Client = pytest.importorskip("distributed").Client


@pytest.fixture
def study(scenario_file: Callable[..., Path]) -> Study:
    scenario_file()
    scenario_file("extends: small.yaml\ninterventions: [{date: 2024-01, set: {lab.cadence: 1}}]\n", "fast.yaml")
    text = "baseline: small.yaml\nscenarios: [fast.yaml]\nreplicates: 12\nseed: 5\n"
    return load_study([scenario_file(text, "study.yaml")], {"time.end": "2030-12"})


def tables(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix in {".parquet", ".csv"}}


@contextmanager
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers as processes of their own; they end with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    quiet = ["--no-dashboard"]
    started = [subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), *quiet], cwd=tmp_path)]
    for _ in range(2):
        worker = ["worker", address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", *quiet]
        started.append(subprocess.Popen([*dask, *worker], cwd=tmp_path))
    try:
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(study: Study, tmp_path: Path) -> None:
    run_study(study, tmp_path / "alone", jobs=1)
    with cluster(tmp_path) as (address, workers):
        with Client(address) as client:
            client.wait_for_workers(2, timeout=60)
        killed: list[int] = []

        def kill(done: int, _: int, __: int) -> None:
            if done == 2 and not killed:
                killed.append(done)
                workers[1].kill()

        report = run_study(study, tmp_path / "cluster", cluster=address, progress=kill)
    assert killed == [2]
    assert (report.done, report.failed) == (24, ())
    assert tables(tmp_path / "cluster") == tables(tmp_path / "alone")


@pytest.mark.slow
def test_a_cluster_that_goes_away_is_said_and_the_same_command_goes_on(study: Study, tmp_path: Path) -> None:
    run_study(study, tmp_path / "alone", jobs=1)
    with cluster(tmp_path) as (address, workers):
        with Client(address) as client:
            client.wait_for_workers(2, timeout=60)

        def end(done: int, _: int, __: int) -> None:
            if done == 2:
                for process in workers:
                    process.kill()

        with pytest.raises(WebloopError, match=r"the Dask cluster is gone; finished runs are kept"):
            run_study(study, tmp_path / "out", cluster=address, progress=end)
    assert not list((tmp_path / "out").rglob("*.error.txt"))
    assert run_study(study, tmp_path / "out", jobs=1).reused >= 2
    assert tables(tmp_path / "out") == tables(tmp_path / "alone")


def test_nobody_at_the_address(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webloop.run.executors._PATIENCE", 0.5)
    with pytest.raises(InputError, match=r"no Dask scheduler answers there .*allowed: local, or tcp://HOST:PORT"):
        run_study(study, tmp_path / "out", cluster="tcp://127.0.0.1:9")


def test_dask_is_missing(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'webloop\[cluster\]'"):
        run_study(study, tmp_path / "out", cluster="local")
