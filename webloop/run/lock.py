"""One process at a time writes to a results folder."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from webloop.errors import InputError
from webloop.files import write_text


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a results folder; the lock ends with the process, however it ends.

    Raises:
        InputError: when another process holds it; says which.
    """
    note = folder / ".writer.json"
    try:
        with FileLock(folder / ".lock", timeout=0):
            writer = {"process": os.getpid(), "host": platform.node(), "since": f"{datetime.now():%Y-%m-%d %H:%M}"}
            write_text(note, json.dumps(writer))
            _sweep_up(folder)
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except Timeout as error:
        raise InputError(
            f"another webloop writes to {folder} ({_who(note)}); wait until it is done, or choose another --out"
        ) from error


def writer_of(folder: Path) -> str | None:
    """Who writes to a results folder now; None when nobody does."""
    lock = folder / ".lock"
    if not lock.exists():
        return None
    try:
        with FileLock(lock, timeout=0):
            return None
    except Timeout:
        return _who(folder / ".writer.json")
    except OSError:  # a folder that can only be read
        return None


def _who(note: Path) -> str:
    try:
        writer = json.loads(note.read_text(encoding="utf-8"))
        return f"process {writer['process']} on {writer['host']}, since {writer['since']}"
    except (OSError, ValueError, KeyError):
        return "it has just begun"


def _sweep_up(folder: Path) -> None:
    """Remove runs that a killed process had half written. Other commands may be writing tables of their own."""
    for part in (folder / "runs").rglob(".*.part"):
        part.unlink(missing_ok=True)
