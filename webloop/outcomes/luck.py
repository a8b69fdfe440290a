"""Do scenarios share their luck? What common random numbers are worth, by policy, metric and time since it began.

A paired difference is as exact as the correlation of its two sides: its standard deviation over that of two
independent runs, sqrt(var_a + var_b), is 0 where both have the same luck, 1 where they have nothing to do with each
other, and above 1 where luck in one is misfortune in the other. It can't be small where a policy makes a metric vary
much less or much more than before, however much luck is shared: the correlation tells these two apart.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from webloop.outcomes.headlines import headlines
from webloop.outcomes.paired import Floats
from webloop.outcomes.panel import Panel
from webloop.outcomes.results import Results

AFTER = (1, 12, 60)
"""Months after a policy begins at which it is looked at."""
ERRORS = 4.0
"""A ratio is above one when it is so by more standard errors than chance brings about in 30,000 looks."""
TIGHT, LOOSE = 1 / 3, 0.9
COLUMNS = (
    "scenario",
    "starts",
    "metric",
    "after",
    "month",
    "pairs",
    "equal_before",
    "sd_baseline",
    "sd_scenario",
    "sd_difference",
    "correlation",
    "ratio",
    "log_se",
    "above_one",
)


def luck(results: Results, names: Sequence[str] | None = None) -> pd.DataFrame:
    """What common random numbers are worth for every policy that begins after the run does.

    Args:
        results: what was run.
        names: metrics that have a value every month; the headline metrics for None.

    Returns:
        One row per scenario, metric and number of months `after` its start: `equal_before` (whether every recorded
        monthly metric of every pair is exactly the baseline's until then), the standard deviations of both sides and
        of the paired difference, their `correlation`, the `ratio` (NaN where a side does not vary and so has no luck
        to share, such as the cost of a policy), the standard error of its logarithm, and whether it is `above_one` by
        more than four of those.
    """
    recorded = list(results.monthly_metrics)
    chosen = [name for name in names or headlines(results) if name in recorded]
    starts = {name: results.starts(name) for name in results.scenarios}
    if not chosen:
        return pd.DataFrame(columns=COLUMNS)
    panel = Panel(results, recorded[0])
    late = {
        panel.scenarios.index(name): panel.months.index(month)
        for name, month in starts.items()
        if month in panel.months[1:] and name in panel.scenarios
    }
    equal = dict.fromkeys(late, True)
    rows: list[dict[str, object]] = []
    for name in recorded:
        values = panel.values(name)
        for index, start in late.items():
            mine, base = values[index], values[panel.baseline]
            # runs that failed are no difference; a value missing on one side of a pair that ran would be
            ran = ~(np.isnan(mine).all(axis=0) | np.isnan(base).all(axis=0))
            equal[index] &= np.array_equal(mine[:start, ran], base[:start, ran], equal_nan=True)
            if name in chosen:
                rows += _rows(panel, name, index, mine, base, start)
    table = pd.DataFrame([{**row, "equal_before": equal[_place(panel, row)]} for row in rows], columns=COLUMNS)
    order = {name: place for place, name in enumerate((*panel.scenarios, *chosen))}
    places = pd.DataFrame({"s": table["scenario"].map(order), "m": table["metric"].map(order), "a": table["after"]})
    return table.loc[places.sort_values(["s", "m", "a"]).index].reset_index(drop=True)


def _sd(values: Floats) -> float:
    if len(values) < 2:
        return float("nan")
    # the rounding of a mean is no variation
    return float(values.std(ddof=1)) if np.ptp(values) > 0 else 0.0


def _by_unit(values: Floats) -> Floats:
    """Values of runs, (..., draws, replicates), as values of units, (..., units).

    With one draw its replicates are the units; with several, each is the mean of its replicates that have a value:
    what scenarios share is their draw then, too.

    >>> _by_unit(np.array([[1.0, 3.0], [5.0, np.nan]])).tolist(), _by_unit(np.array([[1.0, 3.0]])).tolist()
    ([2.0, 5.0], [1.0, 3.0])
    """
    if values.shape[-2] == 1:
        return values[..., 0, :]
    there = ~np.isnan(values)
    count = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.asarray(total / np.where(count > 0, count, np.nan), dtype=float)


def _place(panel: Panel, row: dict[str, object]) -> int:
    return panel.scenarios.index(str(row["scenario"]))


def _rows(panel: Panel, name: str, index: int, mine: Floats, base: Floats, start: int) -> Iterator[dict[str, object]]:
    """One policy and metric at each number of months after the policy's start, as far as the runs go."""
    for after in AFTER:
        month = start + after
        if month >= len(panel.months):
            continue
        missing = np.isnan(mine[month]) | np.isnan(base[month])
        a, b = (_by_unit(np.where(missing, np.nan, side[month])) for side in (mine, base))
        a, b = a[~np.isnan(a)], b[~np.isnan(b)]
        ratio, error = shared_luck(a, b)
        yield {
            "scenario": panel.scenarios[index],
            "starts": panel.months[start],
            "metric": name,
            "after": after,
            "month": panel.months[month],
            "pairs": len(a),
            "sd_baseline": _sd(b),
            "sd_scenario": _sd(a),
            "sd_difference": _sd(a - b),
            "correlation": float(np.corrcoef(a, b)[0, 1]) if error == error else np.nan,
            "ratio": ratio,
            "log_se": error,
            "above_one": bool(ratio > 0 and np.log(ratio) > ERRORS * error),
        }


def shared_luck(a: Floats, b: Floats) -> tuple[float, float]:
    """The standard deviation of paired differences over that of independent ones, and its logarithm's error.

    The error is the delta method's for pairs from a normal distribution, whose sample variances and covariance have
    covariances (s_ik s_jl + s_il s_jk) / (n - 1) (Anderson 2003, An Introduction to Multivariate Statistical
    Analysis, section 3.4). It is not taken to be smaller than it would be without any correlation when the ratio is
    above one: near its largest value, the square root of 2, few pairs make it look far too exact. NaN where a side does
    not vary.

    >>> ratio, error = shared_luck(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.5, 1.9, 3.4, 4.2]))
    >>> round(ratio, 3), round(error, 3)
    (0.146, 0.569)
    """
    if len(a) < 2 or not (np.ptp(a) > 0 and np.ptp(b) > 0):
        return float("nan"), float("nan")
    (aa, ab), (_, bb) = np.cov(a, b)
    total, left = aa + bb, _sd(a - b) ** 2
    if left == 0:
        return 0.0, 0.0
    on_variance, on_covariance = (1 / left - 1 / total) / 2, -1 / left
    variance = (
        on_variance**2 * (2 * aa**2 + 2 * bb**2 + 4 * ab**2)
        + on_covariance**2 * (aa * bb + ab**2)
        + 2 * on_variance * on_covariance * 2 * ab * (aa + bb)
    )
    if left > total:
        variance = max(variance, aa * bb / total**2)
    return float(np.sqrt(left / total)), float(np.sqrt(max(variance, 0.0) / (len(a) - 1)))


def in_words(table: pd.DataFrame) -> list[str]:
    """What the report comes to, one sentence per policy.

    Metrics that do not vary on both sides have no luck to share and are left out.
    """
    said: list[str] = []
    for scenario, mine in table.groupby("scenario", sort=False):
        first = mine.iloc[0]
        same = "exactly the baseline" if first["equal_before"] else "NOT THE BASELINE"
        both = mine[mine["ratio"].notna()]
        last = both[both["after"] == both["after"].max()]
        words = f"{scenario}: {same} until it starts in {first['starts']}"
        if len(last):
            words += f"; in {last['month'].iloc[0]} {_sharing(last)}"
        above = ", ".join(f"{row['metric']} at +{row['after']}" for _, row in both[both["above_one"]].iterrows())
        words += f"; its differences vary more than those of independent runs in {above}" if above else ""
        said.append(words + ".")
    return said


def _sharing(last: pd.DataFrame) -> str:
    """How much luck is shared at the end."""
    loose = last[last["ratio"] >= LOOSE]["metric"].tolist()
    if loose:
        return f"it has decoupled in {', '.join(loose)}: pairing gains nothing there"
    if (last["ratio"] <= TIGHT).all():
        return "it still shares the baseline's luck in every metric"
    parted = last[last["ratio"] > TIGHT]["metric"].tolist()
    return f"it shares the baseline's luck, but less so in {', '.join(parted)}"
