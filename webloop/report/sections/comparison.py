"""Differences from the baseline: one table of the headline metrics, and the leading ones as dots."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from webloop.outcomes.compare import compare
from webloop.outcomes.levels import levels
from webloop.outcomes.power import in_short
from webloop.outcomes.ranking import ranked, ranking
from webloop.outcomes.results import Results
from webloop.outcomes.tables import records
from webloop.outcomes.unlike import unlike_by
from webloop.plots.grid import titles
from webloop.plots.runs import alone, drawn, shown_runs, shows
from webloop.plots.words import sentence
from webloop.report import dots
from webloop.report.blocks import Block, Cell, Chart, Column, Folded, Table, Text
from webloop.report.chart import finished
from webloop.report.numbers import around, difference, unit_of, value
from webloop.report.registry import section
from webloop.report.shown import first_metrics

MOST_CHARTS, MOST_LEADING, MOST_RANKINGS = 4, 3, 6
MOST_ROWS = 40
MARKS = {"better": "▲", "worse": "▼", "can't tell": "≈", "same": "=", "-": ""}
_ARROWS = {"higher": "↑ better", "lower": "↓ better", "-": ""}
_KINDS = {"better": "better", "worse": "worse", "can't tell": "unsure", "same": "unsure", "-": "neutral"}


@section("comparison", "Compared with the baseline", order=20)
def comparison(results: Results) -> Iterator[Block]:
    """What each scenario changes, by metric, with what can't be told."""
    if len(results.scenarios) < 2:
        return
    names = first_metrics(results)
    found = compare(results, names)
    if found.empty:
        return
    yield Text(_how_to_read(results, str(found["month"].iloc[0])), "soft")
    yield table(results, found, names)
    for line in unlike_by(results, names):
        yield Text(line, "soft")
    others = [name for name in names if len(_known(found, name)) and name not in _leading(results, found)]
    for name in others[:MOST_CHARTS]:
        yield difference_chart(results, name, _known(found, name))
    yield Folded("The order of scenarios, as far as it can be told", list(_rankings(results, names)), "ranking")


def _rankings(results: Results, names: Sequence[str]) -> Iterator[Table]:
    """Scenarios by each of the leading metrics, from the best to the worst, with the ranks that they may have."""
    called = titles(results)
    found = ranking(results, ranked(results, names)[:MOST_RANKINGS])
    for name, part in found.groupby("metric", sort=False):
        metric = results.recorded[str(name)]
        rows = [
            [
                Cell(called[str(row["scenario"])]),
                Cell(_ranks(row), row["rank_low"], "number"),
                Cell(value(float(row["mean"]), metric.unit), row["mean"], "number"),
                Cell(str(row["remark"]) if isinstance(row["remark"], str) else "", kind="text"),
            ]
            for row in records(part)
        ]
        heads = [Column("scenario"), Column("rank"), Column("mean"), Column("beside the next")]
        yield Table(heads, rows, metric.label)


def _ranks(row: dict[str, Any]) -> str:
    low, high = row["rank_low"], row["rank_high"]
    return f"{low}" if low == high else f"{low} to {high}"


def _how_to_read(results: Results, month: str) -> str:
    told = (
        f"Mean differences from the baseline in {month}, paired by {'draw and ' * drawn(results)}replicate"
        " so that chance that both share does not blur them"
    )
    if alone(results):
        return f"{told}. With one replicate nothing can be told from chance: run more."
    marks = "▲ better, ▼ worse, = no difference in any pair; ≈ can't be told from the baseline"
    more = ", a number behind it says how many more replicates would tell" if results.draws == 1 else ""
    many = len(results.scenarios) > 2
    luck = " An interval may leave out zero all the same: among several scenarios one does by luck." if many else ""
    return (
        f"{told}, with half of the 95 % interval ({shown_runs(results)}). {marks}{more}.{luck} "
        "By each metric at most 5 % of studies call any scenario better or worse that is neither."
        f"{shows(results, 'Intervals')}"
    )


def table(results: Results, found: pd.DataFrame, names: Sequence[str]) -> Table:
    """Scenarios by metrics; the baseline's own values stand first."""
    called = titles(results)
    own = levels(results, names, str(found["month"].iloc[0])).loc[results.baseline]
    heads = [Column("scenario")]
    for name in names:
        metric = results.recorded[name]
        unit = unit_of(metric.unit, differences=True)
        note = ", ".join(filter(None, (unit, _ARROWS[metric.better])))
        heads.append(Column(metric.label, note, sentence(metric.told)))
    base = [Cell(called[results.baseline], kind="base")]
    base += [Cell(value(float(str(own[name])), results.recorded[name].unit), 0.0, "base") for name in names]
    largest = found.groupby("metric")["difference"].apply(lambda part: float(part.abs().max()))
    rows = {(row["scenario"], row["metric"]): row | {"scale": largest[row["metric"]]} for row in records(found)}
    others = [name for name in results.scenarios if name != results.baseline]
    body = [[Cell(called[scenario]), *(_cell(rows[(scenario, name)]) for name in names)] for scenario in others]
    return Table(heads, [base, *body], "", "comparison-table", sortable=True, csv=found, file="comparison.csv")


