"""Which differences from the baseline are told, over all policies and metrics at once, and how large they are."""

from typing import Any

import pandas as pd

from webloop.months import parse_month
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate
from webloop.outcomes.findings.phrases import around, interval, pairs_of_runs
from webloop.outcomes.findings.wording import Scale, at_month, month_name, noun
from webloop.outcomes.paired import told_apart
from webloop.outcomes.tables import records

FAMILY, PART = "effects", 3.0
"""Differences from the baseline are what a study is run for, so they get more of the 5 % than others."""
_BOUNDED = {"share", "bits"}
"""Units of what lies between 0 and 1: divergences in bits do."""
FEW = 4
"""Policies that have a sentence each."""
SOON = 24
"""Months from the first of a policy's rules within which it is said when its effect can be told."""
NEARLY = 0.05
"""Policies whose differences are within this share of each other do nearly the same."""


def comparable(evidence: Evidence) -> bool:
    """Whether there are policies, and replicates to tell them by."""
    return evidence.several and evidence.tested and bool(evidence.leading)


def few(evidence: Evidence) -> bool:
    """Whether there are so few policies that each has a sentence of its own."""
    return comparable(evidence) and len(evidence.policies) <= FEW


def many(evidence: Evidence) -> bool:
    """Whether there are so many policies that only the most striking differences are told."""
    return comparable(evidence) and len(evidence.policies) > FEW


def told(evidence: Evidence, level: float) -> pd.DataFrame:
    """Rows of the comparison that are told apart, with their `size`, from 0 to 1.

    Holm over all policies, leading metrics and prices; a policy that leaves a metric alone takes nothing from others.

    Args:
        evidence: of a study.
        level: of the family.
    """
    rows = evidence.comparison
    same = (rows["verdict"] == "same").to_numpy(dtype=bool)
    rows = rows[told_apart(rows["p"].to_numpy(dtype=float), same, level)].copy()
    rows["good"] = (rows["difference"] > 0) == (rows["better"] == "higher")
    rows["size"] = [size(row) for row in records(rows)]
    return rows.sort_values("size", ascending=False, kind="stable")


def size(row: dict[str, Any]) -> float:
    """How large a difference is, from 0 to 1; see `relative`.

    >>> size({"unit": "share", "difference": -0.2, "baseline_mean": 0.5, "scenario_mean": 0.3})
    0.2
    >>> size({"unit": "ideas", "difference": -50, "baseline_mean": 200.0, "scenario_mean": 150.0})
    0.25
    """
    return relative(str(row["unit"]), float(row["baseline_mean"]), float(row["scenario_mean"]))


def relative(unit: str, one: float, other: float) -> float:
    """How far two values are apart: of what lies between 0 and 1 itself, of all else as a share of the larger one."""
    gap, largest = abs(other - one), max(abs(one), abs(other))
    return round(min(gap if unit in _BOUNDED else gap / largest if largest else 0.0, 1.0), 12)


def estimate(evidence: Evidence, row: dict[str, Any]) -> Estimate:
    """The number of a row of the comparison."""
    return Estimate(
        metric=str(row["metric"]),
        scenario=str(row["scenario"]),
        month=evidence.month,
        value=float(row["difference"]),
        low=float(row["low"]),
        high=float(row["high"]),
        unit=str(row["unit"]),
        baseline=float(row["baseline_mean"]),
        n=int(row["pairs"]),
    )


def scale_of(row: dict[str, Any]) -> Scale:
    """How the numbers of a row are written."""
    largest = max(abs(row["baseline_mean"]), abs(row["scenario_mean"]))
    return Scale(str(row["unit"]), row["difference"], row["low"], row["high"], largest)


def direction(value: float) -> str:
    """Which way a difference goes."""
    return "higher" if value > 0 else "lower"


def short(evidence: Evidence, row: dict[str, Any], told: int = 0) -> str:
    """A row in a clause: `recall of rare ideas (3.2 points higher; 95 % interval 2.9 to 3.5; 5 pairs of runs)`.

    Args:
        evidence: of a study.
        row: of the comparison.
        told: how many pairs of runs a reader takes for granted, because they were told before.
    """
    scale = scale_of(row)
    inside = around(scale, row["low"], row["high"], pairs_of_runs(evidence, int(row["pairs"])))
    if row["pairs"] == told and row["low"] != row["high"]:
        inside = interval(scale, row["low"], row["high"])
    than = f" than {scale.bare(row['baseline_mean'])}" if _ratio(row) else ""
    gap = f"{scale.gap(row['difference'])}{_ratio(row)} {direction(row['difference'])}{than}"
    return f"{noun(evidence.results.recorded[row['metric']])} ({gap}; {inside})"


def sentence(evidence: Evidence, row: dict[str, Any], others: pd.DataFrame) -> str:
    """A row as a sentence, with the policies that do nearly the same."""
    scale = scale_of(row)
    value = row["difference"]
    metric = noun(evidence.results.recorded[row["metric"]])
    inside = around(scale, row["low"], row["high"], pairs_of_runs(evidence, int(row["pairs"])))
    own = f"the {scale.level(row['baseline_mean'])} " if _ratio(row) else ""
    alike = [each for each in records(others) if _nearly(each, row)]
    companions = evidence.listed([each["scenario"] for each in alike]) if alike else ""
    also = f" {companions} {'do' if len(alike) > 1 else 'does'} nearly the same." if alike else ""
    return (
        f"With {evidence.said(row['scenario'])}, {metric} is {scale.level(row['scenario_mean'])} "
        f"{at_month(evidence.month)}, {scale.gap(value)}{_ratio(row)} {direction(value)} "
        f"({'better' if row['good'] else 'worse'}) than {own}with {evidence.said(evidence.results.baseline)} ({inside})"
        f"{_since(evidence, row)}.{also}"
    )


def _ratio(row: dict[str, Any]) -> str:
    """A difference in percent of the baseline's value, ` or 2.5 %`; empty for shares, and where there is no such value.

    It is as fine as the difference itself.
    """
    base = float(row["baseline_mean"])
    if row["unit"] == "share" or not base > 0:
        return ""
    ratio, low, high = (float(row[name]) / base for name in ("difference", "low", "high"))
    return f" or {Scale('share', ratio, low, high).bare(abs(ratio))} %"


def _since(evidence: Evidence, row: dict[str, Any]) -> str:
    """From when on, where that is soon: later on it would be read as the month in which the effect begins."""
    since, starts = row["since"], evidence.results.starts(row["scenario"])
    if not isinstance(since, str) or since == evidence.month or starts is None:
        return ""
    if parse_month(since) - parse_month(starts) > SOON:
        return ""
    return f"; it can be told from chance in every month from {month_name(since)} on"


def _nearly(each: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether another policy makes about the same difference to the same metric."""
    if each["scenario"] == row["scenario"] or each["metric"] != row["metric"]:
        return False
    return bool(abs(each["difference"] - row["difference"]) <= NEARLY * abs(row["difference"]))
