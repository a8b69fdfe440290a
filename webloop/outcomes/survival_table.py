"""Dates of collapse as tables for the terminal."""

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from webloop.months import format_month, parse_month
from webloop.outcomes.panel import few_replicates
from webloop.outcomes.survival import gone_by_horizon
from webloop.outcomes.tables import console, p_value, records
from webloop.outcomes.watched import EVENTS, reference_month

if TYPE_CHECKING:
    import pandas as pd

    from webloop.outcomes.results import Results

_MARKS = {"later": ("▲", "green"), "earlier": ("▼", "red"), "can't tell": ("≈", "dim"), "same": ("=", "dim")}
_LEGEND = (
    "▲ collapses later than the baseline  ▼ earlier  ≈ can't tell, all policies taken together  "
    "= no difference in any pair"
)
_ROOM_FOR_TESTS = 120  # below, the log-rank test is left to survival.csv
_EARLY = (
    "Early collapse is the loss of the tail with the head intact; a run that loses both at once collapses late only, "
    "and counts as not collapsed early. "
)
_ABOUT = (
    "Years without collapse are counted up to the horizon (restricted mean); runs that have not collapsed are censored "
    "there, never dropped. "
)
_REPLICATES = (
    "Replicates share luck between policies: the paired difference is sharper than the log-rank test, which takes runs "
    "as independent and whose p (Holm-adjusted) is conservative."
)
_DRAWS = (
    "All draws share the luck of their replicates: differences and ±SE allow for both; the log-rank test and intervals "
    "of shares can't and are left out."
)


def print_survival(results: "Results", table: "pd.DataFrame") -> None:
    """One table for each kind of collapse; one sentence where no run collapsed."""
    out = console()
    rows = records(table)
    shown = [
        _print_event(results, label, [row for row in rows if row["event"] == event]) for event, label in EVENTS.items()
    ]
    if any(shown):
        if len(results.scenarios) > 1:
            out.print(Text(_LEGEND, style="dim"))
        out.print(Text(_EARLY + _ABOUT + (_REPLICATES if results.draws == 1 else _DRAWS), style="dim"))
        for line in few_replicates(results) if len(results.scenarios) > 1 else []:
            out.print(Text(line, style="dim"))
    left_out = {row["scenario"]: row["left_out"] for row in rows if row["left_out"]}
    if left_out:
        said = ", ".join(f"{name} {count}" for name, count in left_out.items())
        out.print(Text(f"Left out, for want of a model in the month whose values count as intact: {said}", style="dim"))
    out.print(
        Text(f"in full: {results.folder / 'survival.csv'}; as curves: webloop plot --picture survival", style="dim")
    )


def _print_event(results: "Results", label: str, rows: list[dict[str, Any]]) -> bool:
    """A table, if any run collapsed."""
    out = console()
    runs = sum(row["runs"] for row in rows)
    if not runs:
        out.print(Text(f"{label}: no run had a model to lose; nothing can be said", style="bold"))
        return False
    if not any(row["collapsed"] for row in rows):
        out.print(Text(_none(label, rows, runs), style="bold"))
        return False
    start = format_month(reference_month(results, results.baseline))
    table = Table(
        title=f"{label}, counted from {start}", title_justify="left", box=None, header_style="bold", pad_edge=False
    )
    longest = max(len(str(row["scenario"])) for row in rows)
    table.add_column("scenario", overflow="fold", max_width=min(longest, out.width // 4))
    horizon = sorted({row["horizon"] for row in rows})[0]
    tested = len(rows) > 1 and results.draws == 1 and out.width >= _ROOM_FOR_TESTS
    columns = 5 + (len(rows) > 1) + tested
    for name in (f"collapsed by {horizon}", "share, 95 % interval", "median date"):
        table.add_column(name, justify="right")
    table.add_column(f"years without (of {_horizon_years(horizon, start):.1f}) ±SE", justify="right")
    if len(rows) > 1:
        table.add_column("difference, 95 % interval", justify="right", overflow="fold")
    if tested:
        table.add_column("log-rank p", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*_cells(row, results.baseline)[:columns])
    out.print(table)
    out.print()
    return True


def _none(label: str, rows: list[dict[str, Any]], runs: int) -> str:
    """Nobody collapsed, and what that rules out."""
    until = max(row["observed_until"] for row in rows)
    fewest = min((row for row in rows if row["runs"]), key=lambda row: int(row["runs"]))
    each = f"{fewest['runs']} run{'s' * (fewest['runs'] > 1)} of a scenario"
    said = f"{label}: in none of the {runs} runs by {until}"
    if fewest["share_high"] != fewest["share_high"]:  # draws: their runs are not independent
        return said
    return (
        f"{said} (none in {each}: its share may still be up to {_percent(fewest['share_high'])}, with 95 % confidence)"
    )


def _horizon_years(horizon: str, start: str) -> float:
    return (parse_month(horizon) - parse_month(start)) / 12


def _cells(row: dict[str, Any], baseline: str) -> list[Text]:
    """One scenario."""
    own = row["scenario"] == baseline
    if not row["runs"]:
        texts = [str(row["scenario"]), "-", "-", "-", "-", "-", "-"]
        return [Text(text, style="dim") for text in texts]
    cells = [
        Text(row["scenario"]),
        Text(f"{gone_by_horizon(row)} of {row['runs']}"),
        Text(_share(row)),
        Text(row["median"] if isinstance(row["median"], str) else f"after {row['observed_until']}"),
        Text(f"{row['restricted_mean']:.2f}" + _plus_minus(row["restricted_se"])),
    ]
    mark, style = _MARKS.get(str(row["verdict"]), ("", ""))
    gap = "" if own or not row["pairs"] else f"{row['difference']:+.2f}{_to(row['low'], row['high'])} {mark}"
    test = "" if own else p_value(row["p_holm"])
    return [*cells, Text(gap, style=style), Text(test)]


def _share(row: dict[str, Any]) -> str:
    share = _percent(row["share"])
    known = row["share_low"] == row["share_low"]
    return f"{share} ({100 * row['share_low']:.0f}–{_percent(row['share_high'])})" if known else share


def _plus_minus(se: float) -> str:
    return f" ±{se:.2f}" if se == se else ""


def _to(low: float, high: float) -> str:
    if low != low:
        return ""
    return " in every pair" if low == high else f" ({low:+.2f} to {high:+.2f})"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
