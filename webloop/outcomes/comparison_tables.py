"""Comparisons in the terminal: one table of all headline metrics, or all detail of one metric."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from webloop.outcomes.headlines import headlines
from webloop.outcomes.levels import levels, without_value
from webloop.outcomes.panel import few_replicates
from webloop.outcomes.power import in_short
from webloop.outcomes.tables import (
    console,
    fitting,
    metric_columns,
    number,
    p_value,
    print_no_room,
    print_rows,
    records,
    runs_in_words,
    signed,
)
from webloop.outcomes.unlike import unlike_by

if TYPE_CHECKING:
    import pandas as pd

    from webloop.outcomes.results import Results

WIDE = 120
"""From here on a line has room for everything."""
_MARKS = {
    "better": ("▲", "green"),
    "worse": ("▼", "red"),
    "can't tell": ("≈", "dim"),
    "same": ("=", "dim"),
    "-": (" ", ""),
}


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
    out = console()
    month, known = str(comparison["month"].iloc[0]), set(comparison["metric"])
    own = levels(results, [name for name in headlines(results) if name in known], month)
    base = records(own.loc[[results.baseline]].dropna(axis="columns"))[0]
    shown = list(base)  # from nothing there are no differences
    names = shown[: fitting(out.width, results.scenarios)]
    comparison = comparison[comparison["metric"].isin(names)]
    title = f"Difference from {results.baseline} at {month}, with 95 % interval ({_paired(results, comparison)})"
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    metric_columns(table, results, names)
    rows: dict[tuple[str, str], dict[str, Any]] = {(row["scenario"], row["metric"]): row for row in records(comparison)}
    table.add_row(
        Text(results.baseline, style="dim"),
        *(Text(number(base[name], results.recorded[name].unit), style="dim") for name in names),
        end_section=True,
    )
    for scenario in results.scenarios:
        if (scenario, names[0]) in rows:
            table.add_row(Text(scenario), *(_cell(rows[(scenario, name)]) for name in names))
    out.print(table)
    print_no_room(shown[len(names) :])
    _print_caveats(results, names, own)
    for line in (_MATRIX_LEGEND, _PER_METRIC, *_notes(results, comparison)):
        out.print(Text(line, style="dim"))
    out.print(Text(f"all metrics: {results.folder / 'comparison.csv'}; one in detail: --metric NAME", style="dim"))


def _print_caveats(results: "Results", names: Sequence[str], own: "pd.DataFrame") -> None:
    """Where there are no values, and what verdicts can't know: some metrics depend on the size of a specimen."""
    named = own.rename(index={results.baseline: f"{results.baseline} (the baseline, so there are no differences)"})
    for line in filter(None, (without_value(named), *unlike_by(results, names))):
        console().print(Text(line, style="yellow"))


def _paired(results: "Results", rows: "pd.DataFrame") -> str:
    """What is paired."""
    pairs, most = int(rows["pairs"].max()), int((rows["pairs"] + rows["dropped"]).max())
    if results.draws == 1:
        return f"{pairs} paired replicate{'s' * (pairs != 1)}"
    return f"{runs_in_words(-(-most // results.replicates), results.replicates)}, paired"


def _cell(row: dict[str, Any]) -> Text:
    """Difference, half its interval, and what can be said."""
    unit, said = str(row["unit"]), str(row["verdict"])
    mark, style = _MARKS[said]
    if said == "same":
        return Text(f"0 {mark}", style=style)
    half = (row["high"] - row["low"]) / 2
    around = f" ±{number(half, unit)}" if half == half else ""
    return Text(f"{signed(row['difference'], unit)}{around} {mark}{_missing(row)}", style=style)


def _missing(row: dict[str, Any]) -> str:
    return in_short(row["more"]) if row["verdict"] == "can't tell" else ""


_MATRIX_LEGEND = (
    "↑ higher is better  ↓ lower is better  ▲ better  ▼ worse  ≈ can't tell  = no difference in any replicate"
)


_CHANCE_ONLY = "intervals show what chance does, not how uncertain the assumptions are: `webloop robust` asks that"
_ASSUMPTIONS = "intervals are about the mean over the assumptions drawn; single draws differ more: `webloop robust`"
_SWEPT = "every scenario of the sweep is compared with the one baseline, not with a baseline at its own values"
_PER_METRIC = "by each metric ▲ or ▼ is false for any scenario in at most 5 % of studies; by several, more often"


