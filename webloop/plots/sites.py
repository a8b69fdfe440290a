"""Sites: who writes the most visible sites, how visible they are, and how that changes."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from webloop.months import parse_month
from webloop.outcomes.results import Results
from webloop.plots.composition import LAYERS
from webloop.plots.grid import titles
from webloop.plots.marks import marks
from webloop.plots.registry import picture
from webloop.plots.runs import counted
from webloop.plots.series import Array
from webloop.plots.sheet import Key, Sheet
from webloop.plots.site_graph import SiteGraph, site_graph
from webloop.plots.site_panel import draw_sites
from webloop.plots.site_slider import slider
from webloop.plots.style import BASELINE, CAPTION, INK, PANEL, SOFT, VERMILLION
from webloop.plots.words import HARD, number, wrap

MOST_ROWS, MOST_DATES = 4, 6
_PANEL = 1.82  # inches


def _why_not(results: Results) -> str:
    if results.has_sites and len(results.sites):
        return ""
    return "no scenario of it has sites with links: set sites in its file"


def sliders(results: Results) -> list[tuple[str, bytes]]:
    """A page with a slider over the years for each scenario of the picture, as names and contents of files."""
    graph, shown, _ = _graph(results)
    known = titles(results)
    return [(f"sites-{name}.html", slider(graph, name, known[name]).encode()) for name in shown]


@picture(
    "sites",
    "who writes the most visible sites, and their links; also as pages with a slider",
    order=35,
    why_not=_why_not,
    more=sliders,
)
def sites(results: Results) -> Sheet:
    """The most visible sites, their visibility, who wrote their pages and their links, at up to six dates.

    One row for the baseline and one for each scenario whose sites differ from those before it; at most four, those
    that end furthest from the baseline. One run is shown, not a mean: draw 0 and replicate 0.

    Args:
        results: what was run.
    """
    graph, shown, foot = _graph(results)
    keys = [Key(f"written by {who}", colour, "", "o") for who, colour in LAYERS.values()]
    keys += [Key("content farm (its pages are all written by models)", INK, "", "D", VERMILLION)]
    keys += [Key("shuts AI crawlers out", INK, "", "o", "white")] if graph.sites["shut_out"].any() else []
    dates = {name: _dates(results, graph, name) for name in shown}
    columns = max(map(len, dates.values()))
    sheet = Sheet(
        results,
        "Who writes the most visible sites, and how readers' attention moves between them",
        "A circle is a site: its area is its share of all attention, its colours are who wrote its pages. Grey lines "
        "are links. A site keeps its place in all panels. Above each panel: the share of "
        "all attention that pages of models get on the sites shown, and the part of it that farms get.",
        width=max(0.75 + _PANEL * columns, 7.0),
        body=0.1 + (_PANEL + 0.28) * len(shown),
        keys=keys,
        foot=foot + _kept(graph, shown[0]),
    )
    axes = sheet.subplots(len(shown), columns, squeeze=False, gridspec_kw={"wspace": 0.02})
    for row, name in zip(axes, shown, strict=True):
        for axis, month in zip(row, dates[name], strict=False):
            _panel(axis, graph, name, month)
        for axis in row[len(dates[name]) :]:
            axis.remove()
        _row_label(results, row[0], name)
        sheet.alt += _in_words(results, graph, name, [dates[name][0], dates[name][-1]])
    return sheet


def _graph(results: Results) -> tuple[SiteGraph, list[str], str]:
    """The sites of the scenarios that are drawn, their names, and who is left out, in words."""
    changed = (results.folder / "sites.parquet").stat().st_mtime_ns
    return _of(results, changed)


@lru_cache(maxsize=1)  # the picture and its pages share the places, which take a second or two to find
def _of(results: Results, _changed: int) -> tuple[SiteGraph, list[str], str]:
    shown, alike, left_out = _choose(results)
    known = titles(results)
    foot = "".join(f"{known[name]}: the same sites as {known[first]}. " for name, first in alike.items())
    if left_out:
        foot += f"Not shown: {counted(len(left_out), 'scenario')} ending nearer to the first. "
    return site_graph(results, shown), shown, foot


def _choose(results: Results) -> tuple[list[str], dict[str, str], list[str]]:
    """Scenarios to draw, those with the same sites as one of them, and those that are left out."""
    tables = {str(name): rows for name, rows in results.sites.groupby("scenario", sort=False)}
    order = [name for name in results.scenarios if name in tables]
    plain = {name: tables[name].drop(columns="scenario").reset_index(drop=True) for name in order}
    first = {name: next(other for other in order if plain[name].equals(plain[other])) for name in order}
    different = [name for name in order if first[name] == name]
    base = _end(plain[order[0]])
    far = sorted(different[1:], key=lambda name: -float(np.abs(_end(plain[name]) - base).sum()))[: MOST_ROWS - 1]
    shown = [name for name in different if name == order[0] or name in far]
    alike = {name: first[name] for name in order if first[name] != name and first[name] in shown}
    return shown, alike, [name for name in order if name not in shown and name not in alike]


def _end(sites_of: pd.DataFrame) -> Array:
    """Attention in the last month: to pages of models, of people with a model, to farms, and to the first site."""
    last = sites_of[sites_of["month"] == sites_of["month"].max()]
    to_models, to_farms = _attention(last)
    assisted = float((last["visibility"] * last["assisted"]).sum())
    return np.array([to_models, assisted, to_farms, last["visibility"].max()])


def _attention(snapshot: pd.DataFrame) -> tuple[float, float]:
    """Share of all attention that goes to models' pages on the sites of a snapshot, and to farms among them."""
    seen = snapshot["visibility"]
    return float((seen * snapshot["synthetic"]).sum()), float(seen[snapshot["segment"] == "farm"].sum())


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
    to_models, to_farms = _attention(nodes)
    axis.set_title(month, fontsize=PANEL - 0.5, fontweight="bold", loc="left", pad=13)
    said = f"models {number(to_models, 'share', 0.2)}, of it farms {number(to_farms, 'share', 0.2)}"
    axis.annotate(
        said if to_models > 0 else f"models 0{HARD}%",
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 4),
        textcoords="offset points",
        fontsize=CAPTION,
        color=SOFT,
        annotation_clip=False,
    )


