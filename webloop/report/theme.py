"""How charts of the report look: colours are those of the page, so that they follow it from light to dark.

A colour is a CSS variable of `report.css`. Vega writes it into the picture as it is, and the browser fills it in.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from webloop.outcomes.results import Results
from webloop.report.shown import first_scenarios

SERIES = 7
"""Colours of lines: Okabe and Ito's without yellow, which is too light for lines."""
INK, SOFT, LINE, GRID = "var(--ink)", "var(--soft)", "var(--line)", "var(--grid)"
BASELINE = "var(--s0)"
DASHES: tuple[tuple[int, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3))
FONT = "DejaVu Sans, Verdana, sans-serif"

CONFIG: Mapping[str, Any] = {
    "aria": False,
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "gridColor": GRID,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelFont": FONT,
        "titleFont": FONT,
        "tickSize": 3,
    },
    "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
    "axisX": {"grid": False, "labelFlush": False},
    "text": {"color": INK, "font": FONT, "fontSize": 11},
    "rule": {"color": SOFT},
    "legend": {"labelColor": INK, "titleColor": SOFT},
}


def keys(results: Results) -> dict[str, str]:
    """A short key for each scenario: `s0` is the baseline, then come those that are shown first, then the others.

    Names of scenarios never stand in expressions, addresses or classes, only in texts. A key decides on the colour, so
    that what is shown first does not share one.
    """
    order = dict.fromkeys([*first_scenarios(results), *results.scenarios])
    others = [name for name in order if name != results.baseline]
    return {results.baseline: "s0", **{name: f"s{place}" for place, name in enumerate(others, 1)}}


def colour(key: str) -> str:
    """The number of a scenario's colour: 0 is the baseline's grey.

    >>> colour("s0"), colour("s3"), colour("s9")
    ('0', '3', '2')
    """
    place = int(key[1:])
    return str(0 if place == 0 else (place - 1) % SERIES + 1)


def dash(key: str) -> list[int]:
    """How the line of a scenario is broken: those that share a colour differ by this."""
    place = int(key[1:])
    return list(DASHES[0 if place == 0 else ((place - 1) // SERIES) % len(DASHES)])


def dashes(key: str) -> str:
    """The same as an attribute of SVG."""
    return " ".join(map(str, dash(key)))


def colours(order: Sequence[str], kind: str = "s") -> list[str]:
    """Colours of keys: of lines (`s`), or of text in the same colour, dark enough to be read (`t`)."""
    return [f"var(--{kind}{colour(key)})" for key in order]
