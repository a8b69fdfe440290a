"""How polluted the baseline's web and training sets are at the end."""

from collections.abc import Iterator

import numpy as np

from webloop.outcomes.crossed import crossed_tests
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import about_interval, around, runs_of
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale, at_month, noun

PLACES = ("pollution_stock", "pollution_training", "pollution_flow")
"""Where pollution is told, the first one that was recorded in front."""


def _recorded(evidence: Evidence) -> list[str]:
    return [name for name in PLACES if name in evidence.results.monthly_metrics]


@finding("pollution", order=70, applies=lambda evidence: evidence.tested and bool(_recorded(evidence)))
def pollution(evidence: Evidence, level: float) -> Iterator[Finding]:  # noqa: ARG001 (all kinds are called alike)
    """One sentence for each place: an estimate, not a test, so it takes nothing of the 5 %."""
    for place, name in enumerate(_recorded(evidence)):
        values = evidence.values(name)[evidence.panel.baseline, -1]
        test = crossed_tests(values)
        low, high = (float(end) for end in test.interval())
        if not low > 0:  # nothing there, or not known
            continue
        found = Estimate(
            metric=name,
            scenario=evidence.results.baseline,
            month=evidence.month,
            value=float(test.mean),
            low=low,
            high=high,
            unit="share",
            n=int(test.pairs),
        )
        scale = Scale("share", found.value, low, high)
        inside = around(scale, low, high, runs_of(evidence, found.n))
        text = (
            f"With {evidence.said(evidence.results.baseline)}, {noun(evidence.results.recorded[name])} is "
            f"{scale.level(found.value)} {at_month(found.month)} ({inside}){_spread(evidence, values, scale)}."
        )
        yield Finding(
            kind="pollution",
            text=text,
            figure=f"fan-{name}",
            caveat=about_interval(evidence),
            weight=1.0 / (1 + place),
            **numbers_of(found),
        )


def _spread(evidence: Evidence, values: np.ndarray, scale: Scale) -> str:
    """Where single runs lie, where they differ in more than luck."""
    if evidence.panel.draws == 1:
        return ""
    low, high = np.nanquantile(values, [0.05, 0.95])
    return f"; nine in ten runs lie between {scale.level(float(low))} and {scale.level(float(high))}"
