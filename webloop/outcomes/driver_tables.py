"""What drives metrics, by rank correlation, in the terminal."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from webloop.outcomes.drawn import read_draws, up_to
from webloop.outcomes.paired import ALPHA
from webloop.outcomes.rank_correlation import LEAST
from webloop.outcomes.results import Results
from webloop.outcomes.tables import console, p_value, print_no_room, print_rows, records
from webloop.outcomes.unknowns import common, instruments

MOST_ROWS = 15
_NAMES, _NARROW = (24, 34), 100  # room for names of parameters, in narrow terminals and others
_COLUMN, _DETAIL = 12, 58
_MARKS = {"raises": ("▲", "△"), "lowers": ("▼", "▽")}
_MOST_NAMES = 4
_NONE, _UNSURE = "-", "≈"


def print_drivers(results: Results, table: pd.DataFrame, *, detail: bool) -> None:
    """Which parameter goes along with what: one table a scenario, or one a scenario and metric."""
    if detail:
        for _, rows in table.groupby(["scenario", "metric"], sort=False):
            _print_metric(rows)
    else:
        for _, rows in table.groupby("scenario", sort=False):
            _print_matrix(rows)
    for line in notes(results, table):
        console().print(Text(line, style="dim"))


def subject(row: Any) -> str:
    """What the correlations of a row are with."""
    return f"the difference of {row['scenario']} to the baseline" if row["of"] == "difference" else str(row["scenario"])


def _print_matrix(rows: pd.DataFrame) -> None:
    """One scenario: parameters by metrics, those that go along with some metric most on top."""
    out, first = console(), rows.iloc[0]
    numbers = rows[rows["rho"].notna()]
    metrics = list(numbers["metric"].unique())
    room = _NAMES[out.width >= _NARROW]
    shown = metrics[: max(1, (out.width - room) // (_COLUMN + 2))]
    numbers = numbers[numbers["metric"].isin(shown)]
    if shown:
        title = f"What drives {subject(first)} at {first['month']}: rank correlation ρ over {_draws(numbers)} draws"
        out.print(Text(title, style="bold"))
        told = numbers[numbers["verdict"].map(way) != ""]
        order = (told["rho"].abs()).groupby(told["parameter"]).max().sort_values(ascending=False, kind="stable").index
        if len(order):
            out.print(_matrix(numbers, shown, [broken(str(each), room) for each in order[:MOST_ROWS]]))
        clear, every = len(order), numbers["parameter"].nunique()
        left = [f"{clear - MOST_ROWS} more with smaller ones"] if clear > MOST_ROWS else []
        left += [f"{every - clear} of {every} parameters, of which nothing can be told here"] if every > clear else []
        if left:
            out.print(Text(f"not shown: {' and '.join(left)}", style="dim"))
    print_no_room(metrics[len(shown) :])
    for why, others in rows[~rows["metric"].isin(metrics)].groupby("verdict", sort=False):
        names = ", ".join(others["metric"].unique()) if shown else "every metric"
        out.print(Text(f"{first['scenario']}, {names}: {why}", style="dim"))
    out.print()


def _matrix(numbers: pd.DataFrame, shown: list[str], parameters: list[str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("parameter", overflow="fold")
    labels = numbers.drop_duplicates("metric").set_index("metric")["label"]
    for name in shown:
        table.add_column(Text(str(labels[name])), justify="right", overflow="fold", max_width=_COLUMN)
    cells = {(row["parameter"], row["metric"]): row for row in records(numbers)}
    for parameter in parameters:
        found = [cells.get((parameter.replace("\n", ""), name)) for name in shown]
        table.add_row(Text(parameter), *(Text(_NONE, style="dim") if row is None else _cell(row) for row in found))
    return table


def broken(path: str, room: int) -> str:
    """A dotted path in lines that are broken at its dots, or before what stands in brackets.

    >>> broken("writers.segments.qa.weight (site-web)", 20).splitlines()
    ['writers.segments.qa', '.weight (site-web)']
    """
    lines = [""]
    for piece in re.findall(r"[. ]?[^. ]+", path):
        if lines[-1] and len(lines[-1]) + len(piece) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return "\n".join(lines)


def way(verdict: str) -> str:
    """`raises` or `lowers`, in whichever way it is told; empty where it is not."""
    return next((word for word in _MARKS if verdict.startswith(word)), "")


def _cell(row: dict[str, Any]) -> Text:
    said = str(row["verdict"])
    full, hollow = _MARKS.get(way(said), (_UNSURE, _UNSURE))
    mark = full if said in _MARKS else hollow
    return Text(f"{row['rho']:+.2f} {mark}", style="dim" if mark == _UNSURE else "bold")


def _print_metric(rows: pd.DataFrame) -> None:
    """One metric of one scenario in full."""
    first = rows.iloc[0]
    if rows["rho"].isna().all():
        console().print(Text(f"{first['metric']} of {first['scenario']}: {first['verdict']}, so nothing drives it\n"))
        return
    console().print(Text(f"{first['label']} ({first['metric']}): {subject(first)} at {first['month']}", style="bold"))
    room = max(console().width - _DETAIL, _NAMES[0] - 4)
    body = [
        (
            broken(str(row["parameter"]), room),
            _interval(row, "rho", row["p_adjusted"]),
            p_value(row["p_adjusted"]),
            _interval(row, "partial", row["partial_p_adjusted"]),
        )
        for row in records(rows)
    ]
    print_rows(("parameter", "ρ", "p (Holm)", "partial"), body)
    console().print()


def _interval(row: dict[str, Any], name: str, p: float) -> str:
    middle, low, high = row[name], row[f"{name}_low"], row[f"{name}_high"]
    if middle != middle:
        return _NONE
    mark = _MARKS["raises" if middle > 0 else "lowers"][0] if p <= ALPHA else _UNSURE
    return f"{middle:+.2f} {mark} ({low:+.2f}..{high:+.2f})"


def _draws(rows: pd.DataFrame) -> str:
    least, most = int(rows["draws"].min()), int(rows["draws"].max())
    return f"{most:,}" if least == most else f"{least:,} to {most:,}"


def notes(results: Results, table: pd.DataFrame) -> list[str]:
    """How to read it, and how far it can be trusted."""
    numbers = table[table["rho"].notna()]
    how = (
        "ρ: Spearman's rank correlation; partial: with the other parameters held still. ▲ raises  ▼ lowers  "
        "△ ▽ told by one of the two only  ≈ can't tell (p adjusted for all parameters, Holm)"
    )
    said = [how, caveat(results)]
    if len(numbers):
        wide = float(((numbers["rho_high"] - numbers["rho_low"]) / 2).max())
        said.append(f"95 % intervals: ±{wide:.2f} at most; they are about the choice of draws only. {_luck(table)}")
        said += partial_notes(numbers)
    if instruments(results, read_draws(results)):
        said.append("Errors of instruments are left out: they only look at the web.")
    said += dropped_note(table)
    return [*said, f"all numbers: {results.folder / 'sensitivity.csv'}"]


def caveat(results: Results) -> str:
    """What correlations don't say."""
    fitted = results.manifest["draws"].get("posterior")
    why = "parameters that were fitted are correlated with each other by the data, and one may stand for another"
    return (
        f"Correlations say what goes together in these draws{f': {why}' if fitted else ''}. What a metric does not "
        "follow up or down throughout is not seen."
    )


