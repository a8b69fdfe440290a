"""What a results folder was asked for: as its manifest says, or a note as long as the first run has not ended."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from webloop.files import write_text
from webloop.run.manifest import known_manifest, this_command
from webloop.run.reopen import commands_of

_NOTE = ".asked.json"


def note_asked(folder: Path, asked: Sequence[str]) -> None:
    """Remember what is run in a folder without results, and by which command."""
    if known_manifest(folder) is None:
        write_text(folder / _NOTE, json.dumps({"asked": [*asked], "commands": [this_command()]}))


def forget_asked(folder: Path) -> None:
    """From now on the manifest knows."""
    (folder / _NOTE).unlink(missing_ok=True)


def asked_before(folder: Path) -> tuple[tuple[str, ...], str] | None:
    """What was asked for in a folder, and the commands that did; None where nobody knows."""
    known = known_manifest(folder) or _noted(folder)
    if known is None or "asked" not in known:
        return None
    return tuple(known["asked"]), commands_of(known)


def _noted(folder: Path) -> dict[str, Any] | None:
    try:
        known: dict[str, Any] = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known
