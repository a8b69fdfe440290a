"""`webloop threshold`, as users call it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import call

PIN = "pinned_pollution.2023-01"
ASK = ("--vary", PIN, "-m", "pollution_flow", "-j", 1, "-n", 2)


@pytest.fixture
def folder(scenario_file: Callable[..., Path], tmp_path: Path) -> Path:
    scenario_file()
    scenario_file("extends: small.yaml\ntitle: Other\n", "other.yaml")
    scenario_file("baseline: small.yaml\nscenarios: [other.yaml]\nreplicates: 2\n", "study.yaml")
    uncertain = "baseline: small.yaml\nuncertain: {lab.hallucination: {kind: uniform, low: 0, high: 0.1}}\n"
    scenario_file(uncertain, "uncertain.yaml")
    return tmp_path


@pytest.mark.slow
def test_the_answer_and_the_same_again(folder: Path) -> None:
    ask = ("threshold", "study.yaml", *ASK, "--below", 0.4, "--from", 0.2, "--to", 0.6, "--tolerance", 0.05)
    done = call(*ask, cwd=folder)
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith(f"other: pollution_flow is below 0.4 in 2025-12 with {PIN} of at most ")
    assert "95 % interval" in first
    assert f"{PIN} 0.2: pollution_flow 0.2" in done.stderr
    out = folder / f"results/study-threshold-{PIN}"
    assert (out / "threshold.csv").exists()
    assert {file.name for file in (out / "plots").iterdir()} == {
        f"threshold.{form}" for form in ("png", "svg", "csv", "txt")
    }
    again = call(*ask, "--json", cwd=folder)
    found = json.loads(again.stdout)
    assert found["sentence"] in done.stdout.replace("\n", " ")
    assert found["done"] == 0
    assert found["low"] <= 0.4 <= found["high"]
    assert len(found["plots"]) == 4


@pytest.mark.slow
def test_no_crossing_is_an_answer(folder: Path) -> None:
    done = call("threshold", "other.yaml", *ASK, "--above", 2, "-q", "-o", "out", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = json.loads(call("threshold", "other.yaml", *ASK, "--above", 2, "--json", "-o", "out", cwd=folder).stdout)
    assert (found["status"], found["threshold"], found["at_least"]) == ("never", None, None)
    assert "is above 2 in 2025-12 with none of the 5 values" in found["sentence"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("study.yaml", *ASK), "--below X or --above X"),
        (("study.yaml", *ASK, "--below", 1, "--above", 0), "--below X or --above X"),
        (("study.yaml", *ASK, "--below", "nan"), "must be a finite number"),
        (("study.yaml", *ASK, "--below", 0.4, "--at", "2031-01"), "the runs go from 2021-01 to 2025-12"),
        (("study.yaml", *ASK, "--below", 0.4, "--scenario", "oter"), "did you mean 'other'"),
        (("small.yaml", "other.yaml", "study2.yaml", *ASK, "--below", 0.4), "there is no file study2.yaml"),
        (("study.yaml", "--vary", PIN, "-m", "polution_flow", "--below", 0.4), "did you mean 'pollution_flow'"),
        (("study.yaml", "--vary", "lab.cadense", "-m", "hill_1", "--below", 4), "did you mean 'cadence'"),
        (("study.yaml", "--vary", "lab", "-m", "hill_1", "--below", 4), "must be the path of one number"),
        (("study.yaml", "--vary", PIN, "--below", 0.4), "Missing option '-m' / '--metric'"),
        (("uncertain.yaml", *ASK, "--below", 0.4), "draws uncertain parameters"),
        ((".", *ASK, "--below", 0.4), "not a results folder"),
    ],
)
def test_wrong_calls_exit_with_2_and_run_nothing(folder: Path, args: tuple[object, ...], said: str) -> None:
    done = call("threshold", *args, cwd=folder)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "results").exists()
