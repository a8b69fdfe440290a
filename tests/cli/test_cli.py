"""The command line, as users call it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.command import WEBLOOP, call, call_program

ScenarioFile = Callable[..., Path]


def test_help_names_every_command_and_exit_code() -> None:
    done = call_program("--help")
    assert done.returncode == 0
    from webloop.cli import _COMMANDS, EXIT_CODES

    assert set(EXIT_CODES) == {0, 1, 2, 3, 130}
    for word in [*_COMMANDS, *map(str, EXIT_CODES)]:
        assert word in done.stdout


@pytest.mark.parametrize(
    ("args", "banned"),
    [
        (("--help",), ("mesa", "pandas", "matplotlib", "numpy", "pydantic", "scipy")),
        (("validate", "webloop/baseline"), ("mesa", "pandas", "matplotlib", "scipy", "networkx")),
        (("show", "webloop/baseline"), ("mesa", "pandas", "matplotlib", "scipy", "networkx")),
        (("schema",), ("mesa", "pandas", "matplotlib", "scipy", "networkx")),
        (("list", "submodels"), ("mesa", "pandas", "matplotlib", "scipy", "networkx")),
    ],
)
def test_commands_import_only_what_they_need(args: tuple[str, ...], banned: tuple[str, ...]) -> None:
    code = (
        "import sys; sys.argv = ['webloop', *sys.argv[1:]]\n"
        "from webloop.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"loaded = [name for name in {banned!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_run_compare_plot(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    scenario_file()
    scenario_file("extends: small.yaml\ntitle: All gone\nlab: {accumulation: replace}\n", "gone.yaml")
    done = call_program("run", "small.yaml", "gone.yaml", "-n", 2, "-j", 1, "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "gone" in done.stdout
    assert "4 runs done" in done.stderr
    done = call_program("compare", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "95 % interval" in done.stdout
    assert (tmp_path / "out/comparison.csv").exists()
    done = call_program("compare", "small.yaml", "gone.yaml", "-n", 2, "-o", "out", "--metric", "hill_1", cwd=tmp_path)
    assert "4 reused" in done.stderr
    assert "Effective ideas (Hill-1)" in done.stdout
    done = call_program("plot", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out/plots").glob("*.png"))) >= 4
    assert len(list((tmp_path / "out/plots").glob("*.svg"))) >= 4


@pytest.mark.slow
def test_json_is_json_and_nothing_else(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    scenario_file()
    scenario_file("extends: small.yaml\n", "same.yaml")
    run = json.loads(
        call("run", "small.yaml", "same.yaml", "-n", 2, "-j", 1, "-o", "out", "--json", cwd=tmp_path).stdout
    )
    assert run["baseline"] == "small"
    compared = json.loads(call("compare", "out", "--json", cwd=tmp_path).stdout)["comparison"]
    valued = [row for row in compared if row["pairs"]]
    assert {row["difference"] for row in valued} == {0.0}
    # nothing is signed in this scenario, and its sites have no links
    assert {row["metric"] for row in compared} - {row["metric"] for row in valued} == {
        "forged_flow",
        "site_gini",
        "site_top_share",
    }
    assert json.loads(call("plot", "out", "--json", "-p", "composition", cwd=tmp_path).stdout)["plots"]
    assert call("run", "small.yaml", "-n", 1, "-q", "-o", "quiet", cwd=tmp_path).stdout == ""


def test_problems_exit_with_2(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    scenario_file("lab: {cadence: 0}\nideas: {numbr: 5}\n", "broken.yaml")
    for command in ("validate", "run", "compare", "plot", "show"):
        done = call(command, "broken.yaml", cwd=tmp_path)
        assert done.returncode == 2, (command, done.stderr)
        assert "broken.yaml:1:16 lab.cadence" in done.stderr
        assert "broken.yaml:2:9 ideas.numbr: unknown key" in done.stderr
        assert "Traceback" not in done.stderr
    problems = json.loads(call("validate", "broken.yaml", "--json", cwd=tmp_path).stdout)["problems"]
    assert [problem["line"] for problem in problems] == [1, 2]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("compare", "no-such-folder-or-file"), "no-such-folder-or-file"),
        (("compare", "."), "not a results folder"),
        (("run",), "Missing argument"),
        (("run", "webloop/basline"), "did you mean 'baseline'"),
        (("compar", "x"), "did you mean 'compare'"),
        (("run", "webloop/baseline", "-n", "0"), "x>=1"),
        (("run", "webloop/baseline", "--set", "lab.cadence"), "path=value"),
        (("run", "webloop/baseline", "--set", "lab.cadenc=3"), "did you mean 'cadence'"),
        (("list", "nothing"), "scenarios"),
        (("compare", "webloop/baseline", "-m", "hil_1"), "there is no metric 'hil_1'; did you mean 'hill_1'?"),
        (("compare", "webloop/baseline", "-m", "training_set"), "is measured at releases only"),
        (("plot", "webloop/baseline", "-m", "hil_1"), "there is no metric 'hil_1'; did you mean 'hill_1'?"),
        (("robust", "study.yaml", "-m", "hil_1"), "there is no metric 'hil_1'; did you mean 'hill_1'?"),
        (("sensitivity", "study.yaml", "-m", "hil_1"), "there is no metric 'hil_1'; did you mean 'hill_1'?"),
    ],
)
def test_wrong_calls_say_what_is_right(args: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = call(*args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_interrupt_exits_with_130_and_the_same_command_goes_on(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    scenario_file()
    command = [*WEBLOOP, "run", "small.yaml", "-n", "120", "-j", "2", "-o", "out"]
    hears = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # where tests run in the background, nobody does
    pipes: dict[str, Any] = {"stderr": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, cwd=tmp_path, preexec_fn=hears, **pipes)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob("out/runs/small/*.parquet"))) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "the same command goes on" in said
    kept = len(list(tmp_path.glob("out/runs/small/*.parquet")))
    assert kept >= 5
    done = call("run", "small.yaml", "-n", "120", "-j", "2", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0
    assert f"{kept} reused" in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("show", "baseline"),
        ("validate", "baseline", "archive", "study"),
        ("run", "baseline", "-n", "1", "-j", "1", "-q", "--set", "time.end=2022-12", "--set", "ideas.number=40"),
    ],
)
def test_commands_take_bare_names(args: tuple[str, ...], tmp_path: Path) -> None:
    done = call(*args, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_init_gives_a_folder_that_runs(tmp_path: Path) -> None:
    done = call("init", "mine", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    files = sorted((tmp_path / "mine").glob("*.yaml"))
    assert {"baseline.yaml", "mine.yaml", "study.yaml"} <= {file.name for file in files}
    assert call("validate", *(f"mine/{name}.yaml" for name in ("mine", "study")), cwd=tmp_path).returncode == 0
    again = call("init", "mine", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert call("init", "mine", "--force", cwd=tmp_path).returncode == 0


def test_show_tells_where_values_come_from(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    scenario_file()
    done = call("show", "small.yaml", "--set", "lab.cadence=3", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "small.yaml:3:17" in done.stdout
    assert "--set lab.cadence=3" in done.stdout
    shown = call("show", "small.yaml", "--yaml", cwd=tmp_path).stdout
    (tmp_path / "again.yaml").write_text(shown)
    assert call("show", "again.yaml", "--yaml", cwd=tmp_path).stdout == shown


def test_show_breaks_no_path(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    name = "a-scenario-with-a-rather-long-name.yaml"
    scenario_file(name=name)
    for columns in ("40", ""):
        done = call_program("show", name, "--set", "title=" + "word " * 50, cwd=tmp_path, COLUMNS=columns)
        shown = done.stdout.splitlines()
        if columns:  # a terminal: under the name of its group
            shown = shown[shown.index("writers.segments.forum") :]
        path = "participation.slopes[0].start" if columns else "writers.segments.forum.participation.slopes[0].start"
        (row,) = [line for line in shown if path in line]
        assert f" {name}:9:88 " in f"{row} "


def test_show_tells_what_is_known(tmp_path: Path) -> None:
    assert "Muennighoff et al. 2023" in call("show", "article-web", "--sources", cwd=tmp_path).stdout
    done = call("show", "article-web", "--set", "lab.cadence=12", "--json", cwd=tmp_path)
    rows = {row["path"]: row for row in json.loads(done.stdout)}
    assert {"low", "high", "distribution", "status", "source"} < set(rows["title"])
    known = rows["lab.cutoff_lag"]
    assert (known["low"], known["high"], known["distribution"], known["status"]) == (2, 18, "triangular", "C")
    assert "14 models" in known["source"]
    own = rows["lab.cadence"]  # as in the baseline, but somebody decided so
    assert {own[key] for key in ("low", "high", "distribution", "status")} == {None}


def test_own_sites_are_counted(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    scenario_file("sites: {from_edges: links.csv}\n", "own.yaml")
    (tmp_path / "links.csv").write_text("source,target\na,b\n")
    told = f"2 sites and 1 link are from {tmp_path / 'links.csv'}; segments of communities that own none of them"
    shown = call("validate", "own.yaml", cwd=tmp_path).stdout
    assert shown == f"own.yaml: in order\nown.yaml: {told} get a site more each\n"


def test_values_of_a_sweep_that_do_not_last_are_warned_of(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    changes = "interventions: [{date: 2027-01, set: {labels.share: 0.8}}]\n"
    scenario_file(f"{changes}lab: {{filter: {{drop_labelled: true}}}}\n", "labels.yaml")
    scenario_file("baseline: labels.yaml\nsweep: {labels.share: [0, 0.5]}\n", "study.yaml")
    done = call("validate", "study.yaml", cwd=tmp_path)
    assert done.returncode == 0
    told = "an intervention of labels sets labels.share in 2027-01, so these values hold only until then"
    assert done.stderr == f"study.yaml:2:9 sweep.labels.share: warning: {told}\n"


def test_a_part_of_a_swept_value_that_does_not_last_is_named(scenario_file: ScenarioFile, tmp_path: Path) -> None:
    scenario_file("interventions: [{date: 2027-01, set: {lab.mix.archive.share: 0.3}}]\n", "archive.yaml")
    mixes = "[{archive: {share: 0.1}}, {licensed: {share: 0.3}}]"
    scenario_file(f"baseline: archive.yaml\nsweep: {{lab.mix: {mixes}}}\n", "study.yaml")
    done = call("validate", "study.yaml", "--quiet", cwd=tmp_path)
    told = "so of these values lab.mix.archive.share holds only until then"
    assert (done.returncode, done.stdout, done.stderr.count(told)) == (0, "", 1), done.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ["run", "--jobs", "1", "--cluster", "tcp://nowhere:1"],
        ["robust"],
        ["sensitivity"],
        ["threshold", "--vary", "lab.cadence", "--metric", "none", "--at", "2022-01", "--below", "1"],
    ],
    ids=lambda asked: asked[0],
)
def test_whatever_runs_a_study_warns_of_it(scenario_file: ScenarioFile, tmp_path: Path, asked: list[str]) -> None:
    scenario_file("labels: {share: 0.5}\n", "labels.yaml")
    command, *options = asked
    done = call(command, "labels.yaml", *options, cwd=tmp_path)
    assert done.returncode == 2  # before anything is run
    assert done.stderr.startswith("labels.yaml:1:17 labels.share: warning: pages are labelled"), done.stderr


@pytest.mark.parametrize("what", ["scenarios", "submodels", "metrics", "plots"])
def test_lists(what: str) -> None:
    rows = json.loads(call("list", what, "--json").stdout)
    assert len(rows) >= 4
    assert call("list", what).returncode == 0


def test_shipped_schemas_are_up_to_date() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs"
    assert (docs / "scenario.schema.json").read_text() == call("schema").stdout
    assert (docs / "study.schema.json").read_text() == call("schema", "--study").stdout
