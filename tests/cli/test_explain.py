"""`webloop explain` as a command."""

import json
from pathlib import Path

import pytest

from tests.command import call
from tests.outcomes.explained import study_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study_of(tmp_path_factory.mktemp("explain"), replicates=1)


def test_it_tells_a_story_and_writes_nothing(folder: Path) -> None:
    there = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    done = call("explain", folder, "--scenario", "policy", "--month", "2024-12", "--lab", "alpha")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == [
        "2024-12  policy, replicate 0",
        "[bold]Filter[/bold] & <script>alert(1)</script>",  # markup of a title is text
    ]
    for number, title in enumerate(("Rules", "Who wrote what", "What was crawled"), start=1):
        assert f"\n{number}. {title}\n" in done.stdout
    assert "every recorded number is the same to the last bit" in done.stdout
    assert "2. alpha" not in done.stdout
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == there


def test_json_is_the_same_story(folder: Path) -> None:
    done = call("explain", folder, "--scenario", "policy", "--json")
    data = json.loads(done.stdout)
    assert done.returncode == 0
    assert data["same"] is True
    assert [each["name"] for each in data["chapters"]] == [
        "rules",
        "writing",
        "crawling",
        "kept",
        "corpus",
        "released",
        "vanished",
    ]


def test_what_is_missing_is_one_message_and_exit_code_2(folder: Path, tmp_path: Path) -> None:
    done = call("explain", folder)
    assert (done.returncode, done.stderr) == (2, "which scenario? --scenario NAME, one of: small, policy, same\n")
    nowhere = call("explain", tmp_path / "none", "--scenario", "x")
    assert nowhere.returncode == 2
    assert nowhere.stderr.startswith(f"there is no folder {tmp_path / 'none'}; ")
