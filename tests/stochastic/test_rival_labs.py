"""A lab that keeps its data clean among labs that do not, on one web: what it gains, and what they take from it.

Set-up: three quarters of new pages are synthetic from 2023, all four labs of the shipped baseline train under
`replace`; alpha alone throws away AI pages and takes 30 % of its training set from the archive. R = 4 replicates share
seed 7. As in `test_story.py` chance is small at web scale: every bound below stands at least five standard
errors of the paired mean away from what was measured when it was written (false alarms below 1e-6 each).
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario

pytestmark = pytest.mark.slow

R, SEED = 4, 7
CLEAN, OTHERS = "alpha", ("beta", "gamma", "delta")
WEIGHT = 0.4
"""Alpha's share where quality makes no difference."""
CASES: dict[str, dict[str, object]] = {
    "fixed": {},
    "indifferent": {"market": {"kind": "quality", "sensitivity": 0}},
    "some": {"market": {"kind": "quality", "sensitivity": 5}},
    "strong": {"market": {"kind": "quality", "sensitivity": 20}},
}
Array = NDArray[np.float64]


@cache
def runs(case: str) -> list[tuple[dict[str, float], float, float]]:
    """Tail recall of each lab's last model, and the market's concentration and the best lab's share at the end."""
    settings = {
        "pinned_pollution": {"2023-01": 0.75},
        "lab.accumulation": "replace",
        f"labs.{CLEAN}.filter.detector": "perfect",
        f"labs.{CLEAN}.mix.archive.share": 0.3,
        **CASES[case],
    }
    out = []
    for replicate in range(R):
        scenario = load_scenario("webloop/baseline", settings)
        found = run_once(scenario, SEED, replicate, ("tail_recall", "market_hhi", "best_lab_share"))
        models = found.generations
        last = {lab: float(models["tail_recall"][models["lab"] == lab][-1]) for lab in (CLEAN, *OTHERS)}
        out.append((last, float(found.monthly["market_hhi"][-1]), float(found.monthly["best_lab_share"][-1])))
    return out


def recall(case: str, lab: str) -> Array:
    return np.array([last[lab] for last, _, _ in runs(case)])


def concentration(case: str) -> Array:
    return np.array([hhi for _, hhi, _ in runs(case)])


def best(case: str) -> Array:
    return np.array([share for _, _, share in runs(case)])


def surely(difference: Array) -> float:
    """What the mean of paired differences is above: five standard errors below what was found."""
    return float(difference.mean() - 5 * difference.std(ddof=1) / np.sqrt(R))


@pytest.mark.parametrize("other", OTHERS)
def test_the_clean_lab_recalls_more_than_each_other(other: str) -> None:
    """0.66 against 0.40 of the tail: by more than 0.2."""
    assert surely(recall("fixed", CLEAN) - recall("fixed", other)) > 0.2


def test_without_sensitivity_quality_wins_nothing() -> None:
    """The best lab keeps the share of its weight, to rounding."""
    assert best("fixed") == pytest.approx(WEIGHT, abs=1e-12)
    assert best("indifferent") == pytest.approx(WEIGHT, abs=1e-3)


def test_quality_wins_writers() -> None:
    """The clean lab's share rises from 0.40 to 0.52 and 0.76."""
    assert surely(best("some") - best("fixed")) > 0.1
    assert surely(best("strong") - best("some")) > 0.2


def test_sensitivity_concentrates_the_market() -> None:
    """With one lab better than the rest the Herfindahl index rises from 0.30 to 0.36 and 0.60."""
    assert surely(concentration("some") - concentration("fixed")) > 0.05
    assert surely(concentration("strong") - concentration("some")) > 0.2


@pytest.mark.parametrize("other", OTHERS)
def test_the_others_ride_free(other: str) -> None:
    """The more pages the clean lab writes, the better the models that train on them: 0.40, 0.43, 0.47."""
    assert surely(recall("some", other) - recall("fixed", other)) > 0.02
    assert surely(recall("strong", other) - recall("some", other)) > 0.03


def test_the_clean_lab_owes_nothing_to_the_market() -> None:
    """It trains on human pages alone, so its models are the same whoever writes the others."""
    assert np.array_equal(recall("strong", CLEAN), recall("fixed", CLEAN))
