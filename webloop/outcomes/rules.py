"""Where a policy loses to the baseline, or wins where it mostly loses: what is rarer is what has to be explained."""

import numpy as np
import pandas as pd

from webloop.errors import InputError
from webloop.outcomes.discovery import Rule, find_rule
from webloop.outcomes.drawn import Array
from webloop.outcomes.shares import percent

RULES = (
    "metric",
    "scenario",
    "draws",
    "wins",
    "losses",
    "outcome",
    "rule",
    "inside",
    "density",
    "coverage",
    "unseen_density",
    "unseen_coverage",
    "p",
    "sentence",
)
"""The columns of rules.csv."""
MOSTLY = 0.5
"""A policy that loses in more than this share of draws is described by where it wins."""


def rule_of(metric: str, scenario: str, gains: Array, draws: pd.DataFrame) -> dict[str, object]:
    """A row of rules.csv.

    Args:
        metric: name of the metric.
        scenario: name of the policy.
        gains: by how much the policy is better than the baseline, by draw; negative where it is worse.
        draws: the value of every uncertain parameter, one row a draw.
    """
    wins, losses = gains > 0, gains < 0
    mostly = losses.mean() > MOSTLY
    try:
        found = find_rule(draws, wins if mostly else losses, ("win", "wins") if mostly else ("loss", "losses"))
    except InputError as error:  # a library is missing: the shares of draws need none
        found = str(error)
    numbers: dict[str, object] = dict.fromkeys(RULES[7:13], np.nan)
    if isinstance(found, Rule):
        numbers = {name: getattr(found, name) for name in numbers}
    return {
        "metric": metric,
        "scenario": scenario,
        "draws": len(gains),
        "wins": int(wins.sum()),
        "losses": int(losses.sum()),
        "outcome": "wins" if mostly else "loses",
        "rule": str(found) if isinstance(found, Rule) else "",
        **numbers,
        "sentence": sentence(scenario, int(wins.sum()), int(losses.sum()), len(gains), found),
    }


def sentence(name: str, wins: int, losses: int, draws: int, found: Rule | str) -> str:
    """Where a policy loses, or where it wins if it mostly loses.

    >>> sentence("archive", 512, 0, 512, "")
    'archive loses to the baseline in none of 512 draws'
    >>> sentence("archive", 5, 507, 512, "5 wins are too few")
    'archive loses to the baseline in 99 % of 512 draws and wins in 1 %; 5 wins are too few'
    """
    if losses in {0, draws}:
        return f"{name} loses to the baseline in {'all' if losses else 'none'} of {draws} draws"
    start = f"{name} loses to the baseline in {percent(losses / draws)} of {draws} draws"
    mostly = losses > MOSTLY * draws
    if mostly:
        start += f" and wins in {percent(wins / draws) if wins else 'none'}"
    if mostly and not wins:
        return start
    if isinstance(found, str):
        return f"{start}; {found}"
    it = "; it wins in" if mostly else "; in"
    return (
        f"{start}{it} {percent(found.density)} of those with {found} (which hold {percent(found.coverage)} of its "
        f"{'wins' if mostly else 'losses'}; in draws that the rule has not seen: {percent(found.unseen_density)} and "
        f"{percent(found.unseen_coverage)})"
    )
