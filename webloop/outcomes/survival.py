"""When runs collapse: shares, median dates, time without collapse, and log-rank tests between policies.

A run that has not collapsed by the end of the simulation is *censored* there: it counts as intact that long, and is
never dropped, nor is its end taken for a collapse. Time is counted from the month whose values count as intact
(`collapse.reference` in the scenario, December 2022 by default), before which no run can collapse.

Runs are only ever censored by the end of their simulation. So up to the *common horizon*, the longest time for which
every run was watched, nothing is censored: there the share collapsed is a plain proportion, and the restricted mean
(the mean of the time to collapse or to that horizon, whichever comes first; the area under the Kaplan-Meier curve) is a
plain mean, with an ordinary standard error and an exact pairing by draw and replicate.

Verdicts are about all policies at once (Holm), separately for early and late collapse, as those of `compare` are.

References:
    Kaplan, E. L., and Meier, P. (1958). Nonparametric estimation from incomplete observations. JASA 53, 457-481.
    Mantel, N. (1966). Evaluation of survival data. Cancer Chemotherapy Reports 50, 163-170 (log-rank).
    Royston, P., and Parmar, M. K. B. (2013). Restricted mean survival time. BMC Med. Res. Methodol. 13, 152.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. Statist. 6, 65-70.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from webloop.months import format_month
from webloop.outcomes.crossed import crossed_tests
from webloop.outcomes.kaplan_meier import Array, kaplan_meier, logrank
from webloop.outcomes.paired import ALPHA, holm
from webloop.outcomes.results import Results
from webloop.outcomes.shares import wilson
from webloop.outcomes.watched import EVENTS, common_horizon, follow_up
from webloop.run.columns import TABLES
from webloop.run.tables import write_csv

COLUMNS = ("scenario", *TABLES["survival.csv"])


def survival(results: Results) -> pd.DataFrame:
    """Early and late collapse of every scenario, and its difference from the baseline.

    Replicates share their luck between policies. The log-rank test does not know that: it takes all runs as
    independent, so where luck is shared its p value is conservative (too large), and the paired difference of
    restricted means is the sharper answer. Where parameters are drawn, all draws share the luck of their replicates
    too, and no run is independent of the others: there the log-rank test and the interval of the share are left
    out, and difference and standard error are those of draws and replicates at once (`crossed`).

    Args:
        results: what was run.

    Returns:
        One row per kind of collapse and scenario; the columns are those of `COLUMNS`.

    Raises:
        InputError: when the results have no dates of collapse, or no draws that are a sample of what is possible.
    """
    watched = follow_up(results)
    tau = common_horizon(watched)
    rows = []
    for event in EVENTS:
        mine = watched[watched["event"] == event]
        base = _known(mine, results.baseline)
        found = [_row(mine, name, base if name != results.baseline else None, tau) for name in results.scenarios]
        differences = _differences(results, mine, tau)
        policies = [row for row in found if row["scenario"] != results.baseline]
        for row, compared in zip(policies, _compared(differences), strict=True):
            row |= compared
        # a pair of samples without any event could never be told apart: not a number, and no test (Tarone 1990)
        for row, adjusted in zip(found, holm(np.array([row["p"] for row in found], dtype=float)), strict=True):
            rows.append({"event": event, **row, "p_holm": adjusted})
    return pd.DataFrame(rows)[list(COLUMNS)]


def gone_by_horizon(row: Mapping[str, Any]) -> int:
    """How many runs of a row of `survival` collapse up to its horizon; it has runs."""
    return round(float(row["share"]) * int(row["runs"]))


def _known(rows: pd.DataFrame, scenario: str) -> pd.DataFrame:
    return rows[(rows["scenario"] == scenario) & rows["defined"]].set_index(["draw", "replicate"])


def _row(watched: pd.DataFrame, scenario: str, base: pd.DataFrame | None, tau: int) -> dict[str, Any]:
    """One scenario and one kind of collapse; without a baseline it is the baseline."""
    every = watched[watched["scenario"] == scenario]
    mine = _known(watched, scenario)
    start, end = int(every["start"].iloc[0]), int(every["end"].max())
    row: dict[str, Any] = {
        "scenario": scenario,
        "runs": len(mine),
        "left_out": len(every) - len(mine),
        "collapsed": int(mine["collapsed"].sum()),
        "observed_until": format_month(start + end),
        "horizon": format_month(start + tau),
        **_levels(mine, start, tau),
        **dict.fromkeys(("difference", "low", "high", "p_paired", "p_paired_holm", "chi_square", "p"), np.nan),
        "pairs": 0,
        "verdict": "-",
    }
    if base is None or mine.empty or base.empty or _draws(mine) > 1:
        return row
    return {**row, **dict(zip(("chi_square", "p"), logrank(_sample(mine), _sample(base)), strict=True))}


def _draws(mine: pd.DataFrame) -> int:
    return len(mine.index.get_level_values("draw").unique())


def _table(mine: pd.DataFrame, tau: int) -> Array:
    """Months to collapse or to the horizon, whichever comes first, (draws, replicates); NaN where a run has none."""
    return mine["months"].clip(upper=tau).unstack("replicate").to_numpy(dtype=float)


def _differences(results: Results, watched: pd.DataFrame, tau: int) -> Array:
    """Months that policies have more than the baseline, (policies, draws, replicates); NaN where a side has none."""
    known = watched[watched["defined"]].assign(months=lambda rows: rows["months"].clip(upper=tau))
    runs = pd.MultiIndex.from_product([sorted(watched["draw"].unique()), sorted(watched["replicate"].unique())])
    months = known.pivot(index=["draw", "replicate"], columns="scenario", values="months").reindex(index=runs)
    months = months.reindex(columns=[results.baseline, *(n for n in results.scenarios if n != results.baseline)])
    values = months.to_numpy(dtype=float).T.reshape(-1, *map(len, runs.levels))
    return np.asarray(values[1:] - values[0])


def _compared(months: Array) -> list[dict[str, Any]]:
    """The paired difference of each policy, in years, and what can be said of it."""
    tests = crossed_tests(months)  # dates come in months and end at the horizon: nowhere are they without chance
    adjusted = holm(tests.p)
    low, high = tests.interval()
    return [
        {
            "difference": float(tests.mean[i]) / 12,
            "low": float(low[i]) / 12,
            "high": float(high[i]) / 12,
            "pairs": int(tests.pairs[i]),
            "p_paired": float(tests.p[i]),
            "p_paired_holm": float(adjusted[i]),
            "verdict": verdict(float(tests.mean[i]), float(adjusted[i]), same=bool(tests.same[i]))
            if tests.pairs[i]
            else "-",
        }
        for i in range(len(months))
    ]


def _levels(mine: pd.DataFrame, start: int, tau: int) -> dict[str, Any]:
    """Share collapsed, median date and restricted mean."""
    names = ("share", "share_low", "share_high", "median", "restricted_mean", "restricted_se")
    if mine.empty:
        return {**dict.fromkeys(names, np.nan), "median": None}
    gone = int((mine["collapsed"] & (mine["months"] <= tau)).sum())
    low, high = wilson(gone, len(mine)) if _draws(mine) == 1 else (np.nan, np.nan)
    median = kaplan_meier(*_sample(mine)).median
    months = crossed_tests(_table(mine, tau))
    return {
        "share": gone / len(mine),
        "share_low": low,
        "share_high": high,
        "median": None if median is None else format_month(start + round(median)),
        "restricted_mean": float(mine["months"].clip(upper=tau).mean()) / 12,
        "restricted_se": float(months.se) / 12,
    }


def _sample(mine: pd.DataFrame) -> tuple[Array, Array]:
    return mine["months"].to_numpy(dtype=float), mine["collapsed"].to_numpy(dtype=bool)


def verdict(difference: float, p: float, *, same: bool) -> str:
    """What a difference of dates and its adjusted p value say: `later`, `earlier`, `same` or `can't tell`.

    >>> verdict(1.2, 0.01, same=False), verdict(1.2, 0.3, same=False), verdict(0.0, 1.0, same=True)
    ('later', "can't tell", 'same')
    """
    if same:
        return "same"
    if not p <= ALPHA:
        return "can't tell"
    return "later" if difference > 0 else "earlier"


def write_survival(results: Results, table: pd.DataFrame) -> None:
    """Write survival.csv into the results folder."""
    write_csv(results.folder / "survival.csv", table)
