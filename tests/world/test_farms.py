"""Content farms in the world: when they are there, where supply settles, and that their pages count."""

import numpy as np
import pytest
from scipy.stats import norm

from tests.world.linked import LINKED, RANKED, Values, after
from webloop.world.attending import attend
from webloop.world.world import World

FARMS: Values = {"farms": {"kind": "profit", "cost": 0.01, "cost_decline": 0, "entry": 0.01}}
SYNTHETIC_SHARE = 0.0334
"""Of the pages that people publish with AI: the last of Ahrefs' bins."""


def synthetic(world: World) -> int:
    """This month's new synthetic pages."""
    return sum(batch.pages for group, batch in world.new.items() if group.provenance == "synthetic")


@pytest.mark.parametrize("settings", [{}, RANKED])
def test_no_farms_before_launch(settings: dict[str, object]) -> None:
    """Models are there from June 2022, public tools from November."""
    assert after(22, {**settings, **FARMS}).flow.farmed.sum() == 0
    world = after(23, {**settings, **FARMS})
    assert world.month == world.rules.writers.launch
    before = after(22, {**settings, **FARMS}).flow
    assert world.flow.farmed.sum() == pytest.approx(0.01 * (before.own + before.with_ai).sum())  # as many as are tried


def test_no_farms_without_models() -> None:
    """Nobody has released one yet."""
    late = {f"labs.{name}.first_release": "2025-06" for name in ("alpha", "beta")}
    adoption = {f"writers.segments.{name}.adoption": "never" for name in ("press", "forum")}
    assert after(48, {**FARMS, **late, **adoption}).flow.farmed.sum() == 0
    assert after(60, {**FARMS, **late, **adoption}).flow.farmed.sum() > 0


@pytest.mark.parametrize(
    "settings", [{"readers.visibility.ai_odds_ratio": 0}, {"farms.entry": 0}, {"farms.cost": 999, "farms.spread": 0.1}]
)
def test_no_farms_where_they_don_t_pay(settings: dict[str, object]) -> None:
    """Nobody sees them, nobody begins, or a page costs more than it can earn."""
    assert after(60, {**RANKED, **FARMS, **settings}).flow.farmed.sum() == 0


def test_farms_that_are_hidden_give_up() -> None:
    """When search stops to show AI text, supply falls by at most `speed` a month, to nothing."""
    hidden = {"readers.visibility.ai_odds_ratio": 0}
    world = after(48, {**FARMS, "interventions": [{"date": "2024-01", "set": hidden}]})
    assert world.flow.farmed.sum() > 0
    before = after(36, FARMS).flow.farmed.sum()
    # dated January 2024: twelve months at exp(-0.35)
    assert world.flow.farmed.sum() == pytest.approx(before * np.exp(-0.35 * 12), rel=1e-9)
    later = after(110, {**FARMS, "interventions": [{"date": "2024-01", "set": hidden}]})
    assert later.flow.farmed.sum() == 0


def test_supply_settles_at_those_for_whom_it_pays() -> None:
    """Pages die within months, costs stay: after nine years a share Phi(log(revenue / cost) / spread) publishes."""
    fleeting = {"web.lifetime": {"kind": "constant", "hazard": 0.5}, "writers.growth": 0}
    world = after(110, {**FARMS, **fleeting, "farms.cost": 0.1, "farms.most": 3, "farms.speed": 0.1})
    revenue = world.rules.readers.views_per_page * attend(world).farm_reward(1.0) * 1.0 / 1000 * 12
    people = (world.flow.own + world.flow.with_ai).sum()
    assert world.flow.farmed.sum() / people == pytest.approx(3 * norm.cdf(np.log(revenue / 0.1)), rel=0.05)
    assert 0.3 < world.flow.farmed.sum() / people < 2.7


@pytest.mark.parametrize("settings", [{}, LINKED, RANKED])
def test_pages_of_farms_are_counted(settings: dict[str, object]) -> None:
    """In the flow, on the farms' own sites, in the crawl; each number to rounding, the crawl within 6 SE (2e-9)."""
    world = after(60, {**settings, **FARMS})
    farmed = world.flow.farmed.sum()
    assert farmed > 1000
    own = world.flow.with_ai.sum() * SYNTHETIC_SHARE
    assert synthetic(world) == pytest.approx(farmed + own, abs=10)
    attention = attend(world)
    at = [index for index, (_, fraction) in enumerate(attention.rows) if fraction < 1]
    assert attention.live[at, world.cells.farm].sum() == 0
    assert attention.live[:, world.cells.farm].sum() > farmed
    fetched = world.crawlers["common"].months[world.month]
    got = sum(content.sum() for group, content in fetched.items() if group.provenance == "synthetic")
    assert abs(got - 0.4 * synthetic(world)) < 6 * np.sqrt(0.24 * synthetic(world))


def test_farms_open_sites_for_their_pages() -> None:
    """With links a farm's site holds about as many pages as one of people; farms never shut crawlers out."""
    world = after(60, {**RANKED, **FARMS})
    farms = world.sites.cell == world.cells.farm
    people_pages = (world.flow.own + world.flow.with_ai).sum() / (~farms).sum()
    wanted = np.floor(world.flow.farmed.sum() / people_pages)
    assert wanted <= farms.sum() <= wanted + 2


def test_farms_have_no_more_sites_than_people() -> None:
    """However many pages they publish: then their sites are larger."""
    world = after(60, {**RANKED, **FARMS, "farms.most": 50, "farms.speed": 5, "farms.cost": 0.0001})
    farms = world.sites.cell == world.cells.farm
    assert world.flow.farmed.sum() > 10 * (world.flow.own + world.flow.with_ai).sum()
    assert (~farms).sum() * 0.9 < farms.sum() <= (~farms).sum()
    assert (world.sites.reserve[farms] == 1).all()
