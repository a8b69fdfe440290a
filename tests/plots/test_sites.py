"""The picture of the graph of sites: areas, colours and places mean what they say; pages with a slider."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.colors import to_hex
from numpy.typing import NDArray

from tests.plots.conftest import results_of
from tests.plots.seen import clashes, words
from webloop.cli import group
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.draw import draw_all, plan, render
from webloop.plots.site_graph import LEAST, SiteGraph, site_graph
from webloop.plots.site_panel import WRITERS, diamond, pie
from webloop.plots.sites import MOST_ROWS, sites, sliders
from webloop.plots.style import INK

LINKED = """\
extends: tiny.yaml
title: Linked & <closed>
sites: {number: 120, links_per_site: 4}
readers: {ranking: pagerank}
farms: {kind: profit}
writers:
  segments:
    press: {opt_out: {saturation: 0.5, time_constant: 6}}
"""
OTHERS = {
    "alike.yaml": "extends: linked.yaml\ntitle: Titled otherwise\n",
    "pages.yaml": "extends: linked.yaml\ntitle: By pages\nreaders: {ranking: pages}\n",
    "quiet.yaml": "extends: linked.yaml\ntitle: No farms\nfarms: null\n",
    "steep.yaml": "extends: linked.yaml\ntitle: Steep\nreaders: {ranking: {kind: pagerank, exponent: 2}}\n",
    "flat.yaml": "extends: linked.yaml\ntitle: Nearly the same\nreaders: {ranking: {kind: pagerank, exponent: 0.99}}\n",
}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A baseline without links, and six scenarios with them, of which two are alike."""
    return results_of(tmp_path_factory.mktemp("sites"), {"linked.yaml": LINKED, **OTHERS}, replicates=1)


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
    of_share = np.sqrt(graph.ink * graph.sites["visibility"] / np.pi)
    assert np.allclose(graph.sites["radius"], np.maximum(LEAST, of_share))
    assert (of_share > LEAST).sum() > 100
    assert (np.pi * graph.sites.groupby("who")["radius"].max() ** 2).sum() < 0.8
    assert area(diamond(np.zeros(2), 0.1)) == pytest.approx(np.pi * 0.01)


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
    seen = words(sheet).replace("\n", " ")
    assert f"in 2026-12 of the first row {len(people)} of {people['among'].iloc[0]} sites of people and 40 of" in seen
    to_models = 100 * (mine["visibility"] * mine["synthetic"]).sum()
    assert f"models' pages on them {to_models:.0f}" in sheet.alt.replace("\N{NO-BREAK SPACE}", " ").split("2026-12")[1]


def test_scenarios_that_are_not_drawn_are_said(linked: Results) -> None:
    seen = words(sites(linked)).replace("\n", " ")
    assert "Titled otherwise: the same sites as Linked & <closed>." in seen
    assert "Not shown: 1 scenario ending nearer to the first." in seen
    assert "Nearly the same" not in seen
    assert len(sliders(linked)) == MOST_ROWS


def test_nothing_is_clipped_and_no_labels_overlap(linked: Results) -> None:
    sheet = sites(linked)
    assert clashes(sheet) == []


def test_files_are_written_and_the_same_every_time(linked: Results, tmp_path: Path) -> None:
    files = draw_all(linked, tmp_path, ["sites"])
    names = ["sites.png", "sites.svg", *(f"sites-{name}.html" for name in ("linked", "pages", "quiet", "steep"))]
    assert [file.name for file in files] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    again = Results(linked.folder)
    assert render(sites(again), "png") == files[0].read_bytes()
    assert dict(sliders(again)) == {file.name: file.read_bytes() for file in files[2:]}


def test_a_page_holds_the_numbers_and_needs_no_network(linked: Results) -> None:
    page = dict(sliders(linked))["sites-linked.html"].decode()
    assert len(page) < 3e6
    assert "<h1>Linked &amp; &lt;closed&gt;</h1>" in page
    assert set(re.findall(r"https?://[^\"' ]*", page)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(script|img|link|iframe)[^>]*(src|href)=|@import|url\(|fetch\(", page)
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    mine = linked.sites[linked.sites["scenario"] == "linked"]
    assert [frame["month"] for frame in data["frames"]] == sorted(set(mine["month"]))
    frame, last = data["frames"][-1], mine[mine["month"] == mine["month"].max()]
    seen = sorted((data["sites"][at][3], closed, share) for at, share, *_, closed in frame["sites"])
    wanted = sorted(zip(last["segment"], last["shut_out"], last["visibility"], strict=True))
    assert [each[:2] for each in seen] == [each[:2] for each in wanted]
    assert [share for *_, share in seen] == pytest.approx([share for *_, share in wanted], abs=1e-5)
    table = linked.links
    count = ((table["scenario"] == "linked") & (table["month"] == last["month"].iloc[0])).sum()
    assert len(frame["links"]) == 2 * count
    assert max(frame["links"]) < len(data["sites"])


def test_the_command_draws_it(linked: Results) -> None:
    done = CliRunner().invoke(group, ["plot", str(linked.folder), "-p", "sites", "--json"], standalone_mode=False)
    assert done.exit_code == 0, done.output
    plots = [Path(path) for path in json.loads(done.output)["plots"]]
    assert [path.name for path in plots][:3] == ["sites.png", "sites.svg", "sites-linked.html"]
    assert all(path.stat().st_size > 0 for path in plots)
