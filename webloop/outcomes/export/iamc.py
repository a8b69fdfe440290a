"""IAMC long format, as integrated-assessment models exchange scenarios: readable by pyam.

Yearly, not monthly: the format's template, its databases and most tools built on it know years only, and part of what
pyam offers does not work with a `time` column. A year's value is that of its December, so that stocks and shares are
those at the end of the year; a year that was not simulated to its end is left out. Monthly values stand in the other
formats.

A variable is a metric: `Tail recall` is the mean over runs (draws and replicates), and `Tail recall|5th Percentile`,
`Tail recall|Median` and `Tail recall|95th Percentile` are their quantiles. The model is webloop with its version, the
region is World.

Reference:
    Huppmann, D., et al. (2021). pyam: Analysis and visualisation of integrated assessment and macro-energy scenarios.
    Open Research Europe 1, 74.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from webloop.errors import InputError
from webloop.files import write_atomically
from webloop.metrics.registry import Metric
from webloop.months import format_month, parse_month
from webloop.outcomes.export.chosen import Chosen

COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")
PERCENTILES = {"5th Percentile": 0.05, "Median": 0.5, "95th Percentile": 0.95}


def write_iamc(chosen: Chosen, file: Path) -> list[Path]:
    """One CSV file."""
    table = iamc(chosen)
    write_atomically(file, lambda part: table.to_csv(part, index=False, float_format="%.10g"))
    return [file]


def iamc(chosen: Chosen) -> pd.DataFrame:
    """The values of every December: mean and quantiles over the runs of a scenario."""
    names = chosen.monthly("iamc")
    decembers = [month for month in year_ends(chosen) if month.endswith("-12")]
    if not decembers:
        raise InputError("iamc holds the values of Decembers, and no scenario was simulated to one")
    wide = chosen.at(decembers, names)
    called = variables({name: chosen.metrics[name] for name in names})
    groups = wide.drop(columns=["draw", "replicate"]).groupby(["scenario", "month"], sort=False)
    parts = [(None, groups.mean())] + [(said, groups.quantile(share)) for said, share in PERCENTILES.items()]
    out = []
    for said, values in parts:
        rows = values.reset_index().melt(["scenario", "month"], names, "metric", "value").dropna(subset=["value"])
        rows["variable"] = rows["metric"].map(called) + ("" if said is None else f"|{said}")
        out.append(rows)
    table = pd.concat(out, ignore_index=True)
    table["model"] = f"webloop {chosen.results.manifest['webloop']}"
    table["region"] = "World"
    table["unit"] = table["metric"].map({name: _unit(metric) for name, metric in chosen.metrics.items()})
    table["year"] = table["month"].str[:4].astype(int)
    place = {name: index for index, name in enumerate(chosen.results.scenarios)}
    table = table.assign(place=table["scenario"].map(place)).sort_values(["place", "variable", "year"], kind="stable")
    return table[list(COLUMNS)].reset_index(drop=True)


def year_ends(chosen: Chosen) -> list[str]:
    """The Decembers of all scenarios, and their last months."""
    months: set[str] = set()
    for _, row in chosen.months().iterrows():
        first, last = parse_month(row["first"]), parse_month(row["last"])
        months |= {format_month(month) for month in range(first, last + 1) if month % 12 == 11 or month == last}
    return sorted(months)


def variables(metrics: Mapping[str, Metric]) -> dict[str, str]:
    """What to call each metric: its label, with its name where two labels are the same."""
    said = {name: variable(metric.label) for name, metric in metrics.items()}
    known = list(said.values())
    return {name: text if known.count(text) == 1 else f"{text} ({name})" for name, text in said.items()}


def variable(label: str) -> str:
    """A label without the signs that mean something in variable names: `|` (levels) and `*` (any text).

    >>> variable("Pollution of crawl, any AI"), variable("a|b *c")
    ('Pollution of crawl, any AI', 'a/b c')
    """
    return re.sub(r"\s+", " ", label.replace("|", "/").replace("*", " ")).strip()


def _unit(metric: Metric) -> str:
    """The unit; a bare number has an empty one."""
    return "" if metric.unit == "-" else metric.unit
