"""A fit on its way is kept in a file, so that an interrupted one goes on where it stopped."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from webloop.calibration.chain import Chain
from webloop.calibration.mode import Mode
from webloop.files import write_atomically

_GENERATOR = "MT19937"
_ARRAYS = ("places", "heights", "points", "residuals")


def save(file: Path, mode: Mode, chain: Chain | None = None) -> None:
    """Write what there is of a fit, whole or not at all."""
    content: dict[str, Any] = {f"mode_{name}": value for name, value in asdict(mode).items()}
    if chain is not None:
        _, words, *rest = chain.random
        content |= {name: getattr(chain, name) for name in _ARRAYS} | {"random_words": words, "random_rest": rest}
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, partial(_write, content=content))


def _write(file: Path, content: Mapping[str, Any]) -> None:
    with file.open("wb") as out:  # given a name, NumPy would write another
        np.savez(out, **content)


def load(file: Path) -> tuple[Mode | None, Chain | None]:
    """What was kept of a fit; None for what there is not, or when the file is damaged: then it is to be done again."""
    if not file.is_file():
        return None, None
    try:
        with file.open("rb") as raw, np.load(raw) as content:
            there = dict(content)
        mode = Mode(**{name.removeprefix("mode_"): there[name] for name in there if name.startswith("mode_")})
        if "random_words" not in there:
            return mode, None
        place, left, spare = there["random_rest"]
        random = (_GENERATOR, there["random_words"], int(place), int(left), float(spare))
        return mode, Chain(random=random, **{name: there[name] for name in _ARRAYS})
    except (OSError, KeyError, ValueError, TypeError, EOFError, BadZipFile):
        return None, None
