"""Does the answer survive what nobody knows? Shares of draws in which policies win, and where they lose."""

from collections.abc import Iterator

import pandas as pd

from webloop.errors import InputError
from webloop.outcomes.drawn import has_draws
from webloop.outcomes.results import Results
from webloop.outcomes.robust import Robustness, robust, verdict
from webloop.outcomes.sensitivity import has_design
from webloop.outcomes.shares import percent
from webloop.outcomes.tables import number, records
from webloop.plots.grid import titles
from webloop.report.blocks import Block, Cell, Column, Folded, Table, Text
from webloop.report.registry import section
from webloop.report.shown import first_metrics

MARKS = {"better": "▲", "worse": "▼", "same": "=", "even": "", "": ""}
_KINDS = {"better": "better", "worse": "worse", "same": "unsure", "even": "number", "": "unsure"}


@section("robustness", "Does it hold whatever is assumed?", order=65)
def robustness(results: Results) -> Iterator[Block]:
    """Policies by metrics: in which share of draws each beats the baseline."""
    if not has_draws(results) or len(results.scenarios) < 2 or has_design(results):
        return
    try:
        names = [name for name in first_metrics(results) if results.recorded[name].better != "-"]
        found = robust(results, names)
    except InputError as error:
        yield Text(f"Not known: {error}", "soft")
        return
    draws = int(found.scenarios["draws"].max())
    yield Text(
        f"Share of {draws} draws of what is uncertain in which a scenario beats the baseline in {found.month}, with "
        "its 95 % interval. ▲ in more than half of all draws, ▼ loses in more than half, by the intervals; = never "
        "different. All draws have the same luck.",
        "soft",
    )
    yield _table(results, found)
    yield Folded("Regret, and where policies lose", [_regret(results, found), *_rules(results, found)])


def _table(results: Results, found: Robustness) -> Table:
    called = titles(results)
    metrics = list(found.scenarios["metric"].unique())
    rows = {(row["scenario"], row["metric"]): row for row in records(found.scenarios)}
    policies = [name for name in results.scenarios if name != results.baseline]
    body = [[Cell(called[name]), *(_cell(rows.get((name, metric))) for metric in metrics)] for name in policies]
    heads = [Column("scenario"), *(Column(results.recorded[str(metric)].label) for metric in metrics)]
    return Table(heads, body, "", "robust-table", sortable=True, csv=found.scenarios, file="robust.csv")


def _cell(row: "dict[str, object] | None") -> Cell:
    if row is None:
        return Cell("-", kind="unsure")
    said = verdict(row)
    if said == "same":
        return Cell("same =", 0.5, "unsure")
    beats, low, high = (float(str(row[name])) for name in ("beats", "low", "high"))
    return Cell(f"{percent(beats)} ({100 * low:.0f} to {100 * high:.0f}) {MARKS[said]}".strip(), beats, _KINDS[said])


def _regret(results: Results, found: Robustness) -> Table:
    """How much worse each is than the best of a draw, by the first metric."""
    called = titles(results)
    first = str(found.scenarios["metric"].iloc[0])
    metric = results.recorded[first]
    part = found.scenarios[found.scenarios["metric"] == first].sort_values("regret_mean", kind="stable")
    body = [
        [
            Cell(called[str(row["scenario"])]),
            Cell(percent(float(row["best"])), row["best"], "number"),
            *(
                Cell(number(row[name], metric.unit), row[name], "number")
                for name in ("regret_mean", "regret_q90", "regret_max")
            ),
        ]
        for row in records(part)
    ]
    heads = [Column("scenario"), Column("the best"), Column("regret"), Column("in 1 of 10"), Column("at worst")]
    caption = (
        f"{metric.label}: in which share of draws a scenario is the best, and how much worse than the best (regret)"
    )
    return Table(heads, body, caption, sortable=True)


def _rules(results: Results, found: Robustness) -> Iterator[Block]:
    rules: pd.DataFrame = found.rules
    for metric in rules["metric"].unique()[:3]:
        label = results.recorded[str(metric)].label
        said = [str(sentence) for sentence in rules.loc[rules["metric"] == metric, "sentence"]]
        yield Text(f"{label}: {'. '.join(said)}.")
