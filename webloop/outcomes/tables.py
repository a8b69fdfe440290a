"""Tables for the terminal."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from webloop.outcomes.results import Results
    from webloop.scenario.origins import Row

_WIDE = 160  # where there is no terminal, nobody's lines need to be broken
_SCENARIO_WIDTH, _COLUMN_WIDTH = 30, 19


def console() -> Console:
    """Standard output; as wide as the terminal, or wide where it goes to a file."""
    plain = Console()
    return plain if plain.is_terminal or "COLUMNS" in os.environ else Console(width=_WIDE)


def number(value: float, unit: str = "share") -> str:
    """A number as people read it.

    >>> number(0.12345), number(2.7e9, "pages"), number(266.8236, "ideas")
    ('0.1235', '2.70B', '266.8')
    """
    if value != value:
        return "-"
    size = abs(value)
    for limit, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")):
        if size >= limit:
            scale = 1e3 if letter == "k" else limit
            return f"{value / scale:.2f}{letter}"
    if size >= 100:
        return f"{value:.1f}"
    if unit not in {"share", "bits"} and size >= 1:
        return f"{value:.2f}"
    return f"{value:.4f}"


def signed(value: float, unit: str) -> str:
    """A difference."""
    text = number(value, unit)
    return text if value != value or text.startswith("-") else "+" + text


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a table."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def print_rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table of text."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def print_values(name: str, title: str, rows: Sequence["Row"]) -> None:
    """A resolved scenario with the origin of each value."""
    console().print(Text(f"{name}: {title}", style="bold"))
    print_rows(("path", "value", "unit", "written in"), [(row.path, row.value, row.unit, row.origin) for row in rows])


def print_summary(results: "Results") -> None:
    """Means at the horizon, one line a scenario."""
    from webloop.outcomes.compare import HEADLINES

    out = console()
    means = {(row["scenario"], row["metric"]): float(row["mean"]) for row in records(results.summary)}
    names = [name for name in HEADLINES if name in results.recorded][: _fitting(out.width)]
    horizon = results.monthly([])["month"].max()
    table = Table(
        title=f"Means at {horizon} over {results.replicates} replicate{'s' * (results.replicates > 1)}",
        title_justify="left",
        box=None,
        header_style="bold",
        pad_edge=False,
    )
    _columns(table, results, names)

    def cell(scenario: str, name: str) -> Text:
        return Text(number(means.get((scenario, name), float("nan")), results.recorded[name].unit))

    for scenario in results.scenarios:
        table.add_row(Text(scenario), *(cell(scenario, name) for name in names))
    out.print(table)
    out.print(Text(f"all metrics: {results.folder / 'summary.csv'}", style="dim"))


def print_comparison(results: "Results", comparison: "pd.DataFrame", *, detail: bool) -> None:
    """Paired differences: one table of all headline metrics, or one table a metric."""
    if comparison.empty:
        console().print("only the baseline was run: there is nothing to compare it with")
    elif detail:
        for name in comparison["metric"].unique():
            _print_metric(results, comparison[comparison["metric"] == name])
    else:
        _print_matrix(results, comparison)


def _print_matrix(results: "Results", comparison: "pd.DataFrame") -> None:
    from webloop.outcomes.compare import HEADLINES

    out = console()
    names = [name for name in HEADLINES if name in set(comparison["metric"])][: _fitting(out.width)]
    month, pairs = comparison["month"].iloc[0], int(comparison["pairs"].max())
    title = f"Difference from {results.baseline} at {month}, with 95 % interval ({pairs} paired replicates)"
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    _columns(table, results, names)
    rows: dict[tuple[str, str], dict[str, Any]] = {(row["scenario"], row["metric"]): row for row in records(comparison)}
    base = {metric: row["baseline_mean"] for (_, metric), row in rows.items()}
    table.add_row(
        Text(results.baseline, style="dim"),
        *(Text(number(base[name], results.recorded[name].unit), style="dim") for name in names),
        end_section=True,
    )

    def cell(scenario: str, name: str) -> Text:
        row = rows[(scenario, name)]
        unit, said = str(row["unit"]), str(row["verdict"])
        mark, style = _MARKS[said]
        half = (row["high"] - row["low"]) / 2
        around = f" ±{number(half, unit)}" if half == half else ""
        return Text(f"{signed(row['difference'], unit)}{around} {mark}", style=style)

    for scenario in results.scenarios:
        if scenario != results.baseline:
            table.add_row(Text(scenario), *(cell(scenario, name) for name in names))
    out.print(table)
    out.print(Text(_LEGEND, style="dim"))
    out.print(Text(f"all metrics: {results.folder / 'comparison.csv'}; one in detail: --metric NAME", style="dim"))


_MARKS = {
    "better": ("▲", "green"),
    "worse": ("▼", "red"),
    "can't tell": ("≈", "dim"),
    "same": ("=", "dim"),
    "-": (" ", ""),
}
_LEGEND = (
    "↑ higher is better  ↓ lower is better  ▲ better  ▼ worse  ≈ can't tell (the interval includes zero)  "
    "= no difference in any replicate"
)


def _print_metric(results: "Results", rows: "pd.DataFrame") -> None:
    """One metric in full."""
    first = rows.iloc[0]
    metric = results.recorded[str(first["metric"])]
    better = {"higher": "higher is better", "lower": "lower is better", "-": "neither way is better"}[metric.better]
    out = console()
    out.print(Text(f"{metric.label} ({metric.name}, {metric.unit}; {better}) at {first['month']}", style="bold"))
    out.print(Text(metric.definition, style="dim"))
    out.print(Text(f"{results.baseline}: {number(first['baseline_mean'], metric.unit)}"))
    head = ("scenario", "mean", "difference", "95 % interval", "helps in", "pairs", "verdict")
    body = [
        (
            str(row["scenario"]),
            number(row["scenario_mean"], metric.unit),
            signed(row["difference"], metric.unit),
            f"{signed(row['low'], metric.unit)} to {signed(row['high'], metric.unit)}"
            if row["low"] == row["low"]
            else "one pair: none",
            f"{row['helps']:.0%}" if row["helps"] == row["helps"] else "-",
            str(row["pairs"]),
            str(row["verdict"]),
        )
        for row in records(rows.sort_values("difference", ascending=metric.better == "lower", kind="stable"))
    ]
    print_rows(head, body)
    out.print()


def _columns(table: Table, results: "Results", names: Sequence[str]) -> None:
    table.add_column("scenario", overflow="fold", max_width=_SCENARIO_WIDTH)
    arrow = {"higher": " ↑", "lower": " ↓", "-": ""}
    for name in names:
        metric = results.recorded[name]
        unit = "" if metric.unit == "share" else f" [{metric.unit}]"
        head = Text(metric.label + unit + arrow[metric.better])
        table.add_column(head, justify="right", overflow="fold", max_width=_COLUMN_WIDTH)


def _fitting(width: int) -> int:
    """How many columns of numbers fit."""
    return max(1, (width - _SCENARIO_WIDTH) // (_COLUMN_WIDTH + 1))
