"""What a section of the report is made of. The template alone turns these into HTML, and escapes what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Text:
    """A paragraph.

    Attributes:
        text: what it says; plain.
        kind: `plain`, `soft` (a note), `lead` (what a section answers), `command` (to be typed).
    """

    text: str
    kind: str = "plain"
    name: str = field(default="text", init=False)


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str
    name: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: what it says.
        order: what a column is sorted by; the text for None.
        kind: a class of `report.css`: `better`, `worse`, `unsure`, `number`, or none.
        title: what is said when it is pointed at.
    """

    text: str
    order: float | None = None
    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class Column:
    """The head of a column.

    Attributes:
        text: what it says.
        note: a second, smaller line.
        title: what is said when it is pointed at.
    """

    text: str
    note: str = ""
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row names the row.

    Attributes:
        columns: heads.
        rows: cells.
        caption: what it shows.
        anchor: where links lead; empty for none.
        sortable: whether a click on a head sorts it.
        stacked: whether rows become cards on a phone.
        csv: the numbers behind it, to be downloaded; none for None.
        file: what the download is called.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    anchor: str = ""
    sortable: bool = False
    stacked: bool = False
    csv: pd.DataFrame | None = None
    file: str = ""
    name: str = field(default="table", init=False)


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture that moves where scripts run, and stands still where they don't.

    Attributes:
        anchor: where links lead; also what a download is called.
        title: what it shows.
        note: how to read it.
        alt: the same in words, with numbers.
        spec: of Vega-Lite; its data set `rows` is `data`.
        still: the picture as SVG, drawn from the spec by `webloop.report.chart`.
        numbers: a small table of what it shows.
        data: all it shows, also to be downloaded; a column `k` has keys of scenarios.
        wide: whether it takes the whole width.
        toggled: whether the switches of scenarios act on it.
        share: whether its numbers are shares.
        steps: whether its axis is from none to all, whatever is shown.
    """

    anchor: str
    title: str
    note: str
    alt: str
    spec: Mapping[str, Any]
    still: str
    numbers: Table
    data: pd.DataFrame
    wide: bool = False
    toggled: bool = False
    share: bool = False
    steps: bool = False
    name: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Switches:
    """Switches that show and hide scenarios in all charts that have lines of them.

    Attributes:
        entries: (key, title, number of its colour, dashes of its line, whether it is shown at first) of each scenario.
    """

    entries: Sequence[tuple[str, str, str, str, bool]]
    name: str = field(default="switches", init=False)


@dataclass(frozen=True)
class Findings:
    """Sentences that answer first.

    Attributes:
        entries: (sentence, caveat, anchor of a figure or empty, keys of the scenarios in it) of each.
    """

    entries: Sequence[tuple[str, str, str, str]]
    name: str = field(default="findings", init=False)


@dataclass(frozen=True)
class Folded:
    """Blocks that are seen when they are asked for.

    Attributes:
        summary: what is asked for.
        blocks: what is seen then.
        anchor: where links lead; empty for none.
    """

    summary: str
    blocks: Sequence["Block"]
    anchor: str = ""
    name: str = field(default="folded", init=False)


@dataclass(frozen=True)
class Code:
    """Text of a file or of a command, as it is."""

    text: str
    name: str = field(default="code", init=False)


@dataclass(frozen=True)
class Own:
    """HTML that webloop itself wrote and escaped, such as the section on what language models write."""

    html: str
    name: str = field(default="own", init=False)


Block = Text | Heading | Table | Chart | Switches | Findings | Folded | Code | Own


@dataclass(frozen=True)
class Section:
    """A part of the report.

    Attributes:
        key: its anchor.
        title: its heading.
        blocks: what is in it.
    """

    key: str
    title: str
    blocks: Sequence[Block]
