"""`webloop survival` and `webloop export`, as users call them."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.cli.test_cli import call
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
        (("export", "nowhere", "--to", "csv"), "there is no folder nowhere"),
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
