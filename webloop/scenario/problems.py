"""What is wrong with a scenario file, said so that its author can mend it.

Every problem is one line: `file:line:column path: what is wrong; what is allowed; did you mean`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from webloop.errors import InputError

Path = tuple[str | int, ...]
ANY = "*"
"""Stands for every name or place in a list, in a study's `uncertain`."""
_PLAIN_DIGITS = 1e7  # from here on a number is shown as 1e9 where that is exact


def show_path(path: Sequence[str | int]) -> str:
    """A path as people write it.

    >>> show_path(("interventions", 0, "set"))
    'interventions[0].set'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def overlap(one: Path, other: Path) -> bool:
    """True when one path lies at or below the other; `*` stands for any name."""
    return all(a == b or ANY in (a, b) for a, b in zip(map(str, one), map(str, other), strict=False))


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The nearest choice, as the last part of a message; empty if none is near.

    >>> did_you_mean("recal", ["recall", "fpr"])
    "did you mean 'recall'?"
    """
    near = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def show_number(number: float) -> str:
    """A number for people: thousands apart, large round ones as powers of ten.

    >>> [show_number(x) for x in (0.02, 12, 100_000, 2.7e9, 2**63 - 1)]
    ['0.02', '12', '100,000', '2.7e9', '9,223,372,036,854,775,807']
    """
    if not math.isfinite(number):
        return "not a number" if math.isnan(number) else "infinity" if number > 0 else "minus infinity"
    short = f"{number:g}"
    if (abs(number) >= _PLAIN_DIGITS or 0 < abs(number) < 1e-4) and float(short) == number:
        return short.replace("e+", "e").replace("e0", "e").replace("e-0", "e-")
    return f"{number:,d}" if isinstance(number, int) else f"{number:,.15g}"


def show_value(value: Any, quote: str = "'") -> str:
    """A value as YAML writes it in one line; text stands in quotes unless they are empty.

    >>> show_value({"kind": "window", "months": 12}, quote="")
    '{kind: window, months: 12}'
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return show_number(value).replace(",", "")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show_value(item, quote)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(show_value(item, quote) for item in value) + "]"
    return f"{quote}{value}{quote}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written: a place in a file, or an option of the command line.

    Attributes:
        file: path of the file as the user gave it, or the option (`--set a.b=1`).
        line: line from 1; 0 for an option.
        column: column from 1; 0 for an option.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    origin: Origin
    path: str
    wrong: str
    allowed: str = ""
    hint: str = ""

    def __str__(self) -> str:
        named = self.origin.file.startswith(f"--set {self.path}=")  # the option says the path already
        where = str(self.origin) if named else f"{self.origin} {self.path}".rstrip()
        return f"{where}: " + "; ".join(part for part in (self.wrong, self.allowed, self.hint) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in plain data; its place in a file is not known yet.

    Attributes:
        path: the value, or with `of_key` the key, that is at fault.
        wrong: what is wrong with it.
        allowed: what may stand there.
        hint: what was probably meant.
        of_key: True when the key is at fault, not its value.
        causes: other paths to point at, the likeliest first, when nobody wrote `path`.
    """

    path: Path
    wrong: str
    allowed: str = ""
    hint: str = ""
    of_key: bool = False
    causes: tuple[Path, ...] = ()


class ScenarioError(InputError):
    """All problems of a file at once, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        ordered = sorted(set(problems), key=lambda p: (p.origin.file, p.origin.line, p.origin.column, p.path, p.wrong))
        self.problems = tuple(ordered)
        super().__init__("\n".join(str(problem) for problem in self.problems))
