"""A page that lets the graph of sites change year by year: one file that needs no network."""

import json
import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from webloop.months import parse_month
from webloop.outcomes.results import Results
from webloop.plots.composition import LAYERS
from webloop.plots.grid import titles
from webloop.plots.marks import marks
from webloop.plots.site_graph import LEAST, SiteGraph
from webloop.plots.site_panel import ANSWER
from webloop.plots.site_words import FARM, areas, drawn_sentence, name, owner, percent, reading

SIZE = 1000
"""Width of the drawing in units of the page's own; places are whole numbers of them."""
_PARTS = ["human", "assisted", "synthetic"]
_SAMPLE = 0.04
"""Largest radius of the circle in the key of sizes, in panels."""
_ROUND = [base * 10.0**power for power in range(-6, 0) for base in (1, 2, 5)]


def slider(results: Results, graph: SiteGraph, scenario: str, linked: Sequence[str]) -> str:
    """The page of a scenario, as HTML.

    Args:
        results: what was run.
        graph: sites with their places.
        scenario: its name.
        linked: names of the scenarios that have a page beside it.
    """
    data = json.dumps(_data(results, graph, scenario), separators=(",", ":"), ensure_ascii=False)
    parts = {
        "TITLE": escape(titles(results)[scenario]),
        "MADE": escape(_made(results)),
        "OTHERS": _others(results, scenario, linked),
        "AREAS": escape(areas(graph)),
        "CODE": _own("site_slider.js"),
        "DATA": data.replace("<", "\\u003c"),  # "<" could end the script that holds the data
    }
    return re.sub("%([A-Z]+)%", lambda found: parts[found[1]], _own("site_slider.html"))


def _own(file: str) -> str:
    return files("webloop.plots").joinpath(file).read_text(encoding="utf-8")


def _made(results: Results) -> str:
    """How the results were made."""
    made = results.manifest
    study = f"{made['title']}, " if made.get("title") else ""
    which = f"replicate 0 of {results.replicates} (one world, no mean), seed {made['seed']}"
    return f"{study}{which}, webloop {made['webloop']}"


def _others(results: Results, scenario: str, linked: Sequence[str]) -> str:
    """Links to the pages of the other scenarios, as HTML."""
    known = titles(results)
    each = [
        f'<b aria-current="page">{escape(known[other])}</b>'
        if other == scenario
        else f'<a href="{escape(quote(f"sites-{other}.html"))}">{escape(known[other])}</a>'
        for other in linked
    ]
    return f'<nav aria-label="Scenarios">Scenarios: {" · ".join(each)}</nav>' if len(each) > 1 else ""


def _data(results: Results, graph: SiteGraph, scenario: str) -> dict[str, Any]:
    """What the page draws: places and owners of sites, and for each date their values and links."""
    mine = graph.sites[graph.sites["scenario"] == scenario]
    once = mine.drop_duplicates("who").sort_values("who").reset_index(drop=True)
    place = pd.Series(once.index, index=once["who"])
    months = graph.months(scenario)
    return {
        "size": SIZE,
        "ink": graph.ink,
        "power": graph.power,
        "least": LEAST,
        "sample": _sample(graph),
        "writers": [[f"written by {who}", colour] for who, colour in LAYERS.values()],
        "answer": ANSWER,
        "marks": _marks(results, scenario, months),
        "sites": [list(each) for each in zip(*_places(once), strict=True)],
        "frames": [_frame(graph, scenario, month, place) for month in months],
    }


def _sample(graph: SiteGraph) -> list[Any]:
    """The circle in the key of sizes: its radius, and the round share of reading that it stands for."""
    radius = {share: float(np.sqrt(graph.ink * share**graph.power / np.pi)) for share in _ROUND}
    share = max((share for share in _ROUND if LEAST <= radius[share] <= _SAMPLE), default=_ROUND[0])
    return [max(radius[share], LEAST), f"{percent(share)} of all reading", f"{percent(graph.smallest)} or less"]


def _marks(results: Results, scenario: str, months: Sequence[str]) -> list[list[Any]]:
    """Dates on the slider: where they are, in dates from the first one, the month, and what happens."""
    launch, changes = marks(results, scenario)
    known = [parse_month(month) for month in months]
    every = ([(launch.month, "AI writing tools go public")] if launch else []) + [
        (each.month, each.text) for each in changes
    ]
    return [
        [round(float(np.interp(parse_month(month), known, range(len(known)))), 3), month, text]
        for month, text in every
        if known[0] <= parse_month(month) <= known[-1]
    ]


def _places(once: pd.DataFrame) -> list[list[Any]]:
    """Columns: place to the right and down, name and owner of each site, and whether it is a farm."""
    x, y = (SIZE * once[["x", "y"]].to_numpy(dtype=float).T).round().astype(int)
    rows: Any = once.to_dict("records")
    farms = (once["segment"] == FARM).astype(int).tolist()
    return [x.tolist(), (SIZE - y).tolist(), [name(row) for row in rows], [owner(row) for row in rows], farms]


def _frame(graph: SiteGraph, scenario: str, month: str, place: "pd.Series[int]") -> dict[str, Any]:
    """One date: sites as [index, visibility, human, assisted, synthetic, pages, shut out], links as pairs, words."""
    nodes, links = graph.at(scenario, month)
    shares = nodes[_PARTS].fillna(0.0).round(4)
    columns = [place[nodes["who"]], nodes["visibility"].round(9), *(shares[part] for part in _PARTS)]
    rows = zip(*(column.tolist() for column in columns), strict=True)
    more = zip(nodes["pages"].tolist(), nodes["shut_out"].tolist(), strict=True)
    ends = np.stack([place[links[f"{end}_who"]].to_numpy() for end in ("source", "target")], axis=1)
    read = reading(nodes)
    return {
        "month": month,
        "read": [round(part, 6) for part in read.parts],
        "said": read.sentence,
        "drawn": drawn_sentence(nodes),
        "sites": [[*row, float(f"{pages:.3g}"), closed] for row, (pages, closed) in zip(rows, more, strict=True)],
        "links": ends.ravel().tolist(),
    }
