"""Detectors by themselves: rates, races and what typical text has to do with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webloop.content.groups import Group, assisted, human, synthetic
from webloop.submodels.detectors.arms_race import ArmsRace
from webloop.submodels.detectors.classifier import Classifier
from webloop.submodels.detectors.perfect import Perfect
from webloop.submodels.detectors.typical import flagged_by_idea

GROUPS: list[Group] = [
    human("majority"),
    human("minority"),
    assisted(0.3, community="minority"),
    *(synthetic(generation) for generation in range(6)),
    assisted(0.8, generation=4),
]


def test_without_evasion_the_arms_race_is_the_classifier() -> None:
    rates = {"tpr": 0.9, "fpr": 0.03, "community_fpr": {"minority": 0.2}, "unseen_factor": 0.7, "humanised": 0.2}
    race, plain = ArmsRace(evasion=1.0, **rates), Classifier(**rates)
    for group in GROUPS:
        for known in range(-1, 6):
            assert race.flagged(group, known) == plain.flagged(group, known)


def test_evasion_wins_and_retraining_wins_back() -> None:
    race = ArmsRace(tpr=0.9, humanised=0.0, evasion=0.8, unseen_factor=0.5)
    rates = [race.flagged(synthetic(generation), known_generation=generation) for generation in range(5)]
    assert rates == pytest.approx([0.9 * 0.8**generation for generation in range(5)])
    stale = [race.flagged(synthetic(4), known_generation=known) for known in range(5)]
    assert stale == pytest.approx([rates[4] * 0.5 ** (4 - known) for known in range(5)])
    assert race.flagged(human("majority"), known_generation=0) == race.fpr, "people do not evade"


def test_learning_has_its_price() -> None:
    assert ArmsRace(retraining_cost=3.0).learning_cost(4) == 12.0
    assert Classifier().learning_cost(4) == Perfect().learning_cost(4) == 0.0


def test_ideas_make_no_difference_by_default() -> None:
    pages, typicality = np.array([3, 5]), np.array([0.9, 0.1])
    for detector in (Perfect(), Classifier(), ArmsRace()):
        assert detector.by_idea(0.3, pages, typicality) is None
    assert Classifier(selectivity=1.0).by_idea(0.3, pages, typicality) is not None


pages_of_ideas = st.lists(
    st.tuples(st.integers(0, 10**12), st.sampled_from([0.0, 1e-300, 1e-9, 0.01, 0.3, 1.0])), min_size=1, max_size=20
)


@given(pages_of_ideas, st.floats(0, 1), st.sampled_from([0.0, 0.5, 1.0, 4.0, 10.0]))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_the_mean_rate_is_kept(ideas: list[tuple[int, float]], rate: float, selectivity: float) -> None:
    """Whatever the pages are about and however many ideas are full: an exact property, no false alarms."""
    pages = np.array([n for n, _ in ideas], dtype=np.int64)
    typicality = np.array([t for _, t in ideas])
    flagged = flagged_by_idea(rate, pages, typicality, selectivity)
    assert flagged.min() >= 0
    assert flagged.max() <= 1
    if pages.sum():
        assert flagged @ pages == pytest.approx(rate * pages.sum(), rel=1e-9, abs=1e-9)
    order = np.argsort(typicality, kind="stable")
    assert np.all(np.diff(flagged[order]) >= -1e-12), "more typical, more often flagged"


def test_full_ideas_pass_on_their_rest() -> None:
    """100 pages each, weights 8:2:1, rate 0.5: 150 flagged; the first is full, the others share 50 as 2:1."""
    flagged = flagged_by_idea(0.5, np.array([100, 100, 100]), np.array([0.8, 0.2, 0.1]), selectivity=1.0)
    assert flagged == pytest.approx([1.0, 1 / 3, 1 / 6])


def test_without_models_all_text_is_alike() -> None:
    assert flagged_by_idea(0.2, np.array([7, 3]), np.zeros(2), 2.0).tolist() == [0.2, 0.2]
    assert flagged_by_idea(0.2, np.array([7, 3]), np.array([0.9, 0.1]), 0.0) == pytest.approx([0.2, 0.2])
