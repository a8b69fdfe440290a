"""Rules say where a policy loses, or where it wins when it mostly loses; how names of metrics are checked."""

import numpy as np
import pandas as pd
import pytest

from webloop.errors import InputError
from webloop.metrics.registry import metrics
from webloop.outcomes.asked import check_metrics
from webloop.outcomes.rules import RULES, rule_of, sentence


def drawn(share: float) -> tuple[pd.DataFrame, np.ndarray]:
    """Draws of three parameters, the first of which decides who is ahead in this share of draws, but for 3 %."""
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.random((400, 3)), columns=list("abc"))
    return table, (table["a"] < share).to_numpy() ^ (rng.random(400) < 0.03)


@pytest.mark.parametrize(("share", "outcome", "words"), [(0.2, "loses", "losses"), (0.8, "wins", "wins")])
def test_what_is_rarer_is_described(share: float, outcome: str, words: str) -> None:
    table, loses = drawn(share)
    row = rule_of("hill_1", "policy", np.where(loses, -1.0, 1.0), table)
    assert tuple(row) == RULES
    assert (row["outcome"], row["wins"], row["losses"]) == (outcome, (~loses).sum(), loses.sum())
    inside = table["a"] <= 0.2 if outcome == "loses" else table["a"] > 0.8
    assert str(row["rule"]).startswith("a <= 0.2" if outcome == "loses" else "a > 0.8")
    assert row["inside"] == pytest.approx(inside.sum(), abs=5)
    assert min(row["density"], row["coverage"]) > 0.7
    assert f"% of its {words}" in str(row["sentence"])
    assert (" and wins in 2" in str(row["sentence"])) == (outcome == "wins")
    assert (f"; it wins in {row['density']:.0%}".replace("%", " % of those with a") in row["sentence"]) == (
        outcome == "wins"
    )


def test_too_few_wins_and_ties() -> None:
    table, _ = drawn(0.5)
    few = rule_of("hill_1", "policy", np.where(np.arange(400) < 5, 1.0, -1.0), table)
    assert few["sentence"] == (
        "policy loses to the baseline in 99 % of 400 draws and wins in 1 %; "
        "5 wins are too few to look for ranges (at least 8)"
    )
    assert (few["outcome"], few["rule"]) == ("wins", "")
    assert np.isnan(few["density"])  # type: ignore[arg-type]
    assert sentence("policy", 0, 300, 400, "0 wins are too few").endswith("75 % of 400 draws and wins in none")
    assert sentence("policy", 0, 400, 400, "").endswith("in all of 400 draws")
    assert sentence("policy", 0, 0, 400, "").endswith("in none of 400 draws")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("hil_1", r"^these results have no metric 'hil_1'; did you mean 'hill_1'\? \(`webloop list metrics`"),
        ("zzz", r"^these results have no metric 'zzz' \(`webloop list metrics` shows them all\)"),
        ("training_set", r"'training_set' is measured at releases only \(generations.parquet .*; choose a metric with"),
    ],
)
def test_an_unknown_metric(name: str, message: str) -> None:
    recorded = metrics()
    known = {each: metric for each, metric in recorded.items() if metric.level != "generation"}
    check_metrics(known, known, recorded)
    with pytest.raises(InputError, match=message):
        check_metrics(["hill_1", name], known, recorded)
