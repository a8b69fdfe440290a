"""The largest gain and the largest loss that policies bring, by each of the metrics that lead."""

from collections.abc import Iterator

from webloop.outcomes.findings.effects import FAMILY, PART, estimate, many, sentence, told
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Finding, numbers_of
from webloop.outcomes.findings.phrases import about_comparison
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.tables import records


@finding("gains", order=10, applies=many, family=FAMILY, part=PART)
def gains(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Of each metric the policy that does most good."""
    yield from _largest(evidence, level, "gains", good=True)


@finding("losses", order=11, applies=many, family=FAMILY, part=PART)
def losses(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Of each metric the policy that does most harm."""
    yield from _largest(evidence, level, "losses", good=False)


def _largest(evidence: Evidence, level: float, kind: str, *, good: bool) -> Iterator[Finding]:
    rows = told(evidence, level)
    rows = rows[(rows["good"] == good) & rows["metric"].isin(evidence.leading)]
    for row in records(rows.drop_duplicates("metric")):
        yield Finding(
            kind=kind,
            text=sentence(evidence, row, rows),
            figure=f"fan-{row['metric']}",
            caveat=about_comparison(evidence, int(row["dropped"])),
            weight=row["size"],
            **numbers_of(estimate(evidence, row)),
        )