def _cell(row: dict[str, Any]) -> Cell:
    """A difference, half its interval, and what can be said."""
    verdict, unit, amount = str(row["verdict"]), str(row["unit"]), float(row["difference"])
    if amount != amount:
        return Cell("no value", None, "unsure")
    half = (row["high"] - row["low"]) / 2
    if verdict == "same":
        return Cell("0 =", 0.0, "unsure", "no difference in any pair of runs")
    text = " ".join(
        filter(
            None,
            (
                difference(amount, half, unit, row["scale"]),
                around(amount, half, unit, row["scale"]),
                MARKS[verdict],
                _more(row),
            ),
        )
    )
    return Cell(text, amount, _KINDS[verdict], _words(row))


def _more(row: dict[str, Any]) -> str:
    return in_short(float(row["more"])) if row["verdict"] == "can't tell" else ""


def _words(row: dict[str, Any]) -> str:
    """What a cell or dot says when it is pointed at."""
    unit, half = str(row["unit"]), (row["high"] - row["low"]) / 2
    kind = unit_of(unit, differences=True)
    if half != half:
        return f"{difference(row['difference'], half, unit)} {kind}: one run, no interval".strip()
    ends = " to ".join(difference(float(row[end]), half, unit) for end in ("low", "high"))
    since = f", since {row['since']}" if isinstance(row["since"], str) else ""
    said = {"can't tell": "can't be told from the baseline", "-": "neither way is better"}.get(
        row["verdict"], row["verdict"]
    )
    return f"{difference(row['difference'], half, unit)} {kind} ({ends}), {said}{since}".replace("  ", " ")


def leading(results: Results) -> Iterator[Chart]:
    """The first metrics by which some scenario can be told from the baseline; none where there are none."""
    if len(results.scenarios) > 1:
        found = compare(results, first_metrics(results))
        yield from (difference_chart(results, name, _known(found, name)) for name in _leading(results, found))


def _leading(results: Results, found: pd.DataFrame) -> list[str]:
    told = set(found.loc[found["verdict"].isin(["better", "worse"]), "metric"])
    return [name for name in first_metrics(results) if name in told][:MOST_LEADING]


def _known(found: pd.DataFrame, name: str) -> pd.DataFrame:
    return found[(found["metric"] == name) & found["difference"].notna()]


def difference_chart(results: Results, name: str, part: pd.DataFrame) -> Chart:
    """One metric: a dot for each scenario, the best on top.

    Args:
        results: what was run.
        name: of the metric.
        part: its rows of `compare`.
    """
    metric, called = results.recorded[name], titles(results)
    order = part.sort_values("difference", ascending=metric.better == "lower", kind="stable")
    left_out = max(0, len(order) - MOST_ROWS)
    if left_out:
        order = pd.concat([order.head(MOST_ROWS // 2), order.tail(MOST_ROWS // 2)])
    rows = [
        {
            "name": called[row["scenario"]],
            "value": row["difference"],
            "low": row["low"] if row["low"] == row["low"] else row["difference"],
            "high": row["high"] if row["high"] == row["high"] else row["difference"],
            "kind": _KINDS[row["verdict"]],
            "words": _words(row),
        }
        for row in records(order)
    ]
    unit = "points" if metric.unit == "share" else metric.unit
    data = pd.DataFrame(rows)
    better = {"higher": "right is better", "lower": "left is better", "-": "neither way is better"}[metric.better]
    shown = f" The {left_out} scenarios in the middle are left out." if left_out else ""
    cells = [[Cell(row["name"]), Cell(row["words"], row["value"], "text")] for row in rows]
    said = "; ".join(f"{row['name']} {row['words']}" for row in rows)
    return finished(
        dots.draw(data, unit),
        anchor=f"difference-{name}",
        title=f"{metric.label}: difference from the baseline"
        + (f", {unit_of(metric.unit, differences=True)}" if unit != "-" else ""),
        note=f"Zero is the baseline, {better}. Hollow: can't be told from it.{shown}",
        alt_text=f"{metric.label}, difference from the baseline: {said}.",
        numbers=Table([Column("scenario"), Column("difference")], cells, sortable=True),
        data=data,
        height=dots.height(data),
        width=400,
    )
