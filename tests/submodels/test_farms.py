"""Content farms: supply follows what a page earns."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webloop.submodels.farm.profit import Profit

CHECKED = settings(deadline=None, derandomize=True, database=None)

STEADY = Profit(cost=0.05, cost_decline=0.0)
BREAK_EVEN = 0.05 / (0.001 * 12)  # views a month


def supply(farm: Profit, total_views: float, months: int, start: float = 0.0) -> np.ndarray:
    """Pages by month if farms share a fixed number of views."""
    pages = [start]
    for month in range(months):
        pages.append(farm.publish(pages[-1], total_views / max(pages[-1], 1.0), month))
    return np.array(pages[1:])


@pytest.mark.parametrize("start", [0.0, 500.0, 5e7])
def test_supply_tends_to_where_a_page_pays_its_cost(start: float) -> None:
    """Fixed attention: views * dollars * payback / cost, from nothing, from below and from above."""
    farm = Profit(dollars_per_thousand_views=2.0, payback_months=6.0, cost=0.03, cost_decline=0.0, entry=100.0)
    assert supply(farm, 4e6, 400, start)[-1] == pytest.approx(4e6 * 0.002 * 6 / 0.03, rel=1e-9)


def test_supply_does_not_overshoot() -> None:
    assert (np.diff(supply(STEADY, 1e7, 400)) >= 0).all()
    assert (np.diff(supply(STEADY, 1e7, 400, start=1e9)) <= 0).all()


def test_supply_follows_a_falling_cost() -> None:
    """At half the cost each year twice the pages, a lag behind that depends on the response."""
    farm = Profit(cost_decline=0.5)
    pages = supply(farm, 1e6, 120)
    assert np.log(pages[-1] / pages[-13]) == pytest.approx(log(2), rel=1e-6)
    lag = log(2) / 12 / farm.response  # steady: response * (equilibrium - supply) = growth
    equilibrium = 1e6 * 0.001 * 12 / (0.05 * 0.5 ** (119 / 12))
    assert np.log(equilibrium / pages[-1]) == pytest.approx(lag * (1 - farm.response), rel=1e-6)


def test_nothing_before_launch() -> None:
    assert STEADY.publish(1e6, 1e9, -1) == 0.0
    assert STEADY.publish(0.0, 1e9, 0) == STEADY.entry


def test_nobody_begins_unless_it_pays() -> None:
    assert STEADY.publish(0.0, BREAK_EVEN * 0.999, 5) == 0.0
    assert STEADY.publish(0.0, BREAK_EVEN * 1.001, 5) == STEADY.entry
    assert Profit(entry=0.0).publish(0.0, 1e9, 5) == 0.0


def test_demotion_ends_supply() -> None:
    """Views of 0: supply falls by `speed` a month and below one page to nothing, for good."""
    pages = [1e6]
    while pages[-1] > 0:
        pages.append(STEADY.publish(pages[-1], 0.0, 24))
    assert pages[1] == pytest.approx(1e6 * exp(-STEADY.speed))
    assert len(pages) == int(log(1e6) / STEADY.speed) + 2
    assert STEADY.publish(0.0, 0.0, 30) == 0.0


@CHECKED
@given(
    before=st.floats(0, 1e10),
    views=st.floats(0, 1e12),
    months=st.integers(-24, 600),
    more=st.floats(1.0, 100.0),
)
def test_bounds_and_monotony(before: float, views: float, months: int, more: float) -> None:
    farm = Profit(most=1e8)
    pages = farm.publish(before, views, months)
    assert pages == 0 or 1 <= pages <= farm.most
    assert pages <= max(before * exp(farm.speed) * (1 + 1e-12), farm.entry)
    assert farm.publish(before, views * more, months) >= pages
    assert farm.publish(before * more, views, months) >= pages * (1 - 1e-12)


def test_revenue_at_cost_changes_nothing() -> None:
    assert STEADY.publish(5000.0, BREAK_EVEN, 10) == pytest.approx(5000.0, rel=1e-12)
    assert Profit(dollars_per_thousand_views=0.0).gain(1e6, 0) == -np.inf


def test_cost_stops_at_its_floor() -> None:
    """Supply settles where a page pays the floor, however cheap models get."""
    farm = Profit(cost=0.05, cost_decline=0.5, cost_floor=0.02)
    assert farm.gain(5.0, 12) == pytest.approx(log(5.0 * 0.012 / 0.025))
    assert farm.gain(5.0, 24) == farm.gain(5.0, 600) == pytest.approx(log(5.0 * 0.012 / 0.02))
    assert supply(farm, 1e6, 400)[-1] == pytest.approx(1e6 * 0.001 * 12 / 0.02, rel=1e-9)
