"""When runs collapse: shares, median dates, time without collapse, and log-rank tests between policies.

A run that has not collapsed by the end of the simulation is *censored* there: it counts as intact that long, and is
never dropped, nor is its end taken for a collapse. Time is counted from the month whose values count as intact
(`collapse.reference` in the scenario, December 2022 by default), before which no run can collapse.

Runs are only ever censored by the end of their simulation. So up to the *common horizon*, the longest time for which
every run was watched, nothing is censored: there the share collapsed is a plain proportion, and the restricted mean
(the mean of the time to collapse or to that horizon, whichever comes first; the area under the Kaplan-Meier curve) is a
plain mean, with an ordinary standard error and an exact pairing by draw and replicate.

References:
    Kaplan, E. L., and Meier, P. (1958). Nonparametric estimation from incomplete observations. JASA 53, 457-481.
    Mantel, N. (1966). Evaluation of survival data. Cancer Chemotherapy Reports 50, 163-170 (log-rank).
    Royston, P., and Parmar, M. K. B. (2013). Restricted mean survival time. BMC Med. Res. Methodol. 13, 152.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. Statist. 6, 65-70.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from webloop.errors import InputError
from webloop.files import write_atomically
from webloop.metrics.collapse import NEEDED
from webloop.months import format_month, parse_month
from webloop.outcomes.kaplan_meier import Array, kaplan_meier, logrank
from webloop.outcomes.paired import holm
from webloop.outcomes.results import Results
from webloop.scenario.parts import Collapse
from webloop.scenario.yaml import read_yaml

EVENTS = {"early_collapse": "Early collapse", "late_collapse": "Late collapse"}
CONFIDENCE = 0.95
_EXACT = 1e-9
"""Years; differences that are no further apart are the same but for rounding."""
COLUMNS = {
    "scenario": "name of the scenario",
    "event": "early_collapse or late_collapse",
    "runs": "runs that are watched for collapse",
    "left_out": "runs without a date by definition: no model was deployed in the month whose values count as intact",
    "collapsed": "runs that collapsed as long as they were watched",
    "observed_until": "last month of the scenario",
    "horizon": "month up to which every scenario was watched; share and restricted mean are up to here",
    "share": "share of runs that had collapsed by the horizon",
    "share_low": "lower end of its 95 % interval (Wilson)",
    "share_high": "upper end",
    "median": "month by which half of the runs had collapsed (Kaplan-Meier); empty: after observed_until",
    "restricted_mean": "mean years from the reference month to collapse, or to the horizon where that comes first",
    "restricted_se": "its standard error",
    "difference": "restricted mean minus the baseline's, years, paired by draw and replicate",
    "low": "lower end of its 95 % t interval",
    "high": "upper end",
    "pairs": "pairs of runs behind it",
    "verdict": "later or earlier than in the baseline; same: in no pair a difference; can't tell",
    "chi_square": "log-rank test against the baseline, 1 degree of freedom; empty with nothing to test",
    "p": "its p value",
    "p_holm": "the p value adjusted for testing every policy (Holm)",
}
"""The columns of survival.csv and what they mean."""


def survival(results: Results) -> pd.DataFrame:
    """Early and late collapse of every scenario, and its difference from the baseline.

    Replicates share their luck between policies. The log-rank test does not know that: it takes all runs as
    independent, so where luck is shared its p value is conservative (too large), and the paired difference of
    restricted means is the sharper answer. Where parameters are drawn, the replicates of a draw are averaged first
    and the interval is over draws; the other columns take the runs as independent.

    Args:
        results: what was run.

    Returns:
        One row per kind of collapse and scenario; the columns are those of `COLUMNS`.

    Raises:
        InputError: when the results have no dates of collapse.
    """
    watched = follow_up(results)
    tau = common_horizon(watched)
    rows = []
    for event in EVENTS:
        mine = watched[watched["event"] == event]
        base = _known(mine, results.baseline)
        found = [_row(mine, name, base if name != results.baseline else None, tau) for name in results.scenarios]
        # a pair of samples without any event could never be told apart: not a number, and no test (Tarone 1990)
        for row, adjusted in zip(found, holm(np.array([row["p"] for row in found], dtype=float)), strict=True):
            rows.append({"event": event, **row, "p_holm": adjusted})
    return pd.DataFrame(rows)[list(COLUMNS)]


def follow_up(results: Results) -> pd.DataFrame:
    """How long every run was watched for either kind of collapse, and whether it came.

    Returns:
        One row per run and kind: `scenario`, `draw`, `replicate`, `event`, `start` (the reference month, as a number),
        `months` from there to collapse or to the end of the run, `collapsed`, `end` (months watched), and `defined`:
        False where no model was deployed in the reference month, so that there is nothing to lose.
    """
    missing = [name for name in NEEDED if name not in results.recorded]
    if missing:
        raise InputError(f"{results.folder} has no dates of collapse: {', '.join(missing)} was not recorded")
    try:
        dates = pd.read_csv(results.folder / "collapse.csv", dtype=dict.fromkeys(EVENTS, object))
    except FileNotFoundError:
        raise InputError(
            f"{results.folder} has lost its collapse.csv; the command that made it makes it again"
        ) from None
    starts = {name: reference_month(results, name) for name in results.scenarios}
    keys = ["scenario", "draw", "replicate"]
    dates["start"] = dates["scenario"].map(starts)
    dates["end"] = dates["observed_until"].map(parse_month) - dates["start"]
    intact = _intact(results, starts)
    dates["defined"] = pd.MultiIndex.from_frame(dates[keys]).isin(intact)
    parts = []
    for event in EVENTS:
        part = dates[[*keys, "start", "end", "defined"]].assign(event=event)
        part["collapsed"] = dates[event].notna()
        month = dates[event].map(parse_month, na_action="ignore").astype(float)
        part["months"] = (month - dates["start"]).where(part["collapsed"], dates["end"]).astype(float)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def common_horizon(watched: pd.DataFrame) -> int:
    """Months from the reference for which every run was watched."""
    known = watched[watched["defined"]]
    return int(known["end"].min()) if len(known) else 0


def reference_month(results: Results, scenario: str) -> int:
    """The month whose values count as intact; the default where the scenario's file can't be read."""
    try:
        data = read_yaml(results.folder / "scenarios" / f"{scenario}.yaml").data
        return parse_month(data["collapse"]["reference"])
    except (OSError, InputError, KeyError, TypeError, ValueError):
        return Collapse().reference


def _intact(results: Results, starts: dict[str, int]) -> pd.MultiIndex:
    """Runs with a deployed model in the reference month."""
    table = results.monthly(["tail_recall", "hill_1"]).dropna(subset=["tail_recall", "hill_1"])
    at = table[table["month"] == table["scenario"].map({name: format_month(month) for name, month in starts.items()})]
    return pd.MultiIndex.from_frame(at[["scenario", "draw", "replicate"]])


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
        **dict.fromkeys(("difference", "low", "high", "chi_square", "p"), np.nan),
        "pairs": 0,
        "verdict": "-",
    }
    if base is None or mine.empty or base.empty:
        return row
    gaps = _years(mine, tau) - _years(base, tau)
    low, high = _interval(gaps.dropna())
    tested = logrank(_sample(mine), _sample(base))
    row |= dict(zip(("chi_square", "p"), tested, strict=True))
    row |= {"difference": float(gaps.mean()), "low": low, "high": high, "pairs": int(gaps.notna().sum())}
    return {**row, "verdict": verdict(low, high)}


def _levels(mine: pd.DataFrame, start: int, tau: int) -> dict[str, Any]:
    """Share collapsed, median date and restricted mean."""
    names = ("share", "share_low", "share_high", "median", "restricted_mean", "restricted_se")
    if mine.empty:
        return {**dict.fromkeys(names, np.nan), "median": None}
    gone = int((mine["collapsed"] & (mine["months"] <= tau)).sum())
    around = stats.binomtest(gone, len(mine)).proportion_ci(CONFIDENCE, method="wilson")
    median = kaplan_meier(*_sample(mine)).median
    years = _years(mine, tau).to_numpy()
    return {
        "share": gone / len(mine),
        "share_low": float(around.low),
        "share_high": float(around.high),
        "median": None if median is None else format_month(start + round(median)),
        "restricted_mean": float(years.mean()),
        "restricted_se": float(years.std(ddof=1) / np.sqrt(len(years))) if len(years) > 1 else np.nan,
    }


def _sample(mine: pd.DataFrame) -> tuple[Array, Array]:
    return mine["months"].to_numpy(dtype=float), mine["collapsed"].to_numpy(dtype=bool)


def _years(mine: pd.DataFrame, tau: int) -> "pd.Series[float]":
    """Years to collapse or to the horizon, whichever comes first."""
    return mine["months"].clip(upper=tau) / 12


def _interval(gaps: "pd.Series[float]") -> tuple[float, float]:
    """Student's t interval of a mean: over draws where there are several, else over replicates."""
    draws = gaps.groupby(level="draw").mean()
    values = (draws if len(draws) > 1 else gaps).to_numpy()
    if len(values) < 2:
        return float("nan"), float("nan")
    if np.ptp(values) < _EXACT:
        return float(values.mean()), float(values.mean())
    half = stats.t.ppf((1 + CONFIDENCE) / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)


def verdict(low: float, high: float) -> str:
    """What an interval of a difference of dates says: `later`, `earlier`, `same` or `can't tell`.

    >>> verdict(0.5, 2.0), verdict(-0.5, 2.0), verdict(0.0, 0.0)
    ('later', "can't tell", 'same')
    """
    if low == high == 0:
        return "same"
    return "later" if low > 0 else "earlier" if high < 0 else "can't tell"


def write_survival(results: Results, table: pd.DataFrame) -> None:
    """Write survival.csv into the results folder."""
    write_atomically(
        results.folder / "survival.csv", lambda name: table.to_csv(name, index=False, float_format="%.10g")
    )


def collapsing(results: Results) -> Sequence[str]:
    """The kinds of collapse that came in any run; none where the results have no dates."""
    watched = follow_up(results)
    came = watched[watched["collapsed"] & watched["defined"]]["event"]
    return [event for event in EVENTS if event in set(came)]
