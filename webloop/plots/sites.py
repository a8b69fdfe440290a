"""Sites: who writes the most visible sites, how much of all reading they get, and how that changes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.months import parse_month
from webloop.outcomes.results import Results
from webloop.plots.composition import LAYERS
from webloop.plots.grid import titles
from webloop.plots.marks import marks
from webloop.plots.registry import picture
from webloop.plots.sheet import Key, Sheet
from webloop.plots.site_choice import Chosen, chosen
from webloop.plots.site_graph import SiteGraph
from webloop.plots.site_panel import ANSWER, WRITERS, draw_bar, draw_sites
from webloop.plots.site_slider import slider
from webloop.plots.site_words import WHOLE, areas, drawn, percent, reading
from webloop.plots.style import BASELINE, CAPTION, INK, PANEL, SOFT, VERMILLION
from webloop.plots.words import HARD, wrap

MOST_DATES = 6
_PANEL = 1.82  # inches
_SMALL = CAPTION - 0.5
_DRAWN = ["scenario", "month", "site", "segment", "community", "visibility", *WRITERS, "shut_out", "x", "y", "radius"]
_NOTE = (
    "A mark is a site: {areas}. Its colours are who wrote its pages, grey lines are links, and it keeps its place in "
    "all panels. The bar above a panel is all reading, on every site and in AI answers, and the numbers are shares of "
    "it: blue is text of people, the rest text of models (on people's sites, on content farms, in AI answers). "
    "Readers who stay with an AI answer reach no site: marks shrink. Below a panel: how many sites are drawn, the most "
    "read of people's and of farms."
)


def _why_not(results: Results) -> str:
    if not (results.has_sites and len(results.sites)):
        return "no scenario of it has sites with links: set sites in its file"
    if not set(WHOLE) <= set(results.sites):
        return "its sites.parquet is of an older webloop: run it again"
    return ""


def sliders(results: Results) -> list[tuple[str, bytes]]:
    """A page with a slider over the years for each scenario of the picture, as names and contents of files."""
    made = chosen(results)
    return [(f"sites-{name}.html", slider(results, made.graph, name, made.shown).encode()) for name in made.shown]


@picture(
    "sites",
    "who writes the most visible sites, and their links; also as pages with a slider",
    order=35,
    why_not=_why_not,
    more=sliders,
)
def sites(results: Results) -> Sheet:
    """The most visible sites, what they get of all reading, who wrote their pages and their links, at up to six dates.

    One row for the baseline and one for each scenario whose sites differ from those before it; at most four, those
    whose shares of reading (text of models, content farms, AI answers) differ most from the baseline's. One run is
    shown, not a mean: draw 0 and replicate 0.

    Args:
        results: what was run.
    """
    made = chosen(results)
    graph, shown = made.graph, made.shown
    dates = {name: _dates(results, graph, name) for name in shown}
    columns = max(map(len, dates.values()))
    sheet = Sheet(
        results,
        "Who writes the most visible sites, and how reading moves between them",
        _NOTE.format(areas=areas(graph)),
        width=max(0.75 + _PANEL * columns, 7.0),
        body=0.18 + (_PANEL + 0.72) * len(shown),
        keys=_keys(graph),
        foot=made.foot + _largest(results, made) + "One world, no mean: replicate 0.",
    )
    engine: Any = sheet.get_layout_engine()
    engine.set(h_pad=0.09)  # what stands above a panel keeps clear of the key
    axes = sheet.subplots(len(shown), columns, squeeze=False, gridspec_kw={"wspace": 0.02})
    parts: list[pd.DataFrame] = []
    for row, name in zip(axes, shown, strict=True):
        for axis, month in zip(row, dates[name], strict=False):
            _panel(axis, graph, name, month)
        parts += [_table(graph, name, month) for month in dates[name]]
        for axis in row[len(dates[name]) :]:
            axis.remove()
        _row_label(results, row[0], name)
        sheet.alt += _in_words(results, graph, name, [dates[name][0], dates[name][-1]])
    sheet.data = pd.concat(parts, ignore_index=True)
    return sheet


def _table(graph: SiteGraph, scenario: str, month: str) -> pd.DataFrame:
    """The marks of a panel, one row each, and the shares of all reading in the bar above it, the same in all rows."""
    nodes, _ = graph.at(scenario, month)
    bar = zip(("read_people", "read_models", "read_farms", "read_answers"), reading(nodes).parts, strict=True)
    return nodes[_DRAWN].assign(**dict(bar))


def _keys(graph: SiteGraph) -> list[Key]:
    keys = [Key(f"written by {who}", colour, "", "o") for who, colour in LAYERS.values()]
    keys += [Key("content farm (its pages are all written by models)", INK, "", "D", VERMILLION)]
    keys += [Key("AI answers (bar)", ANSWER, "", "s")] if (graph.sites["all_answers"] > 0).any() else []
    return keys + ([Key("shuts AI crawlers out", INK, "", "o", "white")] if graph.sites["shut_out"].any() else [])


def _dates(results: Results, graph: SiteGraph, scenario: str) -> list[str]:
    """The last date before the launch of AI writing tools, the last of all, and some evenly between them."""
    months = graph.months(scenario)
    launch, _ = marks(results, scenario)
    before = [month for month in months if launch is not None and parse_month(month) <= parse_month(launch.month)]
    months = months[max(len(before) - 1, 0) :]
    picked = np.linspace(0, len(months) - 1, min(MOST_DATES, len(months))).round().astype(int)
    return [months[index] for index in picked]


def _panel(axis: Axes, graph: SiteGraph, scenario: str, month: str) -> None:
    """One date."""
    nodes, links = graph.at(scenario, month)
    draw_sites(axis, nodes, links)
    read = reading(nodes)
    draw_bar(axis, read, 3)
    axis.set_title(month, fontsize=PANEL - 0.5, fontweight="bold", loc="left", pad=30)
    _caption(axis, f"text of models {percent(read.models)}", 20)
    parts = [(read.answers, "AI answers"), (read.farms, "farms")]
    _caption(axis, ", ".join(f"{where} {percent(share)}" for share, where in parts if share > 0), 11)
    below = [f"{number:,} of {among:,} {what}" for number, among, what in drawn(nodes)]
    lines = wrap(", ".join(each.replace(" ", HARD) for each in below), _PANEL, _SMALL)
    axis.set_xlabel("\n".join(lines), fontsize=_SMALL, color=SOFT, loc="left", labelpad=2)


def _caption(axis: Axes, text: str, height: float) -> None:
    """A small line above a panel, by so many points."""
    said = axis.annotate(
        text,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, height),
        textcoords="offset points",
        fontsize=CAPTION,
        color=SOFT,
        annotation_clip=False,
    )
    said.set_in_layout(False)  # the title above leaves room for it


def _row_label(results: Results, axis: Axes, scenario: str) -> None:
    """The scenario's title at the left of its row."""
    lines = wrap(titles(results)[scenario], _PANEL, PANEL - 0.5, bold=True)
    text = "\n".join([*lines[:2], f"{lines[2]} …" if len(lines) > 3 else lines[2]] if len(lines) > 2 else lines)
    colour = BASELINE if scenario == results.baseline else INK
    axis.set_ylabel(text, fontsize=PANEL - 0.5, fontweight="bold", color=colour)


def _largest(results: Results, made: Chosen) -> str:
    """The largest site of all, by which others can be measured."""
    top = made.graph.sites.iloc[int(made.graph.sites["visibility"].argmax())]
    where = f" ({titles(results)[top['scenario']]}, {top['month']})" if len(made.shown) > 1 else f" ({top['month']})"
    return f"The largest site of all has {percent(top['visibility'])} of all reading{where}. "


def _in_words(results: Results, graph: SiteGraph, scenario: str, months: Sequence[str]) -> str:
    said = []
    for month in dict.fromkeys(months):
        nodes, _ = graph.at(scenario, month)
        seen = percent(nodes["visibility"].sum())
        said.append(f"{month}: {reading(nodes).sentence} The {len(nodes)} sites drawn have {seen} of it.")
    return f" {titles(results)[scenario]}, {' '.join(said)}"
