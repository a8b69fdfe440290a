"""One look for every picture: colours, sizes of type, lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib import style as _style

BASELINE = "#767676"
BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, BLACK = "#E69F00", "#56B4E9", "#000000"
COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK)
"""Okabe and Ito's colours, told apart by colour-blind readers; yellow is left out, it is too light for lines."""
BETTER, WORSE = BLUE, VERMILLION
INK, SOFT, FAINT = "#222222", "#555555", "#dddddd"
TITLE, NOTE, PANEL, LABEL, CAPTION = 12.0, 8.5, 9.0, 8.0, 7.0
"""Sizes of type in points."""
MARGIN = 0.16
"""White space around a picture, in inches."""

STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": LABEL,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": "#999999",
    "axes.labelcolor": SOFT,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.titlesize": PANEL,
    "axes.titlelocation": "left",
    "axes.formatter.useoffset": False,
    "grid.color": "#e8e8e8",
    "grid.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": LABEL - 0.5,
    "ytick.labelsize": LABEL - 0.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 0.0,
    "xtick.major.width": 0.6,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
    "figure.dpi": 160,
    "savefig.dpi": "figure",
    "text.hinting": "no_hinting",
    "pdf.fonttype": 42,  # whole TrueType fonts, which publishers ask for
    "svg.fonttype": "path",
    "svg.hashsalt": "webloop",
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw in webloop's style, whatever the user's own matplotlib settings; leave those as they were."""
    with _style.context(["default", STYLE]):
        yield
