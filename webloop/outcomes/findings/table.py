"""Findings in the terminal, and as data."""

import math
from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from webloop.outcomes.findings.finding import Finding
from webloop.outcomes.findings.undecided import Undecided
from webloop.outcomes.results import Results
from webloop.outcomes.tables import console

_NONE = "no findings: nothing that was compared can be told apart"
_SURE = "If nothing differed, at most 1 study in 20 would print any sentence here that says it does."
_ABOUT = {
    False: "Intervals are about chance alone, not about what is assumed.",
    True: "Intervals are about chance and the assumptions drawn, unless it says otherwise; single draws differ more.",
}


def print_findings(results: Results, found: Sequence[Finding], still: Sequence[Undecided] = ()) -> None:
    """Findings as a numbered list, each above its caveat; then what can't be told yet.

    Args:
        results: what was run.
        found: its findings.
        still: what is undecided.
    """
    out = console()
    out.print(Text(f"Findings: {results.manifest.get('title') or results.folder.name}", style="bold"))
    if not found:
        out.print(Text(_NONE, style="dim"))
    said = ""
    for number, each in enumerate(found, start=1):
        out.print(_line(str(number), Text(each.text)))
        if each.caveat and each.caveat != said:  # the same caveat is not said twice in a row
            out.print(_line("", Text(each.caveat, style="dim")))
        said = each.caveat
    for open_one in still:
        out.print(Text(open_one.text, style="yellow"))
    if found:
        out.print(Text(how_sure(results), style="dim"))


def how_sure(results: Results) -> str:
    """How often findings are wrong, and what their intervals are about: to be said once, below them."""
    return f"{_SURE} {_ABOUT[results.draws > 1]}"


def _line(head: str, text: Text) -> Table:
    """A text whose further lines stand below its first one."""
    row = Table.grid(padding=(0, 1))
    row.add_column(width=2, justify="right")
    row.add_column(overflow="fold")
    row.add_row(head, text)
    return row


def as_json(found: Sequence[Finding], still: Sequence[Undecided] = ()) -> dict[str, Any]:
    """Findings, and what is undecided, as data."""
    return {
        "findings": [each.as_json() for each in found],
        "undecided": [
            {
                "text": each.text,
                "comparisons": [
                    {"scenario": scenario, "metric": metric, "more": more if math.isfinite(more) else None}
                    for scenario, metric, more in each.comparisons
                ],
            }
            for each in still
        ],
    }
