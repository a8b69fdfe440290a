"""Curves of collapse: the shares of the table, censoring marks, nothing clipped; only where somebody collapsed."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from tests.plots.seen import clashes, words
from webloop.errors import InputError
from webloop.months import format_month
from webloop.outcomes.results import Results
from webloop.plots.draw import plan
from webloop.plots.sheet import Sheet
from webloop.plots.style import BASELINE, BLUE, VERMILLION
from webloop.plots.survival import survival

REFERENCE = 24275
Late = dict[str, Sequence[int | None]]


def dated(results: Results, folder: Path, late: Late) -> Results:
    """Results with given months to late collapse; early collapse comes half way, if it comes."""
    shutil.copytree(results.folder, folder, ignore=shutil.ignore_patterns("runs", "plots"))
    table = pd.read_csv(folder / "collapse.csv", dtype=object)
    for event, share in (("early_collapse", 0.5), ("late_collapse", 1.0)):
        months = [
            late.get(name, [None] * 9)[int(r)] for name, r in zip(table["scenario"], table["replicate"], strict=True)
        ]
        table[event] = [None if m is None else format_month(REFERENCE + int(m * share)) for m in months]
    table.to_csv(folder / "collapse.csv", index=False)
    return Results(folder)


def curves(axis: Axes, colour: str) -> list[Line2D]:
    found = [line for line in axis.lines if to_hex(line.get_color()) == colour.lower()]
    return [line for line in found if line.get_linestyle() != "None"]


def check(sheet: Sheet) -> None:
    assert clashes(sheet) == []


def test_few_scenarios_share_a_panel_for_each_kind(study: Results, tmp_path: Path) -> None:
    results = dated(study, tmp_path / "out", {"replace": [12, 24, None]})
    sheet = survival(results)
    early, late = sheet.axes
    (blue,) = curves(late, BLUE)
    times = [(REFERENCE + m) / 12 for m in (0, 12, 24, 48)]
    assert blue.get_xdata()[:4] == pytest.approx(times)
    assert blue.get_ydata()[:4] == pytest.approx([1, 2 / 3, 1 / 3, 1 / 3])
    assert blue.get_drawstyle() == "steps-post"
    ticks = [line for line in late.lines if line.get_marker() == "|" and len(line.get_xdata())]
    assert len(ticks) == 2, "of the censored run, and of the baseline's"
    assert len(curves(early, BASELINE)) == 1
    assert "Replace: 2 of 3 collapsed, half by 2024-12" in words(sheet).replace("\n", " ")
    assert "Tiny and 1 more: none collapsed" in words(sheet).replace("\n", " ")
    assert "Late collapse: " in sheet.alt
    check(sheet)


def test_many_scenarios_have_a_panel_each(many: Results, tmp_path: Path) -> None:
    late: Late = {name: [10 + 4 * i] for i, name in enumerate(many.scenarios[1:])}
    sheet = survival(dated(many, tmp_path / "out", late))
    assert len(sheet.axes) == 7
    for axis in sheet.axes:
        assert len(curves(axis, BASELINE)) == 2
        assert len(curves(axis, BLUE)) == len(curves(axis, VERMILLION)) == 1
    assert "Collapsed early: 1 of 1; late: 1 of 1" in words(sheet)
    check(sheet)


def test_everybody_and_one_replicate(single: Results, tmp_path: Path) -> None:
    sheet = survival(dated(single, tmp_path / "out", {"odd": [12]}))
    (line,) = curves(sheet.axes[1], BASELINE)
    assert line.get_ydata()[-1] == 0
    assert not sheet.axes[1].collections, "no band of a single run"
    check(sheet)


def test_it_is_drawn_only_where_somebody_collapsed(study: Results, tmp_path: Path) -> None:
    never = dated(study, tmp_path / "never", {})
    assert "survival" not in {name for name, _, _ in plan(never)}
    with pytest.raises(InputError, match=r"'survival' does not apply to .*: no run collapsed before its end"):
        list(plan(never, ["survival"]))
    some = dated(study, tmp_path / "some", {"twin": [12, None, None]})
    assert "survival" in {name for name, _, _ in plan(some)}
    some.__dict__["recorded"] = {"hill_1": some.recorded["hill_1"]}
    with pytest.raises(InputError, match="no dates of collapse"):
        list(plan(some, ["survival"]))
