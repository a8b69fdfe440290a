"""Dates of collapse: the share of runs that have not yet collapsed, early and late."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.months import format_month
from webloop.outcomes.collapse_words import meanings, unwatched
from webloop.outcomes.findings.wording import quoted
from webloop.outcomes.results import Results
from webloop.outcomes.survival import survival
from webloop.outcomes.tables import records
from webloop.outcomes.watched import EVENTS, collapsing
from webloop.plots.grid import titles
from webloop.plots.series import Band
from webloop.plots.survival_curves import Steps, steps_of
from webloop.report.blocks import Block, Cell, Chart, Column, Table, Text
from webloop.report.chart import finished
from webloop.report.lines import HEIGHT, Lines, draw, rows
from webloop.report.numbers import value
from webloop.report.registry import section
from webloop.report.shown import first_scenarios, short_labels
from webloop.report.theme import keys


@section("collapse", "When models collapse", order=60)
def collapse(results: Results) -> Iterator[Block]:
    """Kaplan-Meier curves, and a table of dates and tests; a sentence where nothing collapses."""
    try:
        came = collapsing(results)
    except InputError:
        return
    yield Text(" ".join(meanings(results).values()), "soft")
    table = survival(results)
    if not came:
        yield Text(_none(table, titles(results)))
        return
    for event, label in EVENTS.items():
        yield _chart(results, event, label)
    yield _table(results, table)


def _none(table: pd.DataFrame, called: Mapping[str, str]) -> str:
    """That nothing collapses, as far as somebody watched."""
    rest = unwatched([quoted(called[name]) for name in table.loc[table["runs"] == 0, "scenario"].unique()])
    table = table[table["runs"] > 0]
    if table.empty:
        return rest
    ends = sorted(set(table["observed_until"]))
    until = ends[0] if len(ends) == 1 else f"{ends[0]} to {ends[-1]}, where each scenario ends"
    least = int(table["runs"].min())
    none = f"No run of any {'other ' * bool(rest)}scenario collapses up to {until}"
    return f"{rest} {none} ({least} run{'s' * (least != 1)} of each at least).".strip()


def _chart(results: Results, event: str, label: str) -> Chart:
    key, called, found = keys(results), titles(results), steps_of(results, event)
    bands = {key[name]: _band(steps) for name, steps in found.items()}
    lines = Lines(
        bands=bands,
        called={key[name]: called[name] for name in found},
        labels={key[name]: short_labels(results)[name] for name in found},
        shown=[key[name] for name in first_scenarios(results) if name in found],
        unit="share",
        steps=True,
        interval="95 % interval",
    )
    said = "; ".join(f"{called[name]} {value(steps.last, 'share')}" for name, steps in found.items())
    cells = [
        [
            Cell(called[name]),
            Cell(f"{steps.gone} of {steps.runs}", steps.gone / steps.runs, "number"),
            Cell(_median(steps)),
        ]
        for name, steps in found.items()
    ]
    return finished(
        draw(lines),
        anchor=f"survival-{event}",
        title=f"{label}: runs that have not collapsed",
        note="Kaplan-Meier curves: each step down is a collapse. Bands: 95 % intervals.",
        alt_text=f"{label}, share of runs not collapsed at the end: {said}.",
        numbers=Table([Column("scenario"), Column("collapsed"), Column("half by")], cells, sortable=True),
        data=rows(lines),
        height=HEIGHT,
        toggled=True,
        share=True,
        steps=True,
    )


def _band(steps: Steps) -> Band:
    """The curve with its interval, from the start to the end; without interval where all have collapsed."""
    curve = steps.curve
    share = np.concatenate([[1.0], curve.share, curve.share[-1:]])
    edges = [np.concatenate([[1.0], edge, edge[-1:]]) for edge in (curve.low, curve.high)]
    known = (share > 0) & (share < 1)
    low, high = (np.where(known & np.isfinite(edge), edge, share) for edge in edges)
    return Band(np.append(steps.time, steps.end / 12), low, share, high)


def _median(steps: Steps) -> str:
    by = steps.curve.median
    return "not by the end" if by is None else format_month(steps.start + round(by))


def _table(results: Results, found: "object") -> Table:
    called = titles(results)
    said = {"early_collapse": "early", "late_collapse": "late"}
    body = [
        [
            Cell(called[str(row["scenario"])]),
            Cell(said[str(row["event"])]),
            Cell(f"{row['collapsed']:.0f} of {row['runs']:.0f}", row["collapsed"] / max(row["runs"], 1), "number"),
            Cell(str(row["median"]) if isinstance(row["median"], str) and row["median"] else "not by the end"),
            Cell(_years(row), None if row["difference"] != row["difference"] else row["difference"], "number"),
            Cell(str(row["verdict"]), kind="unsure" if row["verdict"] in {"can't tell", "same", "-"} else ""),
        ]
        for row in records(found)  # type: ignore[arg-type]
    ]
    heads = [
        Column("scenario"),
        Column("collapse"),
        Column("runs"),
        Column("half by"),
        Column("time to collapse", "years against the baseline, 95 % interval"),
        Column("earlier or later?"),
    ]
    return Table(heads, body, "Dates of collapse", "survival-table", sortable=True, csv=found, file="survival.csv")  # type: ignore[arg-type]


def _years(row: "dict[str, object]") -> str:
    amount, low, high = (float(str(row[name])) for name in ("difference", "low", "high"))
    if amount != amount:
        return "-"
    return f"{amount:+.1f} ({low:+.1f} to {high:+.1f})" if low == low else f"{amount:+.1f}"
