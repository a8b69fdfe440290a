"""Robustness in the terminal."""

from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from webloop.outcomes.results import Results
from webloop.outcomes.robust import HALF, Robustness, verdict
from webloop.outcomes.shares import percent
from webloop.outcomes.tables import console, number, print_rows, records

_NAME, _COLUMN = 30, 14
_LUCK = "shares and intervals are about new draws with the luck that was run; for new luck too: webloop compare"


def print_robust(results: Results, found: Robustness, *, detail: bool) -> None:
    """Shares of draws in which policies win, for all metrics; and all about the first metric, or about every one."""
    metrics = list(found.scenarios["metric"].unique())
    if not detail:
        _print_matrix(results, found, metrics)
        console().print()
    for name in metrics if detail else metrics[:1]:
        _print_metric(results, found, name, detail=detail)
    files = " and ".join(str(results.folder / file) for file in ("robust.csv", "rules.csv"))
    more = "" if detail else "; another metric in detail: --metric NAME"
    console().print(Text(f"all numbers: {files}{more}", style="dim"))


def _policies(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["scenario"] != results.baseline]


def _print_matrix(results: Results, found: Robustness, metrics: list[str]) -> None:
    """Policies by metrics."""
    out = console()
    rows = _policies(results, found.scenarios)
    shown = metrics[: max(1, (out.width - _NAME) // (_COLUMN + 1))]
    draws = int(rows["draws"].max())
    title = f"Share of {draws} draws in which a policy beats {results.baseline} at {found.month}, with 95 % interval"
    out.print(Text(title, style="bold"))
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("policy", overflow="fold", max_width=_NAME)
    for name in shown:
        arrow = {"higher": " ↑", "lower": " ↓", "-": ""}[results.recorded[name].better]
        table.add_column(Text(results.recorded[name].label + arrow), justify="right", overflow="fold", width=_COLUMN)
    cells = {(row["scenario"], row["metric"]): row for row in records(rows)}
    for policy in results.scenarios:
        if policy != results.baseline:
            table.add_row(Text(policy), *(_cell(cells.get((policy, name))) for name in shown))
    out.print(table)
    legend = "▲ better in more than half of all draws, by the interval  ▼ worse in more than half  = never different"
    out.print(Text(legend, style="dim"))
    out.print(Text(_LUCK, style="dim"))
    if metrics[len(shown) :]:
        out.print(Text(f"for want of room not shown: {', '.join(metrics[len(shown) :])}", style="dim"))


def _cell(row: dict[str, Any] | None) -> Text:
    if row is None:
        return Text("-", style="dim")
    said = verdict(row)
    if said == "same":
        return Text("same =", style="dim")
    ends = f"{100 * row['low']:.0f}-{100 * row['high']:.0f}"
    mark, style = {"better": ("▲", "green"), "worse": ("▼", "red")}.get(said, (" ", ""))
    return Text(f"{percent(row['beats'])} {ends} {mark}", style=style)


def _print_metric(results: Results, found: Robustness, name: str, *, detail: bool) -> None:
    """One metric: who wins, what is lost, against whom, and where."""
    metric, out = results.recorded[name], console()
    rows = found.scenarios[found.scenarios["metric"] == name].sort_values("regret_mean", kind="stable")
    better = {"higher": "higher is better", "lower": "lower is better", "-": ""}[metric.better]
    draws = int(rows["draws"].iloc[0])
    out.print(Text(f"{metric.label} ({name}, {metric.unit}; {better}) at {found.month}, {draws} draws", style="bold"))
    if found.dropped[name]:
        out.print(Text(f"{found.dropped[name]} draws are left out: a scenario has no value there", style="yellow"))
    body = [
        (
            str(row["scenario"]),
            _wins(row),
            percent(row["best"]),
            number(row["regret_mean"], metric.unit),
            number(row["regret_q90"], metric.unit),
            number(row["regret_max"], metric.unit),
        )
        for row in records(rows)
    ]
    print_rows(("scenario", "beats baseline", "best", "regret", "in 1 of 10", "at worst"), body)
    how = "regret: how much worse than the best of the draw; mean, exceeded in 1 of 10 draws, and at worst"
    out.print(Text(how, style="dim"))
    if detail:
        out.print(Text(_LUCK, style="dim"))
    if len(rows) > 2:
        out.print()
        _print_pairs(found.pairs[found.pairs["metric"] == name], [str(each) for each in rows["scenario"]])
    out.print()
    for said in found.rules.loc[found.rules["metric"] == name, "sentence"]:
        out.print(Text(f"- {said}."))
    out.print()


def _wins(row: dict[str, Any]) -> str:
    if row["ties"] != row["ties"]:
        return "is the baseline"
    if row["ties"] == 1:
        return "never different"
    return f"{percent(row['beats'])} ({100 * row['low']:.0f}-{100 * row['high']:.0f})"


def _print_pairs(pairs: pd.DataFrame, order: list[str]) -> None:
    """In which share of draws the row beats the column, in percent; columns by number, so that many fit."""
    out = console()
    fitting = max(2, (out.width - _NAME - 4) // 5)
    share = {(row["scenario"], row["other"]): row for row in records(pairs)}
    out.print(Text("Row beats column in … % of draws", style="bold"))
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("", justify="right")
    table.add_column("", overflow="fold", max_width=_NAME)
    for index in range(1, min(len(order), fitting) + 1):
        table.add_column(str(index), justify="right", width=4)
    for index, name in enumerate(order, start=1):
        cells = []
        for other in order[:fitting]:
            row = share.get((name, other))
            value = "·" if row is None else "=" if row["ties"] == row["draws"] else f"{100 * row['beats']:.0f}"
            cells.append(Text(value, style="bold" if row is not None and row["beats"] > HALF else "dim"))
        table.add_row(Text(str(index), style="dim"), Text(name), *cells)
    out.print(table)