def _row_label(results: Results, axis: Axes, scenario: str) -> None:
    """The scenario's title at the left of its row."""
    lines = wrap(titles(results)[scenario], _PANEL, PANEL - 0.5, bold=True)
    text = "\n".join([*lines[:2], f"{lines[2]} …" if len(lines) > 3 else lines[2]] if len(lines) > 2 else lines)
    colour = BASELINE if scenario == results.baseline else INK
    axis.set_ylabel(text, fontsize=PANEL - 0.5, fontweight="bold", color=colour)


def _kept(graph: SiteGraph, scenario: str) -> str:
    """How many sites are shown of how many, and which run."""
    month = graph.months(scenario)[-1]
    nodes, _ = graph.at(scenario, month)
    farm = nodes["segment"] == "farm"
    parts = [
        f"{len(rows)} of {int(rows['among'].iloc[0]):,} {what}"
        for rows, what in ((nodes[~farm], "sites of people"), (nodes[farm], "farm sites"))
        if len(rows)
    ]
    return (
        f"Shown are the most visible, in {month} of the first row {' and '.join(parts)}, with the links between them. "
        f"Sites below {100 * graph.smallest:.2g}{HARD}% of attention have the same smallest area. "
        "One world, no mean: replicate 0."
    )


def _in_words(results: Results, graph: SiteGraph, scenario: str, months: Sequence[str]) -> str:
    said = []
    for month in dict.fromkeys(months):
        nodes, _ = graph.at(scenario, month)
        to_models, to_farms = _attention(nodes)
        said.append(
            f"in {month} {len(nodes)} sites have {number(float(nodes['visibility'].sum()), 'share', 1)} of attention, "
            f"models' pages on them {number(to_models, 'share', 0.2)}, farms {number(to_farms, 'share', 0.2)}"
        )
    return f" {titles(results)[scenario]}: {'; '.join(said)}."
