"""What is on the pictures: the numbers of the tables, the baseline in grey, nothing clipped or overlapping."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from tests.plots.seen import clashes, texts, words
from webloop.outcomes.results import Results
from webloop.plots.composition import composition
from webloop.plots.deciles import COLUMNS, deciles
from webloop.plots.draw import plan
from webloop.plots.fan import fan
from webloop.plots.heatmap import heatmap
from webloop.plots.ranking import ranking
from webloop.plots.response import response
from webloop.plots.style import BASELINE, BLUE

EVERY = ["study", "single", "many", "swept", "line"]


def lines(axis: Axes, colour: str) -> list[Line2D]:
    """Lines over time of a colour; marks of dates have two points."""
    return [line for line in axis.lines if to_hex(line.get_color()) == colour.lower() and len(line.get_xdata()) > 2]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_clipped_and_no_labels_overlap(name: str, request: pytest.FixtureRequest) -> None:
    results: Results = request.getfixturevalue(name)
    for title, picture, metrics in plan(results):
        if (title.startswith("fan-") and title != "fan-hill_1") or title == "heatmap-tail_recall":
            continue
        shown: Any = metrics if picture.takes == "metrics" else metrics[0] if metrics else None
        sheet = picture.function(results, shown) if metrics else picture.function(results)
        assert clashes(sheet) == [], title


def test_a_fan_shows_the_quantiles_of_the_table(study: Results) -> None:
    sheet = fan(study, "hill_1")
    (axis,) = sheet.axes
    table = study.monthly(["hill_1"]).dropna()
    for scenario, colour in (("tiny", BASELINE), ("replace", BLUE)):
        wanted = table[table["scenario"] == scenario].groupby("time")["hill_1"]
        (drawn,) = lines(axis, colour)
        assert np.allclose(drawn.get_xdata(), list(wanted.groups))
        assert np.allclose(drawn.get_ydata(), wanted.median())
        bands = [c for c in axis.collections if to_hex(c.get_facecolor()[0]) == colour.lower()]
        heights = np.concatenate([path.vertices[:, 1] for path in bands[0].get_paths()])
        assert np.isclose(heights.min(), wanted.quantile(0.05).min())
        assert np.isclose(heights.max(), wanted.quantile(0.95).max())
    assert "Tiny and 1 more: " in words(sheet)
    assert "Twin of the baseline" in words(sheet)
    assert "2024-01, Replace: Labs train on new pages only." in words(sheet)
    assert "AI launch 2022-11" in words(sheet)


def test_one_replicate_has_no_band(single: Results) -> None:
    sheet = fan(single, "tail_recall")
    (axis,) = sheet.axes
    assert not axis.collections
    assert "Line: the only replicate." in words(sheet).replace("\n", " ")
    assert "webloop" in words(sheet)
    assert "1 replicate, seed 1" in words(sheet)


def test_the_baseline_is_grey_in_every_panel(many: Results) -> None:
    sheet = fan(many, "error_mass")
    assert len(sheet.axes) == 7
    table = many.monthly(["error_mass"]).dropna()
    base = table[table["scenario"] == "tiny"]["error_mass"]
    for axis in sheet.axes:
        (grey,) = lines(axis, BASELINE)
        assert np.allclose(grey.get_ydata(), base)
        assert len(lines(axis, BLUE)) == 1
        assert axis.get_ylim() == sheet.axes[0].get_ylim()
    assert [axis.get_title(loc="left") for axis in sheet.axes] == [f"Errors {n} %" for n in (5, 10, 20, 30, 40, 50, 60)]


def test_a_sweep_is_laid_out_by_what_it_varies(swept: Results) -> None:
    sheet = fan(swept, "error_mass")
    assert len(sheet.axes) == 6
    assert all(len(lines(axis, BASELINE)) == 1 for axis in sheet.axes)
    assert "by accumulation, hallucination and archive share" in sheet.title
    assert {"replace", "accumulate", "baseline"} <= set(words(sheet).split("\n"))
    assert sheet.axes[0].get_title(loc="left").startswith("Hallucination ")
    assert "archive share 50 %" in words(sheet)


def test_composition_shows_shares_that_add_up(study: Results) -> None:
    sheet = composition(study)
    (axis,) = sheet.axes
    tops = [np.max(layer.get_paths()[0].vertices[:, 1]) for layer in axis.collections]
    assert tops[-1] == pytest.approx(1)
    last = study.monthly(["live_human", "live_assisted", "live_synthetic"]).query("month == '2026-12'")
    pages = last[last["scenario"] == "tiny"][["live_human", "live_assisted", "live_synthetic"]].mean()
    assert f"{100 * pages['live_human'] / pages.sum():.0f} % ({pages['live_human']:,.0f})" in words(sheet)
    assert f"2026-12: {pages.sum():,.0f} live pages" in words(sheet)
    assert "Tiny and 2 more" in words(sheet)


def test_deciles_show_the_mean_of_a_years_releases(study: Results) -> None:
    sheet = deciles(study)
    table = study.generations(COLUMNS)
    table["year"] = table["month"].str[:4].astype(float)
    base, other = sheet.axes
    for axis, scenario in ((base, "tiny"), (other, "replace")):
        wanted = table[table["scenario"] == scenario].groupby("year")[COLUMNS].mean()
        drawn = [line for line in axis.lines if len(line.get_xdata()) > 2]
        assert len(drawn) == 10
        for line, column in zip(drawn, COLUMNS, strict=True):
            assert np.allclose(line.get_xdata(), wanted.index)
            assert np.allclose(line.get_ydata(), wanted[column])
        assert axis.get_ylim()[0] == 0
    assert base.title.get_text() == ""
    grey = [text for text in texts(sheet) if text.get_text() == "Tiny"]
    assert [to_hex(text.get_color()) for text in grey] == [BASELINE]
    assert "the same: Twin of the baseline" in words(sheet)


@pytest.mark.parametrize("name", ["study", "single", "swept", "line"])
def test_a_metric_without_values_is_said_to_be_empty(name: str, request: pytest.FixtureRequest) -> None:
    """With one lab there is no divergence between labs."""
    results: Results = request.getfixturevalue(name)
    assert "lab_divergence has no values in these results." in words(fan(results, "lab_divergence"))
    assert "no values of lab_divergence" in words(ranking(results, ["lab_divergence"]))
    if name == "swept":
        assert "lab_divergence has no values" in words(heatmap(results, "lab_divergence"))
    if name == "line":
        assert "lab_divergence has no values" in words(response(results, "lab_divergence"))


def test_no_pages_and_no_releases_are_said(single: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = single.monthly(["live_human", "live_assisted", "live_synthetic"])
    pages[["live_human", "live_assisted", "live_synthetic"]] = 0.0
    models = single.generations(COLUMNS).head(0)
    monkeypatch.setattr(Results, "monthly", lambda self, names: pages)
    monkeypatch.setattr(Results, "generations", lambda self, names: models)
    assert "No page is live in these results." in words(composition(single))
    assert "No model was released in these results." in words(deciles(single))


def test_a_metric_of_releases_is_averaged_by_year(study: Results) -> None:
    sheet = fan(study, "training_set")
    (axis,) = sheet.axes
    table: pd.DataFrame = study.generations(["training_set"])
    base = table[table["scenario"] == "tiny"].groupby("month")["training_set"].median()
    (grey,) = lines(axis, BASELINE)
    assert np.allclose(grey.get_ydata(), base)
    assert axis.get_xlabel() == "year of release"


def test_a_folder_without_its_scenario_files_is_drawn_without_dates(
    study: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webloop.plots.marks.scenario_data", lambda results, scenario: {})
    assert "AI launch" not in words(fan(study, "hill_1"))


def test_deciles_name_those_that_are_left_out(many: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Not shown: 2 scenarios that lose less of the rarest ideas: Errors " in words(deciles(many))
    monkeypatch.setattr("webloop.plots.deciles.MOST_PANELS", 7)
    assert "Not shown: 1 scenario that loses less of the rarest ideas: Errors " in words(deciles(many))
