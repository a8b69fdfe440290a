"""Files of the user's own that can't be read, and files that are written whole or not at all."""

import os
import re
from collections.abc import Callable
from pathlib import Path

ADDRESS = "this is an address; name a file on this machine by its path, and download it first if it isn't there"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)  # one letter is a drive


def is_address(name: str | Path) -> bool:
    """True for what can't be a file because it is an address, also where a path has lost one of its slashes.

    >>> is_address("https://example.org/links.csv"), is_address(r"C:/links.csv"), is_address("links.csv")
    (True, False, False)
    """
    return _ADDRESS.match(str(name)) is not None


class UnreadableError(Exception):
    """A file that can't be read as text.

    Args:
        wrong: what is wrong with it.
        before: the text before the place where that shows; None where it is the whole file.
        cure: what to do about it.
    """

    def __init__(self, wrong: str, before: str | None = None, cure: str = "") -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.before = before
        self.cure = cure


def read_utf8(file: Path) -> str:
    """The text of a file, without a byte order mark.

    Raises:
        UnreadableError: when it is missing, is no regular file, can't be read or is not UTF-8; then the
            `UnicodeDecodeError` is its cause.
    """
    try:
        wrong = no_file(file)
        if not wrong:
            return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        raise UnreadableError("this line is not UTF-8 text", before, "save the file as UTF-8") from error
    except OSError as error:
        wrong = f"the file can't be read ({error.strerror})"
    raise UnreadableError(wrong)


def no_file(file: Path) -> str:
    """Why there is nothing to read, empty if there is: a device or a pipe might never end."""
    if is_address(file):
        return ADDRESS
    if not file.exists():
        return "there is no such file"
    if file.is_dir():
        return "this is a folder, not a file"
    return "" if file.is_file() else "this is a device or a pipe, not a file"


def line_and_column(before: str) -> tuple[int, int]:
    r"""The place, from 1, that follows some text from the beginning of a file.

    >>> line_and_column("a: 1\nb:")
    (2, 3)
    """
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def write_atomically(file: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary name beside `file`, then put the result in its place."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        write(temporary)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(file: Path, text: str) -> None:
    """Write a small text file whole or not at all."""
    write_atomically(file, lambda part: part.write_text(text, encoding="utf-8"))
