"""`webloop hindcast`, as users call it."""

import json
from pathlib import Path

import pytest

from tests.calibration.made import HEAD
from tests.calibration.published import PUBLISHED
from tests.command import call

ROW = "mine,AI share of new articles,2024-03,40,5,%,graphite,own"


def file(folder: Path, text: str, name: str = "mine.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return Path(name)


@pytest.mark.slow
def test_the_published_list_and_the_same_again(tmp_path: Path) -> None:
    """Its table, files and pictures; a second call runs nothing again, and gives the same numbers."""
    mine = file(tmp_path, PUBLISHED)
    ask = ("hindcast", "--targets", mine, "--draws", 3, "-j", 1)
    done = call(*ask, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "12 runs done, 0 reused" in done.stderr
    assert "H01 graphite" in done.stdout
    assert "held-out readings" in done.stdout
    folder = tmp_path / "results/hindcast"
    assert {"hindcast.csv", "hindcast.json", "readings.parquet"} <= {each.name for each in folder.iterdir()}
    plots = {each.name for each in (folder / "plots").iterdir()}
    assert {"hindcast.png", "hindcast.svg", "hindcast-graphite.png", "hindcast-corpus.svg"} <= plots
    again = call(*ask, "--json", "-q", cwd=tmp_path)
    assert again.stderr == ""
    found = json.loads(again.stdout)
    assert found["folder"] == str(Path("results/hindcast"))
    assert len(found["files"]) == 2 + len(plots)
    assert {each["id"] for each in found["out"]} >= {"H26", "H29"}
    kept = json.loads((folder / "hindcast.json").read_text(encoding="utf-8"))
    assert kept == {key: value for key, value in found.items() if key not in {"folder", "files"}}


@pytest.mark.slow
def test_a_users_own_target_of_the_future(tmp_path: Path) -> None:
    """New data: a month beyond the shipped targets, held out by default, of the structure that graphite is about."""
    mine = file(tmp_path, f"{HEAD},series\n{ROW.replace('2024-03', '2027-01')},graphite\n")
    done = call("hindcast", "--targets", mine, "--draws", 2, "-j", 1, "--json", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [(each["role"], each["baseline"], each["scored"]) for each in found["targets"]] == [
        ("held_out", "article-web", True)
    ]
    assert {each["series"] for each in found["crps"]} == {"graphite"}


@pytest.mark.parametrize(
    ("row", "args", "said"),
    [
        (
            ROW.replace("graphite", "grafite"),
            (),
            "mine.csv:2:46 instrument_to_simulate: there is no instrument 'grafite'",
        ),
        (
            ROW.replace("2024-03", "1999"),
            (),
            "mine.csv:2:31 date: 1999-01 is outside the horizon; the model can be read",
        ),
        (ROW.replace(",%", ""), (), "mine.csv:2:1: this line has 7 fields; it must have 8"),
        (
            f"{ROW.replace('2024-03', '2023-11')},held_out",
            (),
            "mine.csv:2:59 role: graphite in these months is what the fits have seen: the shipped target H01; leave",
        ),
        (ROW, ("--targets", "other.csv"), "other.csv: there is no such file"),
        (ROW, ("--draws", 5000), "--draws 5000: posteriors/article-web.csv has"),
        (ROW, ("--draws", 1), "1 is not in the range x>=2"),
        (ROW, ("-o", "."), "choose a folder of its own for results"),
    ],
    ids=["instrument", "date", "columns", "seen", "no-file", "draws", "one-draw", "folder"],
)
def test_wrong_calls_exit_with_2_and_run_nothing(tmp_path: Path, row: str, args: tuple[object, ...], said: str) -> None:
    mine = file(tmp_path, f"{HEAD}{',role' * row.endswith('held_out')}\n{row}\n")
    done = call("hindcast", "--targets", mine, *args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "results").exists()
