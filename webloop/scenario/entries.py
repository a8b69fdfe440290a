"""The scenario files that a study or the command line names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from webloop.scenario.document import Document
from webloop.scenario.naming import existing, full_name
from webloop.scenario.problems import Origin, Problem, ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario


@dataclass(frozen=True)
class Entry:
    """A scenario file that a study or the command line names."""

    file: str
    origin: Origin
    key: str = ""


def named_files(files: Sequence[str], document: Document, folder: FilePath) -> tuple[list[Entry], list[Problem]]:
    """The scenario files that a study names, the baseline first, and what is wrong with those that do not exist."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    places = [("baseline",), *(("scenarios", index) for index in range(len(files) - 1))]
    for place, name in zip(places, files, strict=True):
        if not name:
            continue
        name = full_name(name, folder)
        key = "baseline" if place == ("baseline",) else f"scenarios[{place[-1]}]"
        try:
            file = existing(name, folder, document.origin(place), key)
            entries.append(Entry(name if name.startswith("webloop/") else str(file), document.origin(place), key))
        except ScenarioError as error:
            problems += error.problems
    return entries, problems


def load_all(entries: Sequence[Entry], settings: Mapping[str, Any]) -> tuple[list[Resolved], list[Problem]]:
    """Load scenario files, gathering the problems of all of them."""
    problems: list[Problem] = []
    scenarios: list[Resolved] = []
    first: dict[str, str] = {}
    for entry in entries:
        try:
            existing(entry.file, None, entry.origin, entry.key)
            scenarios.append(load_scenario(entry.file, settings))
        except ScenarioError as error:
            problems += error.problems
        name = FilePath(entry.file).stem
        if name in first:
            wrong = f"two scenarios are called {name!r}; the other is {first[name]}"
            allowed = (
                "the baseline is run anyway: leave it out here"
                if first[name] == entry.file
                else "rename one of the files"
            )
            problems.append(Problem(entry.origin, entry.key, wrong, allowed))
        first.setdefault(name, entry.file)
    return scenarios, problems
