"""The hindcast that is published with webloop, for those who look at results of other studies."""

import json
from pathlib import Path
from typing import Any

from webloop.errors import InputError

FILE = "hindcast.json"


def published_hindcast(folder: Path) -> tuple[bool, dict[str, Any]]:
    """The hindcast of a results folder, if it has one; else the one of both shipped baselines.

    Args:
        folder: of results.

    Returns:
        Whether it is the folder's own, and what `webloop hindcast` writes as JSON.

    Raises:
        InputError: when this installation has lost the shipped one.
    """
    own = folder / FILE
    if own.is_file():
        return True, json.loads(own.read_text(encoding="utf-8"))
    package = Path(__file__).resolve().parent.parent
    for place in (package / "_docs", package.parent / "docs"):
        if (place / FILE).is_file():
            return False, json.loads((place / FILE).read_text(encoding="utf-8"))
    raise InputError("this installation of webloop has lost its hindcast.json; install it again")
