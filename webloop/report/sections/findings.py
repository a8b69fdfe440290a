"""Findings: what the study says, in sentences, and what it can't say yet."""

from collections.abc import Iterator

from webloop.outcomes.findings.finding import Finding
from webloop.outcomes.findings.table import how_sure
from webloop.outcomes.findings.undecided import undecided
from webloop.outcomes.results import Results
from webloop.report.blocks import Block, Findings, Text
from webloop.report.registry import section
from webloop.report.sections.assumptions import in_short
from webloop.report.sections.comparison import leading
from webloop.report.shown import first_findings
from webloop.report.theme import keys

_SECTIONS = {
    "survival": "collapse",
    "tails": "tails",
    "drivers": "unknowns",
    "robust": "robustness",
    "comparison": "comparison-table",
    "ranking": "ranking",
}
"""Where figures of findings are; fans have anchors of their own."""
_NONE = "Nothing that was compared here can be told apart."
_QUOTED = "Titles of scenarios stand in “quotes”."


@section("findings", "What comes out", order=10)
def findings(results: Results) -> Iterator[Block]:
    """Sentences, each with its number, its interval and a link to its figure, beside the picture of the first."""
    found = first_findings(results)
    if rests := in_short(results):
        yield Text(rests)
    if found:
        yield Findings(
            [
                (each.text, _caveat(found, place), _anchor(each), _scenarios(results, each))
                for place, each in enumerate(found)
            ]
        )
    else:
        yield Text(_NONE)
    yield from leading(results)
    for still in undecided(results):
        yield Text(still.text, "soft")
    if found:
        yield Text(f"{how_sure(results)} {_QUOTED}", "soft")


def _caveat(found: tuple[Finding, ...], place: int) -> str:
    """What has to be known to read a sentence, unless it was said with the one before."""
    caveat = found[place].caveat
    return "" if place and found[place - 1].caveat == caveat else caveat


def _scenarios(results: Results, found: Finding) -> str:
    """Keys of the scenarios that a sentence is about."""
    named = [found.scenario, *(each.scenario for each in found.also)]
    return " ".join(dict.fromkeys(keys(results)[name] for name in named if name is not None))


def _anchor(found: Finding) -> str:
    return _SECTIONS.get(found.figure, found.figure)
