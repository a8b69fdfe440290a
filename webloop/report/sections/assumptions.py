"""What was assumed: what scenarios change, every value of the baseline with its source, and what was drawn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webloop.calibration.parameters import STATUSES, Parameter, same_values
from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.grid import titles
from webloop.report.blocks import Block, Cell, Column, Folded, Heading, Table, Text
from webloop.report.registry import section
from webloop.scenario.differing import differences
from webloop.scenario.origins import Row
from webloop.scenario.resolve import Resolved, load_scenario

Known = Sequence[tuple[Row, Parameter | None]]
MOST_CHANGES = 20


@section("assumptions", "What was assumed, and who says so", order=90, of_designs=True)
def assumptions(results: Results) -> Iterator[Block]:
    """Changes by scenario; then all values of the baseline, sources beside them."""
    base = _resolved(results, results.baseline)
    if base is None:
        yield Text(
            "The files of the scenarios are gone from the results folder, so their values can't be told.", "soft"
        )
        return
    known = same_values(base)
    number, total = _assumed(known)
    if total:
        yield Text(
            f"{total} of {len(known)} values of the baseline are those that webloop knows the sources of; {number} of "
            "them are assumptions."
        )
    drawn = results.manifest["draws"]
    if drawn:
        yield Heading("Drawn, because nobody knows")
        yield from _drawn(drawn)
    if len(results.scenarios) > 1:
        yield Heading("What scenarios change")
        yield _changes(results, base)
    yield Folded(f"All {len(known)} values of the baseline, with range, status and source", [_values(known)])


def in_short(results: Results) -> str:
    """How many values are assumptions, and whether any was varied, as a sentence; empty where that can't be told."""
    base = _resolved(results, results.baseline)
    number, total = _assumed(same_values(base)) if base else (0, 0)
    if not total:
        return ""
    varied = (
        "none of them was varied here, so intervals below are about chance alone"
        if results.draws == 1
        else f"intervals below are over {results.draws} draws of those that were varied, and over chance"
    )
    return f"{number} of the baseline's {total} values with a known source are assumptions; {varied}."


def _assumed(known: Known) -> tuple[int, int]:
    """How many values are assumptions, and of how many the source is known."""
    statuses = [parameter.status for _, parameter in known if parameter]
    return statuses.count("A"), len(statuses)


def _resolved(results: Results, scenario: str) -> Resolved | None:
    try:
        return load_scenario(results.folder / "scenarios" / f"{scenario}.yaml")
    except InputError:
        return None


def _drawn(drawn: Mapping[str, Any]) -> Iterator[Table]:
    """Distributions of uncertain parameters, and the posteriors that scenarios draw from."""
    caption = f"{drawn['number']} draws, {drawn['method']}"
    if drawn["uncertain"]:
        yield _distributions(drawn["uncertain"], caption)
    if drawn.get("posterior"):
        rows = [
            [Cell(name), Cell(str(each["file"]), kind="text"), Cell(", ".join(each["columns"]), kind="text")]
            for name, each in drawn["posterior"]["scenarios"].items()
        ]
        yield Table([Column("scenario"), Column("posterior"), Column("of")], rows, caption)


def _distributions(uncertain: Mapping[str, Any], caption: str) -> Table:
    rows = [
        [
            Cell(str(path)),
            Cell(str(each["kind"])),
            Cell(", ".join(f"{key} {value:g}" for key, value in each.items() if isinstance(value, int | float))),
        ]
        for path, each in uncertain.items()
    ]
    return Table([Column("parameter"), Column("distribution"), Column("with")], rows, caption)


def _changes(results: Results, base: Resolved) -> Table:
    """Values that differ from the baseline's, by scenario."""
    called = titles(results)
    rows = []
    for name in results.scenarios:
        resolved = None if name == results.baseline else _resolved(results, name)
        if resolved is None:
            continue
        told = differences(base, resolved)
        rows += [
            [Cell(called[name]), *(Cell(text, kind="text") for text in (each.path, each.before, each.here))]
            for each in told[:MOST_CHANGES]
        ]
        if len(told) > MOST_CHANGES:
            rows.append(
                [Cell(called[name]), Cell(f"and {len(told) - MOST_CHANGES} more", kind="text"), Cell(""), Cell("")]
            )
    heads = [Column("scenario"), Column("value", "from a date on"), Column("in the baseline"), Column("here")]
    return Table(heads, rows, "A dash: there is no such value", sortable=True)


def _values(known: Known) -> Table:
    rows = [
        [
            Cell(row.path),
            Cell(row.value, kind="text"),
            Cell(f"{parameter.low} to {parameter.high}" if parameter and parameter.has_range else ""),
            Cell(row.unit if row.unit != "-" else ""),
            Cell(STATUSES[parameter.status] if parameter else "chosen here"),
            Cell(parameter.source if parameter else "", kind="text"),
        ]
        for row, parameter in known
    ]
    heads = [Column("value of"), Column("value"), Column("range"), Column("unit"), Column("status"), Column("source")]
    return Table(heads, rows, sortable=True)
