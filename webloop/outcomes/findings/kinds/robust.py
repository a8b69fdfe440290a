"""In how many draws of the assumptions a policy does better than the baseline, or worse, and where it fails."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from webloop.outcomes.drawn import has_draws
from webloop.outcomes.findings.effects import FAMILY, comparable, told
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Estimate, Finding, numbers_of
from webloop.outcomes.findings.registry import finding, levels
from webloop.outcomes.findings.wording import at_month, noun
from webloop.outcomes.paired import holm
from webloop.outcomes.robust import robust as robustness
from webloop.outcomes.shares import percent, wilson
from webloop.outcomes.tables import records

_CAVEAT = "Shares and their intervals are about new draws of the assumptions with the luck that was run."


@finding(
    "robust",
    order=35,
    applies=lambda evidence: comparable(evidence) and has_draws(evidence.results),
    family="robust",
)
def robust(evidence: Evidence, level: float) -> Iterator[Finding]:
    """Policies that win, or lose, in more than half of all draws.

    All draws have the luck of the same replicates, so a policy that does nothing may win in all of them: only
    policies whose mean difference is told for new luck too can be said to be robust.
    """
    found = robustness(evidence.results, evidence.leading)
    rows = found.scenarios[found.scenarios["scenario"].isin(evidence.policies)].reset_index(drop=True)
    counts = [[round(row[name] * row["draws"]) for name in ("beats", "loses")] for row in records(rows)]
    p = np.array([stats.binomtest(won, won + lost).pvalue if won + lost else np.nan for won, lost in counts])
    effects = {(row["scenario"], row["metric"]): row for row in records(told(evidence, levels(evidence)[FAMILY]))}
    for row, (won, lost), sure in zip(records(rows), counts, holm(p) <= level, strict=True):
        effect = effects.get((row["scenario"], row["metric"]))
        often = max(won, lost) > row["draws"] / 2  # of all draws, those without a difference too
        if sure and often and effect is not None and effect["good"] == (won > lost):
            yield _said(evidence, row, won if won > lost else lost, effect, _rule(found.rules, row))


def _rule(rules: pd.DataFrame, row: dict[str, Any]) -> str:
    """Where the rarer outcome is frequent; empty where no such ranges were found."""
    mine = rules[(rules["metric"] == row["metric"]) & (rules["scenario"] == row["scenario"])]
    if mine.empty or not str(mine["rule"].iloc[0]):
        return ""
    only = mine.iloc[0]
    verb = "wins" if only["outcome"] == "wins" else "loses"
    return f" It {verb} in {percent(float(only['density']))} of the draws with {only['rule']}."


def _said(evidence: Evidence, row: dict[str, Any], count: int, effect: dict[str, Any], rule: str) -> Finding:
    low, high = wilson(count, int(row["draws"]))
    found = Estimate(
        metric=str(row["metric"]),
        scenario=str(row["scenario"]),
        month=str(row["month"]),
        value=count / row["draws"],
        low=low,
        high=high,
        unit="share",
        baseline=0.5,
        n=int(row["draws"]),
    )
    missing = evidence.panel.draws - found.n
    text = (
        f"{evidence.said(found.scenario or '')} is {'better' if effect['good'] else 'worse'} than "
        f"{evidence.said(evidence.results.baseline)} by {noun(evidence.results.recorded[found.metric])} in {count} of "
        f"{found.n} draws of the assumptions {at_month(found.month)} (95 % interval of the share {percent(low)} to "
        f"{percent(high)}).{rule}"
    )
    return Finding(
        kind="robust",
        text=text,
        figure="robust",
        caveat=_CAVEAT + (f" Draws left out, because a run of theirs failed: {missing}." if missing else ""),
        weight=found.value * (0.5 + effect["size"] / 2),
        **numbers_of(found),
    )
