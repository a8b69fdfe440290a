"""`webloop replicate`."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.replication.made import small_paper
from webloop.cli import group, main
from webloop.replication import registry, suite


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small paper alone."""
    paper = small_paper()
    monkeypatch.setattr(registry, "papers", lambda: {paper.key: paper})


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small paper, with a number that is not so."""
    paper = small_paper(start=0.5)
    monkeypatch.setattr(registry, "papers", lambda: {paper.key: paper})


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["webloop", "replicate", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.usefixtures("only")
def test_a_table_two_files_and_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("-j", "1", "-o", str(tmp_path), monkeypatch=monkeypatch) == 0
    shown = capsys.readouterr().out
    assert "reproduced" in shown
    assert "1 claims: 1 reproduced" in shown
    with (tmp_path / "replication.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["at"], row["verdict"]) for row in rows] == [("t = 1", "reproduced"), ("t = 4", "reproduced")]
    assert [row["text"] for row in rows] == ["", ""]  # it is about none
    assert json.loads((tmp_path / "verdicts.json").read_text())["claims"][0]["verdict"] == "reproduced"
    assert (tmp_path / "replication-small.png").read_bytes()[:4] == b"\x89PNG"
    assert "<title>" in (tmp_path / "replication-small.svg").read_text(encoding="utf-8")


@pytest.mark.usefixtures("only")
def test_it_fits_a_narrow_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run("-j", "1", "-o", str(tmp_path), monkeypatch=monkeypatch)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


@pytest.mark.usefixtures("wrong")
def test_what_is_not_reproduced_is_shown_and_is_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("-j", "1", "--quick", "-o", str(tmp_path), monkeypatch=monkeypatch) == 1
    assert "not reproduced" in capsys.readouterr().out


@pytest.mark.usefixtures("only")
def test_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run("-j", "1", "--quick", "--json", "-q", "-o", str(tmp_path), monkeypatch=monkeypatch)
    found = json.loads(capsys.readouterr().out)
    assert found["quick"] is True
    assert [claim["claim"] for claim in found["claims"]] == ["small-claim"]
    assert found["claims"][0]["widened"] is True


def test_unknown_names_are_exit_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sures-2024", monkeypatch=monkeypatch) == 2
    assert "did you mean 'suresh-2024'" in capsys.readouterr().err


def test_the_list_as_json() -> None:
    shown = CliRunner().invoke(group, ["replicate", "--list", "--json", "kazdan-kept"])
    (row,) = json.loads(shown.output)
    assert (row["row"], row["paper"], row["claim"], row["label"]) == (
        "L3",
        "kazdan-2024",
        "kazdan-kept",
        "derived by us",
    )


@pytest.mark.usefixtures("only")
def test_a_study_s_folder_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    assert run("-j", "1", "-o", str(tmp_path), monkeypatch=monkeypatch) == 2
    assert "holds the results of a study" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.usefixtures("only")
def test_ctrl_c_says_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(suite, "work", stopped)
    assert run("-j", "1", "-o", str(tmp_path), monkeypatch=monkeypatch) == 130
    assert "finished cases are kept" in capsys.readouterr().err


def test_the_list_runs_nothing() -> None:
    shown = CliRunner().invoke(group, ["replicate", "--list", "L3"])
    assert shown.exit_code == 0
    assert "kazdan-product" in shown.output
    assert "suresh" not in shown.output
