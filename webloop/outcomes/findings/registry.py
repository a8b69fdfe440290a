"""The registry of kinds of findings, and what each may spend of the 5 % of studies that may say something false.

Adding a kind takes one file in `kinds/`: a function of the evidence that yields findings, under `@finding(...)`.

A study says several sentences, so they are one family: in at most 5 % of studies any of them claims a difference that
is not there. Kinds that rest on the same tests name the same `family`. The 5 % are shared between the families that
apply to a study, in proportion to their `part`, and each family adjusts its own tests (Holm). Whether a kind applies
follows from what was run, never from what came of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Finding
from webloop.outcomes.modules import import_modules
from webloop.outcomes.paired import ALPHA

Find = Callable[[Evidence, float], Iterator[Finding]]
"""From the evidence and the level of its family to findings."""
_MOST = 2
"""Sentences of a kind."""
_OVER_DRAWS = 0.5
"""Tests over draws and replicates at once are too bold at small levels (`crossed`): up to twice what they say."""


@dataclass(frozen=True)
class Kind:
    """One kind of finding.

    Attributes:
        name: of the kind.
        order: where it stands; what answers first has the smallest.
        family: whose tests it rests on; empty for one that tests nothing.
        part: how much of the 5 % its family takes, in proportion to the others that apply.
        applies: whether a study can have any, by what was run.
        most: sentences at most where there is a limit.
        function: finds them.
    """

    name: str
    order: int
    family: str
    part: float
    applies: Callable[[Evidence], bool]
    most: int
    function: Find


_kinds: dict[str, Kind] = {}


def finding(
    name: str,
    *,
    order: int,
    applies: Callable[[Evidence], bool],
    family: str = "",
    part: float = 1.0,
    most: int = _MOST,
) -> Callable[[Find], Find]:
    """Register a function that yields findings; the arguments are those of `Kind`."""

    def add(function: Find) -> Find:
        if name in _kinds:
            raise ValueError(f"finding {name!r} is registered twice")
        _kinds[name] = Kind(name, order, family, part, applies, most, function)
        return function

    return add


def kinds() -> Mapping[str, Kind]:
    """All kinds by name, in their order.

    >>> list(kinds())[:3]
    ['collapse', 'collapse_dates', 'policies']
    """
    import_modules("webloop.outcomes.findings.kinds")
    return dict(sorted(_kinds.items(), key=lambda item: item[1].order))


def levels(evidence: Evidence) -> dict[str, float]:
    """The level of each family that applies to a study; together they are 5 %, over draws half of it."""
    parts = {kind.family: kind.part for kind in kinds().values() if kind.family and kind.applies(evidence)}
    spent = ALPHA * (1.0 if evidence.panel.draws == 1 else _OVER_DRAWS)
    return {family: spent * part / sum(parts.values()) for family, part in parts.items()}
