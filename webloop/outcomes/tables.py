"""Tables for the terminal."""

import os
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from webloop.outcomes.headlines import headlines

if TYPE_CHECKING:
    import pandas as pd

    from webloop.outcomes.results import Results

_WIDE = 160  # where there is no terminal, nobody's lines need to be broken
_ENDLESS = 100_000
_SCENARIO_WIDTH, _COLUMN_WIDTH = 30, 21


def console() -> Console:
    """Standard output; as wide as the terminal, or wide where it goes to a file."""
    plain = Console()
    return plain if has_width(plain) else Console(width=_WIDE)


def has_width(out: Console) -> bool:
    """Whether lines have to fit: into a terminal, or because COLUMNS says so."""
    return out.is_terminal or bool(os.environ.get("COLUMNS"))


def number(value: float, unit: str = "share") -> str:
    """A number as people read it.

    >>> number(0.12345), number(2.7e9, "pages"), number(266.8236, "ideas"), number(-3.4e-7)
    ('0.1235', '2.70B', '266.8', '-3e-07')
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
    if 0 < size < 0.00005:
        return f"{value:.0e}"  # little, but not nothing
    return f"{value:.4f}"


def p_value(value: float) -> str:
    """A p-value as people read it; a dash where there was nothing to test.

    >>> p_value(0.0123), p_value(1e-9), p_value(1.0), p_value(float("nan"))
    ('0.012', '<0.001', '1.000', '-')
    """
    return "-" if value != value else "<0.001" if value < 0.001 else f"{value:.3f}"


def signed(value: float, unit: str) -> str:
    """A difference."""
    text = number(value, unit)
    return text if value != value or text.startswith("-") else "+" + text


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a table."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def print_rows(head: Sequence[str], rows: Sequence[Sequence[str]], whole: Collection[str] = ()) -> None:
    """A plain table of text. Where no width is given every row is one line.

    Args:
        head: names of the columns.
        rows: their cells.
        whole: columns whose cells are never broken: the table is rather wider than the terminal.
    """
    out = console()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for at, name in enumerate(head):
        least = max((cell_len(row[at]) for row in rows), default=0) if name in whole else None
        table.add_column(name, overflow="fold", no_wrap=name in whole, min_width=least)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    room = Measurement.get(out, out.options.update_width(_ENDLESS), table)
    out.width = max(out.width, room.minimum if has_width(out) else room.maximum)
    out.print(table)


def print_summary(results: "Results") -> None:
    """Means at the horizon, one line a scenario."""
    out = console()
    means = {(row["scenario"], row["metric"]): float(row["mean"]) for row in records(results.summary)}
    there = {metric for (_, metric), mean in means.items() if mean == mean}
    known = [name for name in headlines(results) if name in results.recorded and name in there]
    names = known[: fitting(out.width, results.scenarios)]
    horizon = max(each["ends"] for each in results.manifest["scenarios"].values())
    table = Table(
        title=f"Means at {horizon} over {runs_in_words(results.draws, results.replicates)}",
        title_justify="left",
        box=None,
        header_style="bold",
        pad_edge=False,
    )
    metric_columns(table, results, names)

    def cell(scenario: str, name: str) -> Text:
        return Text(number(means.get((scenario, name), float("nan")), results.recorded[name].unit))

    for scenario in results.scenarios:
        table.add_row(Text(scenario), *(cell(scenario, name) for name in names))
    out.print(table)
    print_no_room(known[len(names) :])
    out.print(Text(f"all metrics: {results.folder / 'summary.csv'}", style="dim"))


def print_no_room(names: Sequence[str]) -> None:
    """Name what a table leaves out because the terminal is narrow: nobody shall take it for all there is."""
    if names:
        console().print(Text(f"for want of room not shown: {', '.join(names)}", style="yellow"))


def runs_in_words(draws: int, replicates: int) -> str:
    """How many runs of each scenario there are.

    >>> runs_in_words(1, 5), runs_in_words(8, 1)
    ('5 replicates', '8 draws x 1 replicate')
    """
    said = f"{replicates} replicate{'s' * (replicates != 1)}"
    return said if draws == 1 else f"{draws} draws x {said}"


def metric_columns(table: Table, results: "Results", names: Sequence[str]) -> None:
    """Head a table of scenarios by metrics."""
    table.add_column("scenario", overflow="fold", max_width=_SCENARIO_WIDTH)
    arrow = {"higher": " ↑", "lower": " ↓", "-": ""}
    for name in names:
        metric = results.recorded[name]
        unit = "" if metric.unit == "share" else f" [{metric.unit}]"
        head = Text(metric.label + unit + arrow[metric.better])
        table.add_column(head, justify="right", overflow="fold", max_width=_COLUMN_WIDTH)


def fitting(width: int, scenarios: Sequence[str]) -> int:
    """How many columns of numbers fit beside the names of scenarios."""
    return max(1, (width - min(_SCENARIO_WIDTH, max(map(len, scenarios)))) // (_COLUMN_WIDTH + 2))
