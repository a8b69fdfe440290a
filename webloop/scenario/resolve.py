"""From a scenario file to a resolved scenario: extends, settings, interventions, validation."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from webloop.errors import InputError
from webloop.scenario.fields import is_fixed
from webloop.scenario.merge import merged, put
from webloop.scenario.problems import Origin, Path, Problem, ScenarioError, did_you_mean, show_path
from webloop.scenario.schema import Scenario
from webloop.scenario.shipped import PREFIX, shipped_scenario
from webloop.scenario.validate import Fault, validate
from webloop.scenario.yaml import Document, parse_value, read_yaml


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
        InputError: when one has no `=` or its value is not YAML.

    >>> parse_settings(["lab.cadence=6", "lab.mix.archive={share: 0.2}"])
    {'lab.cadence': 6, 'lab.mix.archive': {'share': 0.2}}
    """
    out = {}
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals or not path.strip():
            raise InputError(f"--set {setting}: write it as path=value, such as lab.cadence=6")
        try:
            out[path.strip()] = parse_value(text)
        except Exception as error:
            raise InputError(f"--set {setting}: {text!r} is not a YAML value") from error
    return out


def load_scenario(file: str | FilePath, settings: Mapping[str, Any] | None = None, name: str | None = None) -> Resolved:
    """Read a scenario file and everything it extends.

    Args:
        file: path of a YAML file, or `webloop/NAME` for one that ships with webloop.
        settings: values by dotted path that replace those of the file.
        name: how to call the scenario; the file's stem by default.

    Raises:
        ScenarioError: with all problems at once, each with file, line and column.
    """
    document = load_document(file)
    for path, value in (settings or {}).items():
        set_value(document, path, value, Origin(f"--set {path}={value}"))
    return resolve(document, name or FilePath(str(file)).stem)


def load_document(file: str | FilePath) -> Document:
    """A scenario file merged over everything it extends, not yet validated."""
    return _load(locate(str(file)), str(file), ())


def resolve(document: Document, name: str) -> Resolved:
    """Validate a document with each of its interventions."""
    scenario, faults = validate(document.data)
    if scenario is None:
        raise ScenarioError([_problem(document, fault) for fault in faults])
    changes: list[tuple[int, Scenario]] = []
    problems: list[Problem] = []
    data = document.data
    for index, intervention in enumerate(scenario.interventions):
        for path, value in intervention.set.items():
            data = put(data, tuple(path.split(".")), value)
        changed, faults = validate(data)
        problems += [_patch_problem(document, index, list(intervention.set), fault) for fault in faults]
        if changed is None:
            break
        problems += _fixed_changes(document, index, list(intervention.set), changes[-1][1] if changes else scenario, changed)
        changes.append((intervention.date, changed))
    if problems:
        raise ScenarioError(problems)
    return Resolved(name, document, scenario, tuple(changes))


def locate(name: str, relative_to: FilePath | None = None) -> FilePath:
    """The file behind a name: a shipped scenario, or a path relative to the file that names it."""
    if name.startswith(PREFIX):
        return shipped_scenario(name.removeprefix(PREFIX))
    path = FilePath(name)
    if relative_to is not None and not path.is_absolute():
        path = relative_to.parent / path
    if not path.suffix and not path.exists() and path.with_suffix(".yaml").exists():
        path = path.with_suffix(".yaml")
    return path


def _load(file: FilePath, shown: str, chain: tuple[FilePath, ...]) -> Document:
    document = read_yaml(file, shown)
    _absolute_text(document, file)
    base_name = document.data.pop("extends", None)
    here = file.resolve()
    if base_name is None:
        document.data = merged({}, document.data)
        return document
    origin = document.origin(("extends",)) or Origin(shown)
    if not isinstance(base_name, str):
        raise ScenarioError([Problem(origin, "extends", "names one scenario file", "must be text: a path, or webloop/NAME")])
    try:
        base_file = locate(base_name, file)
    except InputError as error:
        raise ScenarioError([Problem(origin, "extends", str(error))]) from error
    if base_file.resolve() in (*chain, here):
        names = " -> ".join(f.name for f in (*chain, here, base_file.resolve()))
        raise ScenarioError([Problem(origin, "extends", f"the files extend each other in a circle: {names}")])
    if not base_file.exists():
        near = did_you_mean(base_file.name, [f.name for f in base_file.parent.glob("*.yaml")])
        raise ScenarioError([Problem(origin, "extends", f"there is no file {base_file}", hint=near)])
    base = _load(base_file, str(base_file), (*chain, here))
    return Document(
        merged(base.data, document.data), {**base.keys, **document.keys}, {**base.values, **document.values}
    )


def _absolute_text(document: Document, file: FilePath) -> None:
    """A text's path is meant relative to the file that names it."""
    ideas = document.data.get("ideas")
    text = ideas.get("from_text") if isinstance(ideas, dict) else None
    if isinstance(text, str) and ":" not in text[2:]:
        ideas["from_text"] = str((file.parent / text).resolve())
        if not FilePath(ideas["from_text"]).is_file():
            origin = document.origin(("ideas", "from_text")) or Origin(str(file))
            raise ScenarioError([Problem(origin, "ideas.from_text", f"there is no file {ideas['from_text']}", "must be a text file, or python:MODULE")])


def set_value(document: Document, dotted: str, value: Any, origin: Origin) -> None:
    """Put a value into a document, noting where it came from."""
    path = tuple(dotted.split("."))
    document.data = put(document.data, path, value)
    document.keys[path] = document.values[path] = origin
    typed = tuple(int(part) if part.isdigit() else part for part in path)
    document.keys[typed] = document.values[typed] = origin


def _problem(document: Document, fault: Fault) -> Problem:
    path, of_key, wrong, allowed, hint = fault
    return Problem(document.origin(path, of_key=of_key) or Origin("scenario"), show_path(path), wrong, allowed, hint)


def _patch_home(index: int, patched: list[str], path: Path) -> Path:
    """The key of an intervention that reaches a path."""
    for dotted in patched:
        parts = tuple(dotted.split("."))
        if tuple(str(p) for p in path[: len(parts)]) == parts or parts[: len(path)] == tuple(str(p) for p in path):
            return ("interventions", index, "set", dotted)
    return ("interventions", index)


def _patch_problem(document: Document, index: int, patched: list[str], fault: Fault) -> Problem:
    path, _, wrong, allowed, hint = fault
    home = _patch_home(index, patched, path)
    return Problem(document.origin(home) or Origin("scenario"), f"interventions[{index}] {show_path(path)}", wrong, allowed, hint)


def _fixed_changes(document: Document, index: int, patched: list[str], before: Scenario, after: Scenario) -> list[Problem]:
    """Values that can't change during a run."""
    old, new = before.model_dump(), after.model_dump()
    problems = []
    for path in _differences(old, new):
        if is_fixed(path, new):
            home = _patch_home(index, patched, path)
            wrong = "can't change during a run"
            problems.append(Problem(document.origin(home) or Origin("scenario"), f"interventions[{index}] {show_path(path)}", wrong, "set it for the whole scenario instead"))
    return problems


def _differences(old: Any, new: Any, path: Path = ()) -> list[Path]:
    """Paths at which two plain structures differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [p for key in {**old, **new} for p in _differences(old.get(key), new.get(key), (*path, key))]
    return [] if old == new else [path]