def _unbroken(comparison: "pd.DataFrame") -> list[str]:
    """What the dates are, where there are some."""
    if not comparison["since"].notna().any():
        return []
    month = comparison["month"].iloc[0]
    return [f"since: told apart in every month from there to {month}; a month that can't be told starts it anew"]


def _notes(results: "Results", comparison: "pd.DataFrame") -> list[str]:
    """What a reader has to know about these verdicts, and no more."""
    untold = comparison[comparison["verdict"] == "can't tell"]
    notes = few_replicates(results)
    notes.append(_CHANCE_ONLY if results.draws == 1 else _ASSUMPTIONS)
    if results.manifest.get("cells"):
        notes.append(_SWEPT)
    if untold["more"].notna().any():
        notes.append("≈ +40: can't tell; about 40 more would do (power 80 %), were the difference as large as it seems")
    alike = (untold["low"] == untold["high"]) & (untold["low"] != 0)
    if alike.any():
        notes.append("±0: the same difference in all pairs, which may be luck where there are few (sign test)")
    outside = ((untold["low"] > 0) | (untold["high"] < 0)) & ~alike
    if outside.any():
        policies = comparison["scenario"].nunique()
        notes.append(
            f"an interval without zero can still be luck when {policies} scenarios are looked at: verdicts allow for it"
        )
    dropped = int(comparison["dropped"].max())
    if dropped:
        notes.append(f"up to {dropped} pairs are left out, because a run failed or has no value")
    return notes


def _print_metric(results: "Results", rows: "pd.DataFrame") -> None:
    """One metric in full."""
    first = rows.iloc[0]
    metric = results.recorded[str(first["metric"])]
    better = {"higher": "higher is better", "lower": "lower is better", "-": "neither way is better"}[metric.better]
    out = console()
    out.print(Text(f"{metric.label} ({metric.name}, {metric.unit}; {better}) at {first['month']}", style="bold"))
    out.print(Text(metric.definition, style="dim"))
    own = levels(results, [metric.name], str(first["month"]))
    mean = number(own[metric.name].loc[results.baseline], metric.unit)
    out.print(Text(f"{results.baseline}: {mean}; {_paired(results, rows)}"))
    ordered = records(rows.sort_values("difference", ascending=metric.better == "lower", kind="stable"))
    _print_detail(out, ordered)
    _print_caveats(results, [metric.name], own)
    for line in (*_unbroken(rows), *_notes(results, rows)):
        out.print(Text(line, style="dim"))
    out.print()


def _print_detail(out: Console, rows: list[dict[str, Any]]) -> None:
    """The rows of one metric, with as much detail as the terminal has room for."""
    if out.width >= WIDE:
        more = ("mean", "difference", "95 % interval", "bootstrap", "helps in", "pairs", "p (Holm)")
        print_rows(("scenario", *more, "since", "verdict"), [_wide(row) for row in rows])
    else:
        print_rows(
            ("scenario", "difference", "95 % interval", "helps", "since", "verdict"), [_narrow(row) for row in rows]
        )


def _wide(row: dict[str, Any]) -> list[str]:
    """All there is to say about one scenario."""
    unit = str(row["unit"])
    return [
        str(row["scenario"]),
        number(row["scenario_mean"], unit),
        signed(row["difference"], unit),
        _interval(row["low"], row["high"], unit, " to "),
        _interval(row["boot_low"], row["boot_high"], unit, " to "),
        _share(row["helps"]),
        str(row["pairs"]),
        p_value(row["p_adjusted"]),
        _since(row),
        f"{row['verdict']} {_missing(row)}".strip(),
    ]


def _narrow(row: dict[str, Any]) -> list[str]:
    """What fits into 80 columns."""
    unit, said = str(row["unit"]), str(row["verdict"])
    return [
        str(row["scenario"]),
        signed(row["difference"], unit),
        _interval(row["low"], row["high"], unit, "…"),
        _share(row["helps"]),
        _since(row),
        f"{_MARKS[said][0]} {_missing(row) or said}".strip(),
    ]


def _share(value: float) -> str:
    return f"{value:.0%}" if value == value else "-"


def _since(row: dict[str, Any]) -> str:
    return str(row["since"]) if isinstance(row["since"], str) else "-"


def _interval(low: float, high: float, unit: str, between: str) -> str:
    return f"{signed(low, unit)}{between}{signed(high, unit)}" if low == low else "-"
