"""One snapshot of the graph of sites: circles cut by who wrote their pages, diamonds for farms, links behind them."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Rectangle
from matplotlib.transforms import ScaledTranslation
from numpy.typing import NDArray

from webloop.plots.composition import LAYERS
from webloop.plots.site_words import Reading
from webloop.plots.style import INK, PURPLE

Floats = NDArray[np.float64]

WRITERS = {name.removeprefix("live_"): colour for name, (_, colour) in LAYERS.items()}
"""Colour of each provenance."""
ANSWER = PURPLE
"""Colour of AI answers."""
LINK = "#8a8a8a"
_SLIVER = 0.001  # parts below this share of a circle can't be seen
_SMALL = 0.02  # radius, in panels, below which a white rim would take too much of a circle
_BAR = 0.035  # height of the bar, in panels
_CORNERS = 96  # of a circle that fills a panel; smaller ones need fewer

Shape = tuple[Floats, str]
"""Corners, (corners, 2), and a colour."""


def draw_sites(axis: Axes, sites: pd.DataFrame, links: pd.DataFrame) -> None:
    """Draw a snapshot.

    Args:
        axis: a square panel.
        sites: rows of `SiteGraph.sites`, in the order in which they are drawn.
        links: rows of `SiteGraph.links`.
    """
    axis.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal", xticks=[], yticks=[])
    axis.grid(visible=False)
    for spine in axis.spines.values():
        spine.set_visible(False)
    ends = [np.array(each).reshape(2, 2) for each in links[["x0", "y0", "x1", "y1"]].to_numpy(dtype=float)]
    # thousands of thin lines: as an image they keep the SVG small
    axis.add_collection(LineCollection(ends, colors=LINK, linewidths=0.25, alpha=0.1, rasterized=True))
    parts: list[Shape] = []
    rims: list[Shape] = []
    numbers = sites[["x", "y", "radius", *WRITERS]].to_numpy(dtype=float)
    farms = sites["segment"].to_numpy() == "farm"
    for row, farm, closed in zip(numbers, farms, sites["shut_out"].to_numpy(), strict=True):
        place, radius = row[:2], float(row[2])
        shape = diamond(place, radius) if farm else wedge(place, radius, 0.0, 1.0)
        parts += [(shape, WRITERS["synthetic"])] if farm else pie(place, radius, row[3:].tolist())
        if farm or closed or radius > _SMALL:
            rims.append((shape, INK if farm or closed else "white"))
    axis.add_collection(_polygons(parts, zorder=2.0))
    axis.add_collection(_polygons(rims, zorder=3.0, linewidth=0.7))


def draw_bar(axis: Axes, read: Reading, height: float) -> None:
    """A bar as wide as a panel, above it: all reading, cut by whose text it is.

    Args:
        axis: the panel.
        read: shares of all reading.
        height: of its lower edge above the panel, in points.
    """
    colours = [WRITERS["human"], WRITERS["synthetic"], WRITERS["synthetic"], ANSWER]
    above = axis.transAxes + ScaledTranslation(0, height / 72, axis.figure.dpi_scale_trans)
    left = 0.0
    for share, colour, farms in zip(read.parts, colours, (False, False, True, False), strict=True):
        style = {"edgecolor": INK, "linewidth": 0.5, "zorder": 3} if farms else {"linewidth": 0, "zorder": 2}
        if share > 0:
            axis.add_artist(
                Rectangle((left, 1.0), share, _BAR, facecolor=colour, transform=above, clip_on=False, **style)
            )
        left += share


def _polygons(shapes: list[Shape], zorder: float, linewidth: float = 0.0) -> PolyCollection:
    """Shapes that are filled, or only outlined where lines have a width."""
    colours = [colour for _, colour in shapes]
    style = {"facecolors": colours} if linewidth == 0 else {"facecolors": "none", "edgecolors": colours}
    return PolyCollection(
        [corners for corners, _ in shapes], linewidths=linewidth, zorder=zorder, clip_on=False, **style
    )


def pie(place: Floats, radius: float, shares: list[float]) -> list[Shape]:
    """A circle cut from noon clockwise: what models wrote, what people wrote with them, what people wrote alone.

    Args:
        place: its middle, (2,).
        radius: of the circle.
        shares: of human, assisted and synthetic pages, which sum to 1.

    >>> [(len(corners), colour) for corners, colour in pie(np.zeros(2), 0.1, [0.75, 0.25, 0.0])]
    [(10, '#56B4E9'), (24, '#0072B2')]
    """
    parts, turned = [], 0.0
    for colour, share in reversed(list(zip(WRITERS.values(), shares, strict=True))):
        if share >= _SLIVER:
            parts.append((wedge(place, radius, turned, turned + share), colour))
            turned += share
    return parts


def wedge(place: Floats, radius: float, start: float, end: float) -> Floats:
    """A part of a circle, from one share of the way round to another, as corners, (corners, 2)."""
    corners = max(12, round(_CORNERS * radius**0.5))
    whole = end - start > 1 - _SLIVER  # its end is its start: a second corner there would leave a nick in the rim
    number = corners if whole else max(3, round((end - start) * corners) + 1)
    turns = 2 * np.pi * np.linspace(start, end, number, endpoint=not whole)
    arc: Floats = np.stack([np.sin(turns), np.cos(turns)], axis=1) * radius + place
    return arc if whole else np.concatenate([arc, place[None]])


def diamond(place: Floats, radius: float) -> Floats:
    """A diamond as large as a circle of this radius, as corners, (4, 2)."""
    half = radius * (np.pi / 2) ** 0.5
    corners: Floats = np.array([[0, half], [half, 0], [0, -half], [-half, 0]]) + place
    return corners
