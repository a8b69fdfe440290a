"""The picture of the graph of sites: areas, colours and places mean what they say; pages with a slider."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from matplotlib.colors import to_hex
from numpy.typing import NDArray

from tests.plots.conftest import whole_web
from tests.plots.seen import clashes, words
from tests.run.site_scenarios import LINKED
from webloop.cli import group
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.draw import draw_all, plan
from webloop.plots.render import render
from webloop.plots.site_choice import MOST_ROWS, choose
from webloop.plots.site_graph import LEAST, SiteGraph, site_graph
from webloop.plots.site_panel import WRITERS, diamond, pie
from webloop.plots.site_words import areas, drawn_sentence, percent, reading
from webloop.plots.sites import _why_not, sites, sliders
from webloop.plots.style import INK
from webloop.run.study import run_study
from webloop.scenario.study import load_study


@pytest.fixture(scope="module")
def graph(linked: Results) -> SiteGraph:
    return site_graph(linked, ["linked", "quiet"])


def area(corners: NDArray[np.float64]) -> float:
    x, y = np.asarray(corners).T
    return 0.5 * abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1)))


def test_it_applies_where_sites_have_links(linked: Results, study: Results) -> None:
    assert "sites" in {name for name, _, _ in plan(linked)}
    assert "sites" not in {name for name, _, _ in plan(study)}
    with pytest.raises(InputError, match=r"'sites' does not apply to .*: no scenario of it has sites with links"):
        list(plan(study, ["sites"]))


def test_a_site_keeps_its_place_and_circles_hardly_overlap(graph: SiteGraph) -> None:
    assert (graph.sites.groupby("who")[["x", "y"]].nunique() == 1).all(axis=None)
    assert graph.sites.groupby("who")["scenario"].nunique().max() == 2
    for month in graph.months("linked"):
        nodes, links = graph.at("linked", month)
        x, y, radius = nodes[["x", "y", "radius"]].to_numpy(dtype=float).T
        distance = np.hypot(x[:, None] - x, y[:, None] - y)
        depth = np.clip(radius[:, None] + radius - distance, 0, None)
        np.fill_diagonal(depth, 0)
        assert depth.max(axis=1).mean() < 0.1 * radius.mean()
        assert (x - radius > -1e-9).all()
        assert (y + radius < 1 + 1e-9).all()
        place = nodes.set_index("site")[["x", "y"]]
        for end, columns in (("source", ["x0", "y0"]), ("target", ["x1", "y1"])):
            assert np.array_equal(place.loc[links[end]], links[columns])


def test_area_is_visibility(graph: SiteGraph) -> None:
    assert graph.power == 1
    assert "area is its share of all reading, but the smallest marks stand for 0." in areas(graph)
    of_share = np.sqrt(graph.ink * graph.sites["visibility"] / np.pi)
    assert np.allclose(graph.sites["radius"], np.maximum(LEAST, of_share))
    assert (of_share > LEAST).sum() > 100
    assert (np.pi * graph.sites.groupby("who")["radius"].max() ** 2).sum() < 0.8
    assert area(diamond(np.zeros(2), 0.1)) == pytest.approx(np.pi * 0.01)


def test_sites_that_nobody_reads_are_drawn_all_the_same(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    """All reading ends at answers from launch on, before the first January that is drawn: it stopped with an error."""
    file = scenario_file(LINKED, "linked.yaml")
    early = {"time.start": "2021-02", "writers.launch": "2021-07", "readers.overview": {"share": 1, "click_ratio": 0}}
    run_study(load_study([file], early, replicates=1), tmp_path / "out", jobs=1, metrics=["pollution_exposure"])
    results = Results(tmp_path / "out")
    graph = site_graph(results, ["linked"])
    assert (graph.sites["visibility"] == 0).all()
    assert (graph.sites["radius"] == LEAST).all()
    assert "AI answers 100" in words(sites(results)).replace("\n", " ")


def test_a_circle_is_cut_by_who_wrote_its_pages() -> None:
    parts = pie(np.array([0.3, 0.6]), 0.2, [0.5, 0.3, 0.2])
    assert [colour for _, colour in parts] == [WRITERS[name] for name in ("synthetic", "assisted", "human")]
    sizes = np.array([area(corners) for corners, _ in parts])
    assert sizes / sizes.sum() == pytest.approx([0.2, 0.3, 0.5], abs=0.01)
    assert sizes.sum() == pytest.approx(np.pi * 0.04, rel=0.02)
    first = parts[0][0]
    assert first[0] == pytest.approx([0.3, 0.8])  # noon
    assert first[:, 0].min() == pytest.approx(0.3)  # and on from there clockwise
    assert len(pie(np.zeros(2), 0.1, [1.0, 0.0, 0.0])) == 1
    assert pie(np.zeros(2), 0.1, [float("nan")] * 3) == []


def test_the_picture_shows_the_sites_of_the_table(linked: Results) -> None:
    sheet = sites(linked)
    assert "written by models" in words(sheet)
    titled = [axis for axis in sheet.axes if axis.get_ylabel().replace("\n", " ") == "Linked & <closed>"]
    assert len(titled) == 1
    row = [axis for axis in sheet.axes if axis.get_subplotspec().rowspan == titled[0].get_subplotspec().rowspan]  # type: ignore[union-attr]
    months = [axis.get_title(loc="left") for axis in row]
    assert months == ["2022-01", "2023-01", "2024-01", "2025-01", "2026-01", "2026-12"]
    mine = linked.sites[(linked.sites["scenario"] == "linked") & (linked.sites["month"] == "2026-12")]
    links: Any
    links, _, rims = row[-1].collections
    table = linked.links
    assert len(links.get_segments()) == ((table["scenario"] == "linked") & (table["month"] == "2026-12")).sum()
    dark = [colour for colour in rims.get_edgecolors() if to_hex(colour) == INK]
    assert len(dark) == ((mine["segment"] == "farm") | (mine["shut_out"] == 1)).sum() > 40
    people = mine[mine["segment"] != "farm"]
    farms = mine[mine["segment"] == "farm"]
    below = f"{len(people)} of {people['among'].iloc[0]} sites, {len(farms)} of {farms['among'].iloc[0]} farms"
    assert row[-1].get_xlabel().replace("\N{NO-BREAK SPACE}", " ").replace("\n", " ") == below


def test_numbers_are_the_metrics_of_the_whole_web(linked: Results) -> None:
    sheet = sites(linked)
    shown = [axis for axis in sheet.axes if axis.get_title(loc="left") == "2026-12"]
    order = choose(linked)[0]
    assert len(shown) == len(order)
    metrics = ["pollution_exposure", "farm_exposure", "answered_share"]
    for axis, scenario in zip(shown, order, strict=True):
        models, farms, answers = whole_web(linked, scenario, "2026-12", metrics)
        said = {text.get_text() for text in axis.texts}
        assert f"text of models {percent(models)}" in said
        parts = [f"{name} {percent(share)}" for name, share in (("AI answers", answers), ("farms", farms)) if share > 0]
        assert ", ".join(parts) in said
        wide = sum(bar.get_width() for bar in axis.patches if to_hex(bar.get_facecolor()) != WRITERS["human"].lower())
        assert wide == pytest.approx(models)
    assert f"2026-12: Of all reading, {percent(models)} is text of models" in sheet.alt


def test_numbers_do_not_depend_on_which_sites_are_drawn(linked: Results, graph: SiteGraph) -> None:
    nodes, _ = graph.at("linked", "2026-12")
    assert reading(nodes.head(3)) == reading(nodes)
    read = reading(nodes.assign(all_models=0.7155, all_farms=0.0015, all_answers=0.674))
    assert sum(read.parts) == pytest.approx(1)
    assert read.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Of all reading, 72 % is text of models: 67 % in AI answers, 0.15 % on content farms, 4.0 % on people's sites."
    )
    few = nodes[nodes["segment"] == "farm"].assign(among=2542, visibility=0.001)
    said = drawn_sentence(few).replace("\N{NO-BREAK SPACE}", " ")
    assert (
        said
        == f"Drawn: the 40 most read of 2,542 content farms; together they have {0.1 * len(few):.1f} % of all reading."
    )
    assert drawn_sentence(few.assign(among=len(few))).startswith("Drawn: all 40 content farms;")


def test_rows_are_those_that_differ_most_on_the_whole_web() -> None:
    """Not by what the sites drawn have: farms and AI answers take readers from sites that are not drawn."""

    class Made:
        def __init__(self, sites: pd.DataFrame) -> None:
            self.sites, self.scenarios = sites, list(dict.fromkeys(sites["scenario"]))

    away = {"base": 0.0, "near": 0.01, "a": 0.1, "b": -0.2, "c": 0.3, "same": 0.0}
    rows = [
        {"scenario": name, "month": month, "visibility": 0.1 if name != "near" else 0.9, "all_models": 0.4 + by * late}
        for name, by in away.items()
        for month, late in (("2026-01", 0), ("2027-01", 1), ("2028-01", 0))
    ]
    table = pd.DataFrame(rows).assign(all_farms=0.01, all_answers=0.1)
    made: Any = Made(table)
    assert choose(made) == (["base", "a", "b", "c"], {"same": "base"}, ["near"])


def test_where_nearly_all_sites_are_tiny_areas_still_differ(linked: Results, graph: SiteGraph) -> None:
    tiny = linked.sites.copy()
    order = tiny.groupby(["scenario", "month"])["visibility"].rank(ascending=False)
    tiny["visibility"] = np.where(order == 1, 0.5, 1e-5 + 1e-6 * order)
    made: Any = type("Made", (), {"sites": tiny, "links": linked.links})
    small = site_graph(made, ["linked", "quiet"])
    assert small.power == 0.5
    assert (small.sites["radius"] > LEAST).mean() > 0.5
    assert small.smallest == pytest.approx((np.pi * LEAST**2 / small.ink) ** 2)
    assert "square root of its share" in areas(small)


def test_scenarios_that_are_not_drawn_are_said(linked: Results) -> None:
    seen = words(sites(linked)).replace("\n", " ")
    assert "Titled otherwise: the same sites as Linked & <closed>." in seen
    assert re.search(r"Not drawn, as their shares of reading differ less from those of [^:]+: Nearly the same\.", seen)
    assert seen.count("Nearly the same") == 1
    assert len(sliders(linked)) == MOST_ROWS


@pytest.mark.slow
def test_nothing_is_clipped_and_no_labels_overlap(linked: Results) -> None:
    sheet = sites(linked)
    render(sheet, "png")  # labels below square panels are placed when these are drawn
    assert clashes(sheet) == []


@pytest.mark.slow
def test_files_are_written_and_the_same_every_time(linked: Results, tmp_path: Path) -> None:
    files = draw_all(linked, tmp_path, ["sites"])
    names = [
        "sites.png",
        "sites.svg",
        "sites.csv",
        "sites.txt",
        *(f"sites-{name}.html" for name in ("linked", "pages", "quiet", "steep")),
    ]
    assert [file.name for file in files] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    again = Results(linked.folder)
    assert render(sites(again), "png") == files[0].read_bytes()
    assert dict(sliders(again)) == {file.name: file.read_bytes() for file in files[4:]}


def test_an_older_folder_says_what_to_do(linked: Results) -> None:
    made: Any = type("Made", (), {"has_sites": True, "sites": linked.sites.drop(columns="all_answers")})
    assert _why_not(made) == "its sites.parquet is of an older webloop: run it again"


@pytest.mark.slow
def test_the_command_draws_it(linked: Results) -> None:
    done = CliRunner().invoke(group, ["plot", str(linked.folder), "-p", "sites", "--json"], standalone_mode=False)
    assert done.exit_code == 0, done.output
    plots = [Path(path) for path in json.loads(done.output)["plots"]]
    assert [path.name for path in plots][:2] == ["sites.png", "sites.svg"]
    assert plots[4].name == "sites-linked.html"
    assert all(path.stat().st_size > 0 for path in plots)
