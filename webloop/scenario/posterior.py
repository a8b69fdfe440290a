"""Posteriors: draws of parameters that were fitted together, read from a file.

The first line of the file has dotted paths, each other line is one draw. Rows are an exchangeable sample, so any first
few are one.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from webloop.scenario.fields import reach
from webloop.scenario.groups import own_values, split, start_data
from webloop.scenario.problems import Origin, Problem, ScenarioError
from webloop.scenario.resolve import Resolved
from webloop.scenario.shipped import PREFIX, shipped_folder
from webloop.scenario.text_file import read_text_file

INSTRUMENTS = "instruments"
"""Fits also bring what is known of instruments, which scenarios without them have no use for."""
_WEIGHTS = ("writers.segments.", ".weight")


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws of parameters that were fitted together.

    Attributes:
        name: the file as the user gave it.
        rows: values by dotted path, one mapping a draw; all have the same paths.
    """

    name: str
    rows: tuple[Mapping[str, Any], ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The parameters."""
        return tuple(self.rows[0])

    def unknown(self, resolved: Resolved) -> list[str]:
        """Paths, instruments' aside, at which a scenario has no number."""
        data = start_data(resolved)
        return [p for p in self.paths if not _of_instrument(p) and not _is_number(reach(data, split(p)))]

    def absent(self, resolved: Resolved) -> frozenset[str]:
        """Paths of instruments that a scenario does not have."""
        data = start_data(resolved)
        return frozenset(p for p in self.paths if _of_instrument(p) and reach(data, split(p)) is None)

    def decided(self, resolved: Resolved, baseline: Resolved) -> frozenset[str]:
        """Paths that a scenario has decided itself, as in `own_values`; segments' weights stand or fall together."""
        start, end = _WEIGHTS
        weights = f"{start}*{end}"
        entries = dict.fromkeys(weights if p.startswith(start) and p.endswith(end) else p for p in self.paths)
        return own_values(resolved, baseline, entries)


def _of_instrument(path: str) -> bool:
    return split(path)[0] == INSTRUMENTS


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def posterior_file(name: str, folder: FilePath) -> FilePath:
    """The file behind a name: `webloop/posteriors/NAME` for one that ships with webloop, or a path from a folder."""
    file = shipped_folder() / name.removeprefix(PREFIX) if name.startswith(PREFIX) else folder / name
    return file if file.suffix or file.exists() else file.with_suffix(".csv")


def read_posterior(file: FilePath, name: str) -> Posterior:
    """Read a posterior.

    Args:
        file: a CSV file.
        name: how to call it in messages.

    Raises:
        ScenarioError: with the first thing that is wrong.
    """
    lines = list(csv.reader(read_text_file(file, name).splitlines()))
    paths = [path.strip() for path in lines[0]] if lines else []
    if not paths or len(lines) < 2:
        raise _error(name, 1, "there are no draws", "the first line must have dotted paths, each other one a draw")
    for path in paths:
        if not path or paths.count(path) > 1:
            wrong = f"{path} is there twice" if path else "a column has no name"
            raise _error(name, 1, wrong, "the first line must have dotted paths, each once")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(paths):
            raise _error(name, number, f"this line has {len(line)} fields", f"it must have {len(paths)}, as the first")
        rows.append({path: _number(name, number, path, text) for path, text in zip(paths, line, strict=True)})
    return Posterior(name, tuple(rows))


def _number(name: str, line: int, path: str, text: str) -> float | int:
    """A number; whole ones as such, for parameters that take no others."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise _error(name, line, f"{path}: {text.strip()!r} is no number")
    return int(value) if value.is_integer() else value


def _error(name: str, line: int, wrong: str, allowed: str = "") -> ScenarioError:
    return ScenarioError([Problem(Origin(name, line, 1), "", wrong, allowed)])
