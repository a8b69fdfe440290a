"""A table in a CSV file, read so that whatever is wrong in it can be pointed at.

Every line is one row: a quoted field can't go on in the next line, so that a forgotten quote costs one line.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from webloop.scenario.problems import Origin, Problem, ScenarioError, did_you_mean, show_number
from webloop.scenario.text_file import read_text_file

MOST_CHARACTERS = 2000
"""A longer line is no row of a table of names."""
_SHOWN = 40
_FIELD = re.compile(r'\s*"(?:[^"]|"")*"[^,]*|[^,]*')


def short(text: str) -> str:
    """Text in quotes as it stands in a message: its beginning, and nothing that a terminal would act on.

    >>> short("x" * 50), short("a" + chr(27) + "b")
    ("'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'", "'a\ufffdb'")
    """
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:_SHOWN])
    return f"'{shown}…'" if len(text) > _SHOWN else f"'{shown}'"


class Table:
    """The rows of a CSV file whose first line names its columns.

    Args:
        file: the file: UTF-8, columns separated by commas; empty lines mean nothing.
        columns: the columns it must have, in any order.
        shown: how to call the file in messages; its path by default.
        optional: columns it may have besides; there are no others.

    Raises:
        ScenarioError: here or while its rows are read: one message, about the first thing that is wrong.
    """

    def __init__(
        self, file: Path, columns: Sequence[str], shown: str | None = None, optional: Sequence[str] = ()
    ) -> None:
        self.name = shown or str(file)
        self.columns = tuple(columns)
        self.optional = tuple(optional)
        self._lines = read_text_file(file, self.name).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._order: dict[str, int] = {}
        self._short_lines()
        self._order = self._header()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Line number, and the fields in the order of `columns` and `optional`, without space around them.

        Those of a column that the file does not have are empty.
        """
        reader = csv.reader(self._lines, strict=True, skipinitialspace=True)
        width, order = len(self._order), [self._order.get(name) for name in (*self.columns, *self.optional)]
        number = 0
        try:
            for number, row in enumerate(reader, 1):
                if reader.line_num != number:
                    raise self._quotes(number)
                if number == 1 or not row:
                    continue
                if len(row) != width:
                    raise self._width(number, len(row))
                fields = ["" if at is None else row[at].strip() for at in order]
                if fields[0] in self.columns and {field.strip() for field in row} == set(self._order):
                    wrong = "this is a first line again, as where two files were put together"
                    raise self.error(number, "", wrong, "take it out")
                yield number, fields
        except csv.Error:
            raise self._quotes(number + 1) from None

    def error(self, line: int, column: str, wrong: str, allowed: str = "", hint: str = "") -> ScenarioError:
        """One message about a field, or with `column` empty about a line."""
        at = 1
        if column in self._order and line > 1:
            at = self._places(line)[self._order[column]]
        return ScenarioError([Problem(Origin(self.name, line, at), column, wrong, allowed, hint)])

    def _places(self, line: int) -> list[int]:
        """The column, from 1, in which each field of a line begins."""
        text, places, at = self._lines[line - 1], [], 0
        while at <= len(text):
            field = _FIELD.match(text, at)
            assert field  # the pattern takes nothing, too
            places.append(at + 1 + len(field[0]) - len(field[0].lstrip()))
            at = field.end() + 1
        return places

    def _short_lines(self) -> None:
        if max(map(len, self._lines)) > MOST_CHARACTERS:
            line = next(n for n, text in enumerate(self._lines, 1) if len(text) > MOST_CHARACTERS)
            length = show_number(len(self._lines[line - 1]))
            raise self.error(line, "", f"this line has {length} characters", f"at most {show_number(MOST_CHARACTERS)}")

    def _header(self) -> dict[str, int]:
        """Where in a row each column stands that the file has."""
        if not any(line.strip() for line in self._lines):
            raise self.error(1, "", "the file is empty", f"its first line must be {','.join(self.columns)}")
        try:
            found = [name.strip() for name in next(csv.reader(self._lines[:1], strict=True, skipinitialspace=True), [])]
        except csv.Error:
            raise self._quotes(1) from None
        more = f"; it may go on with {','.join(self.optional)}" if self.optional else ""
        must = f"the first line must be {','.join(self.columns)}{more}"
        known = (*self.columns, *self.optional)
        missing = [name for name in self.columns if name not in found]
        places = self._places(1)
        for at, name in enumerate(found):
            wrong = ""
            if name not in known:
                wrong = f"unknown column {short(name)}"
            elif name in found[:at]:
                wrong = f"the column {name} is given twice"
            if wrong:
                separated = len(found) == 1 and any(sign in name for sign in ";\t|")
                hint = (
                    "separate columns with commas"
                    if separated
                    else did_you_mean(name, [each for each in known if each not in found])
                )
                raise ScenarioError([Problem(Origin(self.name, 1, places[at]), "", wrong, must, hint)])
        if missing:
            raise self.error(1, "", f"there is no column {missing[0]}", must)
        return {name: found.index(name) for name in known if name in found}

    def _width(self, line: int, fields: int) -> ScenarioError:
        wrong = f"this line has {fields} field{'s' * (fields != 1)}"
        return self.error(line, "", wrong, f"it must have {len(self._order)}: {', '.join(self._order)}")

    def _quotes(self, line: int) -> ScenarioError:
        column = self._lines[line - 1].find('"') + 1
        wrong = "a quote in this line is not closed, or there is text behind it"
        return ScenarioError([Problem(Origin(self.name, line, column), "", wrong, 'write a quote in a name as ""')])
