"""Levers that papers need, on the shipped engine against closed forms: weights, archives, verifiers, schedules, choice.

Tolerances are 6 standard errors over R = 200 replicates (2e-9 two-sided, normal) unless said otherwise; with about 60
comparisons and the tails of skewed statistics false alarms have a chance below 1e-6. Seeds are fixed.
"""

import numpy as np
import pytest

from tests.stochastic.papers import curves, score, setup
from webloop.streams import Streams
from webloop.submodels.choice.best_of import BestOf
from webloop.world.world import World

R, Z = 200, 6.0


@pytest.mark.parametrize("content", ["ideas", "{kind: gaussian, dimensions: 2}"])
@pytest.mark.parametrize(
    ("human", "weight"), [(float(h), float(w)) for h, w in np.random.default_rng(3).uniform(0.1, 0.9, (6, 2)).round(1)]
)
def test_weights_of_human_pages(content: str, human: float, weight: float) -> None:
    """Replace with N = h n people's pages of weight w and s of models of weight 1 - w, W = N w + s (1 - w) in all.

    M_t = a^2 M_{t-1} + (w^2 N + (1 - w)^2 s (1 - M_{t-1})) / W^2, a = (1 - w) s / W, as in test_grid.py; for N = s the
    limit is smallest at w = 0.618, the golden ratio (He, Xu and Cheng 2025, arXiv:2502.18049).
    """
    n, lab = 40, f"  weights: {{human: {weight}, synthetic: {1 - weight}}}"
    learner = "maximum_likelihood" if content == "ideas" else "{kind: gaussian_mle, ddof: 0}"
    resolved = setup(12, n, content=content, learner=learner, human=human, lab=lab)
    people, models = round(human * n), n - round(human * n)
    total = weight * people + (1 - weight) * models
    m = [1 / n]
    for _ in range(11):
        noise = (weight**2 * people + (1 - weight) ** 2 * models * (1 - m[-1])) / total**2
        m.append(((1 - weight) * models / total) ** 2 * m[-1] + noise)
    if content == "ideas":
        p = 1.0 / np.arange(1, 51)
        found = curves(resolved, ("heterozygosity",), R, 5)["heterozygosity"] / (1 - ((p / p.sum()) ** 2).sum())
    else:
        found = curves(resolved, ("variance_ratio",), R, 5)["variance_ratio"]
    assert np.all(np.abs(score(found, 1 - np.array(m))[[0, 5, 11]]) < Z)


def test_pages_without_weight_are_not_learned_from() -> None:
    """Models' pages count nothing: every model is one of the month's people's pages alone."""
    resolved = setup(6, 40, human=0.5, lab="  weights: {synthetic: 0}")
    found = curves(resolved, ("squared_distance", "heterozygosity"), R, 5)
    p = 1.0 / np.arange(1, 51)
    h = 1 - ((p / p.sum()) ** 2).sum()
    assert np.all(np.abs(score(found["squared_distance"][:, 1:], h / 20)) < Z)


@pytest.mark.parametrize(("people", "models"), [(40, 60), (40, 120), (30, 270)])
@pytest.mark.parametrize("content", ["ideas", "gaussian"])
def test_an_archive_kept_for_ever(content: str, people: int, models: int) -> None:
    """E|p_t - p_0|^2 -> H_0 / N + H_1 a^2 / (s (1 - a^2) + a^2), a = s / (N + s), however many pages models write.

    The archive is the first month's N pages, all of which are in every later training set; derived from Seddik et al.
    2024 (partially synthetic data). For a Gaussian H is the variance.
    """
    a = models / (people + models)
    resolved = setup(
        40,
        people,
        content=content,
        learner="maximum_likelihood" if content == "ideas" else "{kind: gaussian_mle, ddof: 0}",
        writers=f"additive: {1 - people / models}",  # models write N / (1 - additive) pages
        top=f"interventions: [{{date: 2000-02, set: {{lab.mix.archive: {{share: {1 - a}}}}}}}]",
    )
    p = 1.0 / np.arange(1, 51)
    h = 1 - ((p / p.sum()) ** 2).sum() if content == "ideas" else 1.0
    metric = "squared_distance" if content == "ideas" else "mean_error"
    found = curves(resolved, (metric,), R, 9)[metric][:, -1]
    expected = h / people + h * (1 - 1 / people) * a**2 / (models * (1 - a**2) + a**2)
    assert abs(score(found, expected)) < Z


@pytest.mark.parametrize("power", [0, 1, 2])
def test_schedules_of_sample_sizes(power: int) -> None:
    """Pages of step t are M_t = n t^power; E mu_t^2 = sum_s 1 / M_s (ddof 1; Shumailov et al. 2024, theorem 3.1)."""
    resolved = setup(
        12,
        50,
        content="{kind: gaussian, keep: moments}",
        learner="{kind: gaussian_mle, ddof: 1}",
        writers=f"additive: 0, step_power: {power}",
    )
    found = curves(resolved, ("mean_error",), R, 13)["mean_error"]
    expected = np.cumsum(1 / (50 * np.arange(1.0, 13.0) ** power))
    assert np.all(np.abs(score(found, expected)[[0, 5, 11]]) < Z)


def test_a_verifier_keeps_pages_by_truth() -> None:
    """The odds of errors are multiplied by keeps_wrong / keeps_right in each training set (10^9 pages: to 1e-4).

    Models publish an error in place of an idea with probability 0.3, so e' = o / (1 + o) with the odds
    o = (0.3 + 0.7 e) / (0.7 - 0.7 e) * 0.2 / 0.8.
    """
    lab = "  hallucination: 0.3\n  filter: {detector: {kind: verifier, keeps_right: 0.8, keeps_wrong: 0.2}}"
    text = "{number: 50, shift: 0, turnover: 0, head_turnover: 0, tail_focus: 0, errors: 10}"
    resolved = setup(6, 10**9, ideas=text, lab=lab)
    found = []

    class Watcher:
        def observe(self, world: World) -> None:
            model = world.labs[0].newest
            assert model is not None
            found.append(float(model.fitted[50:].sum()))

    World(resolved, Streams(1, 0), Watcher()).run()
    expected = [0.0]
    for _ in range(5):
        wrong = 0.3 + 0.7 * expected[-1]
        odds = wrong / (1 - wrong) * 0.2 / 0.8
        expected.append(odds / (1 + odds))
    assert found == pytest.approx(expected, abs=1e-4)


def test_chosen_pages_are_learned_from() -> None:
    """Best of 2 with 10^5 pages: the course of E[r] by the closed form, as people's candidates shift generation by
    generation (Ferbach et al. 2024); within 6 standard errors."""
    ideas = "{frequencies: [0.4, 0.3, 0.15, 0.1, 0.05], rewards: [0, 0.25, 0.5, 0.75, 1], tail_focus: 0, "
    ideas += "turnover: 0, head_turnover: 0, errors: 0}"
    resolved = setup(6, 10**5, ideas=ideas, lab="  choice: {kind: best_of, candidates: 2}")
    found = curves(resolved, ("expected_reward",), R, 15)["expected_reward"]
    p, r, expected = np.array([0.4, 0.3, 0.15, 0.1, 0.05]), np.array([0, 0.25, 0.5, 0.75, 1]), []
    for _ in range(6):
        expected.append(float(p @ r))
        p = BestOf(candidates=2).chosen(p, r)
    # sampling noise shifts the mean by the order of 1 / n, far below the standard error of 2e-4
    assert np.all(np.abs(score(found, np.array(expected))) < Z)
