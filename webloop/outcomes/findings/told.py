"""The findings of a study: a few sentences that answer first."""

from collections.abc import Mapping

from webloop.errors import InputError
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Finding
from webloop.outcomes.findings.labels import labelled
from webloop.outcomes.findings.registry import Kind, kinds, levels
from webloop.outcomes.results import Results

LIMIT = 10
"""Sentences at most."""


def findings(results: Results, limit: int | None = LIMIT) -> list[Finding]:
    """What a study says, each in a sentence; nothing that can't be told.

    In at most 5 % of studies any of all sentences that there are claims a difference where there is none
    (docs/decisions/0016-findings.md). Kinds come in their order, the weightiest of each kind first. Where there are
    too many, every kind keeps its first sentence before any has its second.

    Args:
        results: what was run.
        limit: sentences at most, and of each kind no more than its own limit; all there are for None.

    Returns:
        Findings; none where no run of the baseline finished, or draws are no sample of what is possible.
    """
    try:
        evidence = Evidence(results)
    except InputError:
        return []
    spent = levels(evidence)
    by_kind = [(_of(evidence, kind, spent), kind.most) for kind in kinds().values()]
    if limit is None:
        return labelled(evidence, [each for found, _ in by_kind for each in found])
    ranked = [(place, kind) for kind, (found, most) in enumerate(by_kind) for place in range(len(found[:most]))]
    kept = set(sorted(ranked)[:limit])
    chosen = [
        each for kind, (found, _) in enumerate(by_kind) for place, each in enumerate(found) if (place, kind) in kept
    ]
    return labelled(evidence, chosen)


def _of(evidence: Evidence, kind: Kind, spent: Mapping[str, float]) -> list[Finding]:
    """The findings of one kind, the weightiest first; none where it does not apply, or what it takes is missing."""
    if not kind.applies(evidence):
        return []
    try:
        found = list(kind.function(evidence, spent.get(kind.family, 0.0)))
    except InputError:  # such as draws of which each lacks a run
        return []
    return sorted(found, key=lambda each: -each.weight)
