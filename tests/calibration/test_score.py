"""Scores: coverage on simulated data, what counts and what does not, and the words of the verdict."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tests.calibration.made import START, ensemble, target
from webloop.calibration.coverage import coverage, in_words, races, verdicts
from webloop.calibration.ensemble import READINGS, Ensemble
from webloop.calibration.score import Score, score
from webloop.calibration.spread import Binomial, LogNormal, Normal, Spread
from webloop.calibration.target import Target
from webloop.errors import InputError

DRAWS = 200


def judged(
    targets: Sequence[Target], ensembles: Sequence[Ensemble], prior: Ensemble | None = None
) -> tuple[Score, ...]:
    """Scores; the priors say what the fits say, or what is given."""
    return score(targets, ensembles, {each.baseline: prior or each for each in ensembles})


def predicted(mean: float, sd: float, months: int, seed: int = 1) -> np.ndarray:
    """Expected readings of draws, alike in all months, (draws, months)."""
    return np.repeat(np.random.default_rng(seed).normal(mean, sd, (DRAWS, 1)), months, axis=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spread", "mean", "sd"),
    [(Normal(0.02), 0.4, 0.03), (LogNormal(0.2), 0.4, 0.02), (Binomial(60), 0.4, 0.03), (Binomial(17), 0.1, 0.01)],
    ids=["normal", "lognormal", "binomial 60", "binomial 17"],
)
def test_ninety_of_a_hundred_lie_inside(spread: Spread, mean: float, sd: float) -> None:
    """1,000 readings of truths that are as likely as the draws are; counts give a little more than 90 %.

    Bounds are those of the binomial distribution; a right interval fails with probability 1e-5. 200 draws make the
    interval itself uncertain by 2 points.
    """
    number = 1000
    rng = np.random.default_rng(3)
    truths = rng.normal(mean, sd, number)
    seen = spread.sample(truths, rng)
    targets = [target(f"t{at}", at, float(value), spread=spread) for at, value in enumerate(seen)]
    found = judged(targets, [ensemble(predicted(mean, sd, number))])
    inside = sum(each.inside for each in found)
    assert stats.binom(number, 0.88).ppf(5e-6) <= inside
    assert spread.grain or inside <= stats.binom(number, 0.92).ppf(1 - 5e-6)
    pits = np.array([each.pit for each in found])
    assert abs(pits.mean() - 0.5) < 0.05
    if not spread.grain:
        assert 0.42 < np.mean([each.within_half for each in found]) < 0.58
        assert stats.kstest(pits, "uniform").statistic < 0.08


def test_the_interval_is_that_of_the_reading() -> None:
    """Parameters and measurement together: variances add."""
    (found,) = judged([target("t", 0, 0.4, spread=Normal(0.04))], [ensemble(predicted(0.4, 0.03, 1))])
    assert found.forecast.width == pytest.approx(2 * 1.645 * 0.05, rel=0.1)
    assert found.inside
    assert found.within_half
    assert found.forecast.low < found.forecast.quarter < found.forecast.median


def test_readings_are_possible_ones() -> None:
    (found,) = judged([target("t", 0, 0.0, spread=Normal(0.2))], [ensemble(predicted(0.01, 0.001, 1))])
    assert found.forecast.low == 0
    assert found.inside
    assert 0.2 < found.pit < 0.3  # half of the readings are 0 as well


def test_published_counts_are_rounded() -> None:
    """5.9 % of 17 pages is one page, though 100 / 17 is 5.88: the end of an interval does not cut it off."""
    expected = np.full((DRAWS, 1), 1e-9)
    high = np.full((DRAWS, 1), 0.2)
    spread = Binomial(17, 100.0)
    seen = target("t", 0, 5.9, spread=spread, unit="%")
    (low,) = judged([seen], [ensemble(expected)])
    assert low.forecast.high == 0
    assert not low.inside
    (found,) = judged([seen], [ensemble(high)])
    assert found.forecast.low == pytest.approx(100 / 17)
    assert found.inside
    whole = target("t", 0, 100.0, spread=spread, unit="%")
    (found,) = judged([whole], [ensemble(np.ones((DRAWS, 1)))])
    assert found.inside


def test_each_target_is_held_against_its_own_baselines() -> None:
    ensembles = [ensemble(predicted(0.4, 0.01, 3), name) for name in ("article-web", "site-web")]
    targets = [
        target("both", 0, 0.4),
        target("sites", 1, 0.4, baselines=("site-web",)),
        target("none", 2, 0.4, role="out"),
        target("set", 2, 0.9, role="input"),
    ]
    found = judged(targets, ensembles)
    assert [(each.target.id, each.baseline) for each in found] == [
        ("both", "article-web"),
        ("both", "site-web"),
        ("sites", "site-web"),
        ("set", "article-web"),
        ("set", "site-web"),
    ]
    assert not found[-1].inside


def test_what_set_a_parameter_is_never_scored() -> None:
    """Coverage is of fitted and held-out targets, apart; an input lies outside and changes nothing."""
    series = [target(f"f{at}", at, 0.4, series="s", role="fit") for at in range(3)]
    held = [target("h1", 4, 0.4, series="s"), target("h2", 5, 0.9, series="s"), target("one", 5, 0.4)]
    found = judged([target("set", 0, 0.9, role="input"), *series, *held], [ensemble(predicted(0.4, 0.01, 6))])
    said = {each.role: (each.inside, each.number) for each in coverage(found)}
    assert said == {"fit": (3, 3), "held_out": (2, 3)}
    by_series = {(each.role, each.series): (each.inside, each.number) for each in coverage(found, by_series=True)}
    assert by_series == {("fit", "s"): (3, 3), ("held_out", "s"): (1, 2)}


def test_the_interval_of_coverage_is_exact() -> None:
    found = judged([target(f"t{at}", 0, 0.4 if at else 0.9) for at in range(8)], [ensemble(predicted(0.4, 0.01, 1))])
    (each,) = coverage(found)
    exact = stats.binomtest(7, 8).proportion_ci(0.95, method="exact")
    assert (each.inside, each.number, each.interval) == (7, 8, (exact.low, exact.high))


def held_series(name: str, seen: list[float]) -> list:
    """Three fitted points of a steady series, and three held-out ones."""
    fitted = [target(f"{name}{at}", at, value, series=name, role="fit") for at, value in enumerate(seen[:3])]
    return [*fitted, *(target(f"{name}{at + 3}", at + 6, value, series=name) for at, value in enumerate(seen[3:]))]


def test_the_race_is_against_the_better_naive_forecast() -> None:
    """A model that knows that a series turns is ahead; on a steady one it is not, as its draws are wide."""
    turns = held_series("turns", [0.1, 0.2, 0.3, 0.3, 0.2, 0.1])
    steady = held_series("steady", [0.5] * 6)
    values = np.concatenate([predicted(0.3, 0.02, 6), predicted(0.3, 0.001, 1), predicted(0.2, 0.001, 1)], axis=1)
    values = np.concatenate([values, predicted(0.1, 0.001, 1)], axis=1)
    (first,) = races(judged(turns, [ensemble(values)]))
    assert first.number == 3
    assert first.ahead
    assert first.model < min(first.last_value, first.trend)
    (second,) = races(judged(steady, [ensemble(predicted(0.5, 0.1, 9))]))
    assert not second.ahead
    only = [each.naive for each in judged(steady, [ensemble(predicted(0.5, 0.1, 9))])]
    assert [bool(each) for each in only] == [False] * 3 + [True] * 3


def test_ahead_is_ahead_of_all_strengths() -> None:
    """Points that scatter make a wide random walk, and the series then stays: only without that spread it is right."""
    seen = held_series("s", [0.1, 0.6, 0.4, 0.4, 0.4, 0.4])
    (race,) = races(judged(seen, [ensemble(predicted(0.4, 0.05, 9))]))
    assert race.naive["last value, sharp"] < race.model < min(race.naive["last value"], race.naive["linear trend"])
    assert race.last_value == race.naive["last value, sharp"]
    assert not race.ahead


def test_verdicts() -> None:
    good = held_series("good", [0.4] * 6)
    scores = judged(good, [ensemble(predicted(0.4, 0.001, 9))])
    (verdict,) = verdicts(scores)
    assert (verdict.covers, verdict.leads) == (True, races(scores)[0].ahead)
    said = in_words(verdict)
    assert said.startswith(
        "article-web: 3 of 3 held-out readings lie in their 90 % intervals, 100 % (95 % interval 29 % to 100 %): "
        "at least the 80 % asked for. The priors alone would have covered 3. "
        "The fit has nothing to say of any of them: no interval is half as wide as that of the priors alone. CRPS"
    )
    (worse,) = verdicts(judged(good, [ensemble(predicted(0.8, 0.001, 9))]))
    assert (worse.covers, worse.leads) == (False, False)
    assert "fewer than the 80 % asked for. The priors" in in_words(worse)
    assert "CRPS is ahead of all naive forecasts on 0 of 1 series: fewer than" in in_words(worse)


def test_nothing_held_out_claims_nothing() -> None:
    (verdict,) = verdicts(judged([target("t", 0, 0.4, role="fit")], [ensemble(predicted(0.4, 0.01, 1))]))
    assert (verdict.covers, verdict.leads) == (None, None)
    assert in_words(verdict) == (
        "article-web: no target is held out, so that nothing can be claimed. "
        "No held-out series has three earlier points to make naive forecasts from."
    )


def test_nothing_to_read_is_told() -> None:
    values = predicted(0.4, 0.01, 3)
    values[:5, 1] = np.nan
    assert judged([target("t", 2, 0.4)], [ensemble(values)])
    with pytest.raises(
        InputError,
        match=r"^made\.csv:2:1: t: in 5 of 200 draws of article-web there is nothing that detector could read in "
        "2018-02$",
    ):
        judged([target("t", 1, 0.4)], [ensemble(values)])


def test_targets_keep_their_luck() -> None:
    """Another target more changes no number of those that were there."""
    values = predicted(0.4, 0.01, 3)
    first = judged([target("a", 0, 0.41)], [ensemble(values)])
    assert judged([target("b", 1, 0.4), target("a", 0, 0.41)], [ensemble(values)])[1:] == first


def test_fans_are_quantiles_of_readings() -> None:
    values = predicted(0.4, 0.03, 3)
    values[0, 2] = np.nan
    fan = ensemble(values).fan(target("t", 0, 0.4, spread=Normal(0.04)), [START, START + 1, START + 2], (0.05, 0.95))
    assert fan[0] == pytest.approx(fan[1])
    assert fan[0] == pytest.approx(stats.norm(0.4, 0.05).interval(0.9), abs=0.015)
    assert np.isnan(fan[2]).all()
    assert READINGS * DRAWS == 10_000


def test_what_the_fit_has_something_to_say_of() -> None:
    """Its interval is at most half as wide as that of the priors, the error of the measurement in both."""
    values = np.concatenate([predicted(0.4, 0.01, 1), predicted(0.4, 0.06, 1), predicted(0.7, 0.01, 1)], axis=1)
    prior = ensemble(predicted(0.4, 0.1, 3, seed=2), "article-web-prior")
    spread = Normal(0.01)
    targets = [target(name, at, 0.4, spread=spread) for at, name in enumerate(("narrow", "wide", "wrong"))]
    found = judged([*targets, target("fit", 0, 0.4, role="fit", spread=spread)], [ensemble(values)], prior)
    assert [each.learned for each in found] == [True, False, True, True]
    assert [each.inside for each in found] == [True, True, False, True]
    assert all(each.prior.inside for each in found)
    assert found[0].prior.forecast.width == pytest.approx(2 * 1.645 * 0.1, rel=0.15)
    said = {(each.role, each.learned): each for each in coverage(found)}
    assert list(said) == [("fit", False), ("held_out", False), ("held_out", True)]
    every, some = said["held_out", False], said["held_out", True]
    assert (every.inside, every.number, every.prior_inside) == (2, 3, 3)
    assert (some.inside, some.number, some.prior_inside) == (1, 2, 2)
    widths = [each.forecast.width / each.prior.forecast.width for each in found]
    assert every.width == pytest.approx(np.median(widths[:3]))
    assert said["fit", False].crps == pytest.approx(found[3].crps / found[3].prior.crps)
    assert [each.learned for each in coverage(found, by_series=True)] == []
    (verdict,) = verdicts(found)
    assert (
        "The priors alone would have covered 3. Where the fit has something to say (an interval at most half as wide "
        "as that of the priors alone) it is 1 of 2, 50 % (1.3 % to 99 %); the priors alone would have covered 2 of "
        "these."
    ) in in_words(verdict)


def test_priors_that_are_right_by_chance_are_no_measure() -> None:
    """The fair score of two draws on both sides of what came is 0: nothing is a part of that."""
    two = ensemble(np.array([[0.3], [0.5]]), "article-web-prior")
    found = judged([target("t", 0, 0.4, spread=Normal(1e-9))], [ensemble(predicted(0.4, 0.01, 1))], two)
    assert found[0].prior.crps == pytest.approx(0, abs=1e-9)
    zero = [replace(found[0], prior=replace(found[0].prior, crps=0.0))]
    assert np.isnan(coverage(zero)[0].crps)


def test_of_what_is_certain_before_nothing_can_be_learned() -> None:
    """Few pages, of which none can be AI: neither interval has a width."""
    nothing = ensemble(np.full((DRAWS, 1), 1e-9))
    (found,) = judged([target("t", 0, 0.0, spread=Binomial(17))], [nothing])
    assert found.prior.forecast.width == 0
    assert not found.learned
    (each,) = coverage([found])
    assert np.isnan([each.crps, each.width]).all()
