"""Policies that are better by one metric and worse by another: both are told."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from webloop.outcomes.findings.effects import FAMILY, PART, estimate, many, short, told
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Finding, numbers_of
from webloop.outcomes.findings.phrases import about_comparison
from webloop.outcomes.findings.registry import finding
from webloop.outcomes.findings.wording import at_month
from webloop.outcomes.tables import records


@finding("trade_offs", order=20, applies=many, family=FAMILY, part=PART)
def trade_offs(evidence: Evidence, level: float) -> Iterator[Finding]:
    """The largest gain and the largest loss of a policy; policies with the same two metrics are one sentence."""
    found: dict[tuple[str, str], list[_Both]] = defaultdict(list)
    rows = told(evidence, level)
    for policy in evidence.policies:
        both = _both(evidence, rows[rows["scenario"] == policy])
        if both is not None:
            found[both.gain["metric"], both.loss["metric"]].append(both)
    for group in found.values():
        first, *others = sorted(group, key=lambda both: -both.weight)
        yield _said(evidence, first, [str(each.gain["scenario"]) for each in others])


@dataclass(frozen=True)
class _Both:
    """A policy's largest gain and its largest loss, or its price where it loses nothing else."""

    gain: dict[str, Any]
    loss: dict[str, Any]
    price: bool

    @property
    def weight(self) -> float:
        """How much there is to weigh; prices have no size of their own."""
        return 0.0 if self.price else math.sqrt(self.gain["size"] * self.loss["size"])


def _both(evidence: Evidence, mine: pd.DataFrame) -> _Both | None:
    leads = mine["metric"].isin(evidence.leading)
    better, worse = records(mine[leads & mine["good"]]), records(mine[leads & ~mine["good"]])
    prices = records(mine[~leads & ~mine["good"]])
    if not better or not (worse or prices):
        return None
    return _Both(better[0], (worse or prices)[0], price=not worse)


def _said(evidence: Evidence, both: _Both, others: list[str]) -> Finding:
    which = "has a price:" if both.price else "worse by"
    alike = f" So {'are' if len(others) > 1 else 'is'} {evidence.listed(others)}." if others else ""
    text = (
        f"{evidence.said(str(both.gain['scenario']))} is a trade-off {at_month(evidence.month)}: against "
        f"{evidence.said(evidence.results.baseline)} it is better by {short(evidence, both.gain)}, and {which} "
        f"{short(evidence, both.loss)}.{alike}"
    )
    return Finding(
        kind="trade_offs",
        text=text,
        figure="comparison",
        caveat=about_comparison(evidence, int(max(both.gain["dropped"], both.loss["dropped"]))),
        weight=both.weight,
        also=(estimate(evidence, both.loss),),
        **numbers_of(estimate(evidence, both.gain)),
    )
