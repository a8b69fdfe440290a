"""What is wrong with a scenario file, said so that its author can mend it.

Every problem is one line: `file:line:column path: what is wrong; what is allowed; did you mean`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from webloop.errors import InputError

Path = tuple[str | int, ...]


def show_path(path: Sequence[str | int]) -> str:
    """A path as people write it.

    >>> show_path(("interventions", 0, "set"))
    'interventions[0].set'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The nearest choice, as the last part of a message; empty if none is near.

    >>> did_you_mean("recal", ["recall", "fpr"])
    "did you mean 'recall'?"
    """
    near = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


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
        where = f"{self.origin} {self.path}".rstrip()
        return f"{where}: " + "; ".join(part for part in (self.wrong, self.allowed, self.hint) if part)


class ScenarioError(InputError):
    """All problems of a file at once, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        ordered = sorted(set(problems), key=lambda p: (p.origin.file, p.origin.line, p.origin.column, p.path, p.wrong))
        self.problems = tuple(ordered)
        super().__init__("\n".join(str(problem) for problem in self.problems))
