"""The pictures in a results folder that webloop drew: noted, so that they go when the runs that they show do."""

from collections.abc import Iterable
from pathlib import Path

from webloop.files import write_text

_NOTE = ".drawn"


def note_drawn(folder: Path, files: Iterable[Path]) -> None:
    """Remember pictures of a results folder; those that are kept elsewhere are not its business."""
    home = folder.resolve()
    inside = [file for file in (file.resolve() for file in files) if file.is_relative_to(home)]
    names = {file.relative_to(home).as_posix() for file in inside}
    if names:
        write_text(folder / _NOTE, "".join(f"{name}\n" for name in sorted({*_noted(folder), *names})))


def remove_drawn(folder: Path) -> int:
    """Remove the pictures that were noted, and nothing else; how many files there were."""
    there = [folder / name for name in _noted(folder) if (folder / name).is_file()]
    for file in there:
        file.unlink(missing_ok=True)
    (folder / _NOTE).unlink(missing_ok=True)
    return len(there)


def _noted(folder: Path) -> list[str]:
    note = folder / _NOTE
    return note.read_text(encoding="utf-8").splitlines() if note.is_file() else []
