"""The table of `webloop show` in a terminal and in a pipe."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.calibration.parameters import BASELINES, known_values
from webloop.calibration.values_table import print_values
from webloop.scenario.resolve import Resolved, load_scenario

Show = Callable[..., list[str]]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Show:
    """Lines of the table; a width of 0 is a pipe."""

    def shown(resolved: Resolved, width: int, *, sources: bool = False) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width) if width else "")
        print_values(resolved.name, resolved.scenario.title, known_values(resolved), sources=sources)
        return capsys.readouterr().out.splitlines()

    return shown


def words(line: str) -> str:
    return " ".join(line.split())


@pytest.mark.parametrize("width", [80, 100, 120, 160])
@pytest.mark.parametrize("name", BASELINES)
def test_it_fits_into_terminals(show: Show, name: str, width: int) -> None:
    for sources in (False, True):
        lines = show(load_scenario(f"webloop/{name}"), width, sources=sources)
        assert max(map(len, lines)) <= width


def test_values_stand_in_groups(show: Show) -> None:
    lines = show(load_scenario("webloop/article-web"), 160)
    at = lines.index("writers.segments.commercial_articles")
    shown = "adoption.saturation 0.505 0.1..0.518 uniform share of new pages A webloop/baseline:57:30"
    assert words(lines[at + 3]) == shown
    assert words(lines[at + 4]) == "adoption.delay 4 0..6 uniform months A webloop/baseline:57:44"
    assert "market.kind" in [line.split(" ")[0] for line in lines]  # a group of one is none
    assert "market" not in lines
    assert not [line for line in lines if "for want of room" in line]


def test_what_there_is_no_room_for_is_named(show: Show) -> None:
    lines = show(load_scenario("webloop/article-web"), 80)
    assert "for want of room not shown: distribution, unit" in lines
    (row,) = [line for line in lines if "adoption.saturation" in line and "0.505" in line]
    assert words(row) == "adoption.saturation 0.505 0.1..0.518 A baseline:57:30"


def test_a_pipe_gets_a_line_for_each_path(show: Show) -> None:
    resolved = load_scenario("webloop/article-web")
    rows = known_values(resolved)
    for sources in (False, True):
        lines = show(resolved, 0, sources=sources)[2:]
        for (row, parameter), line in zip(rows, lines[: len(rows)], strict=True):
            assert line.split("  ")[0] == row.path
            assert f" {row.origin} " in f"{line} "
            assert parameter
            assert line.endswith(parameter.source) == sources


def test_sources_stand_below(show: Show) -> None:
    lines = show(load_scenario("webloop/baseline"), 100, sources=True)
    at = next(n for n, line in enumerate(lines) if line.startswith("  max_epochs"))
    assert lines[at + 1] == "      Muennighoff et al. 2023, arXiv:2305.16264: up to 4 epochs cost little"
    assert not [line for line in lines if "--sources tells" in line]


def test_options_do_not_take_the_room_of_others(show: Show) -> None:
    text = "a title that says what it is about at some length, for people who want to know"
    resolved = load_scenario("webloop/baseline", {"title": text, "lab.cadence": 3})
    (row,) = [line for line in show(resolved, 120) if line.startswith("  cadence")]
    assert row.split()[:2] == ["cadence", "3"]
    assert row.endswith("-       --set lab.cadence=3")
    (row,) = [line for line in show(resolved, 80) if line.startswith("  cadence")]
    assert row.endswith("-   --set")


def test_a_scenario_of_its_own_has_no_ranges(show: Show, small: Resolved) -> None:
    lines = show(small, 200)
    assert words(lines[1]) == "path value unit written in"
    assert not [line for line in lines if line.startswith("status")]


def test_changes_stand_by_month_and_long_names_alone(show: Show, scenario_file: Callable[..., Path]) -> None:
    text = "extends: webloop/baseline\ninterventions:\n- {date: 2027-01, set: {lab.cadence: 6, PATH: -0.01}}\n"
    path = "writers.segments.qa.participation.slopes.0.rate"
    resolved = load_scenario(scenario_file(text.replace("PATH", path), "mine.yaml"))
    lines = show(resolved, 90)
    at = lines.index("from 2027-01")
    assert words(lines[at + 1]) == "lab.cadence 6 - mine.yaml:3:38"
    assert lines[at + 2] == f"  {path}"
    assert words(lines[at + 3]) == "-0.01 - mine.yaml:3:90"
