"""Collapse: in how many runs, when, and whether that differs from the baseline; or that no run collapses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from webloop.months import format_month
from webloop.outcomes.collapse_words import meanings, unwatched
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import around, pairs_of_runs
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale, end_of, listed, month_name
from webloop.outcomes.kaplan_meier import kaplan_meier
from webloop.outcomes.paired import told_apart
from webloop.outcomes.shares import exact, percent
from webloop.outcomes.survival import gone_by_horizon, survival
from webloop.outcomes.tables import p_value, records
from webloop.outcomes.watched import EVENTS, common_horizon

_WHAT = {"early_collapse": "lose the tail (early collapse)", "late_collapse": "lose diversity (late collapse)"}
_MEANING = {
    "early_collapse": "Early collapse: the tail is far below what it was, and the head is not.",
    "late_collapse": "Late collapse: diversity is far below what it was.",
}
"""What to say where the thresholds are not known."""
_FEW = 100
"""Runs that leave much open, even where none of them collapses."""
_LUCK = "A draw counts if any of its runs does; the interval holds for new draws with the luck that was run."


def _watched(evidence: Evidence) -> bool:
    return evidence.watched is not None and bool(evidence.watched["defined"].any())


def _several(evidence: Evidence) -> bool:
    return _watched(evidence) and evidence.several and evidence.tested


@finding("collapse", order=5, applies=_watched)
def collapse(evidence: Evidence, level: float) -> Iterator[Finding]:  # noqa: ARG001 (all kinds are called alike)
    """Scenarios that collapse, each kind in one sentence. Nothing is compared."""
    assert evidence.watched is not None
    known = evidence.watched[evidence.watched["defined"]]
    came = {event: known[(known["event"] == event)] for event in EVENTS}
    for event, rows in came.items():
        if rows["collapsed"].any():
            yield _some(evidence, event, rows)


@finding("no_collapse", order=25, applies=_watched)
def no_collapse(evidence: Evidence, level: float) -> Iterator[Finding]:  # noqa: ARG001
    """One sentence where no run of any scenario collapses."""
    assert evidence.watched is not None
    known = evidence.watched[evidence.watched["defined"]]
    if not known["collapsed"].any():
        yield _none(evidence, known)


def _units(evidence: Evidence, rows: pd.DataFrame) -> tuple[int, int]:
    """How many independent runs collapse, and how many there are; over draws a draw counts if any of its runs does."""
    if evidence.panel.draws == 1:
        return int(rows["collapsed"].sum()), len(rows)
    by_draw = rows.groupby("draw")["collapsed"].any()
    return int(by_draw.sum()), len(by_draw)


def _share(evidence: Evidence, event: str, scenario: str | None, rows: pd.DataFrame) -> Estimate:
    hits, total = _units(evidence, rows)
    low, high = exact(hits, total)
    tau = format_month(int(rows["start"].iloc[0]) + common_horizon(rows))
    return Estimate(
        metric=event,
        scenario=scenario,
        month=tau,
        value=hits / total,
        low=low,
        high=high,
        unit="share",
        n=total,
    )


def _none(evidence: Evidence, known: pd.DataFrame) -> Finding:
    """No run of any scenario; the scenario with fewest runs says what that leaves open."""
    late = known[known["event"] == "late_collapse"]
    names = list(dict.fromkeys(late["scenario"]))
    fewest = min(names, key=lambda name: _units(evidence, late[late["scenario"] == name])[1])
    shares = [_share(evidence, "late_collapse", None, late[late["scenario"] == name]) for name in names]
    found = replace(shares[names.index(fewest)], month=min(each.month for each in shares))
    what = "draw" if evidence.panel.draws > 1 else "run"
    least = " at least" if any(each.n > found.n for each in shares) else ""
    count = f"{found.n} {what}{'s' * (found.n != 1)}{' of each' * (len(names) > 1)}{least}"
    few = f"With so few {what}s a" if found.n < _FEW else "A"
    risk = f"{few} risk of up to {percent(found.high)} a {what} can't be ruled out (exact 95 % interval)."
    return Finding(
        kind="no_collapse",
        text=f"{_where(evidence, names)} up to {end_of(found.month)}, neither early nor late ({count}).",
        figure="survival",
        caveat=_caveat(evidence, risk, *EVENTS),
        weight=0.5,
        **numbers_of(found),
    )


def _where(evidence: Evidence, names: Sequence[str]) -> str:
    """That no run of these scenarios collapses, after a sentence on those in which nothing could."""
    rest = [evidence.said(name) for name in evidence.panel.scenarios if name not in names]
    if len(names) > 1:
        none = f"In no {'other ' * bool(rest)}scenario does a run collapse"
    else:
        none = f"With {evidence.said(names[0])} no run collapses" if rest else "No run collapses"
    return f"{unwatched(rest)} {none}".strip()


def _caveat(evidence: Evidence, *said: str) -> str:
    """What kinds of collapse are, or other sentences; over draws what the interval is about."""
    drawn = [_LUCK] if evidence.panel.draws > 1 else []
    return " ".join([*(_meaning(evidence, each) if each in EVENTS else each for each in said), *drawn])


def _meaning(evidence: Evidence, event: str) -> str:
    """What a kind of collapse is."""
    return meanings(evidence.results).get(event, _MEANING[event])


def _some(evidence: Evidence, event: str, rows: pd.DataFrame) -> Finding:
    """One kind of collapse: scenarios by the number of runs in which it comes, with median dates; then the others."""
    groups = {str(name): mine for name, mine in rows.groupby("scenario", sort=False)}
    shares = {name: _share(evidence, event, name, mine) for name, mine in groups.items()}
    alike: dict[tuple[float, int], list[str]] = {}
    for name in sorted(groups, key=lambda name: -shares[name].value):
        alike.setdefault((shares[name].value, shares[name].n), []).append(name)
    first = shares[next(iter(alike.values()))[0]]
    clauses = [_clause(evidence, shares[names[0]], {name: groups[name] for name in names}) for names in alike.values()]
    ends = {share.month for share in shares.values()}
    until = f"Up to {end_of(first.month)}" if len(ends) == 1 else "As long as each scenario runs"
    return Finding(
        kind="collapse",
        text=f"{until} models {_WHAT[event]} {'; '.join(clauses)}.",
        figure="survival",
        caveat=_caveat(evidence, event),
        weight=first.value,
        also=tuple(share for share in shares.values() if share is not first),
        **numbers_of(first),
    )


def _clause(evidence: Evidence, share: Estimate, groups: Mapping[str, pd.DataFrame]) -> str:
    """Scenarios in which as many runs collapse, and when half of them had."""
    what = "draws" if evidence.panel.draws > 1 else "runs"
    inside = f"95 % interval of the share {percent(share.low)} to {percent(share.high)}"
    count = f"{round(share.value * share.n)} of {share.n} {what} ({inside})"
    dates = {name: _when(evidence, mine) for name, mine in groups.items()}
    names = [evidence.said(name) + (f" ({when})" if when else "") for name, when in dates.items()]
    return f"in {count} with {listed(names)}"


def _when(evidence: Evidence, mine: pd.DataFrame) -> str:
    """By when half of the runs had collapsed; empty where that is not seen, or runs are not independent."""
    curve = kaplan_meier(mine["months"].to_numpy(dtype=float), mine["collapsed"].to_numpy(dtype=bool))
    if evidence.panel.draws > 1 or curve.median is None:
        return ""
    start = int(mine["start"].iloc[0])
    low, median, high = (
        None if time is None else month_name(format_month(start + round(time)))
        for time in (curve.median_interval[0], curve.median, curve.median_interval[1])
    )
    if mine["months"].nunique() == 1 and mine["collapsed"].all():
        return f"all in {median}"
    return f"half of the runs by {median}, 95 % interval {low} {f'to {high}' if high else 'or later'}"


@finding("collapse_dates", order=6, applies=_several, family="collapse")
def collapse_dates(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Policies that collapse at other times, or in other numbers of runs, than the baseline does.

    Each policy and kind of collapse is one test: the smaller p-value of the paired difference of mean times and of
    Fisher's exact test of numbers of runs, doubled for choosing. Fisher's test takes runs as independent, so where they
    share luck its p-value is too large, never too small; over draws it is left out.
    """
    table = survival(evidence.results)
    rows = [row for row in records(table) if row["scenario"] in evidence.policies and row["pairs"]]
    base = {row["event"]: row for row in records(table) if row["scenario"] == evidence.results.baseline}
    p = np.array([_p(evidence, row, base[row["event"]]) for row in rows], dtype=float)
    same = np.array([row["verdict"] == "same" for row in rows], dtype=bool)
    told = told_apart(p, same, level)
    apart = [not row["low"] <= 0 <= row["high"] for row in rows]
    for row in (row for row, *said in zip(rows, told, apart, strict=True) if all(said)):
        yield _date(evidence, row, base[row["event"]])


