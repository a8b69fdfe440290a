"""The hindcast that is published with webloop, for those who look at results of other studies."""

import json
from pathlib import Path
from typing import Any

from webloop.errors import InputError
from webloop.files import UnreadableError, read_utf8

FILE = "hindcast.json"


def published_hindcast(folder: Path) -> tuple[bool, dict[str, Any]]:
    """The hindcast of a results folder, if it has one; else the one of both shipped baselines.

    Args:
        folder: of results.

    Returns:
        Whether it is the folder's own, and `targets` and `verdicts` of what `webloop hindcast` writes as JSON.

    Raises:
        InputError: when the folder's can't be read, or this installation has lost the shipped one.
    """
    own = folder / FILE
    if own.is_file():
        return True, _read(own)
    package = Path(__file__).resolve().parent.parent
    for place in (package / "_docs", package.parent / "docs"):
        if (place / FILE).is_file():
            return False, _read(place / FILE)
    raise InputError("this installation of webloop has lost its hindcast.json; install it again")


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_utf8(file))
        return {"targets": list(content["targets"]), "verdicts": list(content["verdicts"])}
    except (UnreadableError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{file} is no hindcast of webloop's: `webloop hindcast` makes it again") from error
