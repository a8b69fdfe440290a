"""A page that lets the graph of sites change year by year: one file that needs no network."""

import json
from html import escape
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from webloop.plots.composition import LAYERS
from webloop.plots.site_graph import LEAST, SiteGraph

SIZE = 1000
"""Width of the drawing in units of the page's own; places are whole numbers of them."""
_PARTS = ["human", "assisted", "synthetic"]


def slider(graph: SiteGraph, scenario: str, title: str) -> str:
    """The page of a scenario, as HTML.

    Args:
        graph: sites with their places.
        scenario: its name.
        title: what to call it.
    """
    page = files("webloop.plots").joinpath("site_slider.html").read_text(encoding="utf-8")
    data = json.dumps(_data(graph, scenario), separators=(",", ":"), ensure_ascii=False)
    # "<" could end the script that holds the data
    return page.replace("%TITLE%", escape(title)).replace("%DATA%", data.replace("<", "\\u003c"))


def _data(graph: SiteGraph, scenario: str) -> dict[str, Any]:
    """What the page draws: places and owners of sites, and for each date their values and links."""
    mine = graph.sites[graph.sites["scenario"] == scenario]
    once = mine.drop_duplicates("who").sort_values("who").reset_index(drop=True)
    place = pd.Series(once.index, index=once["who"])
    return {
        "size": SIZE,
        "ink": graph.ink,
        "least": LEAST,
        "writers": [[f"written by {who}", colour] for who, colour in LAYERS.values()],
        "sites": [list(each) for each in zip(*_places(once), strict=True)],
        "frames": [_frame(graph, scenario, month, place) for month in graph.months(scenario)],
    }


def _places(once: pd.DataFrame) -> list[list[Any]]:
    """Columns: place to the right and down, name, segment and community of each site."""
    x, y = (SIZE * once[["x", "y"]].to_numpy(dtype=float).T).round().astype(int)
    names = [name or f"site {site}" for name, site in zip(once["name"], once["site"], strict=True)]
    return [x.tolist(), (SIZE - y).tolist(), names, once["segment"].tolist(), once["community"].tolist()]


def _frame(graph: SiteGraph, scenario: str, month: str, place: "pd.Series[int]") -> dict[str, Any]:
    """One date: sites as [index, visibility, human, assisted, synthetic, pages, shut out], links as pairs."""
    nodes, links = graph.at(scenario, month)
    shares = nodes[_PARTS].fillna(0.0).round(4)
    columns = [place[nodes["who"]], nodes["visibility"].round(7), *(shares[part] for part in _PARTS)]
    rows = zip(*(column.tolist() for column in columns), strict=True)
    more = zip(nodes["pages"].tolist(), nodes["shut_out"].tolist(), strict=True)
    ends = np.stack([place[links[f"{end}_who"]].to_numpy() for end in ("source", "target")], axis=1)
    farms = nodes["segment"] == "farm"
    return {
        "month": month,
        "sites": [[*row, float(f"{pages:.3g}"), closed] for row, (pages, closed) in zip(rows, more, strict=True)],
        "links": ends.ravel().tolist(),
        "among": [int(nodes.loc[which, "among"].max()) if which.any() else 0 for which in (~farms, farms)],
    }
