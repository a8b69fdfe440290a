"""`webloop survival` and `webloop export`, as users call them."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.command import call
from webloop.cli.export import export_command
from webloop.outcomes.export.formats import FORMATS


@pytest.fixture
def ran(scenario_file: Callable[..., Path], tmp_path: Path) -> Path:
    scenario_file()
    scenario_file("extends: small.yaml\nlab: {accumulation: replace}\n", "gone.yaml")
    done = call("run", "small.yaml", "gone.yaml", "-n", 2, "-j", 1, "-q", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.mark.slow
def test_survival(ran: Path) -> None:
    done = call("survival", "out", cwd=ran)
    assert done.returncode == 0, done.stderr
    assert "Late collapse" in done.stdout
    assert (ran / "out/survival.csv").exists()
    found = json.loads(call("survival", "out", "--json", cwd=ran).stdout)
    assert found["baseline"] == "small"
    assert {row["scenario"] for row in found["survival"]} == {"small", "gone"}
    assert call("survival", "out", "-q", cwd=ran).stdout == ""


def test_export(ran: Path) -> None:
    done = call("export", "out", "--to", "csv", "-m", "hill_1", cwd=ran)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "out/export/csv/monthly.csv"
    found = json.loads(call("export", "out", "--to", "iamc", "-o", "there/x.csv", "--json", cwd=ran).stdout)
    assert found["files"] == ["there/x.csv"]
    assert (ran / "there/x.csv").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("export", "out", "--to", "xls"), "'xls' is not one of"),
        (("export", "out"), "Missing option '--to'"),
        (("export", "nowhere", "--to", "csv"), "there is no folder nowhere; `webloop run` and `webloop compare` make"),
        (("export", "out", "--to", "csv", "--metric", "hill1"), "did you mean 'hill_1'"),
        (("survival", "nowhere"), "nowhere"),
        (("survival", "."), "not a results folder"),
    ],
)
def test_wrong_calls_exit_with_2_and_one_message(ran: Path, args: tuple[str, ...], said: str) -> None:
    done = call(*args, cwd=ran)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_knows_every_format() -> None:
    (option,) = [each for each in export_command.params if each.name == "to"]
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(FORMATS)


@pytest.mark.parametrize(
    "command", ["compare", "survival", "samples", "plot", "robust", "sensitivity", "extend", "reproduce", "export"]
)
def test_a_results_folder_that_is_not_there_is_called_one(command: str, tmp_path: Path) -> None:
    options = {"extend": ("-n", 3), "export": ("--to", "csv")}.get(command, ())
    done = call(command, "results/nothing", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "there is no folder results/nothing; `webloop run` and `webloop compare` make folders of results: run one "
        "first\n"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("results/other.yaml", "results/other.yaml: there is no file results/other.yaml"),
        ("results/mine", "results/mine:1:1: the file is a list"),  # results/mine.yml is there
        ("https://example.org/results/a", "this is an address"),
        ("nothing", "there is no file nothing"),
    ],
)
def test_what_no_results_folder_would_be_called_is_a_file(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "mine.yml").write_text("- 1\n", encoding="utf-8")
    done = call("survival", name, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
