"""Plain data that remembers where each of its values was written."""

from dataclasses import dataclass, field
from typing import Any

from webloop.scenario.problems import Fault, Origin, Path, Problem, show_path


@dataclass
class Document:
    """Plain data with origins.

    Attributes:
        data: mappings, lists and scalars only.
        keys: where each key or list item was written.
        values: where each value was written.
        problems: what is wrong with the file by itself, such as a key that is given twice.
        warnings: what can be run and is probably not meant.
    """

    data: dict[str, Any]
    keys: dict[Path, Origin] = field(default_factory=dict)
    values: dict[Path, Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def origin(self, path: Path, *, of_key: bool = False) -> Origin:
        """Where a path was written, or its nearest parent that was."""
        exact = (self.keys if of_key else self.values).get(path)
        if exact:
            return exact
        for length in range(len(path), -1, -1):
            place = self.keys.get(path[:length]) or self.values.get(path[:length])
            if place:
                return place
        return Origin("scenario")

    def problem(self, fault: Fault) -> Problem:
        """A fault at the place where its value, or else what caused it, was written."""
        for cause in (fault.path, *fault.causes):
            if cause in self.values:
                of_key = fault.of_key or cause != fault.path
                origin = self.origin(cause, of_key=of_key)
                break
        else:
            origin = self.origin(fault.path, of_key=True)
        return Problem(origin, show_path(fault.path), fault.wrong, fault.allowed, fault.hint)
