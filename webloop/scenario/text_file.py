"""Reading a file of the user's own as text, or saying what is wrong with it."""

import re
from pathlib import Path

from webloop.scenario.problems import Origin, Problem, ScenarioError

ADDRESS = "this is an address; name a file on this machine by its path, and download it first if it isn't there"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)  # one letter is a drive


def is_address(name: str | Path) -> bool:
    """True for what can't be a file because it is an address, also where a path has lost one of its slashes.

    >>> is_address("https://example.org/links.csv"), is_address(r"C:/links.csv"), is_address("links.csv")
    (True, False, False)
    """
    return _ADDRESS.match(str(name)) is not None


def read_text_file(file: Path, name: str) -> str:
    """The text of a file, without a byte order mark.

    Args:
        file: the file, UTF-8.
        name: how to call it in messages.

    Raises:
        ScenarioError: when it is missing, is no regular file, can't be read or is not UTF-8.
    """
    origin = Origin(name)
    try:
        wrong, allowed = _no_file(file), ""
        if not wrong:
            return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        origin = after(error.object[: error.start].decode(), name)  # without a byte order mark
        wrong, allowed = "this line is not UTF-8 text", "save the file as UTF-8"
    except OSError as error:
        wrong = f"the file can't be read ({error.strerror})"
    raise ScenarioError([Problem(origin, "", wrong, allowed)])


def after(before: str, name: str) -> Origin:
    r"""The place that follows some text from the beginning of a file.

    >>> str(after("a: 1\nb:", "a.yaml"))
    'a.yaml:2:3'
    """
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Origin(name, len(lines), len(lines[-1]) + 1)


def _no_file(file: Path) -> str:
    """Why there is nothing to read: a device or a pipe might never end."""
    if is_address(file):
        return ADDRESS
    if not file.exists():
        return "there is no such file"
    if file.is_dir():
        return "this is a folder, not a file"
    return "" if file.is_file() else "this is a device or a pipe, not a file"
