"""Tails first: models lose the rare ideas before, and more of them than, the common ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from webloop.metrics.collapse import SIGNS
from webloop.outcomes.crossed import crossed_tests
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import about_interval, around, runs_of
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale, at_month, month_name
from webloop.outcomes.paired import Floats, holm

FALLEN = 0.9
"""Recall has begun to fall where it is below this share of its reference."""
_WHAT = {
    "tail_recall": ("ideas", "their recall of rare ideas", "of that of common ideas"),
    "words_alive_decile_10": ("words", "the rarest tenth of people's words", "of the commonest tenth"),
}


def _signs(evidence: Evidence) -> tuple[str, str] | None:
    """The tail and the head, of ideas or of words, as far as they were recorded."""
    known = evidence.results.monthly_metrics
    return next(((tail, head) for tail, head, _ in SIGNS if tail in known and head in known), None)


@dataclass(frozen=True)
class _Loss:
    """What is left of tail and head in each run, (months from the reference on, draws, replicates), 1 at first."""

    scenario: str
    start: int
    tail: Floats
    head: Floats

    @property
    def gap(self) -> Floats:
        """How much more of its reference the tail has lost at the end than the head, (draws, replicates)."""
        return np.asarray(self.head[-1] - self.tail[-1])

    def first_fallen(self, left: Floats) -> Floats:
        """First month in which less than `FALLEN` is left, counted from the reference; infinite if never."""
        fallen = left < FALLEN
        return np.where(fallen.any(axis=0), fallen.argmax(axis=0), np.inf)


@finding("tails", order=50, applies=lambda evidence: evidence.tested and _signs(evidence) is not None, family="tails")
def tails(evidence: Evidence, level: float) -> Iterator[Finding]:
    """The baseline where it can be told there, else the scenario that loses most; the others are counted."""
    signs = _signs(evidence)
    assert signs is not None
    losses = [each for name in evidence.panel.scenarios if (each := _loss(evidence, name, signs)) is not None]
    if not losses:
        return
    tests = [crossed_tests(each.gap) for each in losses]
    p = np.array([np.nan if each.same else each.p for each in tests], dtype=float)
    with np.errstate(invalid="ignore"):
        told = (holm(p) <= level) & np.array([each.mean > 0 for each in tests]) & np.array(list(map(_first, losses)))
    said = np.flatnonzero(told).tolist()
    if said:
        said.sort(key=lambda place: (losses[place].scenario != evidence.results.baseline, -float(tests[place].mean)))
        yield _said(evidence, signs, [losses[place] for place in said], tests[said[0]].interval(), len(losses))


def _first(each: _Loss) -> bool:
    """Whether the tail falls, and before the head does, in every run."""
    there = ~np.isnan(each.gap)
    tail, head = each.first_fallen(each.tail)[there], each.first_fallen(each.head)[there]
    return bool(len(tail) and (tail < head).all())


def _loss(evidence: Evidence, scenario: str, signs: tuple[str, str]) -> _Loss | None:
    start = evidence.reference(scenario)
    months = evidence.panel.months[: evidence.panel.last + 1]
    if start not in months[:-1]:
        return None
    place, at = evidence.panel.scenarios.index(scenario), months.index(start)
    tail, head = (evidence.values(name)[place, at:] for name in signs)
    if np.isnan(tail[0] + head[0]).all() or not (tail[0][~np.isnan(tail[0])] > 0).all():
        return None
    return _Loss(scenario, at, tail / tail[0], head / head[0])


def _said(
    evidence: Evidence, signs: tuple[str, str], losses: list[_Loss], interval: tuple[Floats, Floats], number: int
) -> Finding:
    first = losses[0]
    there = ~np.isnan(first.gap)
    lost = [1 - float(each[-1][there].mean()) for each in (first.tail, first.head)]
    found = Estimate(
        metric=signs[0],
        scenario=first.scenario,
        month=evidence.month,
        value=lost[0] - lost[1],
        low=float(interval[0]),
        high=float(interval[1]),
        unit="share",
        baseline=lost[1],
        n=int(there.sum()),
    )
    scale = Scale("share", found.value, found.low, found.high, max(map(abs, lost)))
    what, tail, head = _WHAT[signs[0]]
    inside = around(scale, found.low, found.high, runs_of(evidence, found.n))
    fell = month_name(evidence.panel.months[first.start + int(np.median(first.first_fallen(first.tail)[there]))])
    others = len(losses) - 1
    rest = "the other scenario" if number == 2 else f"{others} of the other {number - 1} scenarios"
    more = f" The same order can be told in {rest}." if others else ""
    text = (
        f"Rare {what} go first: with {evidence.said(first.scenario)} models have lost {scale.level(lost[0])} of {tail} "
        f"{at_month(evidence.month)} and {scale.level(lost[1])} {head}, a difference of {scale.gap(found.value)} "
        f"({inside}); in every run the tail falls by a tenth first, in the median run in {fell}.{more}"
    )
    since = month_name(evidence.panel.months[first.start])
    return Finding(
        kind="tails",
        text=text,
        figure="tails",
        caveat=f"Lost of what was there in {since}. {about_interval(evidence)}",
        weight=abs(found.value),
        **numbers_of(found),
    )
