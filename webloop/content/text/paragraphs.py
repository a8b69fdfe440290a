"""Plain text from files of the user's own: a line is a paragraph."""

import re
from collections.abc import Iterator
from pathlib import Path

from webloop.errors import InputError
from webloop.files import UnreadableError, line_and_column, read_utf8

TEXT = (".txt", ".text", ".md", ".rst", ".tokens")
"""How the names of files with plain text end."""
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")  # in no text; the end of a DOS file and colours are
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BEGINNING = 1000  # bytes


def paragraphs(text: str) -> Iterator[str]:
    """Lines that hold something, without the space around them."""
    return filter(None, map(str.strip, lines(text)))


def lines(text: str) -> list[str]:
    """Lines, wherever the file was written."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def read_text(file: Path) -> str:
    """The text of a file, without a byte order mark.

    Raises:
        InputError: when it is missing, is no regular file, can't be read, or is not UTF-8 text.
    """
    try:
        text = read_utf8(file)
    except UnreadableError as error:
        undecoded = error.__cause__.object if isinstance(error.__cause__, UnicodeDecodeError) else b""
        if _CONTROL.search(undecoded[:_BEGINNING]) and not undecoded.startswith(_UTF_16):
            raise InputError(f"{file}: this is not a text file") from error
        if error.before is None:
            raise InputError(f"{file}: {error.wrong}") from error
        raise _place(file, error.before, f"{error.wrong}; {error.cure}") from error
    if "\0" in text:
        wrong = "this line holds a zero byte, as no text does; save the file as plain text in UTF-8"
        raise _place(file, text[: text.index("\0")], wrong)
    return text


def _place(file: Path, before: str, wrong: str) -> InputError:
    line, column = line_and_column(before)
    return InputError(f"{file}:{line}:{column}: {wrong}")
