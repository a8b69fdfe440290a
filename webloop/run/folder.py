"""A results folder: made ready, and changed as a whole or not at all.

New tables, scenarios and manifest are gathered in a hidden folder inside it. When they are complete (the manifest is
written last) they take the places of the old ones. Until then the old ones are as they were; a process that is
killed while they move is finished by the next.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from webloop.errors import InputError
from webloop.files import write_text
from webloop.run.columns import TABLES
from webloop.run.manifest import MANIFEST, known_manifest, runs_of
from webloop.run.pictures import remove_drawn
from webloop.run.tables import RUN_TABLES

_NEW = ".new"
_OURS = {MANIFEST, "runs", "scenarios", ".lock", _NEW}


def prepared(folder: Path) -> Path:
    """Make the folder, and find out now rather than after the runs whether it can be written to.

    Raises:
        InputError: when it can't, or when it holds other things than results.
    """
    try:
        there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        if there and not there & _OURS:
            raise InputError(f"{folder} holds other files ({sorted(there)[0]}); choose a folder of its own for results")
        (folder / "runs").mkdir(parents=True, exist_ok=True)
        trial = folder / "runs" / f".try.{os.getpid()}.part"
        write_text(trial, "")
        trial.unlink()
    except OSError as error:
        raise InputError(f"can't write results to {folder}: {error.strerror or error}") from error
    return folder


def set_about(folder: Path) -> Path:
    """An empty place for what is to be new, after finishing what a killed process had begun to move."""
    new = folder / _NEW
    if (new / MANIFEST).exists():
        put_in_place(folder)
    shutil.rmtree(new, ignore_errors=True)
    (new / "scenarios").mkdir(parents=True)
    return new


def put_in_place(folder: Path) -> int:
    """Let what is new take the place of what is old; safe to be repeated after an interruption.

    Returns:
        How many files of pictures are gone with the runs that they showed.
    """
    new = folder / _NEW
    known, coming, undrawn = known_manifest(folder), known_manifest(new), 0
    assert coming is not None
    if known is None or runs_of(known) != runs_of(coming):  # what commands made of other runs
        _remove(folder, [name for name in TABLES if name.endswith(".csv") and name not in RUN_TABLES])
        undrawn = remove_drawn(folder)
    _remove(folder, [name for name in RUN_TABLES if name not in coming["files"]])
    (folder / "scenarios").mkdir(exist_ok=True)
    names = {f"{name}.yaml" for name in coming["scenarios"]}
    _remove(folder / "scenarios", [file.name for file in (folder / "scenarios").iterdir() if file.name not in names])
    for file in [*(new / "scenarios").iterdir(), *(path for path in new.iterdir() if path.is_file())]:
        if file.name != MANIFEST:
            file.replace(folder / file.relative_to(new))
    (new / MANIFEST).replace(folder / MANIFEST)
    shutil.rmtree(new, ignore_errors=True)
    return undrawn


def _remove(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