def dropped_note(table: pd.DataFrame) -> list[str]:
    """How many draws were left out."""
    rows = table[table["dropped"] > 0]
    if rows.empty:
        return []
    least, most = int(rows["dropped"].min()), int(rows["dropped"].max())
    number = f"{most} draws" if least == most else f"{least} to {most} draws"
    return [f"Left out for want of a run or a value: {number} of {', '.join(rows['metric'].unique())}."]


def partial_notes(numbers: pd.DataFrame) -> list[str]:
    """Which partial correlations are not to be had, and why."""
    said = []
    moving = numbers.groupby(["scenario", "metric"])["parameter"].transform("size")
    few = numbers["draws"] < moving + LEAST
    if few.any():
        most = int(moving[few].max())
        said.append(f"Partial correlations of {most} parameters take at least {most + LEAST} draws, so there are none.")
    fixed = numbers.loc[numbers["partial"].isna() & ~few, "parameter"].unique()
    if len(fixed):
        names = shortly([str(name) for name in fixed])
        more = [f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
        said.append(
            f"No partial correlation, as the others fix each of them (parts of a whole add up): "
            f"{', '.join([*names[:_MOST_NAMES], *more])}."
        )
    return said


def shortly(paths: Sequence[str]) -> list[str]:
    """Paths that start and end alike as one.

    >>> shortly(["a.x.w", "a.y.w", "b"])
    ['a.*.w', 'b']
    """
    kinds: dict[tuple[str, ...], list[str]] = {}
    for path in paths:
        parts = path.split(".")
        kinds.setdefault((parts[0], parts[-1], str(len(parts))), []).append(path)
    return [common(alike) for alike in kinds.values()]


def _luck(table: pd.DataFrame) -> str:
    chance = table["chance"].max()
    if chance == chance:
        return f"Chance makes {up_to(chance)} of the variance between draws, and weakens every correlation."
    return "How much is chance can't be told from one replicate (-n 2 or more shows it)."
