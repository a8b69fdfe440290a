"""What the baseline does by itself: how the leading metrics change from the month that counts as intact to the end."""

from collections.abc import Iterator

import numpy as np

from webloop.outcomes.crossed import crossed_tests, mean_of, whole_block
from webloop.outcomes.findings.effects import relative
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import about_interval, around, runs_of
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale, at_month, month_name, noun
from webloop.outcomes.paired import Floats, told_apart


def _applies(evidence: Evidence) -> bool:
    start = evidence.reference(evidence.results.baseline)
    return evidence.tested and bool(evidence.leading) and start in evidence.panel.months[: evidence.panel.last]


@finding("change", order=60, applies=_applies, family="change")
def change(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Leading metrics of the baseline, paired within each run."""
    start = evidence.reference(evidence.results.baseline)
    assert start is not None
    at = evidence.panel.months.index(start)
    ends = np.stack([evidence.values(name)[evidence.panel.baseline][[at, -1]] for name in evidence.leading])
    tests = crossed_tests(ends[:, 1] - ends[:, 0])
    for place in np.flatnonzero(told_apart(tests.p, tests.same, level)):
        low, high = tests[place].interval()
        kept = whole_block(~np.isnan(ends[place]).any(axis=0))
        before, after = (mean_of(each, kept) for each in ends[place])
        found = Estimate(
            metric=evidence.leading[place],
            scenario=evidence.results.baseline,
            month=evidence.month,
            value=float(tests.mean[place]),
            low=float(low),
            high=float(high),
            unit=evidence.results.recorded[evidence.leading[place]].unit,
            baseline=float(before),
            n=int(tests.pairs[place]),
        )
        yield _said(evidence, found, start, after)


def _said(evidence: Evidence, found: Estimate, start: str, after: Floats) -> Finding:
    assert found.baseline is not None
    metric = evidence.results.recorded[found.metric]
    scale = Scale(found.unit, found.value, found.low, found.high, max(abs(found.baseline), abs(float(after))))
    worse = (found.value > 0) != (metric.better == "higher")
    inside = around(scale, found.low, found.high, runs_of(evidence, found.n))
    text = (
        f"With {evidence.said(evidence.results.baseline)}, {noun(metric)} "
        f"{'rises' if found.value > 0 else 'falls'} by {scale.gap(found.value)} "
        f"({'worse' if worse else 'better'}; {inside}) from {scale.level(found.baseline)} in {month_name(start)} to "
        f"{scale.level(float(after))} {at_month(found.month)}."
    )
    return Finding(
        kind="change",
        text=text,
        figure=f"fan-{found.metric}",
        caveat=about_interval(evidence),
        weight=relative(found.unit, found.baseline, float(after)),
        **numbers_of(found),
    )
