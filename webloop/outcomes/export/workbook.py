"""An Excel workbook for people: summaries, comparison, dates of collapse, quantiles at the ends of years.

All runs by month do not fit into Excel (1,048,576 rows); they stand in the other formats, and the workbook says so.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from webloop.files import write_atomically
from webloop.outcomes.compare import compare
from webloop.outcomes.export.chosen import RUN, SCENARIOS, Chosen
from webloop.outcomes.export.iamc import year_ends
from webloop.outcomes.export.sheets import add_sheet, check_size, number_format, openpyxl
from webloop.run.columns import KEYS, TABLES
from webloop.run.reopen import commands_of

_FORMATS = {"helps": "0%", "p": "0.0000", "p_adjusted": "0.0000", "more": "0"}
"""Columns that are not in the unit of their row's metric."""
_DATES = {"early_collapse": object, "late_collapse": object}
QUANTILES = {"q05": 0.05, "median": 0.5, "q95": 0.95}
_MEANING = {
    **{name: KEYS[name] for name in (*RUN, "month", "metric", "label", "unit", "better")},
    "runs": "runs with a value: draws times replicates",
    "mean": "mean over runs",
    "sd": "standard deviation over runs",
    "q05": "5 % quantile over runs",
    "median": "median over runs",
    "q95": "95 % quantile over runs",
    **TABLES["comparison.csv"],
    **TABLES["collapse.csv"],
    **SCENARIOS,
}
"""The columns of all sheets."""


def write_workbook(chosen: Chosen, file: Path) -> list[Path]:
    """One .xlsx file.

    Raises:
        InputError: when openpyxl is not installed, or a sheet would not fit.
    """
    names = chosen.monthly("xlsx")
    library = openpyxl()  # before the work, where it is missing
    tables = {"Summary": (_summary(chosen, names), 2)}
    if len(chosen.results.scenarios) > 1:
        tables["Comparison"] = (compare(chosen.results, names).drop(columns=["label", "unit"], errors="ignore"), 2)
    tables |= {
        "Collapse": (pd.read_csv(chosen.results.folder / "collapse.csv", dtype=_DATES), 3),
        "Quantiles": (quantiles(chosen, names), 2),
        "Dictionary": (chosen.dictionary(_MEANING), 1),
        "Scenarios": (chosen.scenarios().replace({True: "yes", False: ""}), 1),
    }
    for title, (table, _) in tables.items():
        check_size(title, len(table))
    book = library.Workbook(write_only=True)
    made = datetime.fromisoformat(chosen.results.manifest["finished"]).replace(tzinfo=None)
    book.properties.title = str(chosen.results.manifest["title"] or "webloop results")
    book.properties.creator = f"webloop {chosen.results.manifest['webloop']}"
    book.properties.created = book.properties.modified = made
    _about(book, chosen)
    for title, (table, frozen) in tables.items():
        _add(book, title, table, chosen, frozen)
    write_atomically(file, book.save)
    return [file]


def quantiles(chosen: Chosen, names: list[str]) -> pd.DataFrame:
    """Mean and quantiles over the runs of each scenario, every December and in the last month."""
    wide = chosen.at(year_ends(chosen), names)
    parts = []
    for scenario in chosen.results.scenarios:
        mine = wide[wide["scenario"] == scenario].groupby("month")[names]
        columns = {"runs": mine.count(), "mean": mine.mean()}
        columns |= {said: mine.quantile(share) for said, share in QUANTILES.items()}
        long = pd.DataFrame({said: table.unstack() for said, table in columns.items()})
        parts.append(long.rename_axis(["metric", "month"]).reset_index().assign(scenario=scenario))
    table = pd.concat(parts, ignore_index=True)
    return table[table["runs"] > 0][["scenario", "metric", "month", "runs", "mean", *QUANTILES]]


def _summary(chosen: Chosen, names: list[str]) -> pd.DataFrame:
    table = chosen.results.summary
    return table[table["metric"].isin([*names, "early_collapse", "late_collapse"])].rename(columns={"n": "runs"})


def _add(book: Any, title: str, table: pd.DataFrame, chosen: Chosen, frozen: int) -> None:
    """A table as a sheet; rows about a metric get its label, its unit and a fitting number format."""
    if "metric" in table.columns:
        table = _labelled(table, chosen)
    rows = table.astype(object).to_numpy(dtype=object).tolist()
    head = [str(name) for name in table.columns]
    add_sheet(book, title, head, [_plain(row) for row in rows], formats=_FORMATS, frozen=frozen)


def _labelled(table: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """A table with label and unit after the metric, and with the format of each row."""
    known = chosen.metrics
    label = table["metric"].map(lambda name: known[name].label if name in known else str(name).replace("_", " "))
    unit = table["metric"].map(lambda name: known[name].unit if name in known else "share")
    numbers = [name for name in ("mean", "baseline_mean", "scenario_mean") if name in table.columns]
    sizes = table[numbers].abs().max(axis=1).groupby(table["metric"]).transform("max") if numbers else None
    out = table.copy()
    at = list(table.columns).index("metric") + 1
    out.insert(at, "label", label)
    out.insert(at + 1, "unit", unit)
    if sizes is not None:
        forms = [number_format(str(each), float(size)) for each, size in zip(unit, sizes.fillna(0.0), strict=True)]
        out["format"] = forms
    return out


def _plain(row: list[Any]) -> list[Any]:
    """Python's own kinds of values."""
    return [value.item() if isinstance(value, np.generic) else value for value in row]


def _about(book: Any, chosen: Chosen) -> None:
    """What this is and how to read it."""
    made = chosen.results.manifest
    months = chosen.months()
    versions = ", ".join(f"{name} {number}" for name, number in made.get("libraries", {}).items())
    rows = [
        ("Title", made["title"] or "webloop results"),
        ("Made by", f"webloop {made['webloop']}; Python {made['python']}; {versions}"),
        ("Finished", made["finished"]),
        ("Command", commands_of(made)),
        ("Baseline", chosen.results.baseline),
        ("Scenarios", str(len(chosen.results.scenarios))),
        ("Replicates", str(chosen.results.replicates)),
        ("Seed", str(made["seed"])),
        ("Months", f"{months['first'].min()} to {months['last'].max()}"),
        ("Summary", "every metric in the last month: mean, standard deviation and quantiles over runs"),
        ("Comparison", "difference of each scenario from the baseline, paired by replicate, with its 95 % interval"),
        ("Collapse", "dates of early and late collapse of each run; empty: not collapsed when observation ended"),
        ("Quantiles", "every December and the last month: mean and quantiles over runs"),
        ("Dictionary", "what every column and metric means, its unit and source"),
        ("Shares", "are numbers between 0 and 1; a difference of 0.01 is one percentage point"),
        ("Not here", "every run by month: Excel holds 1,048,576 rows. See monthly.parquet, or webloop export --to csv"),
    ]
    add_sheet(book, "About", ("what", "value"), rows)
