"""What each of a few policies helps and harms: the answer to what a small study asks."""

from collections.abc import Iterator, Sequence
from typing import Any

from webloop.outcomes.findings.effects import FAMILY, FEW, PART, estimate, few, short, told
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Finding, numbers_of
from webloop.outcomes.findings.phrases import about_comparison
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import at_month, listed, noun
from webloop.outcomes.tables import records

_TOLD = 2
"""Metrics on each side that are told with their numbers."""
_ELSEWHERE = "What other metrics say is in the tables."


@finding("policies", order=9, applies=few, family=FAMILY, part=PART, most=FEW)
def policies(evidence: Evidence, level: float) -> Iterator[Finding]:
    """One sentence for each policy: by what it is better, and by what it is worse; the largest first."""
    rows = told(evidence, level)
    for policy in evidence.policies:
        mine = rows[rows["scenario"] == policy]
        if len(mine):
            yield _said(evidence, records(mine))


def _said(evidence: Evidence, rows: Sequence[dict[str, Any]]) -> Finding:
    sides = [[row for row in rows if row["good"] == good] for good in (True, False)]
    first, *others = (row for side in sides for row in side[:_TOLD])
    clauses = [
        _clause(evidence, word, side, 0 if side[0] is first else int(first["pairs"]))
        for word, side in zip(("better", "worse"), sides, strict=True)
        if side
    ]
    if not all(sides):
        clauses.append(f"{'worse' if sides[0] else 'better'} by none of the leading metrics, as far as can be told")
    text = (
        f"{evidence.said(str(first['scenario']))}, against {evidence.said(evidence.results.baseline)} "
        f"{at_month(evidence.month)}, is {'; '.join(clauses)}."
    )
    return Finding(
        kind="policies",
        text=text,
        figure="comparison",
        caveat=f"{about_comparison(evidence, max(int(row['dropped']) for row in rows))} {_ELSEWHERE}".strip(),
        weight=max(row["size"] for row in rows),
        also=tuple(estimate(evidence, row) for row in others),
        **numbers_of(estimate(evidence, first)),
    )


def _clause(evidence: Evidence, word: str, rows: Sequence[dict[str, Any]], pairs: int) -> str:
    """One side: the largest differences with their numbers, the others by name; pairs of runs that were told, or 0."""
    told = [pairs, *(int(row["pairs"]) for row in rows)]
    said = listed([short(evidence, row, before) for row, before in zip(rows[:_TOLD], told, strict=False)])
    more = [noun(evidence.results.recorded[str(row["metric"])]) for row in rows[_TOLD:]]
    return f"{word} by {said}" + (f", also by {listed(more)}" if more else "")
