"""Scenario by scenario: what it is, what it helps, what it harms and what it costs, as far as that can be told."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from webloop.outcomes.compare import compare
from webloop.outcomes.findings.evidence import PRICES
from webloop.outcomes.results import Results
from webloop.outcomes.tables import records
from webloop.plots.grid import titles
from webloop.plots.runs import alone
from webloop.report.blocks import Block, Cell, Column, Table, Text
from webloop.report.numbers import difference, unit_of
from webloop.report.registry import section
from webloop.report.shown import first_metrics

MOST_ROWS = 24
_DASH = "-"


@section("each", "Scenario by scenario", order=15)
def each(results: Results) -> Iterator[Block]:
    """A row for each scenario, in the order of the study."""
    if len(results.scenarios) < 2:
        return
    found = compare(results, [name for name in first_metrics(results) if results.recorded[name].better != "-"])
    if found.empty:
        return
    called = titles(results)
    others = [name for name in results.scenarios if name != results.baseline]
    yield Text(
        f"Against {called[results.baseline]} in {found['month'].iloc[0]}: only differences that can be told from "
        "chance by that metric. The table below has their intervals, and what can't be told. Costs are those that "
        "scenarios count: what no price is set for, such as labelling and enforcement, is not free but left out."
        + _untold(results),
        "soft",
    )
    heads = [Column("scenario"), Column("what is claimed of it"), Column("better"), Column("worse"), Column("cost")]
    rows = [_row(results, name, found[found["scenario"] == name]) for name in others[:MOST_ROWS]]
    yield Table(heads, rows, anchor="each-table", stacked=True)
    if len(others) > MOST_ROWS:
        yield Text(f"{len(others) - MOST_ROWS} more stand in the tables below.", "soft")


def _untold(results: Results) -> str:
    """Why nothing is told, where that follows from how few runs there are."""
    if alone(results):
        return " With one run of each nothing can be told."
    if results.replicates == 1:
        return (
            " With one replicate a policy can't be told from the luck that all draws share; in how many draws it is "
            "better is told below, under “Does it hold whatever is assumed?”."
        )
    return ""


def _row(results: Results, name: str, found: pd.DataFrame) -> list[Cell]:
    told = {verdict: [row for row in records(found) if row["verdict"] == verdict] for verdict in ("better", "worse")}
    costs = [row for rows in told.values() for row in rows if row["metric"] in PRICES]
    kept = {verdict: [row for row in rows if row["metric"] not in PRICES] for verdict, rows in told.items()}
    return [
        Cell(titles(results)[name]),
        Cell(_what(results, name), kind="text"),
        Cell(_said(kept["better"]), kind="text good"),
        Cell(_said(kept["worse"]), kind="text bad"),
        Cell(_said(costs), kind="text"),
    ]


def _what(results: Results, name: str) -> str:
    """What the file claims, and when its rules begin to differ."""
    starts = results.starts(name)
    claim = str(results.manifest["scenarios"][name].get("claim") or "")
    return " ".join(filter(None, (claim, f"From {starts} on." if starts else "No rule differs.")))


def _said(rows: Sequence[dict[str, Any]]) -> str:
    return "; ".join(f"{row['label']} {_amount(row)}" for row in rows) or _DASH


def _amount(row: dict[str, Any]) -> str:
    amount, unit = float(row["difference"]), unit_of(str(row["unit"]), differences=True)
    return f"{difference(amount, abs(amount) / 20, str(row['unit']))} {unit}".strip()
