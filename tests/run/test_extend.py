"""Adding replicates to a folder, and doing its runs again."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webloop.cli import group
from webloop.errors import InputError
from webloop.run.reproduce import reproduce
from webloop.run.study import run_study
from webloop.scenario.study import Study, load_study

SWEPT = "baseline: small.yaml\nscenarios: [replace.yaml]\nreplicates: 2\nseed: 5\nsweep: {lab.cadence: [6, 9]}\n"
DRAWN = (
    "baseline: small.yaml\nscenarios: [replace.yaml]\nreplicates: 1\nseed: 5\ndraws: 4\nuncertain:\n"
    "  lab.cadence: {kind: triangular, low: 3, mode: 6, high: 9}\n"
    "  writers.segments.*.weight: {kind: dirichlet, concentration: 20}\n"
    "  web.ai_hazard_ratio: {kind: loguniform, low: 0.5, high: 4}\n"
)
PLAIN = "baseline: small.yaml\nscenarios: [replace.yaml]\nreplicates: 2\nseed: 5\n"


@pytest.fixture(params=[PLAIN, SWEPT, DRAWN], ids=["plain", "sweep", "draws"])
def study_file(request: pytest.FixtureRequest, scenario_file: Callable[..., Path]) -> Path:
    scenario_file()
    scenario_file(
        "extends: small.yaml\ninterventions: [{date: 2024-01, set: {lab.accumulation: replace}}]\n", "replace.yaml"
    )
    return scenario_file(request.param, "study.yaml")


@pytest.fixture
def study(scenario_file: Callable[..., Path]) -> Study:
    scenario_file()
    return load_study([scenario_file("baseline: small.yaml\nreplicates: 3\n", "study.yaml")])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in {"manifest.json", ".lock"}
    }


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.mark.slow
def test_an_extended_folder_is_a_fresh_one_with_more_replicates(study_file: Path, tmp_path: Path) -> None:
    grown, fresh = tmp_path / "grown", tmp_path / "fresh"
    study = load_study([study_file])
    run_study(study, grown, jobs=1)
    done = call("extend", grown, "--replicates", 3, "-j", 1, "-q")
    assert done.exit_code == 0, done.output
    run_study(load_study([study_file], replicates=study.replicates + 3), fresh, jobs=1)
    assert contents(grown) == contents(fresh)
    one, other = (json.loads((folder / "manifest.json").read_text()) for folder in (grown, fresh))
    changing = {"commands", "started", "finished", "runs_done", "runs_reused"}
    assert {k: v for k, v in one.items() if k not in changing} == {k: v for k, v in other.items() if k not in changing}
    assert one["runs_done"] * study.replicates == 3 * one["runs_reused"]


def test_extend_keeps_the_choice_of_metrics(study: Study, tmp_path: Path) -> None:
    run_study(study, tmp_path / "out", jobs=1, metrics=["hill_1", "pollution_flow"])
    assert call("extend", tmp_path / "out", "--to", 4, "-j", 1, "-q").exit_code == 0
    run_study(load_study([tmp_path / "study.yaml"], replicates=4), tmp_path / "b", 1, ["hill_1", "pollution_flow"])
    assert contents(tmp_path / "out") == contents(tmp_path / "b")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say how many replicates to add"),
        (("-n", 1, "--to", 9), "say how many replicates to add"),
        (("--to", 2), "there are 3 replicates already"),
    ],
)
def test_extend_refuses(study: Study, tmp_path: Path, arguments: tuple[str | int, ...], said: str) -> None:
    run_study(study, tmp_path / "out", jobs=1)
    done = call("extend", tmp_path / "out", *map(str, arguments))
    assert done.exit_code != 0
    assert said in done.output + str(done.exception)


def test_runs_of_other_rules_are_not_added_to(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    file = out / "scenarios/small.yaml"
    file.write_text(file.read_text().replace("cadence: 6", "cadence: 7"))
    refused = call("extend", out, "-n", 1)
    assert isinstance(refused.exception, InputError)
    assert "from other scenarios than are here now" in str(refused.exception)
    found = reproduce(out, jobs=1)
    assert found.changed == ("scenarios/small.yaml: it was edited",)
    assert set(found.runs.values()) == {"other numbers"}


def test_reproduce_finds_the_same_numbers_and_draws_its_sample_by_the_seed(study_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(load_study([study_file]), out, jobs=1)
    assert call("compare", out, "-q").exit_code == 0  # tables that come later are nobody's business here
    run_study(load_study([study_file]), out, jobs=1)
    assert call("compare", out, "-q", "--at", "2024-06").exit_code == 0
    before = contents(out)
    found = reproduce(out, number=3, jobs=1)
    assert found.same
    assert len(found.runs) == 3
    assert not found.changed
    assert reproduce(out, number=3, jobs=1) == found
    assert contents(out) == before
    assert call("reproduce", out, "-j", 1).exit_code == 0


def test_reproduce_names_what_is_not_as_it_was(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    (out / "summary.csv").write_text("scenario,metric\n")
    known = json.loads((out / "manifest.json").read_text())
    known["libraries"]["numpy"] = "1.0.0"
    known["code_sha256"] = "0" * 64
    (out / "manifest.json").write_text(json.dumps(known))
    done = call("reproduce", out, "-j", 1, "--json")
    assert done.return_value == 1
    told = json.loads(done.output)
    assert told["same"] is False
    assert told["damaged"] == ["summary.csv"]
    assert any(change.startswith("numpy: 1.0.0 then") for change in told["changed"])
    assert any("code that makes the numbers" in change for change in told["changed"])


def test_a_folder_of_another_format_says_how_to_make_it_again(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    known = json.loads((out / "manifest.json").read_text())
    (out / "manifest.json").write_text(json.dumps({**known, "format": 1}))
    with pytest.raises(InputError, match=r"in another format: run its study again"):
        reproduce(out)


def test_an_interrupted_extension_goes_on_with_the_same_command(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    before = (out / "monthly.parquet").read_bytes()

    def interrupt(done: int, total: int, reused: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    more = replace(study, replicates=5)
    with pytest.raises(KeyboardInterrupt):
        run_study(more, out, jobs=1, progress=interrupt)
    assert (out / "monthly.parquet").read_bytes() == before  # these runs are part of what is to come
    assert call("compare", out, "-q").exit_code == 0  # what is complete can be looked at
    done = call("extend", out, "-n", 2, "-j", 1, "-q")
    assert done.exit_code == 0
    assert not (out / "comparison.csv").exists()
    run_study(more, tmp_path / "fresh", jobs=1)
    assert contents(out) == contents(tmp_path / "fresh")
    known = json.loads((out / "manifest.json").read_text())
    assert len(known["commands"]) == 2


def test_a_first_run_that_was_interrupted_is_not_extended(study: Study, tmp_path: Path) -> None:
    def interrupt(done: int, total: int, reused: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_study(study, tmp_path / "out", jobs=1, progress=interrupt)
    refused = str(call("extend", tmp_path / "out", "-n", 2).exception)
    assert "its run was interrupted, and the command that began it goes on" in refused


def test_reproduce_misses_runs_that_are_gone(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    (out / "runs/small/1.parquet").unlink()
    found = reproduce(out, number=3, jobs=1)
    assert not found.same
    assert found.runs["runs/small/1.parquet"] == "missing"
