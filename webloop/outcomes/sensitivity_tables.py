"""Sensitivity in the terminal."""

from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from webloop.outcomes.drawn import up_to
from webloop.outcomes.indices import LITTLE
from webloop.outcomes.results import Results
from webloop.outcomes.tables import console, number, print_rows, records

_NAME, _COLUMN = 34, 15
_MARKS = {
    "matters": ("●", "bold"),
    "matters, unclear how much": ("●", "bold"),
    "keep": ("●", "bold"),
    "too few samples to tell": ("≈", "dim"),
    "mostly chance": ("~", "dim"),
}
_HEADS = {"sobol": ("total", "total index"), "morris": ("mu_star", "effect μ*")}


def print_sensitivity(results: Results, table: pd.DataFrame, *, detail: bool) -> None:
    """Which parameter drives what: one table a scenario, or one a scenario and metric."""
    said = table[table["parameter"] == table["parameter"].iloc[0]]
    for (scenario, metric), rows in table.groupby(["scenario", "metric"], sort=False):
        if detail and rows[_HEADS[str(rows["method"].iloc[0])][0]].notna().any():
            _print_metric(rows)
        elif detail:
            console().print(Text(f"{metric} of {scenario}: {rows['verdict'].iloc[0]}, so nothing drives it\n"))
    if not detail:
        for _, rows in table.groupby("scenario", sort=False):
            _print_matrix(rows)
    for line in notes(results, table, said):
        console().print(Text(line, style="dim"))


def _print_matrix(rows: pd.DataFrame) -> None:
    """One scenario: parameters by metrics."""
    out = console()
    first = rows.iloc[0]
    column, called = _HEADS[str(first["method"])]
    numbers = rows[rows[column].notna()]
    metrics = list(numbers["metric"].unique())
    without = [name for name in rows["metric"].unique() if name not in metrics]
    shown = metrics[: max(1, (out.width - _NAME) // (_COLUMN + 2))]
    title = f"What drives the {_subject(first)} at {first['month']}: {called} with 95 % interval"
    if shown:
        out.print(Text(title, style="bold"))
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("parameter", overflow="fold", max_width=_NAME)
    cells = {(row["parameter"], row["metric"]): row for row in records(numbers)}
    for name in shown:
        label, unit = (str(numbers.loc[numbers["metric"] == name, key].iloc[0]) for key in ("label", "unit"))
        head = label if column == "total" or unit == "share" else f"{label} [{unit}]"
        table.add_column(Text(head), justify="right", overflow="fold", max_width=_COLUMN)
    # the parameter that matters most for any metric on top; effects have units, so each counts against its largest
    relative = numbers[column] / numbers.groupby("metric")[column].transform("max")
    order = relative.groupby(numbers["parameter"]).mean().sort_values(ascending=False, kind="stable").index
    for parameter in order:
        table.add_row(Text(str(parameter)), *(_cell(cells[(parameter, name)], column) for name in shown))
    if shown:
        out.print(table)
    hidden = metrics[len(shown) :]
    if hidden:
        out.print(Text(f"for want of room not shown: {', '.join(hidden)}", style="dim"))
    for why, others in rows[rows["metric"].isin(without)].groupby("verdict", sort=False):
        names = ", ".join(others["metric"].unique()) if shown else "every metric"
        out.print(Text(f"{first['scenario']}, {names}: {why}", style="dim"))
    out.print()


def _subject(row: Any) -> str:
    return f"difference of {row['scenario']} to the baseline" if row["of"] == "difference" else f"{row['scenario']}"


def _cell(row: dict[str, Any], column: str) -> Text:
    mark, style = _MARKS.get(str(row["verdict"]), (" ", "dim"))
    half = (row[f"{column}_high"] - row[f"{column}_low"]) / 2
    if column == "total":
        return Text(f"{row[column]:.2f} ±{half:.2f} {mark}", style=style)
    return Text(f"{number(row[column], row['unit'])} {mark}", style=style)


def _print_metric(rows: pd.DataFrame) -> None:
    """One metric of one scenario in full."""
    first = rows.iloc[0]
    console().print(Text(f"{first['label']} ({first['metric']}): {_subject(first)} at {first['month']}", style="bold"))
    head: tuple[str, ...]
    body: list[tuple[str, ...]]
    if first["method"] == "sobol":
        head = ("parameter", "alone (first)", "in all (total)", "verdict")
        body = [
            (str(row["parameter"]), _interval(row, "first"), _interval(row, "total"), str(row["verdict"]))
            for row in records(rows)
        ]
    else:
        unit = str(first["unit"])
        head = ("parameter", "effect μ*", "mean μ", "spread σ", "verdict")
        body = [
            (
                str(row["parameter"]),
                f"{number(row['mu_star'], unit)} ±{number(row['mu_star_high'] - row['mu_star'], unit)}",
                number(row["mu"], unit),
                number(row["sigma"], unit),
                str(row["verdict"]),
            )
            for row in records(rows)
        ]
    print_rows(head, body)
    console().print()


def _interval(row: dict[str, Any], name: str) -> str:
    return f"{row[name]:.2f} ±{(row[f'{name}_high'] - row[f'{name}_low']) / 2:.2f}"


def notes(results: Results, table: pd.DataFrame, said: pd.DataFrame) -> list[str]:
    """How to read it, and how far it can be trusted."""
    several = results.replicates > 1
    draws = f"{int(table['draws'].iloc[0]):,} draws, {results.replicates} replicate{'s' * several} each"
    chance = said["chance"].max()
    noise = (
        f"chance makes {up_to(chance)} of the variance between draws, and stands in every total"
        if chance == chance
        else "how much is chance can't be told from one replicate (-n 2 or more shows it)"
    )
    if table["method"].iloc[0] == "sobol":
        how = (
            "first: share of the variance that a parameter explains alone; total: with its interactions. ● matters  "
            f"≈ too few samples to tell (the interval reaches below {LITTLE:g})  ~ mostly chance (more replicates: -n)"
        )
    else:
        how = (
            "μ*: mean change between the parameter's 5 % and 95 % quantile; σ: how much that depends on the others "
            "(a group has neither sign nor σ). ● keep: may have a tenth of the largest effect  ~ mostly chance"
        )
        keep = list(dict.fromkeys(table.loc[table["verdict"] == "keep", "parameter"]))
        if not keep:
            return [how, f"{draws}; {noise}."]
        how += "\nkeep: " + " ".join(f"--only '{name}'" if "*" in name else f"--only {name}" for name in keep)
    whole = f"{draws}. Intervals are about the choice of draws only; {noise}."
    return [how, whole, f"all numbers: {results.folder / 'sensitivity.csv'}"]
