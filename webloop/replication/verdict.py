"""Verdicts: the claims of papers, each with what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from webloop.replication.case import Case
from webloop.replication.checks import Finding, Point
from webloop.replication.curves import Curves
from webloop.replication.paper import Claim, Paper
from webloop.replication.registry import Chosen
from webloop.replication.suite import Ran, Told, run_cases

Verdict = Literal["reproduced", "direction only", "not reproduced", "not run"]


@dataclass(frozen=True, eq=False)
class Judged:
    """A claim with what was found.

    Attributes:
        paper: the paper.
        claim: the claim.
        finding: the comparisons; None when its cases could not be run.
        replicates: of each of its cases.
        seconds: processor time of its cases, those it shares with other claims included; 0 for what was kept.
        failure: why its cases could not be run.
    """

    paper: Paper
    claim: Claim
    finding: Finding | None
    replicates: tuple[int, ...]
    seconds: float
    failure: str = ""

    @property
    def verdict(self) -> Verdict:
        """What can be said."""
        if self.finding is None:
            return "not run"
        if not self.finding.holds:
            return "not reproduced"
        return "direction only" if self.claim.label == "direction only" else "reproduced"

    def plain(self) -> dict[str, Any]:
        """As plain data, without times: the same for the same code."""
        points = self.finding.points if self.finding else ()
        return {
            "paper": self.paper.key,
            "row": self.paper.row,
            "claim": self.claim.key,
            "says": self.claim.says,
            "label": self.claim.label,
            "source": self.claim.source,
            "expected": self.claim.expected,
            "verdict": self.verdict,
            "replicates": list(self.replicates),
            "tolerance": self.claim.tolerance,
            "false_alarm": self.claim.false_alarm,
            "widened": self.finding.widened if self.finding else False,
            "text": self.finding.text if self.finding else "",
            "failure": self.failure,
            "points": [_plain(point) for point in points],
            "tightest": points.index(self.finding.tightest) if self.finding else 0,
        }


@dataclass(frozen=True, eq=False)
class Replication:
    """What `webloop replicate` found.

    Attributes:
        judged: the claims.
        curves: of every paper's cases that could be run, by the paper's key and the case's name.
        quick: whether there were fewer replicates.
    """

    judged: tuple[Judged, ...]
    curves: Mapping[str, Mapping[str, Curves]]
    quick: bool

    @property
    def failed(self) -> list[Judged]:
        """Claims that are not reproduced, or could not be run."""
        return [each for each in self.judged if each.verdict in {"not reproduced", "not run"}]


def replicate(chosen: Chosen, folder: Path, jobs: int, *, quick: bool = False, told: Told | None = None) -> Replication:
    """Run what some claims need, and judge them.

    Args:
        chosen: papers with the claims that were asked for.
        folder: where curves are kept.
        jobs: processes.
        quick: fewer replicates.
        told: called with the runs done, all runs, and those that were kept.
    """
    cases = [(paper.key, case) for paper, claims in chosen for case in _needed(paper, claims)]
    ran = run_cases(cases, folder, jobs, quick=quick, told=told)
    judged = tuple(_judged(paper, claim, ran, quick=quick) for paper, claims in chosen for claim in claims)
    curves: dict[str, dict[str, Curves]] = {paper.key: {} for paper, _ in chosen}
    for (key, name), each in ran.items():
        if each.curves is not None:
            curves[key][name] = each.curves
    return Replication(judged, curves, quick)


def _needed(paper: Paper, claims: tuple[Claim, ...]) -> list[Case]:
    """Cases of the claims; a whole paper has its picture's too."""
    return paper.cases(None if len(claims) == len(paper.claims) else claims)


def _judged(paper: Paper, claim: Claim, ran: Mapping[tuple[str, str], Ran], *, quick: bool) -> Judged:
    own = {case.name: ran[paper.key, case.name] for case in claim.cases}
    replicates = tuple(case.wanted(quick=quick) for case in claim.cases)
    seconds = sum(each.seconds for each in own.values())
    failures = dict.fromkeys(each.failure for each in own.values() if each.curves is None)
    if failures:
        return Judged(paper, claim, None, replicates, seconds, "; ".join(failures))
    finding = claim.judge({name: each.curves for name, each in own.items() if each.curves is not None})
    return Judged(paper, claim, finding, replicates, seconds)


def _plain(point: Point) -> dict[str, Any]:
    return {
        "at": point.at,
        "relation": point.relation,
        "expected": round(point.expected, 10),
        "ours": round(point.ours, 10),
        "low": round(point.low, 10),
        "high": round(point.high, 10),
        "allowed": round(point.allowed, 10),
        "theirs": point.theirs,
        "formula": point.formula,
        "holds": point.holds,
    }
