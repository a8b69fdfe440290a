"""What became of a metric at the horizon, in a sentence."""

import re

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.registry import Metric
from webloop.months import format_month
from webloop.outcomes.paired import paired_tests
from webloop.plots.words import number

Floats = NDArray[np.float64]

_NUMBER = re.compile(r"<?[\d,]+(\.(?P<decimals>\d+))?")
_FINER = 2  # than ticks: small differences are what one looks for


def at_the_end(metric: Metric, month: int, baseline: Floats, changed: Floats | None, span: float) -> str:
    r"""A metric in the last month, and how it differs from the baseline's there.

    With two replicates or more there is an interval of the mean difference (paired, Student's t, 95 %), and no
    direction is named where it holds zero. Where some replicates have a value on one side only, all numbers are of the
    others.

    Args:
        metric: the metric.
        month: the last month.
        baseline: its value in the baseline, (replicates,); NaN where there is none.
        changed: its value with levers moved, in the first of these replicates, (at most replicates,); None where
            no lever is moved.
        span: of the axis it is drawn on, so that both are as fine.

    >>> from webloop.metrics.registry import metrics
    >>> at_the_end(metrics()["tail_recall"], 24491, np.array([0.5]), np.array([0.4]), 1).replace("\xa0", " ")
    'In 2040-12: 40 %, 10 points below the baseline (50 %).'
    """
    span /= _FINER
    when = f"In {format_month(month)}"
    if changed is None:
        return f"{when}: {number(_mean(baseline), metric.unit, span)}."
    there = _there(baseline, changed)
    pairs = int(there.sum())
    if not pairs:
        value, base = (number(_mean(each), metric.unit, span) for each in (changed, baseline))
        return f"{when}: {value} (baseline: {base})."
    before, after = baseline[: len(changed)][there], changed[there]
    start, said = f"{when}: {number(_mean(after), metric.unit, span)}", number(_mean(before), metric.unit, span)
    if np.array_equal(before, after):
        known = np.array_equal(np.isnan(changed), np.isnan(baseline[: len(changed)]))
        return f"{start}, as in the baseline{'' if known else f' in {pairs} of {len(changed)} replicates'}."
    test = paired_tests((after - before)[None])[0]
    low, high = (float(end) for end in test.interval())
    size = _size(abs(float(test.mean)), metric, span)
    away = f"{size} {'above' if test.mean > 0 else 'below'} the baseline ({said})"
    if low != low:
        return f"{start}, {away}."
    if low <= 0 <= high:
        ends = _range(low, high, metric, span, signed=True)
        return f"{start}; can't be told from the baseline ({said}) in {pairs} replicates (95 % interval {ends})."
    near, far = sorted((abs(low), abs(high)))
    if near == far:
        return f"{start}, {away}, in each of {pairs} replicates."
    return f"{start}, {away}; 95 % interval {_range(near, far, metric, span)}, {pairs} replicates."


def verdict(metric: Metric, baseline: Floats, changed: Floats | None) -> str:
    """`better`, `worse` or nothing: whether a difference at the horizon, if it can be told, is a good one.

    A single pair has no interval, and its difference can't be told from luck.
    """
    if changed is None or metric.better == "-":
        return ""
    test = paired_tests((changed - baseline[: len(changed)])[None])[0]
    low, high = (float(end) for end in test.interval())
    if not test.mean or low != low or low <= 0 <= high:
        return ""
    return "better" if (test.mean > 0) == (metric.better == "higher") else "worse"


def _there(baseline: Floats, changed: Floats) -> NDArray[np.bool_]:
    """Replicates that have a value on both sides, (those with levers moved,)."""
    return ~np.isnan(baseline[: len(changed)]) & ~np.isnan(changed)


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _size(value: float, metric: Metric, span: float, *, bare: bool = False) -> str:
    """A difference: in points where the metric is a share."""
    if metric.unit != "share":
        return number(value, metric.unit, span)
    said = number(value, "points", span)
    said = "<1" if value > 0 and not said.strip("0.") and "." not in said else said
    return said if bare else f"{said} point{'' if said == '1' else 's'}"


def _range(low: float, high: float, metric: Metric, span: float, *, signed: bool = False) -> str:
    """From end to end: with another digit where both ends would read alike, or the near one as zero.

    Where they still read alike it says how narrow it is.
    """
    for fine in (span, span / 10):
        sizes = [_size(abs(end), metric, fine, bare=True) for end in (low, high)]
        ends = [_signed(end, metric, fine) for end in (low, high)] if signed else sizes
        seen = bool(sizes[0].strip("<0.,"))  # the lower end is not read as zero
        if (sizes[0] != sizes[1] and (seen or signed or fine < span)) or (signed and seen):
            return " to ".join(ends)
    found = _NUMBER.match(sizes[1])
    places = len(found["decimals"] or "") if found else 0
    step = f"{10**-places:.{places}f}"
    return f"narrower than \N{PLUS-MINUS SIGN}{_NUMBER.sub(step, sizes[1])}"


def _signed(value: float, metric: Metric, span: float) -> str:
    said = _size(abs(value), metric, span, bare=True)
    return f"\N{MINUS SIGN}{said}" if value < 0 else f"+{said}" if value > 0 else said
