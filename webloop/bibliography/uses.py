"""What scenarios and results use, each with the text that says where it is from.

A function in `GATHERERS` finds uses of one kind; add one to have another kind of source cited.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from webloop.bibliography.comments import comment_at
from webloop.bibliography.docstrings import docstrings
from webloop.bibliography.parts import ANALYSES, PARTS, modules_of
from webloop.calibration.parameters import same_values
from webloop.metrics.registry import Metric, metrics
from webloop.registry import Submodel, kinds, roles
from webloop.replication.registry import papers
from webloop.scenario.dependencies import submodels_in
from webloop.scenario.resolve import Resolved
from webloop.scenario.uncertain import Draws
from webloop.submodels.roles import Distribution

_PAPERS = "replication"
"""Folder of the scenarios that are papers' set-ups."""


@dataclass(frozen=True)
class Use:
    """One thing that is used.

    Attributes:
        kind: mechanism, parameter, metric, paper or analysis.
        name: what it is called.
        text: what it says of its sources.
    """

    kind: str
    name: str
    text: str


@dataclass(frozen=True)
class Subject:
    """What is asked about.

    Attributes:
        scenarios: the scenarios.
        metrics: the metrics that are recorded, by name.
        files: names of the files of a results folder; empty for scenario files.
        uncertain: distributions of uncertain parameters.
    """

    scenarios: tuple[Resolved, ...]
    metrics: Mapping[str, Metric]
    files: frozenset[str] = frozenset()
    uncertain: Mapping[str, Distribution] = field(default_factory=dict)

    def states(self) -> Iterator[BaseModel]:
        """What holds in each scenario at the start and from each intervention on."""
        for each in self.scenarios:
            yield each.scenario
            yield from (changed for _, changed in each.changes)


def mechanisms(subject: Subject) -> Iterator[Use]:
    """Registered submodels that are in use, and the parts of the world that they need."""
    role_of = {cls: role for role in roles() for cls in kinds(role).values()}
    used: dict[type[Submodel], None] = {type(each): None for each in subject.uncertain.values()}
    for state in subject.states():
        used |= dict.fromkeys(type(each) for each in submodels_in(state))
    for cls in used:
        kind = cls.model_fields["kind"].default
        yield Use("mechanism", f"{role_of[cls].replace('_', ' ')} {kind}", docstrings(cls.__module__))
    names = {(role_of[cls], str(cls.model_fields["kind"].default)) for cls in used}
    for part in PARTS:
        if any(part.used(state, names) for state in subject.states()):
            for module in modules_of(part.modules):
                yield Use("mechanism", part.name, docstrings(module))


def recorded(subject: Subject) -> Iterator[Use]:
    """Metrics, by whose definition."""
    for metric in subject.metrics.values():
        yield Use("metric", metric.name, metric.source)


def parameters(subject: Subject) -> Iterator[Use]:
    """Values: what the table of parameters, the schema and the comment beside them say."""
    for scenario in subject.scenarios:
        for row, known in same_values(scenario):
            said = [known.source if known else row.source, comment_at(row.origin)]
            yield Use("parameter", row.path, "; ".join(filter(None, said)))


def replicated(subject: Subject) -> Iterator[Use]:
    """Papers whose set-up a scenario is, and those whose claim it is about."""
    for scenario in subject.scenarios:
        yield Use("paper", f"claim of {scenario.name}", scenario.scenario.claim)
        files = {Path(origin.file).with_suffix("") for origin in scenario.document.values.values() if origin.line}
        if not any(file.parent.name == _PAPERS and file.name == scenario.name for file in files):
            continue  # it may still extend the set-up of one
        for paper in papers().values():
            if any(Path(case.scenario).stem == scenario.name for claim in paper.claims for case in claim.cases):
                claims = [claim.source for claim in paper.claims]
                yield Use("paper", f"set-up of {scenario.name}", "; ".join([*paper.ids, *claims]))


def analysed(subject: Subject) -> Iterator[Use]:
    """Methods behind draws, and behind the tables of a results folder."""
    if subject.uncertain:
        yield Use("analysis", "draws", str(_extra(Draws, "method").get("source", "")))
    for file, modules in ANALYSES.items():
        if file in subject.files:
            for module in modules_of(modules):
                yield Use("analysis", file, docstrings(module))


def _extra(part: type[BaseModel], name: str) -> Mapping[str, Any]:
    """What the schema says of a field beside its type."""
    extra = part.model_fields[name].json_schema_extra
    return extra if isinstance(extra, dict) else {}


GATHERERS: tuple[Callable[[Subject], Iterator[Use]], ...] = (mechanisms, parameters, recorded, replicated, analysed)


def measurable(scenarios: tuple[Resolved, ...]) -> dict[str, Metric]:
    """The metrics that scenarios would record."""
    contents = {each.scenario.content.kind for each in scenarios}
    return {name: metric for name, metric in metrics().items() if any(metric.measures(kind) for kind in contents)}
