"""Which unknown drives the answer: correlations over draws, or indices of a design for sensitivity."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from webloop.errors import InputError
from webloop.outcomes.drawn import has_draws
from webloop.outcomes.drivers import drivers
from webloop.outcomes.results import Results
from webloop.outcomes.sensitivity import has_design, sensitivity
from webloop.outcomes.tables import number, records
from webloop.plots.grid import labels, titles
from webloop.plots.tornado import DEFAULTS
from webloop.report import dots
from webloop.report.blocks import Block, Cell, Chart, Column, Heading, Table, Text
from webloop.report.chart import finished
from webloop.report.registry import section
from webloop.report.shown import first_metrics
from webloop.report.theme import keys

MOST_METRICS, MOST_SCENARIOS, MOST_ROWS = 3, 4, 10
_COLUMNS = {"sobol": "total", "morris": "mu_star", "correlation": "rho"}
_WHAT = {
    "sobol": "Total Sobol' indices: the share of the variance between draws that a parameter has a part in, with 95 % "
    "intervals.",
    "morris": "Morris' mean absolute effects, in the metric's own unit, with 95 % intervals: a screening.",
    "correlation": "Rank correlation of each uncertain parameter with the metric, with 95 % intervals: 1 or -1 goes "
    "along throughout, 0 not at all. Hollow: can't be told from zero, all parameters taken together.",
}
_NONE = (
    "No assumption was varied in this study. Its intervals are about chance alone, and nothing here says how the "
    "answer depends on what nobody knows. A study file with distributions of what is uncertain asks that, by these "
    "commands:"
)


@section("unknowns", "What the answer hangs on", order=70, of_designs=True)
def unknowns(results: Results) -> Iterator[Block]:
    """The parameters that go along with the leading metrics most."""
    if not has_draws(results):
        yield Text(_NONE, "soft")
        yield Text("webloop sensitivity STUDY.yaml\nwebloop robust STUDY.yaml", "command")
        return
    known = first_metrics(results)
    names = [name for name in (*DEFAULTS, *known) if name in known]
    try:
        found = (sensitivity if has_design(results) else drivers)(results, list(dict.fromkeys(names))[:MOST_METRICS])
    except InputError as error:
        yield Text(f"Not known: {error}", "soft")
        return
    method = str(found["method"].iloc[0])
    of = " Of the difference to the baseline." if found["of"].iloc[0] == "difference" else ""
    yield Text(_WHAT[method] + of, "soft")
    called = titles(results)
    for name in found["metric"].unique():
        yield Heading(results.recorded[str(name)].label)
        part = found[(found["metric"] == name) & found[_COLUMNS[method]].notna()]
        if part.empty:
            yield Text("No uncertain parameter has a part in it.", "soft")
        scenarios = list(part["scenario"].unique())
        for scenario in scenarios[:MOST_SCENARIOS]:
            yield _chart(results, part[part["scenario"] == scenario], method, called[str(scenario)])
        if scenarios[MOST_SCENARIOS:]:
            left = "; ".join(called[str(name)] for name in scenarios[MOST_SCENARIOS:])
            yield Text(f"For want of room not shown: {left}.", "soft")


def _chart(results: Results, part: pd.DataFrame, method: str, title: str) -> Chart:
    column = _COLUMNS[method]
    low, high = f"{column}_low", f"{column}_high"
    part = part.iloc[part[column].abs().to_numpy().argsort(kind="stable")[::-1][:MOST_ROWS]]
    names = labels([str(name) for name in part["parameter"]])
    unsure = {"can't tell", "mostly chance"}
    data = pd.DataFrame(
        [
            {
                "name": name,
                "value": row[column],
                "low": row[low],
                "high": row[high],
                "kind": "unsure" if row["verdict"] in unsure else "neutral",
                "words": _words(row, column),
            }
            for name, row in zip(names, records(part), strict=True)
        ]
    )
    first = records(part)[0]
    cells = [[Cell(row["name"]), Cell(row["words"], row["value"], "text")] for row in records(data)]
    said = "; ".join(f"{row['name']} {row['words']}" for row in records(data))
    return finished(
        dots.draw(data, "-", domain={"correlation": (-1.0, 1.0), "sobol": (0.0, 1.0)}.get(method)),
        anchor=f"drivers-{first['metric']}-{keys(results)[str(first['scenario'])]}",
        title=title,
        note="",
        alt_text=f"What drives {first['label']} in {title}: {said}.",
        numbers=Table([Column("parameter"), Column(method)], cells),
        data=data,
        height=dots.height(data),
        width=400,
    )


def _words(row: dict[str, Any], column: str) -> str:
    """A number with its interval and what it says; Morris' effects are in the metric's own unit."""
    fine = column == _COLUMNS["morris"]
    value, low, high = (
        number(row[each], row["unit"]) if fine else f"{row[each]:.2f}"
        for each in (column, f"{column}_low", f"{column}_high")
    )
    return f"{value} ({low} to {high}): {row['verdict']}"
