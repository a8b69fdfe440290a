"""Papers and their claims: what the suite has to reproduce."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from webloop.replication.case import Case
from webloop.replication.checks import ONE, Finding
from webloop.replication.chosen_text import ChosenText
from webloop.replication.curves import Curves
from webloop.replication.panel import Panel

Label = Literal["published", "derived by us", "direction only"]
Found = Mapping[str, Curves]
"""Curves by the name of their case."""


@dataclass(frozen=True, eq=False)
class Claim:
    """One thing that a paper says, or that follows from what it says.

    Attributes:
        key: names it on the command line; unique in the suite.
        says: the claim in one sentence.
        label: whose it is: `published` is in the paper, as read there, in its repository or in a summary of it;
            `derived by us` is not claimed by it; and of `direction only` the sign is checked, not the size.
        source: DOI or arXiv id, and where in it.
        expected: the number or formula that is expected, as text.
        cases: what has to be run.
        tolerance: how far ours may be off, in words.
        comparisons: how many comparisons rest on chance.
        judge: compares.
    """

    key: str
    says: str
    label: Label
    source: str
    expected: str
    cases: tuple[Case, ...]
    tolerance: str
    comparisons: int
    judge: Callable[[Found], Finding]

    @property
    def false_alarm(self) -> float:
        """At most this is the chance that a right engine fails the claim."""
        return self.comparisons * ONE


@dataclass(frozen=True, eq=False)
class Paper:
    """A paper, or a row of papers with one set-up.

    Attributes:
        key: names it on the command line.
        row: its row in the list of replications, such as `L3`; empty for papers outside of it.
        authors: who wrote it.
        year: when it appeared.
        title: what it is called.
        ids: DOI and arXiv ids.
        setup: what is run, in a few sentences.
        conventions: choices that a replication has to make and that change its numbers.
        claims: what is checked.
        panels: what is drawn from the curves of all cases.
    """

    key: str
    row: str
    authors: str
    year: int
    title: str
    ids: tuple[str, ...]
    setup: str
    conventions: tuple[str, ...]
    claims: tuple[Claim, ...]
    panels: Callable[[Found], Sequence[Panel]]
    also: tuple[Case, ...] = ()
    """Cases that are only drawn."""
    on: "Callable[[ChosenText], Paper] | None" = None
    """The same paper on another text; None where it is not about text."""

    def cases(self, claims: Sequence[Claim] | None = None) -> list[Case]:
        """What has to be run for some claims, or for all and the pictures, each case once."""
        chosen = self.claims if claims is None else claims
        needed = [case for claim in chosen for case in claim.cases] + [*(self.also if claims is None else ())]
        return list({case.name: case for case in needed}.values())
