"""The results folder: its contract, reuse, and the same bytes on any number of workers."""

import gc
import hashlib
import json
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.run.reopen import read_manifest
from webloop.run.study import run_study
from webloop.scenario.study import Study, load_study
from webloop.streams import Streams
from webloop.world.world import World


@pytest.fixture
def study(scenario_file: Callable[..., Path]) -> Study:
    scenario_file()
    other = "extends: small.yaml\ninterventions: [{date: 2024-01, set: {lab.accumulation: replace}}]\n"
    scenario_file(other, "replace.yaml")
    text = "baseline: small.yaml\nscenarios: [replace.yaml]\nreplicates: 3\nseed: 5\n"
    return load_study([scenario_file(text, "study.yaml")])


def digests(folder: Path, pattern: str = "*.parquet") -> dict[str, str]:
    return {
        str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.rglob(pattern))
    }


def test_the_folder_is_a_contract(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    files = {str(f.relative_to(out)) for f in out.rglob("*") if f.is_file()}
    assert files == {
        ".lock",
        "README.md",
        "manifest.json",
        "monthly.parquet",
        "generations.parquet",
        "summary.csv",
        "collapse.csv",
        "dictionary.csv",
        "lost_ideas.csv",
        "scenarios/small.yaml",
        "scenarios/replace.yaml",
        *(f"runs/{name}/{i}.parquet" for name in ("small", "replace") for i in range(3)),
    }
    monthly = pd.read_parquet(out / "monthly.parquet")
    assert monthly.groupby(["scenario", "draw", "replicate"]).size().tolist() == [60] * 6
    assert monthly["month"].iloc[0] == "2021-01"
    generations = pd.read_parquet(out / "generations.parquet")
    assert set(generations["lab"]) == {"alpha", "beta"}
    described = set(pd.read_csv(out / "dictionary.csv")["column"])
    assert (set(monthly.columns) | set(generations.columns)) <= described
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["seed"] == 5
    assert manifest["runs_done"] == 6
    assert set(manifest["libraries"]) >= {"numpy", "mesa"}


def test_any_number_of_workers_gives_the_same_bytes(study: Study, tmp_path: Path) -> None:
    for jobs in (1, 2):
        run_study(study, tmp_path / str(jobs), jobs=jobs)
    assert digests(tmp_path / "1") == digests(tmp_path / "2")
    assert digests(tmp_path / "1", "*.csv") == digests(tmp_path / "2", "*.csv")


def test_finished_runs_are_reused_and_others_done(study: Study, tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    before = digests(out)
    (out / "runs/small/1.parquet").write_bytes(b"damaged")
    (out / "runs/replace/2.parquet").unlink()
    run_study(study, out, jobs=1, progress=lambda *numbers: told.append(numbers))
    assert told[0] == (0, 2, 4)
    assert told[-1] == (2, 2, 4)
    assert digests(out) == before


def test_what_changes_the_numbers_is_run_again(
    study: Study, scenario_file: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    told: list[tuple[int, int, int]] = []
    changed = load_study([scenario_file().parent / "study.yaml"], {"lab.cadence": 12}, replicates=3)
    run_study(changed, out, jobs=1, progress=lambda *numbers: told.append(numbers))
    assert told[0] == (0, 6, 0)


def test_old_results_stand_until_new_ones_are_complete(
    study: Study, scenario_file: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run_study(study, out, jobs=1)
    (out / "comparison.csv").write_text("made later\n")
    before = {str(f.relative_to(out)): f.read_bytes() for f in out.rglob("*") if f.is_file() and "runs" not in f.parts}

    def interrupt(done: int, total: int, reused: int) -> None:
        raise KeyboardInterrupt

    smaller = load_study([scenario_file().parent / "small.yaml"], {"lab.cadence": 12}, replicates=3)
    with pytest.raises(KeyboardInterrupt):
        run_study(smaller, out, jobs=1, progress=interrupt)
    assert before.items() <= {str(f.relative_to(out)): f.read_bytes() for f in out.rglob("*") if f.is_file()}.items()
    assert Results(out).scenarios == ["small", "replace"]
    report = run_study(smaller, out, jobs=1)
    assert report.left_out == 6
    assert not (out / "comparison.csv").exists()
    assert [file.name for file in (out / "scenarios").iterdir()] == ["small.yaml"]
    run_study(smaller, tmp_path / "fresh", jobs=1)
    assert digests(out, "*.csv") == digests(tmp_path / "fresh", "*.csv")
    assert run_study(study, out, jobs=1).reused >= 3  # the runs of others are kept


def test_what_a_killed_process_had_begun_to_move_is_moved(study: Study, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    run_study(study, whole, jobs=1)
    run_study(study, out, jobs=1)
    new = out / ".new"
    (new / "scenarios").mkdir(parents=True)
    for name in ("summary.csv", "scenarios/small.yaml", "manifest.json"):  # the others are in place already
        (out / name).rename(new / name)
    (out / "summary.csv").write_text("old")
    run_study(study, out, jobs=1)
    assert not new.exists()
    assert digests(out, "*.csv") == digests(whole, "*.csv")


def test_a_folder_with_other_files_is_refused(study: Study, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/README.md").write_text("mine")
    with pytest.raises(InputError, match=r"holds other files \(README\.md\); choose a folder of its own"):
        run_study(study, tmp_path / "mine", jobs=1)


def test_an_interrupted_study_goes_on(study: Study, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def interrupt(done: int, total: int, reused: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_study(study, out, jobs=1, progress=interrupt)
    assert len(list(out.rglob("runs/*/*.parquet"))) == 2
    assert not (out / "monthly.parquet").exists()
    with pytest.raises(InputError, match="its run was interrupted, and the command that began it goes on"):
        read_manifest(out)
    told: list[tuple[int, int, int]] = []
    run_study(study, out, jobs=1, progress=lambda *numbers: told.append(numbers))
    assert told[0] == (0, 4, 2)
    run_study(study, tmp_path / "fresh", jobs=1)
    assert digests(out) == digests(tmp_path / "fresh")


def test_resolved_scenarios_run_to_the_same_numbers(study: Study, tmp_path: Path) -> None:
    run_study(study, tmp_path / "out", jobs=1)
    again = load_study(
        [tmp_path / "out/scenarios/small.yaml", tmp_path / "out/scenarios/replace.yaml"], replicates=3, seed=5
    )
    run_study(again, tmp_path / "again", jobs=1)
    assert digests(tmp_path / "out") == digests(tmp_path / "again")


def test_a_folder_that_can_not_be_written_is_refused_at_once(study: Study, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="can't write results"):
        run_study(study, tmp_path / "file", jobs=1)


def test_an_unknown_metric_is_refused_at_once(study: Study, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'hill_1'"):
        run_study(study, tmp_path / "out", jobs=1, metrics=["hil_1"])


def test_words_that_vanish_have_names(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    words = [f"word{chr(97 + i)}{chr(97 + j)} " * (1 + 40 // (1 + i)) for i in range(12) for j in range(12)]
    text.write_text("".join(words))
    file = scenario_file(
        "time: {start: 2021-01, end: 2025-12, history_years: 0}\n"
        "ideas: {from_text: text.txt, number: 500, turnover: 0, head_turnover: 0, errors: 0}\n"
        "web: {pages_per_month: 300}\npinned_pollution: {2022-01: 1.0}\ncrawlers: {common: {coverage: 1}}\n"
        "lab: {cadence: 3, cutoff_lag: 1, budget: unlimited, accumulation: replace}\n"
        "labs: {one: {first_release: 2021-06}}\n",
        "words.yaml",
    )
    run_study(load_study([file], replicates=2), tmp_path / "out", jobs=1)
    lost = Results(tmp_path / "out").lost_ideas
    assert len(lost) > 50
    assert lost["idea"].str.startswith("word").all()
    assert lost["lost_in"].between(0, 1).all()


def test_a_run_leaves_no_world_behind(study: Study) -> None:
    """Mesa 3.3 keeps every model in a class attribute: 20 MB a run."""
    seen: list[weakref.ref[World]] = []

    class Watched(World):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            seen.append(weakref.ref(self))

    Watched(study.scenarios[0], Streams(1, 0)).run(until=24_270)
    gc.collect()
    assert [world() for world in seen] == [None]
