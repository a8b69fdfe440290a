"""Which uncertain parameter drives a metric: Sobol' indices, or a screening after Morris; see `indices`."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.metrics.registry import Metric
from webloop.outcomes.drawn import (
    Array,
    Design,
    Of,
    chosen_metrics,
    chosen_scenarios,
    has_draws,
    missing_draws,
    read_design,
    runs_of,
    values_at,
)
from webloop.outcomes.indices import CHANCE, METHODS, MORRIS, SOBOL, morris_effects, nothing, sobol_indices
from webloop.outcomes.results import Results
from webloop.run.tables import write_csv

KEYS = ("metric", "label", "unit", "scenario", "of", "month", "method", "parameter")
ENDS = ("verdict", "chance", "draws", "replicates")


def has_design(results: Results) -> bool:
    """Whether the draws are a design for sensitivity, rather than a sample."""
    return has_draws(results) and results.manifest["draws"]["method"] in METHODS.values()


def sensitivity(
    results: Results,
    names: Sequence[str] | None = None,
    month: str | None = None,
    scenarios: Sequence[str] | None = None,
    of: Of | None = None,
) -> pd.DataFrame:
    """Indices or effects of every uncertain parameter, by metric and scenario.

    Replicates are averaged first; all draws share their luck. `chance` is the share of the variance between draws
    that chance has left in those averages (not a number for one replicate, where it can't be told): it stands in
    everybody's total index.

    Args:
        results: a study run with a Saltelli or Morris design.
        names: metrics that have a value every month; the headline ones for None.
        month: `YYYY-MM`; the last one for None.
        scenarios: which; all for None.
        of: `value` of the metric, or `difference` to the baseline; the difference where there are policies, for None.

    Raises:
        InputError: for another design, an incomplete one, an unknown metric, scenario or month.
    """
    design = read_design(results)
    method = next((name for name, needs in METHODS.items() if needs == design.method), None)
    if method is None:
        raise InputError(
            f"{results.folder} holds {design.method} draws, and indices need a design of their own: `drivers` "
            "correlates the draws that are there"
        )
    what: Of = of or ("difference" if len(results.scenarios) > 1 else "value")
    chosen = chosen_scenarios(results, scenarios, what)
    metrics = chosen_metrics(results, names)
    table, when = values_at(results, [metric.name for metric in metrics], month)
    _check_complete(results, table, design, chosen if what == "value" else [results.baseline, *chosen])
    parts = [
        _part(results, design, method, metric, scenario, what, table[metric.name]).assign(month=when)
        for metric in metrics
        for scenario in chosen
    ]
    columns = [*KEYS, *(SOBOL if method == "sobol" else MORRIS), *ENDS]
    return pd.concat(parts, ignore_index=True)[columns]


def _check_complete(results: Results, table: pd.DataFrame, design: Design, scenarios: Sequence[str]) -> None:
    """A design with holes gives wrong indices without a warning, so refuse it."""
    gone = {name: missing_draws(table, name, design.total, results.replicates) for name in scenarios}
    gone = {name: number for name, number in gone.items() if number}
    if gone:
        said = ", ".join(f"{number} of {design.total} draws of {name}" for name, number in gone.items())
        raise InputError(
            f"{results.folder}: runs of {said} are missing, and sensitivity needs every one: "
            "the command that made the folder runs them again"
        )


def _part(
    results: Results, design: Design, method: str, metric: Metric, scenario: str, of: Of, values: pd.Series
) -> pd.DataFrame:
    """All parameters, for one metric of one scenario."""
    runs = runs_of(results, values, scenario, of, design.total)
    means = runs.mean(axis=1)
    if np.isnan(means).any():
        rows = nothing(design, method, f"no value in {int(np.isnan(means).sum())} draws")
    else:
        rows = sobol_indices(design, means) if method == "sobol" else morris_effects(design, means)
    noise = chance(runs)
    if noise > CHANCE:
        rows["verdict"] = "mostly chance"
    return rows.assign(
        metric=metric.name,
        label=metric.label,
        unit=metric.unit,
        scenario=scenario,
        of=of,
        method=method,
        chance=noise,
        draws=design.total,
        replicates=results.replicates,
    )


def chance(runs: Array) -> float:
    """Share of the variance between draws that chance has left in the means over replicates.

    All draws have the same replicates. Luck that does the same in every draw adds nothing to the variance between
    them; what is left to chance is how luck and draw go together: the interaction's mean square over the replicates.

    Args:
        runs: one row per draw, one column per replicate.

    >>> chance(np.array([[1.0, 3.0], [5.0, 7.0]])), round(chance(np.array([[1.0, 3.0], [5.0, 6.0]])), 3)
    (0.0, 0.02)
    """
    draws, replicates = runs.shape
    if draws < 2 or replicates < 2 or np.isnan(runs).any():
        return float("nan")
    means = runs.mean(axis=1)
    left = runs - means[:, None] - runs.mean(axis=0) + runs.mean()
    between = float(means.var(ddof=1))
    noise = float((left**2).sum()) / ((draws - 1) * (replicates - 1)) / replicates
    return min(noise / between, 1.0) if between > 0 else float("nan")


def write_sensitivity(results: Results, table: pd.DataFrame) -> None:
    """Write sensitivity.csv into the results folder."""
    write_csv(results.folder / "sensitivity.csv", table)
