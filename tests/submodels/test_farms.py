"""Content farms: those publish for whom a page earns more than it costs."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from webloop.submodels.farm.profit import Profit

CHECKED = settings(deadline=None, derandomize=True, database=None)

STEADY = Profit(cost=0.05, cost_decline=0.0, most=1.0, entry=1e-6)
PEOPLE = 1e9
BREAK_EVEN = 0.05 / (0.001 * 12)  # views a month


def supply(farm: Profit, total_views: float, months: int, start: float = 0.0) -> np.ndarray:
    """Pages by month if farms share a fixed number of views."""
    pages = [start]
    for month in range(months):
        pages.append(farm.publish(pages[-1], total_views / max(pages[-1], 1.0), month, PEOPLE))
    return np.array(pages[1:])


@pytest.mark.parametrize("views", [0.1, 1.0, BREAK_EVEN, 50.0])
@pytest.mark.parametrize("start", [0.0, 9e8])
def test_supply_tends_to_those_for_whom_it_pays(views: float, start: float) -> None:
    """Lognormal costs: most * Phi(log(revenue / median cost) / spread)."""
    farm = Profit(cost=0.05, cost_decline=0.0, spread=1.5, most=1.0)
    pages = start
    for month in range(120):
        pages = farm.publish(pages, views, month, PEOPLE)
    assert pages == pytest.approx(1e9 * norm.cdf(log(views / BREAK_EVEN) / 1.5), rel=1e-9)


@pytest.mark.parametrize("start", [0.0, 500.0, 9e8])
def test_farms_that_share_their_readers_find_a_balance(start: float) -> None:
    """A fixed number of views V: F = most * Phi(log(V / F / break-even) / spread), from above and below."""
    farm = Profit(cost=0.05, cost_decline=0.0, spread=2.0, most=1.0, speed=0.1)
    balance = brentq(lambda f: f - 1e9 * norm.cdf(log(1e8 / f / BREAK_EVEN) / 2.0), 1.0, 1e9)
    assert np.log(supply(farm, 1e8, 400, start)[-12:]) == pytest.approx(log(balance), abs=0.11)  # one step around it


def test_supply_follows_a_falling_cost() -> None:
    """Half the cost is worth twice the readers."""
    farm = Profit(cost=0.05, cost_decline=0.5, most=1.0, speed=5.0)
    later, sooner = farm.publish(1e8, 1.0, 24, PEOPLE), farm.publish(1e8, 2.0, 12, PEOPLE)
    assert later == pytest.approx(sooner, rel=1e-12)


def test_nothing_before_launch() -> None:
    assert STEADY.publish(1e6, 1e9, -1, PEOPLE) == 0.0
    assert STEADY.publish(0.0, 1e9, 0, PEOPLE) == STEADY.entry * PEOPLE


def test_nobody_begins_unless_it_pays() -> None:
    assert STEADY.publish(0.0, 0.0, 5, PEOPLE) == 0.0
    assert Profit(entry=0.0).publish(0.0, 1e9, 5, PEOPLE) == 0.0


def test_supply_moves_by_its_speed() -> None:
    assert STEADY.publish(1e6, 1e9, 5, PEOPLE) == pytest.approx(1e6 * exp(STEADY.speed))
    assert STEADY.publish(1e8, 1e-9, 5, PEOPLE) == pytest.approx(1e8 * exp(-STEADY.speed))


def test_demotion_ends_supply() -> None:
    """Views of 0: supply falls by `speed` a month and below one page to nothing, for good."""
    pages = [1e6]
    while pages[-1] > 0:
        pages.append(STEADY.publish(pages[-1], 0.0, 24, PEOPLE))
    assert pages[1] == pytest.approx(1e6 * exp(-STEADY.speed))
    assert len(pages) == int(log(1e6) / STEADY.speed) + 2
    assert STEADY.publish(0.0, 0.0, 30, PEOPLE) == 0.0


@CHECKED
@given(
    before=st.floats(0, 1e10),
    views=st.floats(0, 1e12),
    months=st.integers(-24, 600),
    more=st.floats(1.0, 100.0),
)
def test_bounds_and_monotony(before: float, views: float, months: int, more: float) -> None:
    farm = Profit(most=0.1)
    pages = farm.publish(before, views, months, PEOPLE)
    assert pages == 0 or 1 <= pages <= max(farm.most * PEOPLE, before * exp(-farm.speed)) * (1 + 1e-12)
    assert pages <= max(before * exp(farm.speed) * (1 + 1e-12), farm.entry * PEOPLE)
    assert farm.publish(before, views * more, months, PEOPLE) >= pages
    assert farm.publish(before * more, views, months, PEOPLE) >= pages * (1 - 1e-12)


def test_cost_stops_at_its_floor() -> None:
    farm = Profit(cost=0.05, cost_decline=0.5, cost_floor=0.02)
    assert farm.gain(5.0, 12) == pytest.approx(log(5.0 * 0.012 / 0.025))
    assert farm.gain(5.0, 24) == farm.gain(5.0, 600) == pytest.approx(log(5.0 * 0.012 / 0.02))
    assert Profit(dollars_per_thousand_views=0.0).gain(1e6, 0) == -np.inf
