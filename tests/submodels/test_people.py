"""How much people publish, and how they come to write."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import ValidationError

from analysis.fit_participation import SLOPE, SPEEDS, activity, adjusted, best, excess, from_surveys, grid, read
from webloop.submodels.adoption.saturating import Saturating
from webloop.submodels.imitation.habit import Habit
from webloop.submodels.participation.elastic import Elastic
from webloop.submodels.participation.steady import Steady
from webloop.submodels.participation.trend import Trend
from webloop.submodels.roles import Floats

CHECKED = settings(deadline=None, derandomize=True, database=None)

SLOPES = [{"start": "2021-01", "end": "2022-10", "rate": -0.0121}, {"start": "2022-12", "rate": -0.2}]
LAUNCH = 24_274
REWARDS = arrays(np.float64, 4, elements=st.floats(0, 10))


def follow(people: Elastic, reward: float, months: int, start: float = 1.0) -> float:
    activity = np.array([start])
    for _ in range(months):
        activity = people.respond(activity, np.array([reward]))
    return float(activity[0])


# --- participation --------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [Steady(), Trend.model_validate({"slopes": SLOPES})])
def test_kinds_without_an_ear_for_readers_leave_activity_as_it_is(people: Steady | Trend) -> None:
    activity = np.array([1.0, 0.3])
    assert people.respond(activity, np.array([0.0, 5.0])) is activity


@pytest.mark.parametrize("month", [LAUNCH - 400, LAUNCH - 15, LAUNCH, LAUNCH + 3, LAUNCH + 300])
def test_elastic_keeps_the_slopes_of_a_trend(month: int) -> None:
    fields = {"slopes": SLOPES, "floor": 0.1}
    assert Elastic.model_validate(fields).level(month, LAUNCH) == Trend.model_validate(fields).level(month, LAUNCH)
    assert Elastic().level(month, LAUNCH) == 1.0


def test_a_trend_needs_slopes_and_both_need_them_in_order() -> None:
    with pytest.raises(ValidationError, match="at least 1"):
        Trend.model_validate({"slopes": []})
    for kind in (Trend, Elastic):
        with pytest.raises(ValidationError, match="stretches must follow each other"):
            kind.model_validate({"slopes": SLOPES[::-1]})


@pytest.mark.parametrize("speed", [0.01, 0.37, 1.0])
@pytest.mark.parametrize("elasticity", [0.0, 0.8, 5.0])
def test_as_long_as_pages_bring_what_they_did_nothing_changes(elasticity: float, speed: float) -> None:
    assert follow(Elastic(elasticity=elasticity, speed=speed), 1.0, 500) == 1.0


@CHECKED
@given(reward=REWARDS, speed=st.floats(0.01, 1), before=st.floats(0, 10))
def test_without_elasticity_readers_make_no_difference(reward: Floats, speed: float, before: float) -> None:
    people, activity = Elastic(elasticity=0.0, speed=speed), np.full(4, before)
    assert len(set(people.respond(activity, reward).tolist())) == 1
    assert (people.respond(np.ones(4), reward) == 1.0).all()


@pytest.mark.parametrize(("reward", "end"), [(0.5, 0.5**0.8), (2.0, 2.0**0.8), (1e-4, 0.05), (0.0, 0.05)])
def test_activity_nears_the_reward_to_the_elasticity_at_its_speed(reward: float, end: float) -> None:
    people = Elastic(elasticity=0.8, speed=0.25, floor=0.05)
    assert follow(people, reward, 7) == pytest.approx(end + (1 - end) * 0.75**7, rel=1e-12)
    assert follow(people, reward, 400) == pytest.approx(end, rel=1e-12)


def test_people_come_back_when_readers_do() -> None:
    assert follow(Elastic(floor=0.0, speed=0.5), 1.0, 60, start=0.0) == pytest.approx(1.0)


@CHECKED
@given(reward=REWARDS, before=arrays(np.float64, 4, elements=st.floats(0, 10)), more=st.floats(1, 10))
def test_more_readers_never_mean_less(reward: Floats, before: Floats, more: float) -> None:
    people = Elastic(elasticity=0.9, speed=0.5)
    activity = people.respond(before, reward)
    assert (activity >= 0).all()
    assert (people.respond(before, reward * more) >= activity * (1 - 1e-12)).all()


# --- the fit to Stack Overflow --------------------------------------------------------------------


@pytest.mark.parametrize(("elasticity", "speed"), [(0.5, 0.5), (0.79, 1.0), (1.4, 0.25)])
def test_the_fit_finds_what_made_the_series(elasticity: float, speed: float) -> None:
    """Without errors, and with the series' own months, level and slope: the grid holds the truth."""
    months, questions = read(None)
    answered = Saturating(saturation=0.84, time_constant=10.0)
    curve = activity(answered, elasticity, speed, 13)
    logs = np.asarray(11.6 + SLOPE * (months - LAUNCH), dtype=np.float64)
    logs[months > LAUNCH] += curve
    before, after = excess(months, logs)
    np.testing.assert_allclose(before, 0.0, atol=1e-9)
    fit = best(grid(answered, 13), after)
    assert fit.elasticity == pytest.approx(elasticity)
    assert fit.speed == pytest.approx(speed)
    assert fit.error < 1e-9
    assert questions.size == 72


