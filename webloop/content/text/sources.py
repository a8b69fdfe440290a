"""Where a text comes from: a name that webloop knows, a file, or a folder of files."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from webloop.content.text.paragraphs import TEXT, paragraphs, read_text
from webloop.content.text.python_manual import python_manual
from webloop.content.text.rows import ROWS, read_rows
from webloop.content.text.wikipedia import wikipedia, wikipedia_file
from webloop.errors import InputError
from webloop.files import no_file

Sections = dict[str, list[str]]
"""Paragraphs by section, in the order of the text."""
WAYS = f"python, wikipedia, a folder of .txt files, or a file: {', '.join((*TEXT, *ROWS))}"
"""What a text may be, for messages."""


@dataclass(frozen=True)
class Source:
    """A text that has been found, but not read yet.

    Attributes:
        name: what people call it.
        files: what it is read from; none for what comes with Python.
        read: reads it; may raise `InputError`.
    """

    name: str
    files: tuple[Path, ...]
    read: Callable[[], Sections]

    def state(self) -> tuple[tuple[str, int, int], ...]:
        """Each file, when it was written and how long it is: a text that may have changed is read again."""
        seen = [(os.path.abspath(file), file.stat()) for file in self.files if file.is_file()]  # noqa: PTH100 (links stay)
        return tuple((file, found.st_mtime_ns, found.st_size) for file, found in seen)


def find_source(source: str, column: str | None = None, topic: str | None = None) -> Source:
    """The text that is meant.

    Args:
        source: `python`, `wikipedia`, or the path of a text file, of a folder, or of a table. A folder is read with
            all folders in it, but without what is hidden: each `.txt` file is a section.
        column: of a table: which one holds the text.
        topic: of a table: which one holds the names of sections.

    Raises:
        InputError: when there is no such text, or it is not named as it must be.
    """
    named = NAMED.get(source)
    path = _path(source)
    if named is None and path.suffix.lower() in ROWS and not path.is_dir():
        return _table(path, column, topic)
    if column is not None or topic is not None:
        key = "column" if column is not None else "topic"
        raise InputError(f"{source}: only a table ({', '.join(ROWS)}) has a {key}; leave {key} out", key=key)
    return _text(path, WAYS) if named is None else named()


def find_text(path: str) -> Source:
    """A text file, or a folder of `.txt` files.

    Raises:
        InputError: when there is none.
    """
    return _text(_path(path), f"a folder of .txt files, or a file: {', '.join(TEXT)}")


def _path(name: str) -> Path:
    """A path that the system can look up."""
    path = Path(name)
    try:
        path.exists()
    except OSError as error:
        raise InputError(f"{name[:40]}…: this is no path ({error.strerror})") from error
    if not name.strip():
        raise InputError(f"the name of a text is empty; a text is {WAYS}")
    return path


def _python() -> Source:
    version = ".".join(platform.python_version_tuple()[:2])
    return Source(f"the manual of Python {version}", (), python_manual)


def _wikipedia() -> Source:
    file = wikipedia_file()
    return Source("introductions of Wikipedia articles", (file,), partial(wikipedia, file))


def _table(file: Path, column: str | None, topic: str | None) -> Source:
    if column is None:
        raise InputError(f"{file}: name the column of this table that holds the text: column", key="column")
    return Source(file.stem, (file,), partial(read_rows, file, column, topic))


def _text(path: Path, ways: str) -> Source:
    if path.is_dir():
        return _folder(path)
    wrong = no_file(path)
    if not wrong and path.suffix.lower() not in TEXT:
        wrong = f"this {path.suffix} file is not read" if path.suffix else "a file without a suffix is not read"
    if wrong:
        raise InputError(f"{path}: {wrong}; a text is {ways}")
    return Source(path.stem, (path,), partial(_read, [(path.stem, path)]))


def _folder(folder: Path) -> Source:
    inside = [(file.relative_to(folder), file) for file in folder.rglob("*") if file.suffix.lower() == ".txt"]
    shown = sorted(
        (name.with_suffix("").as_posix(), file)
        for name, file in inside
        if not file.is_dir() and not any(part.startswith(".") for part in name.parts)
    )
    if not shown:
        raise InputError(f"{folder}: there is no .txt file in this folder")
    return Source(folder.resolve().name, tuple(file for _, file in shown), partial(_read, shown))


def _read(files: list[tuple[str, Path]]) -> Sections:
    sections: Sections = {}
    for name, file in files:
        sections.setdefault(name, []).extend(paragraphs(read_text(file)))
    return sections


NAMED = {"python": _python, "wikipedia": _wikipedia}
"""Texts that are known by a name; a folder of such a name is `./python`."""