def _p(evidence: Evidence, row: dict[str, Any], base: dict[str, Any]) -> float:
    both = [float(row["p_paired"])]
    if evidence.panel.draws == 1:
        counts = [(gone_by_horizon(each), int(each["runs"])) for each in (row, base)]
        both.append(float(stats.fisher_exact([[gone, runs - gone] for gone, runs in counts]).pvalue))
    return float(min(len(both) * np.nanmin(both), 1.0)) if not np.isnan(both).all() else float("nan")


def _date(evidence: Evidence, row: dict[str, Any], base: dict[str, Any]) -> Finding:
    found = Estimate(
        metric=str(row["event"]),
        scenario=str(row["scenario"]),
        month=str(row["horizon"]),
        value=float(row["difference"]),
        low=float(row["low"]),
        high=float(row["high"]),
        unit="years",
        baseline=float(base["restricted_mean"]),
        n=int(row["pairs"]),
    )
    kind = EVENTS[found.metric].lower()
    scale = Scale("years", found.value, found.low, found.high)
    inside = around(scale, found.low, found.high, pairs_of_runs(evidence, found.n))
    gone = [f"{gone_by_horizon(each)} of {int(each['runs'])}" for each in (row, base)]
    rank = p_value(float(row["p_holm"]))
    test = f"; log-rank p {rank if rank.startswith('<') else f'= {rank}'}" if rank != "-" else ""
    text = (
        f"On average {kind} comes {scale.gap(found.value)} {'later' if found.value > 0 else 'earlier'} with "
        f"{evidence.said(str(row['scenario']))} than with {evidence.said(evidence.results.baseline)} ({inside}): in "
        f"{gone[0]} runs instead of {gone[1]} up to {end_of(found.month)}{test}."
    )
    return Finding(
        kind="collapse_dates",
        text=text,
        figure="survival",
        caveat=f"{_meaning(evidence, found.metric)} A run that has not collapsed counts as intact up to the horizon.",
        weight=abs(found.value) / (found.baseline or 1.0),
        **numbers_of(found),
    )
