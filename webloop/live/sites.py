"""The graph of sites on the page: the baseline's, and beside it the one with levers moved, in one month."""

from collections.abc import Mapping

import pandas as pd

from webloop.live.panel import DRAWING, encoded
from webloop.months import format_month
from webloop.plots.site_graph import SiteGraph, placed
from webloop.plots.site_panel import draw_sites
from webloop.plots.site_words import areas, drawn_sentence, reading
from webloop.plots.style import styled
from webloop.run.recorder import Trajectory
from webloop.run.snapshots import Columns

_SIZE = 4.2  # inches, of a square
_NAME = "explored"


def graph_of(run: Trajectory, known: SiteGraph | None = None) -> SiteGraph | None:
    """The sites of a run with their places; None where it has no snapshots of any.

    Args:
        run: a run that took snapshots.
        known: sites that keep their places: those of the baseline.
    """
    if not run.sites:
        return None
    return placed(_table(run.sites), _table(run.links), known)


def months_of(graph: SiteGraph) -> list[str]:
    """The months of its snapshots, `YYYY-MM`."""
    return graph.months(_NAME)


def sites_png(graph: SiteGraph, month: str) -> bytes:
    """Draw the sites of a month, as PNG: as SVG thousands of links are ten times as large."""
    from matplotlib.figure import Figure

    with DRAWING, styled():
        figure = Figure(figsize=(_SIZE, _SIZE))
        axis = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        draw_sites(axis, *graph.at(_NAME, month))
        return encoded(figure, "png")


def sites_words(graph: SiteGraph, month: str) -> str:
    """What is read in a month, and how many sites are drawn."""
    nodes, _ = graph.at(_NAME, month)
    return f"{reading(nodes).sentence} {drawn_sentence(nodes)}"


def sites_note(graph: SiteGraph) -> str:
    """What a mark means."""
    return (
        f"A mark is a site: {areas(graph)}. Its colours are who wrote its pages, a diamond is a content farm, a dark "
        "rim a site that shuts AI crawlers out, grey lines are links. Sites keep their places. One world: replicate 0."
    )


def _table(columns: Mapping[str, object] | Columns) -> pd.DataFrame:
    """Rows of a run's snapshots, as results hold them."""
    table = pd.DataFrame(dict(columns))
    return table.assign(scenario=_NAME, month=table["month"].map(format_month))
