"""Studies: scenarios that are compared together, and sweeps over grids of values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os.path import normpath, relpath
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import ValidationError

from webloop.errors import InputError
from webloop.registry import Config, OneOf, param
from webloop.scenario.document import Document
from webloop.scenario.entries import Entry, load_all, named_files
from webloop.scenario.extends import is_study
from webloop.scenario.fields import prepared
from webloop.scenario.idle_marks import idle_marks
from webloop.scenario.naming import existing, full_name
from webloop.scenario.posterior import Posterior
from webloop.scenario.posteriors import load_posteriors
from webloop.scenario.problems import Origin, Problem, ScenarioError, show_value
from webloop.scenario.resolve import Resolved
from webloop.scenario.spot import Spot
from webloop.scenario.sweep import Cell, overruled, sweep
from webloop.scenario.translate import telling, translate
from webloop.scenario.uncertain import Draws, draws_problems, in_full, uncertain_problems
from webloop.scenario.yaml import read_yaml
from webloop.submodels.roles import Distribution

__all__ = ["Study", "StudyFile", "is_study", "load_study"]

REPLICATES, SEED = 10, 1
MOST_REPLICATES, MOST_SEED = 1_000_000, 2**63 - 1

Values = Annotated[tuple[Any, ...], param(..., "Values of one path", source="user", min_length=1)]


class StudyFile(Config):
    """What a study file may say."""

    title: str = param("", "What the study asks, in a few words", source="-")
    baseline: str = param(..., "Scenario file that the others are compared with", unit="path", source="user")
    scenarios: tuple[str, ...] = param((), "Scenario files to compare", unit="paths", source="user")
    replicates: int = param(REPLICATES, "Runs of each scenario", unit="runs", ge=1, le=MOST_REPLICATES, source="user")
    seed: int = param(SEED, "Seed that all scenarios share", unit="-", ge=0, le=MOST_SEED, source="user")
    sweep: dict[str, Values] = param(
        dict,
        "Values by dotted path; every combination is run for every scenario (for the baseline if alone)",
        source="user",
    )
    uncertain: dict[str, Annotated[Distribution, OneOf("distribution")]] = param(
        dict,
        "What is known of uncertain numbers, by dotted path; `*` stands for all parts of a whole",
        source="user",
    )
    draws: Draws | None = param(
        None, "How often what is uncertain is drawn, 64 times if silent; a number, or with a method", source="user"
    )


STUDY = Spot(StudyFile)


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
        uncertain: distributions by dotted path, in the order of the file; empty when nothing is uncertain.
        draws: how often and how they are drawn; None when nothing is uncertain.
        posteriors: what scenarios draw from that was fitted, by their names; empty without.
        own_posteriors: whether each scenario named there has one of its own, and takes all of it.
        asked: what it was loaded by: files, options that change what is run, and the seed.
        warnings: what can be run and is probably not meant, in words.
    """

    title: str
    baseline: str
    scenarios: tuple[Resolved, ...]
    replicates: int
    seed: int
    sweep: Mapping[str, tuple[Any, ...]]
    cells: Mapping[str, tuple[str, tuple[Any, ...]]]
    uncertain: Mapping[str, Distribution] = field(default_factory=dict)
    draws: Draws | None = None
    posteriors: Mapping[str, Posterior] = field(default_factory=dict)
    own_posteriors: bool = False
    asked: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def load_study(
    files: Sequence[str | FilePath],
    settings: Mapping[str, Any] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> Study:
    """A study from one study file, or from scenario files of which the first is the baseline.

    Args:
        files: one study file, or scenario files (`webloop/NAME` for shipped ones, or the bare name).
        settings: values by dotted path, for every scenario.
        replicates: instead of the file's.
        seed: instead of the file's.

    Raises:
        ScenarioError: with all problems of all files at once.
        InputError: when there is no file, or replicates or seed are out of range.
    """
    if not files:
        raise InputError("name a study file, or scenario files of which the first is the baseline")
    if not 1 <= (REPLICATES if replicates is None else replicates) <= MOST_REPLICATES:
        raise InputError(f"{replicates} replicates: must be from 1 to {MOST_REPLICATES:,}")
    if not 0 <= (seed or 0) <= MOST_SEED:
        raise InputError(f"seed {seed}: must be from 0 to {MOST_SEED:,}")
    names = [full_name(str(file)) for file in files]
    if len(names) == 1:
        path = existing(names[0], None, Origin(names[0]), "")
        document = read_yaml(path, names[0])
        if is_study(document):
            study = _from_file(document, path, settings or {}, replicates, seed)
            return replace(study, asked=_asked(names, settings or {}, study.seed))
    scenarios, problems = load_all([Entry(name, Origin(name)) for name in names], settings or {})
    if problems:
        raise ScenarioError(problems)
    return Study(
        title="",
        baseline=scenarios[0].name,
        scenarios=tuple(scenarios),
        replicates=REPLICATES if replicates is None else replicates,
        seed=SEED if seed is None else seed,
        sweep={},
        cells={},
        asked=_asked(names, settings or {}, SEED if seed is None else seed),
        warnings=_warnings([[each] for each in scenarios]),
    )


def _asked(files: Sequence[str | FilePath], settings: Mapping[str, Any], seed: int) -> tuple[str, ...]:
    """What makes two calls ask for the same study, whatever has been changed in its files since."""
    options = sorted(f"--set {path}={show_value(value, quote='')}" for path, value in settings.items())
    return (*(_from_here(file) for file in files), *options, f"--seed {seed}")


def _from_here(file: str | FilePath) -> str:
    """A file's path from the current folder: results stand there too."""
    try:
        return relpath(file)
    except ValueError:  # another drive
        return normpath(file)


def _from_file(
    document: Document, path: FilePath, settings: Mapping[str, Any], replicates: int | None, seed: int | None
) -> Study:
    in_full(document)
    study, problems = _validated(document)
    entries, missing = named_files([study.baseline, *study.scenarios], document, path.parent)
    scenarios, faulty = load_all(entries, settings)
    if missing or faulty or not study.baseline:
        raise ScenarioError([*problems, *missing, *faulty])
    axes = {dotted: tuple(document.data["sweep"][dotted]) for dotted in study.sweep}
    varied: list[Cell] = []
    bases = scenarios[1:] or scenarios
    try:
        varied = sweep(bases, axes, document, path.parent)
    except ScenarioError as error:
        problems += error.problems
    families = _families(scenarios[0], bases, varied)
    if varied:
        scenarios = [scenarios[0], *(resolved for resolved, _, _ in varied)]
    problems += uncertain_problems(study.uncertain, scenarios, document, [*axes], [*settings])
    taken = [*study.uncertain, *axes, *settings]
    posteriors, wrong = load_posteriors(study.draws, scenarios, document, path.parent, taken)
    if problems or wrong:
        raise ScenarioError([*problems, *wrong])
    return Study(
        title=study.title,
        baseline=scenarios[0].name,
        scenarios=tuple(scenarios),
        replicates=study.replicates if replicates is None else replicates,
        seed=study.seed if seed is None else seed,
        sweep=axes,
        cells={resolved.name: (base, values) for resolved, base, values in varied},
        uncertain=study.uncertain,
        draws=(study.draws or Draws()) if study.uncertain or posteriors else None,
        posteriors=posteriors,
        own_posteriors=study.draws is not None and isinstance(study.draws.posterior, dict),
        warnings=(*_warnings(families), *overruled(bases, axes, document)),
    )


def _families(baseline: Resolved, bases: Sequence[Resolved], varied: Sequence[Cell]) -> list[list[Resolved]]:
    """The baseline, and what a sweep makes of each scenario: of the baseline itself where it stands alone."""
    cells = {base.name: [resolved for resolved, name, _ in varied if name == base.name] or [base] for base in bases}
    return list({baseline.name: [baseline], **cells}.values())


def _warnings(families: Sequence[Sequence[Resolved]]) -> tuple[str, ...]:
    """What can be run and is probably not meant, of any study."""
    lost = [str(problem) for family in families for each in family for problem in each.document.warnings]
    return (*dict.fromkeys(lost), *idle_marks(families))


def _validated(document: Document) -> tuple[StudyFile, list[Problem]]:
    """The study file as far as it is right, and everything that is wrong with it."""
    problems = list(document.problems)
    data = {key: value for key, value in document.data.items() if value is not None}
    try:
        study = StudyFile.model_validate(prepared(data, STUDY), strict=True)
    except ValidationError as error:
        faults = dict.fromkeys(translate(detail, data, STUDY) for detail in telling(error))
        problems += [document.problem(fault) for fault in faults]
        wrong = {
            detail["loc"][:2] if detail["loc"][0] == "uncertain" else detail["loc"][:1] for detail in error.errors()
        }
        right = {key: value for key, value in data.items() if (key,) not in wrong and key != "sweep"}
        if isinstance(right.get("uncertain"), Mapping):
            right["uncertain"] = {k: v for k, v in right["uncertain"].items() if ("uncertain", k) not in wrong}
        study = StudyFile.model_validate(prepared({"baseline": "", **right}, STUDY), strict=True)
    return study, [*problems, *draws_problems(study.draws, document)]
