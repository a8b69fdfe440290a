"""What can't be told yet: no findings, but what more runs may tell."""

from dataclasses import dataclass
from typing import Any

from webloop.errors import InputError
from webloop.outcomes.crossed import ENOUGH
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.wording import at_month, noun
from webloop.outcomes.power import in_words
from webloop.outcomes.results import Results
from webloop.outcomes.tables import records

NAMED = 4
"""Comparisons that are named at most: those that take the fewest replicates."""


@dataclass(frozen=True)
class Undecided:
    """One or more comparisons that can't be told.

    Attributes:
        text: a sentence; plain characters, as those of findings.
        comparisons: scenario, metric, and how many more replicates would do (NaN where that is not known).
    """

    text: str
    comparisons: tuple[tuple[str, str, float], ...] = ()


def undecided(results: Results) -> list[Undecided]:
    """Comparisons of the leading metrics with the baseline that can't be told, in one or two sentences.

    Verdicts are those of `compare`, by each metric; numbers of replicates are those that would do for them.
    """
    try:
        evidence = Evidence(results)
    except InputError as error:
        return [Undecided(f"Nothing can be told: {error}.")]
    if not evidence.tested:
        return [Undecided(_one_replicate(evidence))]
    if not evidence.several or not evidence.leading:
        return []
    rows = evidence.comparison
    rows = rows[rows["metric"].isin(evidence.leading)]
    open_ones = records(rows[rows["verdict"] == "can't tell"].sort_values("more", kind="stable"))
    if not open_ones:
        return []
    named = [row for row in open_ones if row["more"] == row["more"]][:NAMED] or open_ones[:NAMED]
    return [Undecided(_said(evidence, named, len(open_ones)), tuple(map(_key, open_ones)))]


def _one_replicate(evidence: Evidence) -> str:
    each = "each scenario has one replicate" if len(evidence.panel.scenarios) > 1 else "there is one replicate"
    return (
        f"Chance can't be told from anything else: {each}. With {ENOUGH} or more there are intervals and findings "
        f"(`webloop extend`)."
    )


def _said(evidence: Evidence, named: list[dict[str, Any]], number: int) -> str:
    each = [f"{evidence.said(row['scenario'])} by {_metric(evidence, row)}{_more(row)}" for row in named]
    left = number - len(named)
    rest = f"; and {left} more" if left else ""
    return (
        f"Can't tell yet {at_month(evidence.month)}, against {evidence.said(evidence.results.baseline)}: "
        f"{'; '.join(each)}{rest}."
    )


def _metric(evidence: Evidence, row: dict[str, Any]) -> str:
    return noun(evidence.results.recorded[row["metric"]])


def _more(row: dict[str, Any]) -> str:
    said = in_words(float(row["more"]))
    return f" ({said})" if said else ""


def _key(row: dict[str, Any]) -> tuple[str, str, float]:
    return str(row["scenario"]), str(row["metric"]), float(row["more"])
