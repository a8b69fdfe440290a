"""Order of all scenarios by a metric, as far as it can be told: noise is not ranked."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from webloop.outcomes.compare import HEADLINES
from webloop.outcomes.paired import ALPHA, Floats, holm, next_level, paired_tests
from webloop.outcomes.panel import Panel, by_unit
from webloop.outcomes.power import in_words, more_needed
from webloop.outcomes.results import Results

COLUMNS = (
    "metric",
    "month",
    "place",
    "scenario",
    "mean",
    "rank_low",
    "rank_high",
    "next",
    "difference",
    "p",
    "p_adjusted",
    "apart",
    "more",
    "remark",
)


def ranked(results: Results, names: Iterable[str] = HEADLINES) -> list[str]:
    """The metrics among these that scenarios can be ranked by: one way is better, and they are recorded."""
    known = results.monthly_metrics
    return [name for name in names if name in known and known[name].better != "-"]


def ranking(results: Results, names: Sequence[str] | None = None, month: str | None = None) -> pd.DataFrame:
    """Scenarios, the baseline among them, from best to worst by each metric.

    All k (k - 1) / 2 pairs of scenarios are tested, paired as `compare` does, and adjusted together (Holm). The
    rank of a scenario is between 1 + the number that are told to be better and k - the number that are told to be
    worse; the intervals of all scenarios hold their true ranks in at least 95 % of studies (Mogstad, Romano, Shaikh
    & Wilhelm 2024, doi:10.1093/restud/rdad006).

    Args:
        results: what was run.
        names: metrics; the headline metrics for None. Those of which neither way is better are left out.
        month: `YYYY-MM`; the last month that all scenarios reach for None.

    Returns:
        One row per metric and scenario: `place` by the mean, the interval of the rank, and for the `next` scenario
        below the mean paired `difference` to it, its p-values, whether it is told `apart`, how many `more` pairs
        would do, and a `remark` in words.
    """
    chosen = ranked(results, HEADLINES if names is None else names)
    if not chosen:
        return pd.DataFrame(columns=COLUMNS)
    panel = Panel(results, chosen[0])
    rows = [row for name in chosen for row in _metric(results, panel, name, panel.at(month))]
    return pd.DataFrame(rows, columns=COLUMNS)


def _metric(results: Results, panel: Panel, name: str, at: int) -> list[dict[str, object]]:
    """One metric of all scenarios."""
    values = panel.values(name)[:, at]
    means = np.array([_mean(each) for each in by_unit(values)])
    sign = 1.0 if results.recorded[name].better == "higher" else -1.0
    # without a value last; scenarios of the same mean in the order of the study
    order = [int(index) for index in np.argsort(-means * sign, kind="stable") if not np.isnan(means[index])]
    k = len(order)
    first, second = np.triu_indices(k, 1)
    found = [paired_tests(by_unit(values[order[i]] - values[order[i + 1 :]])) for i in range(k - 1)]
    mean, sd, p, n, same = (
        np.concatenate([getattr(tests, field) for tests in found]) if found else np.zeros(0)
        for field in ("mean", "sd", "p", "pairs", "same")
    )
    adjusted = holm(p)
    apart = adjusted <= ALPHA
    better = np.where(mean * sign > 0, first, second)[apart]
    worse = np.where(mean * sign > 0, second, first)[apart]
    beaten_by, beats = np.bincount(worse, minlength=k), np.bincount(better, minlength=k)
    more = more_needed(mean, sd, n, next_level(adjusted))
    more[apart | (same > 0) | np.isnan(p)] = np.nan
    neighbours = {int(i): place for place, (i, j) in enumerate(zip(first, second, strict=True)) if j == i + 1}
    rows: list[dict[str, object]] = []
    for place, index in enumerate(order):
        row: dict[str, object] = {
            "metric": name,
            "month": panel.months[at],
            "place": place + 1,
            "scenario": panel.scenarios[index],
            "mean": float(means[index]),
            "rank_low": 1 + int(beaten_by[place]),
            "rank_high": k - int(beats[place]),
        }
        if place in neighbours:
            pair, following = neighbours[place], panel.scenarios[order[place + 1]]
            row |= {
                "next": following,
                "difference": float(mean[pair]),
                "p": float(p[pair]),
                "p_adjusted": float(adjusted[pair]),
                "apart": bool(apart[pair]),
                "more": float(more[pair]),
                "remark": _remark(following, panel.units, apart=apart[pair], same=same[pair], more=float(more[pair])),
            }
        rows.append(row)
    return rows


def _remark(following: str, units: str, *, apart: bool, same: bool, more: float) -> str:
    """What can be said about a scenario and the one below it."""
    if apart:
        return f"better than {following}"
    if same:
        return f"the same as {following} in every {units.removesuffix('s')}"
    clause = in_words(more, units)
    return f"not distinguishable from {following}" + (f": {clause}" if clause else "")


def _mean(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else float("nan")
