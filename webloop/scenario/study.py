"""Studies: scenarios that are compared together, and sweeps over grids of values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from webloop.registry import Config, param
from webloop.scenario.problems import Origin, Problem, ScenarioError, did_you_mean, show_path
from webloop.scenario.resolve import Resolved, load_scenario, locate, resolve, set_value
from webloop.scenario.yaml import Document, read_yaml

REPLICATES, SEED = 10, 1


class StudyFile(Config):
    """What a study file may say."""

    title: str = param("", "What the study asks, in a few words", source="-")
    baseline: str = param(..., "Scenario file that the others are compared with", unit="path", source="user")
    scenarios: tuple[str, ...] = param((), "Scenario files to compare", unit="paths", source="user")
    replicates: int = param(REPLICATES, "Runs of each scenario", unit="runs", ge=1, le=1_000_000, source="user")
    seed: int = param(SEED, "Seed that all scenarios share", unit="-", ge=0, le=2**63 - 1, source="user")
    sweep: dict[str, tuple[Any, ...]] = param(
        dict, "Values by dotted path; every combination is run for every scenario (for the baseline, if it stands alone)", source="user"
    )


@dataclass(frozen=True)
class Study:
    """Scenarios compared together.

    Attributes:
        title: what it asks.
        baseline: name of the scenario that the others are compared with.
        scenarios: all of them, the baseline first; names are unique.
        replicates: runs of each.
        seed: the seed they share.
        sweep: values by dotted path, in the order of the file; empty without a sweep.
        cells: for each scenario of a sweep its values in the order of `sweep`, with the scenario it varies.
    """

    title: str
    baseline: str
    scenarios: tuple[Resolved, ...]
    replicates: int
    seed: int
    sweep: Mapping[str, tuple[Any, ...]]
    cells: Mapping[str, tuple[str, tuple[Any, ...]]]


def is_study(document: Document) -> bool:
    """A file that names a baseline is a study."""
    return "baseline" in document.data or "scenarios" in document.data


def load_study(
    files: Sequence[str | FilePath],
    settings: Mapping[str, Any] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> Study:
    """A study from one study file, or from scenario files of which the first is the baseline.

    Args:
        files: one study file, or scenario files (`webloop/NAME` for shipped ones).
        settings: values by dotted path, for every scenario.
        replicates: instead of the file's.
        seed: instead of the file's.

    Raises:
        ScenarioError: with all problems of all files at once.
    """
    if len(files) == 1:
        path = locate(str(files[0]))
        document = read_yaml(path, str(files[0]))
        if is_study(document):
            return _from_file(document, path, settings or {}, replicates, seed)
    scenarios = _load_all([(str(file), Origin(str(file)), str(file)) for file in files], settings or {})
    return Study("", scenarios[0].name, tuple(scenarios), replicates or REPLICATES, SEED if seed is None else seed, {}, {})


def _from_file(document: Document, path: FilePath, settings: Mapping[str, Any], replicates: int | None, seed: int | None) -> Study:
    study = _validated(document)
    files = [(study.baseline, document.origin(("baseline",)))]
    files += [(name, document.origin(("scenarios", i))) for i, name in enumerate(study.scenarios)]
    entries = [(name if name.startswith("webloop/") else str(path.parent / name), origin or Origin(str(path)), name) for name, origin in files]
    scenarios = _load_all(entries, settings)
    cells: dict[str, tuple[str, tuple[Any, ...]]] = {}
    if study.sweep:
        swept = scenarios[1:] or scenarios[:1]
        varied = list(_sweep(swept, study.sweep, document))
        cells = {resolved.name: cell for resolved, cell in varied}
        scenarios = [scenarios[0], *(resolved for resolved, _ in varied)]
    return Study(
        study.title, scenarios[0].name, tuple(scenarios), replicates or study.replicates,
        study.seed if seed is None else seed, study.sweep, cells,
    )


def _validated(document: Document) -> StudyFile:
    """The study file, or everything that is wrong with it."""
    try:
        return StudyFile.model_validate(document.data)
    except ValidationError as error:
        known = sorted(StudyFile.model_fields)
        problems = []
        for detail in error.errors():
            path = detail["loc"]
            unknown = detail["type"] == "extra_forbidden"
            origin = document.origin(path, of_key=unknown) or Origin("study")
            wrong = "unknown key" if unknown else "the key is missing" if detail["type"] == "missing" else detail["msg"].lower()
            allowed = "allowed: " + ", ".join(known) if unknown else ""
            problems.append(Problem(origin, show_path(path), wrong, allowed, did_you_mean(str(path[-1]), known) if unknown else ""))
        raise ScenarioError(problems) from None


def _load_all(entries: Sequence[tuple[str, Origin, str]], settings: Mapping[str, Any]) -> list[Resolved]:
    """Load scenario files, gathering the problems of all of them."""
    problems: list[Problem] = []
    scenarios: list[Resolved] = []
    for file, origin, written in entries:
        path = locate(file)
        if not path.exists():
            near = did_you_mean(path.name, [f.name for f in path.parent.glob("*.yaml")])
            problems.append(Problem(origin, "", f"there is no file {written}", hint=near))
            continue
        try:
            scenarios.append(load_scenario(file, settings))
        except ScenarioError as error:
            problems += error.problems
    names = [scenario.name for scenario in scenarios]
    for index, name in enumerate(names):
        if name in names[:index]:
            problems.append(Problem(entries[index][1], "", f"two scenarios are called {name!r}", "names (the files' stems) must differ"))
    if problems:
        raise ScenarioError(problems)
    return scenarios


def _sweep(bases: Sequence[Resolved], sweep: Mapping[str, tuple[Any, ...]], study: Document) -> list[tuple[Resolved, tuple[str, tuple[Any, ...]]]]:
    """Every combination of values for every scenario."""
    varied = []
    for base in bases:
        for values in product(*sweep.values()):
            document = Document(base.document.data, dict(base.document.keys), dict(base.document.values))
            labels = []
            for path, value in zip(sweep, values, strict=True):
                origin = study.origin(("sweep", path)) or Origin("sweep")
                set_value(document, path, value, origin)
                labels.append(f"{path.split('.')[-1]}={value}")
            name = f"{base.name} {', '.join(labels)}" if len(bases) > 1 else ", ".join(labels)
            varied.append((resolve(document, name), (base.name, values)))
    return varied

