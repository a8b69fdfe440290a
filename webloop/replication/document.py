"""The page on the replication suite, written from the registry and the verdicts of a full run."""

from collections.abc import Mapping, Sequence
from typing import Any

from webloop.replication.checks import Z
from webloop.replication.paper import Claim, Paper

_HEAD = """\
# What the literature says, and what webloop gives

<!-- Written by analysis/replication.py from the registry of papers; a test fails when it is stale. -->

The same engine, with its levers set as in each paper, should give that paper's numbers: of those that say collapse and
of those that say it is avoidable. `webloop replicate` runs every paper below and judges every claim;
`webloop replicate --quick` does so with fewer replicates and as much more room for chance as that demands. How to add
a paper: [add-a-paper.md](add-a-paper.md).

Labels: *published* is read in the paper or its repository; *derived by us* follows from its set-up and is not claimed
by it; of *direction only* the sign is checked, not the size. A claim that does not reproduce is shown as such.

Numbers are means over replicates with 95 % intervals. Where a claim makes several comparisons, the one with the least
room left is shown. Chance is given {z:g} standard errors in each: a right engine fails a claim with at most the chance
that stands under "false alarm".

One step is one generation: people write the first month's pages, and generation t = 1 is the model fitted to them, so
it already carries one sampling step.
"""


def page(papers: Mapping[str, Paper], verdicts: Sequence[Mapping[str, Any]]) -> str:
    """The whole page, in Markdown.

    Args:
        papers: all papers, in order.
        verdicts: claims of a full run, as `verdicts.json` has them; those of claims that were not run are left out.
    """
    known = {str(each["claim"]): each for each in verdicts}
    parts = [_HEAD.format(z=Z), _overview(papers, known), *(_paper(paper, known) for paper in papers.values())]
    return "\n".join(parts)


def _overview(papers: Mapping[str, Paper], known: Mapping[str, Mapping[str, Any]]) -> str:
    lines = ["| row | paper | claim | expected | ours (95 % interval) | verdict |", "|---|---|---|---|---|---|"]
    for paper in papers.values():
        for claim in paper.claims:
            expected, ours, verdict = _found(known.get(claim.key))
            cells = (
                paper.row or "-",
                f"{paper.authors.split(',')[0]} {paper.year}",
                claim.key,
                expected,
                ours,
                verdict,
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _found(verdict: Mapping[str, Any] | None) -> tuple[str, str, str]:
    """What is expected, what was found, and what that means; dashes where nothing was run."""
    if verdict is None or not verdict["points"]:
        return "-", "-", "not run"
    point = max(verdict["points"], key=_strain)
    sign = "" if point["relation"] == "=" else {"<=": "≤ ", ">=": "≥ "}[point["relation"]]
    where = f" ({point['at']})" if point["at"] else ""
    ours = f"{point['ours']:.4g} ({point['low']:.4g} to {point['high']:.4g})"
    return f"{sign}{point['expected']:.4g}{where}", ours, str(verdict["verdict"])


def _strain(point: Mapping[str, Any]) -> float:
    off = point["ours"] - point["expected"]
    off = {"=": abs(off), "<=": off, ">=": -off}[point["relation"]]
    return float("inf") if off > 0 and not point["allowed"] else max(off, 0.0) / (point["allowed"] or 1.0)


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
    expected, ours, said = _found(verdict)
    found = "" if verdict is None else f" Found: {ours} for {expected}: **{said}**."
    return (
        f"**{claim.key}** ({claim.label}). {claim.says} Expected: {claim.expected}. Source: {claim.source}. "
        f"Replicates: {runs}. Tolerance: {claim.tolerance}. False alarm: {alarm}.{found}"
    )
