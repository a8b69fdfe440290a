"""The page on the replication suite, written from the registry and the verdicts of a full run."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from webloop.replication.checks import Z, room
from webloop.replication.paper import Claim, Label, Paper
from webloop.replication.report import number

_HEAD = """\
# What the literature says, and what webloop gives

<!-- Written by analysis/replication.py from the registry of papers; a test fails when it is stale. -->

The same engine, with its levers set as in each paper, should give that paper's numbers: of those that say collapse and
of those that say it is avoidable. `webloop replicate` runs every paper below and judges every claim;
`webloop replicate --quick` does so with fewer replicates and as much more room for chance as that demands. How to add
a paper: [add-a-paper.md](add-a-paper.md).

Labels: *published* is in the paper, as read there, in its repository or in a summary of it; *derived by us* follows
from its set-up and is not claimed by it; of *direction only* the sign is checked, not the size, and a verdict of that
name is a passed check of the sign. A claim that does not reproduce is shown as such.

Rows L1 to L10 are the topics of the list of results that the suite set out to reproduce: loss of tails, Gaussians,
accumulation, regression, fresh data, archives, filters, text, scaling laws, and selection; a dash is outside of it.

{counts}

Numbers are means over replicates with 95 % intervals. Where a claim makes several comparisons, the one with the least
room left is shown. "Allowed" is how far ours may be off, in full and as a part of what is expected; "none" is a
comparison that chance is not allowed to decide, as ours has to stay clear of the number. A claim with room for more
than 30 % is weak evidence. Chance is given {z:g} standard errors in each: a right engine fails a claim with at most the
chance that stands under "false alarm", and any claim at all of a full run with at most {alarm:.1g}.

One step is one generation: people write the first month's pages, and generation t = 1 is the model fitted to them, so
it already carries one sampling step.
"""
_TABLE = ("row", "paper", "claim", "label", "expected", "allowed (±)", "ours (95 % interval)", "verdict")


def page(papers: Mapping[str, Paper], verdicts: Sequence[Mapping[str, Any]]) -> str:
    """The whole page, in Markdown.

    Args:
        papers: all papers, in order.
        verdicts: claims of a full run, as `verdicts.json` has them; those of claims that were not run are left out.
    """
    known = {str(each["claim"]): each for each in verdicts}
    alarm = sum(claim.false_alarm for paper in papers.values() for claim in paper.claims)
    head = _HEAD.format(z=Z, alarm=alarm, counts=_counts(papers, known))
    return "\n".join([head, _overview(papers, known), *(_paper(paper, known) for paper in papers.values())])


def _counts(papers: Mapping[str, Paper], known: Mapping[str, Mapping[str, Any]]) -> str:
    """How many claims of each label there are."""
    claims = [claim for paper in papers.values() for claim in paper.claims]
    number = {label: sum(claim.label == label for claim in claims) for label in get_args(Label)}
    measured = sum(any(point["theirs"] for point in known.get(claim.key, {"points": []})["points"]) for claim in claims)
    return (
        f"Of {len(claims)} claims {number['published']} are published, {measured} of which compare with numbers that "
        f"the authors measured; {number['derived by us']} are derived by us, {number['direction only']} direction only."
    )


def _overview(papers: Mapping[str, Paper], known: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [f"| {' | '.join(_TABLE)} |", f"|{'---|' * len(_TABLE)}"]
    notes: list[str] = []
    for paper in papers.values():
        for claim in paper.claims:
            verdict = known.get(claim.key)
            expected, allowed, ours, said = _found(verdict)
            why = _why_it_holds(verdict)
            if why:
                notes.append(f"[^{len(notes) + 1}]: {claim.key}: {why}")
                ours += f"[^{len(notes)}]"
            who = f"{paper.authors.split(',')[0]} {paper.year}"
            lines.append(
                f"| {' | '.join((paper.row or '-', who, claim.key, claim.label, expected, allowed, ours, said))} |"
            )
    return "\n".join([*lines, "", *(line for note in notes for line in (note, ""))])


def _shown(verdict: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The comparison that stands for a claim; None where nothing was run."""
    if verdict is None or not verdict["points"]:
        return None
    point: Mapping[str, Any] = verdict["points"][verdict["tightest"]]
    return point


def _found(verdict: Mapping[str, Any] | None) -> tuple[str, str, str, str]:
    """What is expected, what is allowed, what was found, and what that means; dashes where nothing was run."""
    point = _shown(verdict)
    if verdict is None or point is None:
        return "-", "-", "-", "not run"
    sign = "" if point["relation"] == "=" else {"<=": "≤ ", ">=": "≥ "}[point["relation"]]
    where = f" ({point['at']})" if point["at"] else ""
    ours = f"{number(point['ours'])} ({number(point['low'])} to {number(point['high'])})"
    return (
        f"{sign}{number(point['expected'])}{where}",
        room(point["allowed"], point["expected"]),
        ours,
        str(verdict["verdict"]),
    )


def _why_it_holds(verdict: Mapping[str, Any] | None) -> str:
    """Why a claim holds although its interval excludes the number that is shown; empty where it does not."""
    point = _shown(verdict)
    if (
        point is None
        or not point["holds"]
        or point["relation"] != "="
        or point["low"] <= point["expected"] <= point["high"]
    ):
        return ""
    if point["theirs"]:
        return f"their number has a standard error, too, of {point['theirs']:.2g}."
    if point["formula"]:
        return f"the formula is known to be up to {100 * point['formula']:.2g} % off."
    return "intervals miss the right number once in twenty times, and what is allowed is wider."


def _paper(paper: Paper, known: Mapping[str, Mapping[str, Any]]) -> str:
    row = f"{paper.row}. " if paper.row else ""
    lines = [
        f"## {row}{paper.authors} {paper.year}",
        "",
        f"*{paper.title}*, {', '.join(paper.ids)}. `webloop replicate {paper.key}`",
        "",
        paper.setup,
        "",
        *(f"- {convention}" for convention in paper.conventions),
        "",
    ]
    for claim in paper.claims:
        lines += [_claim(claim, known.get(claim.key)), ""]
    lines += [f"![{paper.title}](images/replication-{paper.key}.png)", ""]
    return "\n".join(lines)


def _claim(claim: Claim, verdict: Mapping[str, Any] | None) -> str:
    sizes = sorted({(case.replicates, case.quick) for case in claim.cases})
    runs = ", ".join(f"{full} ({quick} quick)" for full, quick in sizes)
    alarm = f"at most {claim.false_alarm:.0e}" if claim.comparisons else "none"
    expected, _, ours, said = _found(verdict)
    text = f" on {verdict['text']}" if verdict is not None and verdict["text"] else ""
    found = "" if verdict is None else f" Found: {ours} for {expected}{text}: **{said}**."
    return (
        f"**{claim.key}** ({claim.label}). {claim.says} Expected: {claim.expected}. Source: {claim.source}. "
        f"Replicates: {runs}. Tolerance: {claim.tolerance}. False alarm: {alarm}.{found}"
    )
