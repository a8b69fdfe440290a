"""Which unknowns drive a metric, from draws that are a plain sample: rank correlations, without a design of their own.

A correlation says what goes together in these draws. Parameters that were fitted to data are correlated with each
other, so one may stand for another: the partial correlation is what is left with all others held still. Neither sees
what a metric does not follow up or down throughout.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.metrics.registry import Metric
from webloop.outcomes.drawn import (
    Array,
    Of,
    chosen_metrics,
    chosen_scenarios,
    read_design,
    read_draws,
    runs_of,
    values_at,
)
from webloop.outcomes.indices import constant
from webloop.outcomes.paired import holm
from webloop.outcomes.panel import sample_of
from webloop.outcomes.rank_correlation import LEAST, direction, partial_correlations, rank_correlations
from webloop.outcomes.results import Results
from webloop.outcomes.sensitivity import ENDS, KEYS, chance
from webloop.outcomes.unknowns import own_posteriors, unknowns

METHOD = "correlation"
WHOLE = ("rho", "rho_low", "rho_high", "p", "p_adjusted")
PARTIAL = ("partial", "partial_low", "partial_high", "partial_p", "partial_p_adjusted")
NUMBERS = (*WHOLE, *PARTIAL)
CONSTANT = "no effect (constant)"
"""The verdict of a metric that is the same in all draws."""


def drivers(
    results: Results,
    names: Sequence[str] | None = None,
    month: str | None = None,
    scenarios: Sequence[str] | None = None,
    of: Of | None = None,
) -> pd.DataFrame:
    """Rank correlation of every uncertain parameter with metrics, by scenario, the largest first.

    Replicates are averaged first. Draws without all runs, or without a value, are left out and counted (`dropped`).
    p-values are adjusted for all correlations, partial ones too, of a metric and scenario (Holm).

    Args:
        results: a study whose draws are a sample of what is uncertain.
        names: metrics that have a value every month; the headline ones for None.
        month: `YYYY-MM`; the last one for None.
        scenarios: which; all for None.
        of: `value` of the metric, or `difference` to the baseline; for None the difference where there are policies,
            and the value where scenarios have posteriors of their own: those are other baselines.

    Raises:
        InputError: without draws, for too few or a screening's, an unknown metric, scenario or month.
    """
    design = read_design(results)
    sample = sample_of(results, design)
    if len(sample) < LEAST:
        raise InputError(
            f"{results.folder} has {len(sample)} draws, and correlations take at least {LEAST}: raise `draws` in the "
            "study file"
        )
    what: Of = of or ("difference" if len(results.scenarios) > 1 and not own_posteriors(results) else "value")
    chosen = chosen_scenarios(results, scenarios, what)
    metrics = chosen_metrics(results, names)
    table, when = values_at(results, [metric.name for metric in metrics], month)
    draws = read_draws(results).iloc[sample]
    parts = []
    for scenario in chosen:
        parameters = unknowns(results, draws, scenario, what)
        for metric in metrics if len(parameters.columns) else ():
            runs = runs_of(results, table[metric.name], scenario, what, design.total)[sample]
            rows = _part(parameters, runs)
            parts.append(rows.assign(**_head(metric, scenario, what), month=when, replicates=results.replicates))
    if not parts:
        raise InputError(f"nothing is drawn for {', '.join(chosen)}, or no headline metric was recorded")
    return pd.concat(parts, ignore_index=True)[[*KEYS, *NUMBERS, *ENDS[:-1], "dropped", ENDS[-1]]]


def _head(metric: Metric, scenario: str, of: Of) -> Mapping[str, Any]:
    return {
        "metric": metric.name,
        "label": metric.label,
        "unit": metric.unit,
        "scenario": scenario,
        "of": of,
        "method": METHOD,
    }


def _part(parameters: pd.DataFrame, runs: Array) -> pd.DataFrame:
    """All parameters, for one metric of one scenario."""
    means = runs.mean(axis=1)
    there = ~np.isnan(means)
    used = int(there.sum())
    rows = pd.DataFrame({"parameter": parameters.columns})
    if used < LEAST:
        rows = rows.assign(**dict.fromkeys(NUMBERS, np.nan), verdict=f"a value in {used} draws only")
    elif constant(means[there]):
        rows = rows.assign(**dict.fromkeys(NUMBERS, np.nan), verdict=CONSTANT)
    else:
        rows = _correlated(rows, parameters.to_numpy(dtype=float)[there], means[there])
    return rows.assign(chance=chance(runs[there]), draws=used, dropped=len(runs) - used)


def _correlated(rows: pd.DataFrame, parameters: Array, values: Array) -> pd.DataFrame:
    """The numbers of one metric."""
    whole, held = rank_correlations(parameters, values), partial_correlations(parameters, values)
    adjusted = np.split(holm(np.concatenate([whole.p, held.p])), 2)
    for names, found, p in ((WHOLE, whole, adjusted[0]), (PARTIAL, held, adjusted[1])):
        rows = rows.assign(**dict(zip(names, (found.r, found.low, found.high, found.p, p), strict=True)))
    told = zip(whole.r, adjusted[0], held.r, adjusted[1], strict=True)
    rows["verdict"] = [direction(*each) if each[0] == each[0] else "did not vary" for each in told]
    return rows.sort_values("rho", key=lambda each: -each.abs(), kind="stable", ignore_index=True)
