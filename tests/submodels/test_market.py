"""How writers choose among labs: the closed forms of the logit market."""

import numpy as np
import pytest
from numpy.typing import NDArray

from webloop.submodels.market.fixed import Fixed
from webloop.submodels.market.quality import Quality
from webloop.submodels.roles import Market

Array = NDArray[np.float64]
WEIGHTS = np.array([2.0, 1.0, 0.5])
QUALITY = np.array([0.5, 0.9, 0.7])
EVEN = np.full(3, 1 / 3)


def after(market: Market, months: int, weights: Array = WEIGHTS, quality: Array = QUALITY) -> Array:
    """Shares after some months of unchanging quality, from equal ones."""
    shares = EVEN
    for _ in range(months):
        demand = market.demand(weights, quality, shares)
        shares = demand / demand.sum()
    return shares


def logit(sensitivity: float) -> Array:
    """McFadden's probabilities."""
    odds: Array = WEIGHTS * np.exp(sensitivity * QUALITY)
    shares: Array = odds / odds.sum()
    return shares


def test_a_fixed_market_asks_by_weight() -> None:
    assert Fixed().demand(WEIGHTS, QUALITY, EVEN).tolist() == WEIGHTS.tolist()


@pytest.mark.parametrize("sensitivity", [0.0, 3.0, 20.0])
@pytest.mark.parametrize("speed", [0.05, 0.5, 1.0])
@pytest.mark.parametrize("months", [1, 7])
def test_the_way_to_the_logit_shares_shrinks_by_speed(sensitivity: float, speed: float, months: int) -> None:
    """x_t = x* + (1 - speed)^t (x_0 - x*)."""
    goal = logit(sensitivity)
    expected = goal + (1 - speed) ** months * (EVEN - goal)
    assert after(Quality(sensitivity=sensitivity, speed=speed), months) == pytest.approx(expected, abs=1e-12)


def test_the_logit_shares_are_the_fixed_point() -> None:
    market = Quality(sensitivity=8.0, speed=0.3)
    assert market.demand(WEIGHTS, QUALITY, logit(8.0)) == pytest.approx(logit(8.0), abs=1e-12)


def test_speed_zero_leaves_shares_alone() -> None:
    assert after(Quality(sensitivity=50.0, speed=0.0), 10) == pytest.approx(EVEN)


def test_without_sensitivity_it_tends_to_the_fixed_market() -> None:
    expected = WEIGHTS / WEIGHTS.sum()
    assert after(Quality(sensitivity=0.0, speed=1.0), 1) == pytest.approx(expected)
    assert after(Quality(sensitivity=0.0, speed=0.2), 400) == pytest.approx(expected)


def test_a_level_of_quality_makes_no_difference() -> None:
    """Only differences count."""
    market = Quality(sensitivity=8.0, speed=0.3)
    assert market.demand(WEIGHTS, QUALITY - 0.4, EVEN) == pytest.approx(market.demand(WEIGHTS, QUALITY, EVEN))


def test_more_sensitivity_concentrates_on_the_best() -> None:
    best = [after(Quality(sensitivity=s, speed=0.5), 20)[1] for s in (0.0, 2.0, 5.0, 20.0, 100.0, 1000.0)]
    assert np.all(np.diff(best) > 0)
    assert best[-1] == pytest.approx(1.0, abs=1e-5)


def test_a_new_lab_starts_with_those_who_choose_anew() -> None:
    market = Quality(sensitivity=8.0, speed=0.3)
    shares = market.demand(WEIGHTS, QUALITY, np.array([0.75, 0.25, 0.0]))
    assert shares[2] == pytest.approx(0.3 * logit(8.0)[2])


@pytest.mark.parametrize("speed", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("best", [0, 1])
def test_a_lab_without_weight_is_asked_for_nothing(speed: float, best: int) -> None:
    """Its writers choose among the others, however good it is and however slow they are."""
    quality = np.roll(np.array([1.0, 0.0]), best)
    shares = Quality(sensitivity=1000.0, speed=speed).demand(np.array([1.0, 0.0]), quality, np.array([0.2, 0.8]))
    assert shares.tolist() == [1.0, 0.0]


def test_shares_are_shares() -> None:
    rng = np.random.default_rng(1)
    for _ in range(200):
        market = Quality(sensitivity=float(rng.uniform(0, 1000)), speed=float(rng.uniform()))
        weights = rng.uniform(size=4) * (rng.uniform(size=4) < 0.7)
        if weights.sum() == 0:
            continue
        shares = market.demand(weights, rng.uniform(size=4), rng.dirichlet(np.ones(4)))
        assert shares.sum() == pytest.approx(1.0)
        assert shares.min() >= 0
        assert np.all(shares[weights == 0] == 0)
