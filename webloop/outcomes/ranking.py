"""Order of all scenarios by a metric, as far as it can be told: noise is not ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from webloop.outcomes.crossed import crossed_tests, mean_of, whole_block, without_chance
from webloop.outcomes.headlines import headlines
from webloop.outcomes.paired import ALPHA, Floats, Paired, holm, joined, next_level
from webloop.outcomes.panel import Panel
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


def ranked(results: Results, names: Iterable[str] | None = None) -> list[str]:
    """The metrics among these (None: the headlines) that scenarios can be ranked by: recorded, with a better way."""
    known = results.monthly_metrics
    wanted = headlines(results) if names is None else names
    return [name for name in wanted if name in known and known[name].better != "-"]


def ranking(results: Results, names: Sequence[str] | None = None, month: str | None = None) -> pd.DataFrame:
    """Scenarios, the baseline among them, from best to worst by each metric.

    The order is that of means over the runs that all scenarios have; a scenario that has none of them is not ranked.
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
        below the mean paired `difference` to it, its p-values, whether it is told `apart`, how many `more`
        replicates would do, and a `remark` in words.
    """
    chosen = ranked(results, names)
    if not chosen:
        return pd.DataFrame(columns=COLUMNS)
    panel = Panel(results, chosen[0])
    rows = [row for name in chosen for row in _metric(results, panel, name, panel.at(month))]
    return pd.DataFrame(rows, columns=COLUMNS)


def _metric(results: Results, panel: Panel, name: str, at: int) -> list[dict[str, object]]:
    """One metric of all scenarios."""
    values = panel.values(name)[:, : at + 1]
    sign = 1.0 if results.recorded[name].better == "higher" else -1.0
    found, means = order(values[:, -1], sign)
    tests, said = ranks(values[found], sign)
    k, at_pair = len(found), {}
    for pair, (i, j) in enumerate(zip(*np.triu_indices(k, 1), strict=True)):
        if j == i + 1:
            at_pair[int(i)] = pair
    rows: list[dict[str, object]] = []
    for place, index in enumerate(found):
        row: dict[str, object] = {
            "metric": name,
            "month": panel.months[at],
            "place": place + 1,
            "scenario": panel.scenarios[index],
            "mean": float(means[index]),
            "rank_low": int(said.low[place]),
            "rank_high": int(said.high[place]),
        }
        if place in at_pair:
            pair, following = at_pair[place], panel.scenarios[found[place + 1]]
            apart, more = bool(said.apart[pair]), float(said.more[pair])
            better = bool(tests.mean[pair] * sign > 0)
            row |= {
                "next": following,
                "difference": float(tests.mean[pair]),
                "p": float(tests.p[pair]),
                "p_adjusted": float(said.adjusted[pair]),
                "apart": apart,
                "more": more,
                "remark": _remark(following, apart=apart, better=better, same=bool(tests.same[pair]), more=more),
            }
        rows.append(row)
    return rows


def order(values: Floats, sign: float) -> tuple[list[int], Floats]:
    """Scenarios from best to worst, and their means over the runs that all of them have.

    Those without such a mean are left out: without any value or, where no run is there for all, with the fewest.

    Args:
        values: (scenarios, draws, replicates); NaN where a run has no value.
        sign: 1 where more is better, -1 where less is.

    >>> order(np.array([[[1.0, 2.0, 9.0]], [[3.0, 4.0, np.nan]], [[np.nan] * 3]]), 1.0)[0]
    [1, 0]
    """
    there = ~np.isnan(values)
    count = there.sum(axis=(1, 2))
    left = count > 0
    while left.any() and not there[left].all(axis=0).any():
        left[np.argmin(np.where(left, count, values[0].size + 1))] = False
    kept = whole_block(there[left].all(axis=0)) if left.any() else there[0]
    means = np.where(left, mean_of(values, np.broadcast_to(kept, values.shape)), np.nan)
    # scenarios of the same mean in the order of the study
    return [int(index) for index in np.argsort(-means * sign, kind="stable") if left[index]], means


@dataclass(frozen=True)
class Ranks:
    """What can be said of the order of scenarios.

    Attributes:
        low: best rank that each scenario may have.
        high: worst rank.
        adjusted: p-value of each pair, adjusted for all pairs.
        apart: whether the pair is told apart.
        more: how many more replicates would do, NaN where that is not known or not needed.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    adjusted: Floats
    apart: NDArray[np.bool_]
    more: Floats


def ranks(values: Floats, sign: float) -> tuple[Paired, Ranks]:
    """Tests of all pairs of scenarios in the last month, and the ranks that they leave.

    Args:
        values: (scenarios, months, draws, replicates), pairs in the order of `numpy.triu_indices`.
        sign: 1 where more is better, -1 where less is.
    """
    k, now, fixed = len(values), values[:, -1], without_chance(values)
    first, second = np.triu_indices(k, 1)
    # scenario by scenario: all pairs of a large sweep at once would not fit into memory
    parts = [crossed_tests(now[i] - now[i + 1 :], fixed[i] & fixed[i + 1 :]) for i in range(k - 1)]
    tests = joined(parts) if parts else crossed_tests(now[:0])
    adjusted = holm(tests.p)
    apart = adjusted <= ALPHA
    up = tests.mean * sign > 0
    better, worse = np.where(up, first, second)[apart], np.where(up, second, first)[apart]
    more = more_needed(tests.mean, tests.sd, tests.pairs.astype(float), next_level(adjusted))
    more[apart | tests.same | np.isnan(tests.p) | (values.shape[-2] > 1)] = np.nan
    low, high = 1 + np.bincount(worse, minlength=k), k - np.bincount(better, minlength=k)
    return tests, Ranks(low, high, adjusted, apart, more)


def _remark(following: str, *, apart: bool, better: bool, same: bool, more: float) -> str:
    """What can be said about a scenario and the one below it."""
    if apart:
        # worse: where some runs failed, those of the two alone may say other than those that all scenarios have
        return f"{'better' if better else 'worse'} than {following}"
    if same:
        return f"the same as {following} in every replicate"
    clause = in_words(more)
    return f"not distinguishable from {following}" + (f": {clause}" if clause else "")
