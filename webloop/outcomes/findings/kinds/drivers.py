"""Which unknown matters most: by rank correlation over draws, or by the indices that `webloop sensitivity` found."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from webloop.outcomes.drawn import has_draws
from webloop.outcomes.drivers import drivers as correlations
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import at_month, noun
from webloop.outcomes.paired import holm
from webloop.outcomes.rank_correlation import LEAST
from webloop.outcomes.sensitivity import has_design
from webloop.outcomes.shares import percent
from webloop.outcomes.tables import records

_CAVEAT = "A correlation says what goes together in these draws; of all that can be told, this is the largest."
_CLOSE = 0.7
"""Rank correlations from here on are close, of either sign."""
_LATER = 0.05
"""What each place further down the headline metrics takes from the weight."""


def _sampled(evidence: Evidence) -> bool:
    results = evidence.results
    return has_draws(results) and not has_design(results) and evidence.panel.draws >= LEAST and bool(evidence.leading)


def _indexed(evidence: Evidence) -> bool:
    return has_design(evidence.results) and (evidence.results.folder / "sensitivity.csv").is_file()


@finding("drivers", order=80, applies=_sampled, family="drivers")
def drivers(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Of each leading metric the unknown that goes with it most closely; Holm over all that are looked at."""
    table = correlations(evidence.results, evidence.leading)
    table = table[table["scenario"].isin([*evidence.policies, evidence.results.baseline])]
    table = table[holm(table["p"].to_numpy(dtype=float)) <= level]
    table = table.sort_values("rho", key=lambda each: -each.abs(), kind="stable").drop_duplicates("metric")
    for row in records(table):
        yield _correlated(evidence, row)


def _correlated(evidence: Evidence, row: dict[str, Any]) -> Finding:
    found = _estimate(row, "rho", "rank correlation")
    metric = noun(evidence.results.recorded[found.metric])
    name = evidence.said(str(row["scenario"]))
    higher = "higher" if found.value > 0 else "lower"
    if row["of"] == "difference":
        what, then = f"What {name} changes in {metric}", f"the {higher} {metric} against the baseline"
    else:
        what, then = f"{metric[:1].upper()}{metric[1:]} with {name}", f"the {higher} {metric}"
    closely = "closely " * (abs(found.value) >= _CLOSE)
    text = (
        f"{what} goes {closely}with {row['parameter']} {at_month(found.month)} (rank correlation "
        f"{_signed(found.value)}, 95 % interval {_signed(found.low)} to {_signed(found.high)}; {found.n} draws): the "
        f"larger it is, {then}."
    )
    return Finding(
        kind="drivers",
        text=text,
        figure="drivers",
        caveat=f"{_CAVEAT} {_held(str(row['verdict']))}".strip(),
        weight=found.value**2 * (1 - _LATER * evidence.leading.index(found.metric)),
        **numbers_of(found),
    )


def _held(verdict: str) -> str:
    return f"Verdict: {verdict}." if "," in verdict or "only" in verdict else ""


@finding("indices", order=81, applies=_indexed)
def indices(evidence: Evidence, level: float) -> Iterator[Finding]:  # noqa: ARG001 (all kinds are called alike)
    """Of each metric of sensitivity.csv the parameter with the largest total index, where its interval says so."""
    table = pd.read_csv(evidence.results.folder / "sensitivity.csv")
    if "total" not in table:
        return
    table = table[table["metric"].isin(evidence.results.recorded) & table["scenario"].isin(evidence.panel.scenarios)]
    # the largest first: one that is told to matter is not the largest where another, less sure, is estimated larger
    table = table.sort_values("total", ascending=False, kind="stable").drop_duplicates("metric")
    table = table[table["verdict"].astype(str).str.startswith("matters") & (table["verdict"] != "matters little")]
    for place, row in enumerate(records(table)):
        yield _indexed_by(evidence, row, place)


def _indexed_by(evidence: Evidence, row: dict[str, Any], place: int) -> Finding:
    found = _estimate(row, "total", "share")
    metric = noun(evidence.results.recorded[found.metric])
    part, low, high = (percent(min(max(each, 0.0), 1.0)) for each in (found.value, found.low, found.high))
    of = "what it changes in " if row["of"] == "difference" else ""
    text = (
        f"With {evidence.said(str(row['scenario']))}, {row['parameter']} has a part in {part} of the "
        f"variance of {of}{metric} {at_month(found.month)}, the largest estimate of all unknowns (95 % interval "
        f"{low} to {high}; {found.n} draws)."
    )
    return Finding(
        kind="indices",
        text=text,
        figure="drivers",
        caveat="A total index counts interactions, so those of several unknowns may add up to more than the whole.",
        weight=found.value / (1 + place),
        **numbers_of(found),
    )


def _estimate(row: dict[str, Any], name: str, unit: str) -> Estimate:
    return Estimate(
        metric=str(row["metric"]),
        scenario=str(row["scenario"]),
        month=str(row["month"]),
        value=float(row[name]),
        low=float(row[f"{name}_low"]),
        high=float(row[f"{name}_high"]),
        unit=unit,
        n=int(row["draws"]),
    )


def _signed(value: float) -> str:
    """A correlation.

    >>> _signed(0.9298), _signed(-0.7433)
    ('+0.93', '-0.74')
    """
    return f"{value:+.2f}"
