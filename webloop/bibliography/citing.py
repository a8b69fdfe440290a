"""The works that scenarios or results rest on, each with what it is used for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webloop import __version__
from webloop.bibliography.citations import cited
from webloop.bibliography.references import WEBLOOP, Reference, references
from webloop.bibliography.uses import GATHERERS, Subject, measurable
from webloop.metrics.registry import metrics
from webloop.outcomes.headlines import ECOLOGY, HEADLINES, headlines
from webloop.outcomes.results import Results
from webloop.run.reopen import read_manifest, reopened
from webloop.scenario.study import load_study

_ORDER = ("mechanism", "parameter", "metric", "paper", "analysis")
ITSELF = "the simulator itself"


@dataclass(frozen=True)
class Cited:
    """A work.

    Attributes:
        reference: the work.
        uses: what it is used for: kind and name, in order.
    """

    reference: Reference
    uses: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Itself as data."""
        own = self.reference
        return {
            "key": own.key,
            "type": own.kind,
            "authors": list(own.authors),
            "year": int(own.year) if own.year else None,
            "title": own.title,
            "in": own.where or None,
            "doi": own.doi or None,
            "arxiv": own.arxiv or None,
            "url": own.url or None,
            "version": __version__ if own.key == WEBLOOP else None,
            "used_for": [{"kind": kind, "name": name} for kind, name in self.uses],
        }


def cite(subject: Subject) -> list[Cited]:
    """The works behind scenarios: webloop first, the others by key.

    Args:
        subject: what is asked about.
    """
    uses: dict[str, set[tuple[str, str]]] = {}
    for gather in GATHERERS:
        for use in gather(subject):
            for key in cited(use.text):
                uses.setdefault(key, set()).add((use.kind, use.name))
    known = references()
    works = [Cited(known[WEBLOOP], (("program", ITSELF),))]
    works += [Cited(known[key], tuple(sorted(uses[key], key=_place))) for key in sorted(uses)]
    return works


def _place(use: tuple[str, str]) -> tuple[int, str]:
    return _ORDER.index(use[0]), use[1]


def of_folder(folder: str | Path, *, every: bool = False) -> Subject:
    """A results folder to ask about.

    Args:
        folder: the folder.
        every: whether all metrics that were recorded count, not only the headline ones.

    Raises:
        InputError: when it is not one.
    """
    folder = Path(folder)
    known, planned = read_manifest(folder), reopened(folder)
    there = {file.name for file in folder.iterdir()} | ({"posterior"} if planned.study.posteriors else set())
    wanted = set(known["metrics"]) if every else set(known["metrics"]).intersection(headlines(Results(folder)))
    recorded = {name: metric for name, metric in metrics().items() if name in wanted}
    return Subject(planned.study.scenarios, recorded, frozenset(there), planned.study.uncertain)


def of_files(files: Sequence[str], *, every: bool = False) -> Subject:
    """Scenario files, or a study, to ask about.

    Args:
        files: the files.
        every: whether all metrics count that would be recorded, not only what would be shown first.

    Raises:
        ScenarioError: when they can't be run.
    """
    study = load_study(list(files), {}, None, None)
    there = frozenset({"posterior"} if study.posteriors else ())
    shown = measurable(study.scenarios)
    if not every:
        first = {*HEADLINES, *(ECOLOGY if any(each.scenario.sites for each in study.scenarios) else ())}
        shown = {name: metric for name, metric in shown.items() if name in first}
    return Subject(study.scenarios, shown, there, study.uncertain)
