"""How AI use spreads: closed forms, steps of a month, and what neighbours do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from webloop.submodels.adoption.bass import Bass
from webloop.submodels.adoption.never import Never
from webloop.submodels.adoption.saturating import Saturating
from webloop.submodels.adoption.threshold import Threshold
from webloop.submodels.roles import Adoption, Floats

CHECKED = settings(deadline=None, derandomize=True, database=None)

MONTHS = np.arange(0.0, 121.0)
SPREADING = [
    Bass(),
    Bass(imitation=0.38, innovation=0.03),
    Threshold(),
    Threshold(mean=0.1, deviation=0.11, speed=0.14),
]


def well_mixed(adoption: Adoption, months: Floats) -> Floats:
    """Share month by month if everybody looks to everybody."""
    share = [np.zeros(1)]
    for month in months[1:]:
        share.append(adoption.spread(np.array([month]), share[-1], share[-1]))
    return np.concatenate(share)


# --- all kinds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("adoption", [Never(), Saturating(), *SPREADING])
def test_nothing_before_launch(adoption: Adoption) -> None:
    early = np.array([-30.0, -0.5, 0.0])
    assert adoption.share(early).tolist() == [0.0, 0.0, 0.0]
    assert adoption.spread(early, np.zeros(3), np.full(3, 0.5)).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("adoption", [Never(), Saturating(delay=2.0)])
def test_kinds_that_do_not_spread_follow_their_curve_whatever_others_do(adoption: Adoption) -> None:
    before, influence = np.full(MONTHS.shape, 0.3), np.full(MONTHS.shape, 0.9)
    assert (adoption.spread(MONTHS, before, influence) == adoption.share(MONTHS)).all()


@pytest.mark.parametrize("adoption", SPREADING)
def test_curves_take_any_shape_and_part_of_a_month_is_part_of_a_month(adoption: Adoption) -> None:
    share = adoption.share(np.array([[0.5, 1.0], [12.0, 24.0]]))
    assert share.shape == (2, 2)
    assert adoption.share(np.array([12.0]))[0] == share[1, 0]
    assert adoption.share(np.empty(0)).size == 0
    assert 0 < share[0, 0] < share[0, 1] < share[1, 0]


@pytest.mark.parametrize("adoption", SPREADING)
@CHECKED
@given(
    months=st.floats(-5, 300),
    before=st.floats(0, 1),
    influence=st.floats(0, 1),
    more=st.floats(0, 1),
)
def test_a_step_stays_in_range_and_rises_with_influence(
    adoption: Bass | Threshold, months: float, before: float, influence: float, more: float
) -> None:
    now, was = np.array([months]), np.array([before])
    low, high = (adoption.spread(now, was, np.array([each]))[0] for each in sorted((influence, more)))
    assert 0 <= low <= high <= adoption.saturation * (1 + 1e-15)


@pytest.mark.parametrize("adoption", SPREADING)
def test_a_saturation_that_falls_holds_at_once(adoption: Bass | Threshold) -> None:
    """An intervention may lower it below what people already do."""
    lower = adoption.model_copy(update={"saturation": 0.2})
    assert lower.spread(np.array([40.0]), np.array([0.5]), np.array([0.5]))[0] <= 0.2


@pytest.mark.parametrize("adoption", [Bass(), Threshold()])
def test_defaults_are_fitted_to_graphite(adoption: Adoption) -> None:
    """35.9 % of new articles after 12 months, 48 % after 24."""
    np.testing.assert_allclose(adoption.share(np.array([12.0, 24.0])), [0.359, 0.48], atol=0.002)


# --- Bass -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("p", "q"), [(0.068, 0.092), (0.0025, 0.032), (0.03, 0.38), (0.2, 0.0)])
def test_bass_solves_his_equation(p: float, q: float) -> None:
    bass = Bass(saturation=0.6, innovation=p, imitation=q)
    solved = integrate.solve_ivp(
        lambda _, f: (p + q * f) * (1 - f), (0, 120), [0.0], t_eval=MONTHS, rtol=1e-10, atol=1e-12
    )
    np.testing.assert_allclose(bass.share(MONTHS), 0.6 * solved.y[0], atol=1e-8)


@pytest.mark.parametrize(
    ("p", "q", "behind"), [(0.068, 0.092, 0.015), (0.0025, 0.032, 0.010), (0.03, 0.38, 0.11), (0.2, 0.0, 1e-12)]
)
def test_bass_month_by_month_stays_a_little_behind_the_closed_form(p: float, q: float, behind: float) -> None:
    """The influence of a month is that of its start; the error is as the docstring states, and never ahead."""
    bass = Bass(saturation=0.5, innovation=p, imitation=q)
    error = (well_mixed(bass, np.arange(0.0, 400.0)) - bass.share(np.arange(0.0, 400.0))) / 0.5
    assert error.max() < 1e-12
    assert -behind < error.min() <= 0


def test_bass_alone_is_pure_innovation() -> None:
    bass, share = Bass(saturation=0.4, innovation=0.05), np.zeros(1)
    for month in range(1, 25):
        share = bass.spread(np.array([float(month)]), share, np.zeros(1))
    assert share[0] == pytest.approx(0.4 * (1 - np.exp(-0.05 * 24)), rel=1e-12)


def test_bass_among_users_is_as_quick_as_can_be() -> None:
    """All around have taken it up: one rate p + q; influence beyond the saturation is no more than all."""
    bass, share = Bass(saturation=0.4, innovation=0.05, imitation=0.1), np.zeros(2)
    for month in range(1, 25):
        share = bass.spread(np.full(2, float(month)), share, np.array([0.4, 0.9]))
    np.testing.assert_allclose(share, 0.4 * (1 - np.exp(-0.15 * 24)), rtol=1e-12)


def test_part_of_the_first_month_counts_as_that_part() -> None:
    bass = Bass(saturation=1.0, innovation=0.1)
    assert bass.spread(np.array([0.25]), np.zeros(1), np.zeros(1))[0] == pytest.approx(1 - np.exp(-0.025))


# --- Granovetter ----------------------------------------------------------------------------------


@pytest.mark.parametrize("adoption", [Threshold(), Threshold(mean=0.25, deviation=0.122, speed=0.5, saturation=0.9)])
def test_threshold_month_by_month_is_its_curve(adoption: Threshold) -> None:
    np.testing.assert_allclose(well_mixed(adoption, MONTHS), adoption.share(MONTHS), rtol=1e-12)


@pytest.mark.parametrize("part", [0.25, 0.75])
def test_threshold_of_a_late_cohort_takes_part_of_its_first_month(part: float) -> None:
    months = np.arange(0.0, 40.0) + part
    crowd = Threshold()
    first = crowd.spread(months[:1], np.zeros(1), np.zeros(1))
    assert first[0] == pytest.approx(crowd.saturation * stats.norm.cdf(-0.25 / 0.379) * (1 - 0.755**part))
    share = [first]
    for month in months[1:]:
        share.append(crowd.spread(np.array([month]), share[-1], share[-1]))
    np.testing.assert_allclose(np.concatenate(share), crowd.share(months), rtol=1e-12)


@pytest.mark.parametrize(("deviation", "low", "high"), [(0.1, 0.0, 0.02), (0.122, 0.05, 0.06), (0.123, 0.999, 1.0)])
def test_granovetter_tips_at_a_deviation_of_12_percent(deviation: float, low: float, high: float) -> None:
    """His figure 2: about 6 % up to 12.2 %, nearly all from there on."""
    crowd = Threshold(saturation=1.0, mean=0.25, deviation=deviation, speed=1.0)
    assert low <= crowd.share(np.array([5000.0]))[0] <= high


def test_threshold_ends_at_a_fixed_point() -> None:
    crowd = Threshold(saturation=0.7, mean=0.3, deviation=0.2)
    end = crowd.share(np.array([12_000.0]))[0]
    assert end == pytest.approx(0.7 * stats.norm.cdf((end / 0.7 - 0.3) / 0.2), rel=1e-12)


def test_innovators_alone() -> None:
    """Nobody around uses AI: those with a threshold of at most 0 do, at the rate at which people look around."""
    crowd, share = Threshold(), np.zeros(1)
    for month in range(1, 13):
        share = crowd.spread(np.array([float(month)]), share, np.zeros(1))
    innovators = crowd.saturation * stats.norm.cdf(-crowd.mean / crowd.deviation)
    assert share[0] == pytest.approx(innovators * (1 - (1 - crowd.speed) ** 12), rel=1e-12)


def test_what_spread_can_recede() -> None:
    crowd = Threshold()
    assert crowd.spread(np.array([40.0]), np.array([0.5]), np.zeros(1))[0] < 0.5
