"""`webloop evidence`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from webloop.calibration.evidence import Evidence


@click.command("evidence")
@click.argument("words", nargs=-1)
@click.option("--topic", help="Only this topic, such as ai-share, size or training.")
@click.option("--status", help="Only this status: V1, V2, C, A or U.")
@click.option("--use", help="Only this use: target, parameter, context or 'not used'.")
@click.option("--full", is_flag=True, help="Print definition, frame, instrument, n and source of each number.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with everything that is known of each number.")
def evidence_command(
    words: tuple[str, ...], topic: str | None, status: str | None, use: str | None, full: bool, as_json: bool
) -> None:
    """List what is known of AI text on the real web: every number, how well founded it is, and what it is used for.

    WORDS are ids of numbers, or words that must all stand in what is said of a number.

    Status: V1 read in a primary source, V2 in a secondary one, C computed from published data, A assumption (no data
    found), U unverified.
    """
    from webloop.calibration.evidence import find_evidence

    found = find_evidence(words, topic, status, use)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=1))
    elif full:
        _print_full(found)
    else:
        _print_table(found)


def _print_table(found: Sequence["Evidence"]) -> None:
    from webloop.calibration.evidence import STATUSES
    from webloop.outcomes.tables import console, print_rows

    rows = [(each.id, each.quantity, each.date, _value(each), each.status, each.use) for each in found]
    print_rows(("id", "what", "when", "value", "status", "use"), rows, whole=("id", "when", "status", "use"))
    there = {each.status for each in found}
    console().print(
        f"{len(found)} number{'s' * (len(found) != 1)}; "
        + ", ".join(f"{status}: {meaning}" for status, meaning in STATUSES.items() if status in there)
        + "; with --full: definition, sample and source",
        style="dim",
        highlight=False,
    )


def _value(each: "Evidence") -> str:
    """A number with its range and unit."""
    from webloop.scenario.problems import show_number

    unit = "" if each.unit == "-" else f" {each.unit}"
    if each.number is None:
        return each.value + unit
    return (each.value if each.unit == "year" else show_number(each.number)) + unit + _range(each)


def _range(each: "Evidence") -> str:
    low, high = each.low, each.high
    if low is None and high is None:
        return ""
    if high is None:
        return f" [{low:g} or more]"
    return f" [up to {high:g}]" if low is None else f" [{low:g} to {high:g}]"


def _print_full(found: Sequence["Evidence"]) -> None:
    from rich.table import Table
    from rich.text import Text

    from webloop.calibration.evidence import STATUSES, TOPICS
    from webloop.outcomes.tables import console

    out = console()
    for at, each in enumerate(found):
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        lines = {
            "value": _value(each),
            "when": each.date,
            "definition": each.definition,
            "frame": each.frame,
            "instrument": each.instrument,
            "n": each.n,
            "source": each.source,
            "status": f"{each.status}: {STATUSES[each.status]}",
            "use": f"{each.use}: {each.reason}" if each.reason else each.use,
            "topic": f"{each.topic}: {TOPICS[each.topic]}",
        }
        for name, text in lines.items():
            if text:
                table.add_row(name, Text(text))
        if at:
            out.print()
        out.print(Text.assemble((each.id, "bold"), f"  {each.quantity}"))
        out.print(table)