def test_seasons_are_taken_out() -> None:
    """A made-up year on a straight trend leaves the trend."""
    months, _ = read(None)
    season = np.sin(2 * np.pi * (months % 12) / 12) / 10
    logs = adjusted(months, np.exp(11 - 0.01 * (months - months[0]) + season))
    np.testing.assert_allclose(np.diff(logs), -0.01, atol=1e-12)


def test_stack_overflow() -> None:
    """The numbers that Elastic's defaults and references state."""
    months, questions = read(None)
    _, after = excess(months, adjusted(months, questions))
    assert np.exp(after[-1]) == pytest.approx(0.52, abs=0.01)
    raw = np.polyfit(months[36:59], np.log(questions[36:59]), 1)[0]
    assert raw == pytest.approx(SLOPE, abs=5e-4)
    answered = from_surveys(0.84)
    assert answered.time_constant == pytest.approx(10.3, abs=0.05)
    fit = best(grid(answered, after.size), after)
    assert fit.elasticity == pytest.approx(Elastic().elasticity, abs=0.02)
    assert fit.speed == Elastic().speed == SPEEDS[-1]


# --- imitation ------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [1, 7])
@pytest.mark.parametrize("rate", [0.0, 0.03, 0.15, 1.0])
def test_without_forgetting_the_rest_decays_by_the_rate_each_year(rate: float, years: int) -> None:
    acquired = np.zeros(3)
    for _ in range(12 * years):
        acquired = Habit(rate=rate).acquire(acquired, np.array([0.5, 0.3, 0.2]))
    np.testing.assert_allclose(acquired, (1 - (1 - rate) ** years) * np.array([0.5, 0.3, 0.2]), rtol=1e-12)


@pytest.mark.parametrize(("rate", "forgetting"), [(0.03, 0.1), (0.15, 0.02), (0.5, 1.0)])
def test_what_is_acquired_tends_to_its_closed_form(rate: float, forgetting: float) -> None:
    r, f = 1 - (1 - rate) ** (1 / 12), 1 - (1 - forgetting) ** (1 / 12)
    acquired, read_this = np.array([1.0, 0.0]), np.array([0.2, 0.8])
    for _ in range(20_000):
        acquired = Habit(rate=rate, forgetting=forgetting).acquire(acquired, read_this)
    np.testing.assert_allclose(acquired, r / (r + f - r * f) * read_this, rtol=1e-9)


def test_who_reads_nothing_new_forgets() -> None:
    acquired = np.array([0.4, 0.1])
    for _ in range(24):
        acquired = Habit(rate=0.0, forgetting=0.3).acquire(acquired, np.array([0.5, 0.5]))
    np.testing.assert_allclose(acquired, 0.7**2 * np.array([0.4, 0.1]), rtol=1e-12)


@CHECKED
@given(
    rate=st.floats(0, 1),
    forgetting=st.floats(0, 1),
    share=st.floats(0, 1),
    ideas=arrays(np.float64, (2, 5), elements=st.floats(0.01, 1)),
)
def test_acquired_stays_a_share(rate: float, forgetting: float, share: float, ideas: Floats) -> None:
    acquired, read_this = share * ideas[0] / ideas[0].sum(), ideas[1] / ideas[1].sum()
    after = Habit(rate=rate, forgetting=forgetting).acquire(acquired, read_this)
    assert (after >= 0).all()
    assert after.sum() <= 1 + 1e-12
