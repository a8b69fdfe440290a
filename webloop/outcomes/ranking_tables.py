"""Rankings and the report on luck in the terminal."""

from typing import TYPE_CHECKING

from rich.text import Text

from webloop.outcomes.luck import AFTER, in_words
from webloop.outcomes.panel import few_replicates
from webloop.outcomes.tables import console, number, print_rows, records

if TYPE_CHECKING:
    import pandas as pd

    from webloop.outcomes.results import Results

WIDE = 140
"""From here on there is room for names of metrics."""


def print_ranking(results: "Results", rows: "pd.DataFrame") -> None:
    """One metric: scenarios in order, with the ranks they may have."""
    out = console()
    metric = results.recorded[str(rows["metric"].iloc[0])]
    pairs = len(rows) * (len(rows) - 1) // 2
    title = f"Ranking by {metric.label}, the best first; all {pairs} pairs are tested together, so more is needed"
    out.print(Text(title, style="bold"))
    body = [
        (
            f"{row['rank_low']}" if row["rank_low"] == row["rank_high"] else f"{row['rank_low']}-{row['rank_high']}",
            str(row["scenario"]),
            number(row["mean"], metric.unit),
            str(row["remark"]) if isinstance(row["remark"], str) else "",
        )
        for row in records(rows)
    ]
    print_rows(("rank", "scenario", "mean", "beside the next"), body)
    for line in few_replicates(results):
        out.print(Text(line, style="dim"))
    out.print()


def print_luck(table: "pd.DataFrame") -> None:
    """What common random numbers are worth: the median and the largest ratio of each policy."""
    out = console()
    if table.empty:
        out.print("no policy begins after the baseline does: there is no time before it to compare")
        return
    title = "Shared luck: sd of paired differences / sd of independent ones (0 the same luck, 1 none shared)"
    out.print(Text(title, style="bold"))
    body = []
    for scenario in table["scenario"].unique():
        mine = table[table["scenario"] == scenario]
        cells = [_largest(mine[mine["after"] == after], wide=out.width >= WIDE) for after in AFTER]
        first = mine.iloc[0]
        body.append((str(scenario), str(first["starts"]), "yes" if first["equal_before"] else "NO", *cells))
    print_rows(("scenario", "starts", "equal before", *(f"+{after} months" for after in AFTER)), body)
    out.print(Text("in each column the median of the metrics, and the largest", style="dim"))
    for line in in_words(table):
        out.print(Text(line, style="dim"))


def _largest(rows: "pd.DataFrame", *, wide: bool) -> str:
    there = rows.dropna(subset=["ratio"])
    if there.empty:
        return "-"
    top = records(there.nlargest(1, "ratio"))[0]
    middle = f"{there['ratio'].median():.2f}, {top['ratio']:.2f}"
    return f"{middle} {top['metric']}" if wide else middle
