"""Into which results folder a command writes, and what it leaves alone there."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.command import call
from tests.conftest import SMALL
from webloop.run.study import run_study
from webloop.scenario.study import load_study

RUN = ("-n", 1, "-j", 1)
OTHERS = {
    "other scenarios": ("run", "deep/small.yaml", *RUN),
    "a setting": ("run", "small.yaml", "--set", "lab.cadence=3", *RUN),
    "a seed": ("run", "small.yaml", "--seed", 7, *RUN),
}


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small scenario has been run into its own results folder, and its numbers have been looked at."""
    folder = tmp_path_factory.mktemp("folders")
    for file in (folder / "small.yaml", folder / "deep/small.yaml"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(SMALL, encoding="utf-8")
    assert call("compare", "small.yaml", *RUN, cwd=folder).returncode == 0
    assert call("plot", "results/small", "-p", "composition", "-j", 1, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def folder(looked_at: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return copytree(looked_at, tmp_path, dirs_exist_ok=True)


@pytest.mark.parametrize("command", OTHERS.values(), ids=list(OTHERS))
def test_nothing_is_replaced_in_a_folder_that_nobody_chose(command: tuple[object, ...], folder: Path) -> None:
    there = {file: file.read_bytes() for file in folder.rglob("results/**/*") if file.is_file()}
    done = call(*command, cwd=folder)
    assert done.returncode == 2
    assert done.stderr == (
        "results/small has the results of something else (`webloop compare small.yaml -n 1 -j 1`), which these would "
        "replace; choose another folder with --out, or replace them with --out results/small\n"
    )
    assert there == {file: file.read_bytes() for file in folder.rglob("results/**/*") if file.is_file()}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--set", "lab.cadence=3", "--seed", 0), "--set, --seed: results/small has been run already; to change"),
        (("-n", 2), "--replicates: results/small has been run already; to change what was run, name the scenario"),
        (("small.yaml",), "results/small is a results folder and stands alone: name nothing else with it"),
    ],
)
def test_what_a_results_folder_does_not_go_with_is_named(args: tuple[object, ...], said: str, folder: Path) -> None:
    done = call("compare", "results/small", *args, cwd=folder)
    assert (done.returncode, done.stderr.startswith(said)) == (2, True), done.stderr


def test_an_interrupted_run_of_something_else_is_not_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for is noted before any run is done, and known as long as there is no manifest."""
    monkeypatch.chdir(folder)
    results = folder / "results/small"
    rmtree(results)

    def interrupt(done: int, total: int, reused: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_study(load_study(["small.yaml"], replicates=2), results, jobs=1, progress=interrupt)
    assert not (results / "manifest.json").exists()
    done = call(*OTHERS["other scenarios"], cwd=folder)
    assert done.returncode == 2
    assert "results/small has the results of something else" in done.stderr
    assert "1 reused" in call("run", "small.yaml", "-n", 2, "-j", 1, cwd=folder).stderr
    assert not list(results.glob(".asked*"))


@pytest.mark.parametrize("args", [("{}/small.yaml",), ("./small.yaml", "--seed", 1)])
def test_the_same_study_by_other_words(args: tuple[object, ...], folder: Path) -> None:
    typed = [str(arg).format(folder) for arg in args]
    done = call("run", *typed, *RUN, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "1 reused" in done.stderr


@pytest.mark.slow
def test_more_of_the_same_goes_into_the_same_folder(folder: Path) -> None:
    file = folder / "small.yaml"
    assert "1 reused" in call("run", "./small.yaml", "-n", 2, "-j", 1, cwd=folder).stderr
    assert call("extend", "results/small", "-n", 1, "-j", 1, cwd=folder).returncode == 0
    assert "3 reused" in call("run", "small.yaml", "-n", 3, "-j", 1, cwd=folder).stderr
    file.write_text(file.read_text().replace("title: Small", "title: Edited\npinned_pollution: {2023-01: 0.1}"))
    done = call("run", "small.yaml", "-n", 3, "-j", 1, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "3 runs that results/small showed before are not part of this" in done.stderr


def test_pictures_go_with_the_runs_that_they_showed(folder: Path) -> None:
    plots = folder / "results/small/plots"
    (plots / "mine.png").write_text("a picture of the user's own")
    drawn = {f"composition.{form}" for form in ("png", "svg", "csv", "txt")}
    assert {file.name for file in plots.iterdir()} == {*drawn, "mine.png"}
    assert "pictures" not in call("run", "small.yaml", *RUN, cwd=folder).stderr
    assert (plots / "composition.png").exists()
    done = call(*OTHERS["a setting"], "--out", "results/small", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "the pictures of the runs before are gone from results/small: they can be drawn anew" in done.stderr
    assert {file.name for file in plots.iterdir()} == {"mine.png"}
