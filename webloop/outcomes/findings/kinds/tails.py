"""Tails first: models lose the rare ideas before, and more of them than, the common ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from webloop.metrics.collapse import SIGNS
from webloop.outcomes.collapse_words import LOST
from webloop.outcomes.crossed import crossed_tests, mean_of, whole_block
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.phrases import about_interval, around, runs_of
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import Scale, end_of, month_name
from webloop.outcomes.paired import Floats, Paired, told_apart

FALLEN = 0.9
"""Recall has begun to fall where it is below this share of its reference."""
_WHAT = {"tail_recall": "ideas", "words_alive_decile_10": "words"}


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
    tests = crossed_tests(np.stack([each.gap for each in losses]))
    apart, more = told_apart(tests.p, tests.same, level), tests.mean > 0
    told = apart & more & np.array(list(map(_first, losses)))
    said = np.flatnonzero(told).tolist()
    if said:
        said.sort(key=lambda place: (losses[place].scenario != evidence.results.baseline, -float(tests.mean[place])))
        others = _others(len(said) - 1, len(losses) - 1, opposite=bool((apart & ~more).any()))
        yield _said(evidence, signs, losses[said[0]], tests[said[0]], others)


def _others(alike: int, number: int, *, opposite: bool) -> str:
    """In how many of the other scenarios it is the same."""
    if not alike:
        return ""
    where = "the other scenario" if number == 1 else f"{alike} of the other {number} scenarios"
    never = "" if opposite or alike == number else "; in none the opposite"
    return f" The same can be told in {where}{never}."


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


def _said(evidence: Evidence, signs: tuple[str, str], first: _Loss, test: Paired, others: str) -> Finding:
    kept = whole_block(~np.isnan(first.gap))
    lost = [1 - float(mean_of(each[-1], kept)) for each in (first.tail, first.head)]
    low, high = test.interval()
    found = Estimate(
        metric=signs[0],
        scenario=first.scenario,
        month=evidence.month,
        value=float(test.mean),
        low=float(low),
        high=float(high),
        unit="share",
        baseline=lost[1],
        n=int(test.pairs),
    )
    scale = Scale("share", found.value, found.low, found.high)
    tail, head, _ = LOST[signs[0]]
    inside = around(scale, found.low, found.high, runs_of(evidence, found.n))
    text = (
        f"Rare {_WHAT[signs[0]]} go first: with {evidence.said(first.scenario)} models lose {_whole(lost[0])} of "
        f"{tail} by {end_of(evidence.month)}, and {_whole(lost[1])} of {head} "
        f"(difference {scale.gap(found.value)}, {inside}).{others}"
    )
    since = month_name(evidence.panel.months[first.start])
    return Finding(
        kind="tails",
        text=text,
        figure="tails" if signs[0] == "tail_recall" else f"fan-{signs[0]}",
        caveat=f"Lost of what was there in {since}. {about_interval(evidence)}".strip(),
        weight=abs(found.value),
        **numbers_of(found),
    )


def _whole(share: float) -> str:
    """A share that was lost; its exact size is that of the difference.

    >>> _whole(0.122), _whole(0.004), _whole(-0.0001)
    ('12 %', '0.4 %', '0 %')
    """
    size = abs(round(100 * share, 1))
    return f"{'-' * (share < 0 and size > 0)}{size:.0f} %" if size >= 1 or not size else f"{round(100 * share, 1):g} %"
