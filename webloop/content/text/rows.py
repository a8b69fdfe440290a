"""Texts in the rows of a table, and the section that each belongs to."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from webloop.content.text.paragraphs import lines, paragraphs, read_text
from webloop.errors import InputError
from webloop.files import no_file

ROWS = (".jsonl", ".ndjson", ".parquet")
"""How the names of tables end: a JSON object in each line, or Apache Parquet."""
Row = tuple[str, Mapping[str, Any]]
"""Where it stands, for messages, and what it holds."""


def read_rows(file: Path, column: str, topic: str | None) -> dict[str, list[str]]:
    """Paragraphs by topic; without a topic the file is one section.

    Args:
        file: JSON Lines or Parquet.
        column: holds the text; a line of it is a paragraph.
        topic: holds the names of sections, as text or whole numbers.

    Raises:
        InputError: about the first row that is not so.
    """
    sections: dict[str, list[str]] = {}
    for place, row in _parquet(file, column, topic) if file.suffix.lower() == ".parquet" else _json_lines(file):
        text = _field(place, row, "column", column)
        section = file.stem if topic is None else str(_field(place, row, "topic", topic))
        sections.setdefault(section, []).extend(paragraphs(text))
    return sections


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


def _parquet(file: Path, column: str, topic: str | None) -> Iterator[Row]:
    from pyarrow import ArrowException  # half a second, for the few who need it
    from pyarrow.parquet import ParquetFile

    wrong = no_file(file)
    if wrong:
        raise InputError(f"{file}: {wrong}")
    try:
        with ParquetFile(file) as table:
            names = table.schema_arrow.names
            _check_there(file, names, "column", column)
            if topic is not None:
                _check_there(file, names, "topic", topic)
            wanted = [name for name in dict.fromkeys((column, topic)) if name is not None]
            number = 0
            for batch in table.iter_batches(columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield f"{file}: row {number}", row
    except (ArrowException, OSError) as error:
        raise InputError(f"{file}: this is not a Parquet file that can be read") from error
