"""Collapse in words: which measure shows it and which one hides it (`hidden`), each with the loss behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from webloop.errors import InputError
from webloop.outcomes.crossed import crossed_tests
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import about_interval, around, runs_of
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale
from webloop.outcomes.hidden import HOLDS, Line, lines
from webloop.outcomes.paired import Floats, Paired, holm
from webloop.outcomes.samples import RUN, Samples, samples


def _applies(evidence: Evidence) -> bool:
    return evidence.results.has_samples and evidence.tested and _samples(evidence) is not None


def _samples(evidence: Evidence) -> Samples | None:
    """The samples, where there are several generations; None where they can't be had."""
    try:
        found = samples(evidence.results)
    except InputError:
        return None
    return found if len(found.generations) > 1 and found.number > 1 else None


@dataclass(frozen=True)
class _Test:
    """What has to be told for a line to be said, and the number that it comes with."""

    line: Line
    test: Paired
    value: Paired
    before: float


@finding("words", order=45, applies=_applies, family="words")
def words(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Lines of `webloop samples` whose number can be told from nothing; Holm over all scenarios and pairs of them."""
    shown = _samples(evidence)
    assert shown is not None
    tests = [_test(shown, line) for line in lines(shown, evidence.said)]
    count = len(shown.scenarios)
    # lines that are not said were looked for, too: two of each scenario, one of each pair
    looked = 2 * count + count * (count - 1) // 2
    p = np.full(max(looked, len(tests)), 1.0)
    p[: len(tests)] = [float(each.test.p) for each in tests]
    told = holm(p)[: len(tests)] <= level
    for each, sure in zip(tests, told, strict=True):
        low, high = each.value.interval()
        if sure and (each.line.holds or not low <= 0 <= high):
            yield _said(evidence, shown, each)


def _table(shown: Samples, scenario: str, generation: int, measure: str) -> Floats:
    """A measure by run, (draws, replicates)."""
    rows = shown.runs[(shown.runs["scenario"] == scenario) & (shown.runs["generation"] == generation)]
    return np.asarray(rows.set_index(RUN)[measure].unstack("replicate").to_numpy(dtype=float))


def _test(shown: Samples, line: Line) -> _Test:
    one, other = line.scenarios[0], line.scenarios[-1]
    last = _table(shown, one, shown.generations[-1], line.measure)
    if one != other:
        before = _table(shown, other, shown.generations[-1], line.measure)
    else:
        before = _table(shown, one, shown.generations[0], line.measure)
    test = crossed_tests(np.log(last / before) - (np.log(HOLDS) if line.holds else 0.0))
    return _Test(line, test, crossed_tests(last - before), float(np.nanmean(before)))


def _said(evidence: Evidence, shown: Samples, each: _Test) -> Finding:
    metric = evidence.results.recorded[each.line.measure]
    low, high = (float(end) for end in each.value.interval())
    found = Estimate(
        metric=metric.name,
        scenario=each.line.scenarios[0],
        month=evidence.month,
        value=float(each.value.mean),
        low=low,
        high=high,
        unit=metric.unit,
        baseline=each.before,
        n=int(each.value.pairs),
    )
    scale = Scale(metric.unit, found.value, low, high, each.before)
    compared = len(each.line.scenarios) > 1
    against = f"than with {evidence.said(each.line.scenarios[1])}" if compared else _generation(shown)
    way = "higher" if found.value > 0 else "lower"
    inside = around(scale, low, high, runs_of(evidence, found.n))
    text = f"{each.line.text} {metric.label}: {scale.gap(found.value)} {way} {against} ({inside})."
    return Finding(
        kind="words",
        text=text,
        figure=f"fan-{metric.name}",
        caveat=f"The measures are of specimens of what models write. {about_interval(evidence)}".strip(),
        weight=abs(found.value) / max(abs(found.value), abs(each.before)),
        **numbers_of(found),
    )


def _generation(shown: Samples) -> str:
    return f"in generation {shown.generations[-1]} than in generation {shown.generations[0]}"
