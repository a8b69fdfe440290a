"""The pages with a slider: what numbers they hold, what they say, and that they need no network."""

import json
import re
from typing import Any

import pytest

from tests.plots.conftest import whole_web
from webloop.outcomes.results import Results
from webloop.plots.site_choice import choose
from webloop.plots.site_graph import site_graph
from webloop.plots.site_slider import slider
from webloop.plots.site_words import areas, percent
from webloop.plots.sites import sliders


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
    seen = sorted((data["sites"][at][4], closed, share) for at, share, *_, closed in frame["sites"])
    wanted = sorted(zip(last["segment"] == "farm", last["shut_out"], last["visibility"], strict=True))
    assert [each[:2] for each in seen] == [each[:2] for each in wanted]
    assert [share for *_, share in seen] == pytest.approx([share for *_, share in wanted], abs=1e-5)
    table = linked.links
    count = ((table["scenario"] == "linked") & (table["month"] == last["month"].iloc[0])).sum()
    assert len(frame["links"]) == 2 * count
    assert max(frame["links"]) < len(data["sites"])


def test_a_page_says_what_it_shows(linked: Results) -> None:
    pages = {name: page.decode() for name, page in sliders(linked)}
    page, graph = pages["sites-linked.html"], site_graph(linked, choose(linked)[0])
    assert f"A mark is a site: {areas(graph)}." in page
    assert "replicate 0 of 1 (one world, no mean), seed 1, webloop " in page
    assert 'aria-current="page">Linked &amp; &lt;closed&gt;</b>' in page
    for other in pages:
        assert (f'<a href="{other}">' in page) == (other != "sites-linked.html")
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    models, farms, answers = whole_web(
        linked, "linked", "2026-12", ["pollution_exposure", "farm_exposure", "answered_share"]
    )
    last = data["frames"][-1]
    assert last["read"] == pytest.approx([1 - models, models - farms - answers, farms, answers], abs=1e-5)
    assert last["said"].startswith(f"Of all reading, {percent(models)} is text of models")
    assert re.match(r"Drawn: .* of people and the 40 most read of [\d,]+ content farms; together", last["drawn"])
    launch = data["marks"][0]
    assert launch[1] == "2022-11"
    assert launch[0] == pytest.approx(10 / 12, abs=0.001)


def test_owners_are_said_once_and_texts_are_escaped(linked: Results) -> None:
    made: Any = type("Made", (), {"sites": linked.sites.copy(), "links": linked.links})
    first = made.sites["site"] == 0
    segment, community = made.sites.loc[first, ["segment", "community"]].iloc[0]
    made.sites.loc[first, "name"] = f"other sites of {segment}, {community}"
    made.sites.loc[made.sites["site"] == 1, "name"] = "</script><b>my_own & site"
    page = slider(linked, site_graph(made, ["linked"]), "linked", ["linked"])
    assert page.count("</script>") == 2
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    named = {name: owner for *_, name, owner, _ in data["sites"]}
    assert named["other sites"] == f"{segment}, {community}".replace("_", " ")
    assert "</script><b>my_own & site" in named
