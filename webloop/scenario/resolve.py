"""From a scenario file to a resolved scenario: extends, settings, interventions, validation."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from webloop.errors import InputError
from webloop.scenario.document import Document
from webloop.scenario.extends import load_document, with_value
from webloop.scenario.interventions import apply
from webloop.scenario.naming import locate
from webloop.scenario.problems import Origin, ScenarioError, show_value
from webloop.scenario.schema import Scenario
from webloop.scenario.text_checks import text_suffices
from webloop.scenario.validate import validate
from webloop.scenario.yaml import parse_value

__all__ = ["Resolved", "load_document", "load_scenario", "locate", "parse_settings", "resolve"]


@dataclass(frozen=True)
class Resolved:
    """A scenario that can be run.

    Attributes:
        name: the file's stem, or the name that a study gives it.
        document: the plain data behind it with the origin of each value.
        scenario: what holds at the start.
        changes: what holds from each intervention on, as (month, scenario), in order.
    """

    name: str
    document: Document
    scenario: Scenario
    changes: tuple[tuple[int, Scenario], ...]

    def at(self, month: int) -> Scenario:
        """What holds in a month."""
        current = self.scenario
        for date, changed in self.changes:
            if date <= month:
                current = changed
        return current

    def plain(self) -> dict[str, Any]:
        """Everything that defines the runs, as plain data: defaults filled in, labs as their entries say."""
        out = self.scenario.model_dump(mode="json")
        labs = self.document.data.get("labs")
        out["labs"] = deepcopy(labs) if labs is not None else {"lab": {}}
        return out


def parse_settings(settings: Sequence[str]) -> dict[str, Any]:
    """Read `--set path=value` options; values are YAML.

    Raises:
        InputError: when some have no `=` or their value is not YAML.

    >>> parse_settings(["lab.cadence=6", "lab.mix.archive={share: 0.2}"])
    {'lab.cadence': 6, 'lab.mix.archive': {'share': 0.2}}
    """
    out: dict[str, Any] = {}
    wrong: list[str] = []
    for setting in settings:
        path, equals, text = (part.strip() for part in setting.partition("="))
        if not equals or not path or " " in path:
            wrong.append(f"--set {setting}: write it as path=value, such as lab.cadence=6")
            continue
        if path in out:
            wrong.append(f"--set {setting}: {path} is set twice")
        try:
            out[path] = parse_value(text, f"--set {setting}")
        except ScenarioError as error:
            wrong += [f"--set {setting}: {problem.wrong}" for problem in error.problems]
    if wrong:
        raise InputError("\n".join(wrong))
    return out


def load_scenario(file: str | FilePath, settings: Mapping[str, Any] | None = None, name: str | None = None) -> Resolved:
    """Read a scenario file and everything it extends.

    Args:
        file: path of a YAML file, or `webloop/NAME` for one that ships with webloop (NAME alone will do where no
            file is called so).
        settings: values by dotted path that replace those of the file.
        name: how to call the scenario; the file's stem by default.

    Raises:
        ScenarioError: with all problems at once, each with file, line and column.
    """
    document = load_document(file)
    for path, value in (settings or {}).items():
        document = with_value(document, path, value, Origin(f"--set {path}={show_value(value, quote='')}"))
    return resolve(document, name or FilePath(str(file)).stem)


def resolve(document: Document, name: str) -> Resolved:
    """Validate a document with each of its interventions.

    Raises:
        ScenarioError: with all problems at once.
    """
    start = validate(document.data)
    changes, problems = apply(document, start)
    problems += [*document.problems, *(document.problem(fault) for fault in start.faults)]
    if not problems and start.scenario is not None:
        problems = [document.problem(fault) for fault in text_suffices(start.scenario, changes)]
    if problems or start.scenario is None:
        raise ScenarioError(problems)
    return Resolved(name, document, start.scenario, changes)
