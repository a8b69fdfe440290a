"""What was found, as a table for the terminal, a CSV and a JSON file."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from webloop.files import write_text
from webloop.outcomes.tables import print_rows
from webloop.replication.checks import Point, room
from webloop.replication.verdict import Judged, Replication

HEAD = ("paper", "claim", "label", "expected", "allowed", "ours (95 %)", "verdict", "time")


def number(value: float) -> str:
    """A number with four significant digits.

    >>> number(0.123456), number(98765.4), number(0.0), number(float("nan"))
    ('0.1235', '98,765', '0', 'none')
    """
    if value != value:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def expected(point: Point) -> str:
    """What ours is held against."""
    return f"{'' if point.relation == '=' else point.relation + ' '}{number(point.expected)}"


def found(point: Point) -> str:
    """Ours with its interval."""
    return f"{number(point.ours)} ({number(point.low)} to {number(point.high)})"


def row(judged: Judged) -> tuple[str, ...]:
    """A row of the table: the comparison with the least room left stands for the claim."""
    claim, paper = judged.claim, f"{judged.paper.row} {judged.paper.key.replace('-', ' ')}".strip()
    spent = f"{judged.seconds:.1f} s" if judged.seconds else "kept"
    if judged.finding is None:
        return paper, claim.key, claim.label, "-", "-", "-", judged.verdict, "-"
    point = judged.finding.tightest
    wide = " ~" if judged.finding.widened else ""
    where = f"{expected(point)} ({point.at})" if point.at else expected(point)
    allowed = room(point.allowed, point.expected)
    return paper, claim.key, claim.label, where, allowed, found(point) + wide, judged.verdict, spent


def print_report(found: Replication) -> None:
    """The table, a line on what could not be shown in it, and a summary."""
    import click

    print_rows(HEAD, [row(judged) for judged in found.judged], whole=("claim",))
    click.echo()
    for why, keys in _by(found, lambda judged: judged.failure).items():
        click.echo(f"{', '.join(keys)} not run: {why}")
    for text, keys in _by(found, lambda judged: judged.finding.text if judged.finding else "").items():
        click.echo(f"{', '.join(keys)} on {text}")
    if any(judged.finding and judged.finding.widened for judged in found.judged):
        click.echo("~ more room than the tolerance says, as so few replicates demand")
    click.echo(summary(found))


def _by(found: Replication, what: Callable[[Judged], str]) -> dict[str, list[str]]:
    """Claims by something that is to be said of them, those left out of which there is nothing to say."""
    out: dict[str, list[str]] = {}
    for judged in found.judged:
        if what(judged):
            out.setdefault(what(judged), []).append(judged.claim.key)
    return out


def summary(found: Replication) -> str:
    """How many claims of each verdict there are, in a sentence."""
    counts: dict[str, int] = {}
    for judged in found.judged:
        counts[judged.verdict] = counts.get(judged.verdict, 0) + 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items(), reverse=True))
    return f"{len(found.judged)} claims{' (quick)' if found.quick else ''}: {told}"


def write_report(found: Replication, folder: Path) -> list[Path]:
    """Write replication.csv, one row a comparison with the text that it is about, and verdicts.json."""
    table = io.StringIO()
    head = ["paper", "claim", "label", "at", "relation", "expected", "ours", "low", "high", "allowed", "verdict"]
    writer = csv.DictWriter(table, [*head, "text", "seconds"], extrasaction="ignore", lineterminator="\n", restval="")
    writer.writeheader()
    for judged in found.judged:
        plain = judged.plain()
        for point in plain["points"] or [{}]:
            writer.writerow({**plain, **point, "seconds": f"{judged.seconds:.2f}"})
    files = [folder / "replication.csv", folder / "verdicts.json"]
    folder.mkdir(parents=True, exist_ok=True)
    write_text(files[0], table.getvalue())
    write_text(files[1], as_json(found))
    return files


def as_json(found: Replication) -> str:
    """All verdicts with their comparisons."""
    said = {"quick": found.quick, "summary": summary(found), "claims": [judged.plain() for judged in found.judged]}
    return json.dumps(said, indent=1) + "\n"
