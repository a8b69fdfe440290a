"""How the table of `webloop show` fits into a terminal: which columns there are, and how wide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from rich.cells import cell_len

GAP = "  "
INDENT = "  "
_SPANNED = ("range", "distribution")
"""Columns that a value without a range goes on in: a name, a list."""
_MOST_NAME, _MOST_VALUE = 34, 24
_OPTION = "--set"


@dataclass(frozen=True)
class Line:
    """A value as the table shows it.

    Attributes:
        group: what its path has in common with others; empty for a value that stands alone.
        name: the rest of the path.
        value: as text.
        cells: what else there is, by column.
    """

    group: str
    name: str
    value: str
    cells: dict[str, str]

    @property
    def label(self) -> str:
        """The name as it stands under its group."""
        return INDENT + self.name if self.group else self.name


class Layout:
    """Columns with their widths.

    Args:
        lines: what is to be shown.
        columns: beside name and value, in order.
        short: whether files go without their folders and options without what they say.
        whole: whether every value takes one line, however long.
    """

    def __init__(
        self, lines: Sequence[Line], columns: Sequence[str], *, short: bool = False, whole: bool = False
    ) -> None:
        self.columns = tuple(columns)
        self._short, self._whole = short, whole
        ranged = [line for line in lines if any(line.cells[column] for column in _SPANNED)]
        self._widths = {column: self._width(lines, column) for column in columns}
        names = _widest(line.label for line in lines)
        self._name = names if whole else min(_MOST_NAME, names)
        self._value = min(_MOST_VALUE, _widest(line.value for line in (ranged or lines)))
        spanned = [self._widths[column] for column in columns if column in _SPANNED]
        self._span = self._value + sum(len(GAP) + width for width in spanned)
        self._rest = [column for column in columns if column not in _SPANNED]

    @property
    def width(self) -> int:
        """Of a line, an option's text apart."""
        return self._name + len(GAP) + self._span + sum(len(GAP) + self._widths[column] for column in self._rest)

    def head(self) -> str:
        """The names of the columns."""
        cells = {column: "" if self._short and column == "status" else column for column in self.columns}
        return self.text(Line("", "path", "value", cells))

    def text(self, line: Line) -> str:
        """A value in one line, or more where its name or itself is long."""
        spanned = [column for column in self.columns if column in _SPANNED]
        if any(line.cells[column] for column in spanned):
            cells = [_pad(line.value, self._value), *(_pad(line.cells[c], self._widths[c]) for c in spanned)]
            first, *more = [GAP.join(cells)]
        else:
            first, *more = [line.value] if self._whole else wrap(line.value, self._span) or [""]
        rest = [_pad(self._cell(line, column), self._widths[column]) for column in self._rest]
        margin = " " * (self._name + len(GAP))
        label = _pad(line.label, self._name) + GAP
        if cell_len(line.label) > self._name:
            label = f"{line.label}\n{margin}"
        shown = [label + GAP.join([_pad(first, self._span), *rest]), *(margin + part for part in more)]
        return "\n".join(part.rstrip() for part in shown)

    def _width(self, lines: Iterable[Line], column: str) -> int:
        head = "" if self._short and column == "status" else column
        whole = [self._cell(line, column) for line in lines if not line.cells[column].startswith(_OPTION)]
        return max(cell_len(head), _widest(whole))

    def _cell(self, line: Line, column: str) -> str:
        text = line.cells[column]
        if not self._short or column != "written in":
            return text
        return _OPTION if text.startswith(_OPTION) else Path(text).name


def layouts(lines: Sequence[Line], columns: Sequence[str]) -> list[Layout]:
    """What may be left out, from the widest layout to the narrowest."""
    without_unit = [column for column in columns if column != "unit"]
    bare = [column for column in without_unit if column != "distribution"]
    return [
        Layout(lines, columns),
        Layout(lines, without_unit),
        Layout(lines, without_unit, short=True),
        Layout(lines, bare, short=True),
    ]


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
