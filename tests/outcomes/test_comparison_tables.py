"""What `webloop compare` prints and writes."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from tests.outcomes.made import made
from webloop.cli import group
from webloop.outcomes.compare import compare
from webloop.outcomes.comparison_tables import print_comparison
from webloop.outcomes.ranking import ranking
from webloop.outcomes.ranking_tables import print_ranking
from webloop.outcomes.results import Results
from webloop.outcomes.tables import number, print_summary


@pytest.fixture
def results(tmp_path: Path) -> Results:
    """Two policies without effect and one with."""
    return made(tmp_path, policies=3, replicates=8, months=24, seed=2, effects=(0, 0, 6), starts=6)


@pytest.mark.parametrize("width", [80, 160])
def test_lines_fit(
    results: Results, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    table = compare(results)
    for detail in (False, True):
        print_comparison(results, table, detail=detail)
    print_ranking(results, ranking(results, ["hill_1"]))
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= width
    assert "Effective ideas" in out
    assert "2030-07" in out, "since when"
    told = "since: told apart in every month from there to 2031-12; a month that can't be told starts it anew"
    assert told in " ".join(out.split())
    assert "▲ better" in out if width == 80 else "bootstrap" in out
    needed = table[(table["metric"] == "hill_1") & (table["scenario"] == "policy_0")]["more"].iloc[0]
    assert needed >= 1
    assert "≈ +40: can't tell" in " ".join(out.split()), "the legend"
    assert "not distinguishable from" in " ".join(out.split())


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize(
    ("replicates", "said"),
    [(1, "one stream of luck: run more replicates (-n 5)"), (3, "3 streams of luck are few"), (5, "")],
)
def test_over_draws_it_is_said_what_they_are(
    tmp_path: Path,
    width: int,
    replicates: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    results = made(tmp_path, policies=3, draws=6, replicates=replicates, months=4, seed=2, effects=(0, 0, 30))
    table = compare(results)
    for detail in (False, True):
        print_comparison(results, table, detail=detail)
    print_ranking(results, ranking(results, ["hill_1"]))
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= width
    plain = " ".join(out.split())
    assert f"6 draws x {replicates} replicate{'s' * (replicates > 1)}, paired" in plain
    assert "false for any scenario in at most 5 % of studies" in plain
    assert said in plain
    assert ("of luck" in plain) == bool(said)
    assert "nan" not in plain
    assert set(table.loc[table["scenario"] == "policy_2", "verdict"]) == (
        {"can't tell"} if replicates == 1 else {"better", "worse"}
    )


def test_a_summary_says_what_it_is_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    results = made(tmp_path, policies=1, draws=8, replicates=1, months=2, seed=2)
    for each in results.manifest["scenarios"].values():
        each["ends"] = "2030-02"
    pd.DataFrame({"scenario": ["base"], "metric": ["hill_1"], "mean": [1.0]}).to_csv(tmp_path / "summary.csv")
    print_summary(results)
    assert "Means at 2030-02 over 8 draws x 1 replicate" in " ".join(capsys.readouterr().out.split())


def test_intervals_without_zero_are_explained(
    results: Results, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    table = compare(results, ["hill_1"])
    untold = table["verdict"] == "can't tell"
    table.loc[untold, ["low", "high"]] = [0.01, 0.5]
    print_comparison(results, table, detail=True)
    assert "can still be luck when 3 scenarios are looked at" in capsys.readouterr().out
    table.loc[untold, ["low", "high"]] = [-0.01, 0.5]
    table["dropped"] = 2
    print_comparison(results, table, detail=True)
    out = capsys.readouterr().out
    assert "can still be luck" not in out
    assert "up to 2 pairs are left out" in out


def test_the_command_prints_and_writes_all_of_it(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    folder = str(results.folder)
    said = CliRunner().invoke(group, ["compare", folder, "-m", "hill_1", "--luck"])
    assert said.exit_code == 0, said.output
    for word in ("Ranking by Effective ideas", "Shared luck", "exactly the baseline until it starts in 2030-07"):
        assert word in said.output
    for name, rows in (("comparison.csv", 6), ("ranking.csv", 8), ("luck.csv", 12)):
        assert len(pd.read_csv(results.folder / name)) == rows
    told = json.loads(CliRunner().invoke(group, ["compare", folder, "-m", "hill_1", "--luck", "--json"]).output)
    assert len(told["comparison"]) == 3
    assert len(told["ranking"]) == 4
    assert {row["metric"] for row in told["luck"]} == {"hill_1"}
    assert told["comparison"][2]["since"] == "2030-07"
    plain = json.loads(CliRunner().invoke(group, ["compare", folder, "--json", "--at", "2030-12"]).output)
    assert {"comparison", "folder", "baseline"} == set(plain)
    assert {row["month"] for row in plain["comparison"]} == {"2030-12"}


@pytest.mark.parametrize("gone", ["base", "policy_0", "policy_1"])
def test_where_there_is_no_value_is_said(
    results: Results, gone: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    table = pd.read_parquet(results.folder / "monthly.parquet")
    table.loc[table["scenario"] == gone, "hill_1"] = float("nan")
    table.to_parquet(results.folder / "monthly.parquet")
    level = table[(table["scenario"] == "base") & (table["month"] == "2031-12")]["hill_1"].mean()
    print_comparison(results, compare(results), detail=False)
    out = capsys.readouterr().out
    assert f"no value: hill_1 in {gone}" in out
    assert ("Effective ideas" in out) == (gone != "base")
    assert ("(the baseline, so there are no differences)" in out) == (gone == "base")
    (row,) = (line.split() for line in out.splitlines() if line.startswith("base "))
    assert (number(level, "ideas") in row) == (gone != "base")
    print_comparison(results, compare(results, ["hill_1"]), detail=True)
    detail = capsys.readouterr().out
    assert f"no value: hill_1 in {gone}" in detail
    assert f"base: {number(level, 'ideas')};" in detail
