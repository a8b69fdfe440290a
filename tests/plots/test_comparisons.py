"""Pictures that compare scenarios at the horizon: ranking, heat map, response."""

from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex

from tests.plots.seen import words
from webloop.outcomes.compare import compare
from webloop.outcomes.results import Results
from webloop.plots.heatmap import heatmap
from webloop.plots.ranking import BEYOND, ranking
from webloop.plots.response import response
from webloop.plots.style import BASELINE


def test_ranking_shows_the_paired_differences(study: Results) -> None:
    sheet = ranking(study, ["error_mass", "hill_1"])
    table = compare(study, ["error_mass", "hill_1"]).set_index(["metric", "scenario"])
    assert [label.get_text() for label in sheet.axes[0].get_yticklabels()] == ["Twin of the baseline", "Replace"]
    for axis, metric in zip(sheet.axes, ("error_mass", "hill_1"), strict=True):
        dots = {line.get_ydata()[0]: line for line in axis.lines if line.get_marker() in {"o", "D"}}
        assert dots[0].get_xdata()[0] == 0
        assert dots[0].get_marker() == "D", "the same in every replicate"
        row: Any = table.loc[(metric, "replace")]
        assert dots[1].get_xdata()[0] == pytest.approx(row["difference"])
        bars = [line for line in axis.lines if len(line.get_xdata()) == 2 and line.get_ydata()[0] == 1]
        reach = BEYOND * table.loc[metric]["difference"].abs().max()  # wide intervals are cut
        assert np.allclose(bars[0].get_xdata(), np.clip([row["low"], row["high"]], -reach, reach), rtol=0.05)
        assert axis.get_xlim()[0] < 0 < axis.get_xlim()[1]
    assert "← better" in words(sheet)
    assert "better →" in words(sheet)


def test_ranking_of_one_replicate_tells_nothing_apart(many: Results) -> None:
    sheet = ranking(many, ["hill_1"])
    dots = [line for line in sheet.axes[0].lines if line.get_marker() == "o"]
    assert len(dots) == 7
    assert all(line.get_markerfacecolor() == "white" and to_hex(line.get_color()) == BASELINE for line in dots)
    values = [line.get_xdata()[0] for line in sorted(dots, key=lambda line: line.get_ydata()[0])]
    assert values == sorted(values, reverse=True), "the best on top"


def test_long_rankings_leave_out_the_middle(swept: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webloop.plots.ranking.MOST_ROWS", 6)
    sheet = ranking(swept, ["error_mass"])
    assert len(sheet.axes[0].get_yticklabels()) == 6
    assert "Not shown: the 6 scenarios in the middle" in words(sheet)


def test_a_heat_map_shows_every_cell(swept: Results) -> None:
    sheet = heatmap(swept, "error_mass")
    first, second, bar = sheet.axes
    last = swept.monthly(["error_mass"]).query("month == '2026-12'").set_index("scenario")["error_mass"]
    for axis, archive in ((first, 0), (second, 0.5)):
        assert len(axis.texts) == 6
        for text in axis.texts:
            i, j = (int(x) for x in text.get_position())
            values = [[0, 0.2, 0.4][i], ["replace", "accumulate"][j], archive]
            (cell,) = [n for n, c in swept.manifest["cells"].items() if c["values"] == values]
            assert text.get_text().replace("\N{NO-BREAK SPACE}", " ").startswith(f"{100 * last[cell]:.0f}")
    assert [label.get_text() for label in first.get_yticklabels()] == ["replace", "accumulate"]
    assert "archive share 50 %" in words(sheet).lower()
    assert bar.get_ylabel() == "Errors published"


def test_a_cell_without_a_value_is_hatched(swept: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = swept.monthly(["hill_1"])
    gone = next(iter(swept.manifest["cells"]))
    whole.loc[whole["scenario"] == gone, "hill_1"] = np.nan
    monkeypatch.setattr(Results, "monthly", lambda self, names: whole)
    sheet = heatmap(swept, "hill_1")
    hatched = [patch for axis in sheet.axes for patch in axis.patches if patch.get_hatch()]
    assert len(hatched) == 1
    assert "no value" in words(sheet)
    assert "no value" in words(ranking(swept, ["hill_1"]))


def test_a_response_shows_medians(line: Results) -> None:
    sheet = response(line, "error_mass")
    (axis,) = sheet.axes
    last = line.monthly(["error_mass"]).query("month == '2026-12'")
    medians = last.groupby("scenario")["error_mass"].median()
    drawn = [found for found in axis.lines if found.get_marker() == "o"]
    assert len(drawn) == 2
    for found, base in zip(drawn, ("replace", "twin"), strict=True):
        cells = [name for name, cell in line.manifest["cells"].items() if cell["scenario"] == base]
        assert np.allclose(found.get_ydata(), medians[cells])
    assert [label.get_text()[0] for label in axis.get_xticklabels()] == ["0", "4"], "in percent"
    assert "Replace: " in words(sheet)
    assert "baseline: " in words(sheet)


def test_values_too_near_to_each_other_stand_at_equal_distances(line: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webloop.plots.response.NEAREST", 1.1)
    assert "hallucination (not to scale)" in words(response(line, "hill_1"))
