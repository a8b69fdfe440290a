"""The direction along a sweep: the larger a value, the more or the less of a metric, at every step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from webloop.outcomes.crossed import crossed_tests, mean_of, whole_block
from webloop.outcomes.findings.effects import relative
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import about_interval, around, pairs_of_runs
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale, at_month, noun
from webloop.outcomes.paired import Paired, holm

STEPS = 3
"""Fewest values that have a direction."""


@dataclass(frozen=True)
class _Chain:
    """Scenarios of a sweep that differ in one value only, by that value."""

    path: str
    values: Sequence[float]
    names: Sequence[str]


@dataclass(frozen=True)
class _Trend:
    """A metric along a chain: the test of a step in its weakest place, and of the whole way."""

    metric: str
    chain: _Chain
    p: float
    whole: Paired
    levels: Sequence[float]


@finding(
    "sweep", order=15, applies=lambda evidence: evidence.tested and bool(_chains(evidence) and evidence.leading),
    family="sweep",
)  # fmt: skip
def sweep(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Of each swept number and leading metric, if every step is told in the same direction.

    Such a sentence is wrong if any of its steps is, so its p-value is the largest of the steps' (an
    intersection-union test, Berger 1982, Technometrics 24, 295-300); Holm over all chains and metrics.
    """
    trends = [_trend(evidence, metric, chain) for chain in _chains(evidence) for metric in evidence.leading]
    told = holm(np.array([each.p for each in trends])) <= level
    together: dict[tuple[str, str], list[_Trend]] = defaultdict(list)
    for each, sure in zip(trends, told, strict=True):
        if sure:
            together[each.chain.path, each.metric].append(each)
    number = {path: sum(each.path == path for each in _chains(evidence)) for path in evidence.results.manifest["sweep"]}
    for (path, _), found in together.items():
        up = [float(each.whole.mean) > 0 for each in found]
        if all(up) or not any(up):  # up in one setting and down in another is no direction
            yield _said(evidence, found, number[path])


def _chains(evidence: Evidence) -> list[_Chain]:
    """All chains of swept numbers, of scenarios that have runs."""
    manifest = evidence.results.manifest
    axes: Mapping[str, Sequence[object]] = manifest.get("sweep") or {}
    chains = []
    for place, path in enumerate(axes):
        groups: dict[str, dict[float, str]] = defaultdict(dict)
        for name, cell in manifest["cells"].items():
            value = cell["values"][place]
            if isinstance(value, (int, float)) and not isinstance(value, bool) and name in evidence.panel.scenarios:
                others = [each for at, each in enumerate(cell["values"]) if at != place]
                groups[repr((cell["scenario"], others))][float(value)] = name
        for cells in groups.values():
            if len(cells) >= STEPS:
                values = sorted(cells)
                chains.append(_Chain(path, values, [cells[value] for value in values]))
    return chains


def _trend(evidence: Evidence, metric: str, chain: _Chain) -> _Trend:
    now = evidence.values(metric)[:, -1]
    rows = [now[evidence.panel.scenarios.index(name)] for name in chain.names]
    steps = [crossed_tests(after - before) for before, after in pairwise(rows)]
    whole = crossed_tests(rows[-1] - rows[0])
    p = [float("nan") if step.same else float(step.p) for step in steps]
    signs = {float(np.sign(step.mean)) for step in steps}
    one_way = len(signs) == 1 and 0.0 not in signs
    kept = whole_block(~np.isnan(rows[-1] - rows[0]))
    levels = [float(mean_of(each, kept)) for each in (rows[0], rows[-1])]
    return _Trend(metric, chain, max(p) if one_way and not any(np.isnan(p)) else _never(p), whole, levels)


def _never(p: Sequence[float]) -> float:
    """The p-value of what goes no one way; of what nothing can be tested, none."""
    return float("nan") if all(each != each for each in p) else 1.0


def _said(evidence: Evidence, found: list[_Trend], number: int) -> Finding:
    """One sentence; its number is that of the setting in which the difference is largest."""
    first = max(found, key=lambda each: abs(float(each.whole.mean)))
    low, high = (float(end) for end in first.whole.interval())
    metric, chain = evidence.results.recorded[first.metric], first.chain
    estimate = Estimate(
        metric=metric.name,
        scenario=chain.names[-1],
        month=evidence.month,
        value=float(first.whole.mean),
        low=low,
        high=high,
        unit=metric.unit,
        baseline=first.levels[0],
        n=int(first.whole.pairs),
    )
    scale = Scale(metric.unit, estimate.value, low, high, max(map(abs, first.levels)))
    way = "higher" if estimate.value > 0 else "lower"
    all_of = f"each of {number}" if len(found) == number else f"{len(found)} of {number}"
    where = f" in {all_of} settings of the rest" if number > 1 else ""
    text = (
        f"The larger {chain.path}, the {way} {noun(metric)} {at_month(evidence.month)}, at every step from "
        f"{chain.values[0]:g} to {chain.values[-1]:g}{where}: up to {scale.gap(estimate.value)} "
        f"({around(scale, low, high, pairs_of_runs(evidence, estimate.n))}), with {evidence.said(chain.names[-1])} "
        f"against {evidence.said(chain.names[0])}."
    )
    return Finding(
        kind="sweep",
        text=text,
        figure=f"fan-{metric.name}",
        caveat=about_interval(evidence),
        weight=relative(metric.unit, *first.levels) * len(found) / number,
        **numbers_of(estimate),
    )
