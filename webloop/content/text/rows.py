"""Texts in the rows of a table, and the section that each belongs to."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from webloop.content.text.paragraphs import lines, paragraphs, read_text
from webloop.errors import InputError
from webloop.files import no_file

ROWS = (".jsonl", ".ndjson", ".csv", ".parquet")
"""How the names of tables end: a JSON object in each line, comma-separated values, or Apache Parquet."""
_LONGEST = 2**31 - 1  # characters of a cell
Row = tuple[str, Mapping[str, Any]]
"""Where it stands, for messages, and what it holds."""


def read_rows(file: Path, column: str, topic: str | None) -> dict[str, list[str]]:
    """Paragraphs by topic; without a topic the file is one section. Rows without text are left out.

    Args:
        file: JSON Lines, CSV or Parquet.
        column: holds the text; a line of it is a paragraph.
        topic: holds the names of sections, as text or whole numbers.

    Raises:
        InputError: about the first row that is not so, or when no row has text.
    """
    sections: dict[str, list[str]] = {}
    place = ""
    for place, row in _rows(file, column, topic):
        _check_there(place, row, "column", column)
        if row[column] in (None, ""):
            continue
        text = _field(place, row, "column", column)
        section = file.stem if topic is None else str(_field(place, row, "topic", topic))
        sections.setdefault(section, []).extend(paragraphs(text))
    if place and not sections:
        raise InputError(f"{file}: column {column!r} is empty in each row", key="column")
    return sections


def _rows(file: Path, column: str, topic: str | None) -> Iterator[Row]:
    kind = file.suffix.lower()
    if kind == ".parquet":
        return _parquet(file, column, topic)
    return _csv(file, column, topic) if kind == ".csv" else _json_lines(file)


_HOLDS: dict[str, tuple[Any, str]] = {"column": (str, "text"), "topic": (str | int, "text or a whole number")}


def _field(place: str, row: Mapping[str, Any], key: str, column: str) -> Any:
    _check_there(place, row, key, column)
    value, (kind, what) = row[column], _HOLDS[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise InputError(f"{place}: column {column!r} holds {_short(value)}; it must hold {what}", key=key)
    if "\0" in str(value) or not _can_be_written(str(value)):
        raise InputError(f"{place}: column {column!r} holds a character that no text can; take it out")
    return value


def _check_there(place: object, columns: Iterable[str], key: str, column: str) -> None:
    if column not in columns:
        names = ", ".join(map(repr, columns)) or "none"
        raise InputError(f"{place}: there is no column {column!r}; columns: {names}", key=key)


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character, as JSON can write it
        return False
    return True


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    shown = ascii(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def _json_lines(file: Path) -> Iterator[Row]:
    for number, line in enumerate(lines(read_text(file)), 1):
        if not line.strip():
            continue
        place = f"{file}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{place}:{error.colno}: this line is not JSON ({error.msg})") from error
        except (ValueError, RecursionError) as error:  # a number of thousands of digits, a thousand brackets
            raise InputError(f"{place}: this line is not JSON that can be read") from error
        if not isinstance(row, dict):
            raise InputError(f'{place}: this line holds {_short(row)}; it must hold an object such as {{"text": "…"}}')
        yield place, row


def _csv(file: Path, column: str, topic: str | None) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)  # of all of this process: no other reader of webloop needs a lower one
    reader = csv.reader(io.StringIO(read_text(file), newline=""), strict=True, skipinitialspace=True)
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            place, line = f"{file}:{line}", reader.line_num + 1
            if not cells:
                continue
            if not names:
                names = cells
                _check_header(place, names, column, topic)
            elif len(cells) != len(names):
                wrong = f"{place}: this row has {len(cells)} fields; it must have {len(names)}, as the first line has"
                raise InputError(f"{wrong}; a text with a comma in it needs quotes")
            else:
                yield place, {name: cell or None for name, cell in zip(names, cells, strict=True)}
    except csv.Error as error:
        wrong = "a quote of this row is not closed, or there is text behind it"
        raise InputError(f'{file}:{line}: {wrong}; write a quote in a text as ""') from error


def _check_header(place: object, names: list[str], column: str, topic: str | None) -> None:
    for key, name in (("column", column), ("topic", topic)):
        if name is not None:
            _check_there(place, names, key, name)
            if names.count(name) > 1:
                raise InputError(f"{place}: there are several columns {name!r}; give them different names", key=key)


def _parquet(file: Path, column: str, topic: str | None) -> Iterator[Row]:
    from pyarrow import ArrowException  # half a second, for the few who need it
    from pyarrow.parquet import ParquetFile

    wrong = no_file(file)
    if wrong:
        raise InputError(f"{file}: {wrong}")
    try:
        with ParquetFile(file) as table:
            names = table.schema_arrow.names
            _check_header(file, names, column, topic)
            wanted = [name for name in dict.fromkeys((column, topic)) if name is not None]
            number = 0
            for batch in table.iter_batches(columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield f"{file}: row {number}", row
    except (ArrowException, OSError) as error:
        raise InputError(f"{file}: this is not a Parquet file that can be read") from error
