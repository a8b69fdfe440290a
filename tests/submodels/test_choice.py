"""Choosing among candidates: the exact distribution of winners."""

import numpy as np
import pytest
from scipy.stats import chisquare

from webloop.submodels.choice.best_of import BestOf
from webloop.submodels.choice.first import First

P = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
R = np.array([0.0, 0.25, 0.5, 0.75, 1.0])


def test_two_candidates_follow_the_closed_form() -> None:
    """p'(x) = p(x) sum_y p(y) 2 e^r(x) / (e^r(x) + e^r(y)) (Ferbach et al. 2024)."""
    odds = np.exp(R)
    expected = P * (2 * odds[:, None] / (odds[:, None] + odds) @ P)
    assert BestOf(candidates=2).chosen(P, R) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("candidates", [3, 7, 50])
def test_any_number_of_candidates_is_a_race(candidates: int) -> None:
    """10^5 races page by page: chi-square, 4 degrees of freedom, p > 1e-5."""
    rng = np.random.default_rng(candidates)
    shown = rng.choice(5, (100_000, candidates), p=P)
    odds = np.exp(2 * R)[shown]
    won = (odds.cumsum(axis=1) < rng.random((100_000, 1)) * odds.sum(axis=1, keepdims=True)).sum(axis=1)
    found = np.bincount(shown[np.arange(100_000), won], minlength=5)
    expected = BestOf(candidates=candidates, sharpness=2).chosen(P, R)
    assert chisquare(found, 100_000 * expected).pvalue > 1e-5


def test_many_candidates_come_to_the_limit() -> None:
    """K to infinity: p e^r / Z; with K = 10^4 within a thousandth."""
    limit = P * np.exp(R) / (P * np.exp(R)).sum()
    assert BestOf(candidates="unlimited").chosen(P, R) == pytest.approx(limit, rel=1e-12)
    assert BestOf(candidates=10_000).chosen(P, R) == pytest.approx(limit, rel=1e-3)


def test_extreme_rewards_neither_overflow_nor_vanish() -> None:
    """The liked idea wins whenever it is among the candidates: 1 - (1 - p)^K."""
    won = BestOf(candidates=5, sharpness=100).chosen(np.array([0.9, 0.1]), np.array([0.0, 100.0]))
    assert won[1] == pytest.approx(1 - 0.9**5, rel=1e-4)
    assert won.sum() == pytest.approx(1)


def test_who_does_not_choose_changes_nothing() -> None:
    """One candidate, no sharpness, equal rewards, or the first."""
    for choice in (BestOf(candidates=1), BestOf(sharpness=0), First()):
        assert np.array_equal(choice.chosen(P, R), P)
    assert np.array_equal(BestOf().chosen(P, np.zeros(5)), P)


@pytest.mark.parametrize(
    "choice", [BestOf(candidates=2), BestOf(candidates=20), BestOf(candidates="unlimited"), First()]
)
def test_rows_are_chosen_alone(choice: BestOf | First) -> None:
    """Two rows at once are the same as one after the other; a row of nothing stays nothing."""
    rows = np.stack([P, P[::-1], np.zeros(5)])
    together = choice.chosen(rows, R)
    assert together[0] == pytest.approx(choice.chosen(P, R))
    assert together[1] == pytest.approx(choice.chosen(P[::-1], R))
    assert np.array_equal(together[2], np.zeros(5))


@pytest.mark.parametrize("candidates", [2, 5, "unlimited"])
def test_what_nobody_writes_makes_no_difference(candidates: int | str) -> None:
    """Ideas without mass, whatever they would bring, and rewards far from 0."""
    choice = BestOf.model_validate({"candidates": candidates})
    alone = choice.chosen(np.array([0.5, 0.5]), np.array([-80.0, -79.0]))
    beside = choice.chosen(np.array([0.5, 0.5, 0.0, 0.0]), np.array([-80.0, -79.0, 0.0, 100.0]))
    assert beside == pytest.approx([*alone, 0, 0], rel=1e-9)
    assert alone == pytest.approx(choice.chosen(np.array([0.5, 0.5]), np.array([0.0, 1.0])), rel=1e-9)
