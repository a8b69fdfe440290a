"""Which scenarios come first by a metric, as far as they can be told apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from webloop.outcomes.crossed import mean_of, whole_block
from webloop.outcomes.findings.effects import comparable, relative
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import about_interval, around, pairs_of_runs
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale, at_month, noun
from webloop.outcomes.paired import Floats, Paired, joined, told_apart
from webloop.outcomes.ranking import order, ranks

_STRICT = "The order of scenarios, metric by metric, is less strict: it may tell them apart."


@dataclass(frozen=True)
class _Order:
    """Scenarios by one metric, the best mean first, and tests of all pairs of them."""

    metric: str
    names: list[str]
    means: Floats
    first: np.ndarray
    second: np.ndarray
    tests: Paired
    sign: float


@finding("best", order=30, applies=lambda evidence: comparable(evidence) and len(evidence.pool) > 2, family="order")
def best(evidence: Evidence, level: float) -> Iterator[Finding]:
    """By each leading metric who comes first, and the first of those that do worse."""
    ordered = [_ordered(evidence, name) for name in evidence.leading]
    every = joined([each.tests for each in ordered])
    apart = told_apart(every.p, every.same, level)
    ends = np.cumsum([len(each.tests.p) for each in ordered])
    for each, told in zip(ordered, np.split(apart, ends[:-1]), strict=True):
        yield from _of(evidence, each, told)


def _ordered(evidence: Evidence, metric: str) -> _Order:
    values = evidence.values(metric)[evidence.pool]
    sign = 1.0 if evidence.results.recorded[metric].better == "higher" else -1.0
    found, means = order(values[:, -1], sign)
    tests, _ = ranks(values[found], sign)
    names = [evidence.panel.scenarios[evidence.pool[place]] for place in found]
    first, second = np.triu_indices(len(found), 1)
    return _Order(metric, names, means[found], first, second, tests, sign)


def _of(evidence: Evidence, each: _Order, told: np.ndarray) -> Iterator[Finding]:
    """What can be said of one metric: nothing unless the best is told from some other."""
    up = each.tests.mean * each.sign > 0
    beaten = set(np.where(up, each.second, each.first)[told].tolist())
    behind = {int(other) for one, other in zip(each.first[told & up], each.second[told & up], strict=True) if one == 0}
    tops = [place for place in range(len(each.names)) if place not in beaten]
    if not behind or 0 in beaten:
        return
    nearest = min(behind)
    pair = int(np.flatnonzero((each.first == 0) & (each.second == nearest))[0])
    found = _estimate(evidence, each, pair, nearest)
    yield Finding(
        kind="best",
        text=_text(evidence, each, tops, behind, found),
        figure="ranking",
        caveat=" ".join(filter(None, (_left_out(evidence), _STRICT * (len(tops) > 1), about_interval(evidence)))),
        weight=relative(found.unit, float(each.means[0]), float(each.means[-1])),
        **numbers_of(found),
    )


def _left_out(evidence: Evidence) -> str:
    """Which scenarios of the study are not among those that are counted."""
    names = evidence.left_out
    if not names:
        return ""
    worlds = "worlds without AI are no policies" if len(names) > 1 else "a world without AI is no policy"
    return f"Left out, because {worlds}: {evidence.listed(names)}."


def _estimate(evidence: Evidence, each: _Order, pair: int, nearest: int) -> Estimate:
    """The difference of the first scenario from the nearest one that is told to be behind it."""
    low, high = each.tests.interval()
    sides = [evidence.panel.scenarios.index(each.names[place]) for place in (0, nearest)]
    now = evidence.values(each.metric)[sides][:, -1]
    kept = whole_block(~np.isnan(now.sum(axis=0)))
    return Estimate(
        metric=each.metric,
        scenario=each.names[0],
        month=evidence.month,
        value=float(each.tests.mean[pair]),
        low=float(low[pair]),
        high=float(high[pair]),
        unit=evidence.results.recorded[each.metric].unit,
        baseline=float(mean_of(now[1], kept)),
        n=int(each.tests.pairs[pair]),
    )


def _text(evidence: Evidence, each: _Order, tops: list[int], behind: set[int], found: Estimate) -> str:
    scale = Scale(found.unit, found.value, found.low, found.high, max(map(abs, each.means), default=0.0))
    metric, when = noun(evidence.results.recorded[each.metric]), at_month(evidence.month)
    first, others = each.names[0], [each.names[place] for place in tops if place != 0]
    unclear = [name for place, name in enumerate(each.names) if place not in behind and place != 0]
    inside = around(scale, found.low, found.high, pairs_of_runs(evidence, found.n))
    than = f"{evidence.said(each.names[min(behind)])}, a difference of {scale.gap(found.value)} ({inside})"
    by, of = f"By {metric}, {evidence.said(first)}", f"of {len(each.names)} scenarios {when}"
    if not unclear:
        return f"{by} is the best {of}, told apart from each of the others; next comes {than}."
    return (
        f"{by} comes first {of}, but {evidence.listed(others or unclear)} can't be told from it as the best; the first "
        f"that it is told from is {than}."
    )
