"""How the graph of sites changes in a world: openings, renewal, and links that models set.

False alarms: comparisons by chance allow Z = 6 standard errors (2e-9 two-sided) or fail below 1e-6; there are fewer
than 10. Seeds are fixed.
"""

import numpy as np
import pytest
from scipy import stats

from tests.world.linked import LINKED, ONE_LAB, RANKED, SHUT, Values, after
from webloop.world.linking import learn_links
from webloop.world.pagerank import pagerank
from webloop.world.world import World

Z, P = 6.0, 1e-6
FARMS: Values = {"farms": {"kind": "profit", "cost": 0.01}}
ALL_BY_MODELS: Values = {"pinned_pollution": {"2022-12": 1.0}, "sites.link_turnover": 1.0}


def in_degree(world: World) -> np.ndarray:
    assert world.sites.links is not None
    return world.sites.links.in_degree


def test_sites_open_at_their_rate() -> None:
    """300 sites that grow by a fifth a year for four years: (1 + 0.2 / 12) ** 48 = 2.2 times as many.

    The number of a branching process with rate g a month has variance n m (m - 1) (1 + small), m the growth.
    """
    world = after(48, {**LINKED, "sites.number": 300})
    growth = (1 + 0.2 / 12) ** 48
    assert abs(len(world.sites) - 300 * growth) < Z * np.sqrt(300 * growth * (growth - 1))
    assert len(after(48, {**LINKED, "sites.number": 300, "sites.growth": 0}).sites) == 300


@pytest.mark.parametrize("settings", [LINKED, {**RANKED, **FARMS}])
def test_links_are_renewed_one_for_one(settings: dict[str, object]) -> None:
    """Every site brings four links, and no turnover takes or adds one; all arrays are as long as there are sites."""
    world = after(48, settings)
    sites, links = world.sites, world.sites.links
    assert links is not None
    assert links.number == 4 * len(sites)
    assert len(sites.size) == len(sites.reserve) == len(sites.rank) == links.sites == len(sites)
    assert all(held.shape[1] == len(sites) for held in sites.held.shares.values())
    assert len(sites) > 40


def test_renewed_links_are_as_many_as_turnover_says() -> None:
    """5 % of links a month, nothing else: those that changed in one month, within Z standard errors."""
    world = after(10, {**LINKED, "sites.number": 3000, "sites.growth": 0})
    links = world.sites.links
    assert links is not None
    before = links.source.copy(), links.target.copy()
    world.month += 1
    world.step()
    changed = int(((links.source != before[0]) | (links.target != before[1])).sum())
    expected = 0.05 * links.number  # a renewed link falls on its own place with a chance far below one in a hundred
    assert abs(changed - expected) < Z * np.sqrt(expected) + 0.01 * expected


def test_ranks_and_sizes_are_those_of_the_graph() -> None:
    """PageRank to the tolerance of a monthly update; size = attractiveness ** 0.8 as the month began."""
    world = after(30, RANKED)
    links = world.sites.links
    assert links is not None
    assert world.sites.rank.sum() == pytest.approx(1)
    fresh = pagerank(links.source, links.target, len(world.sites))
    assert np.abs(world.sites.rank - fresh).sum() < 1e-4
    still = after(30, {**RANKED, "sites.link_turnover": 0, "sites.growth": 0})
    assert still.sites.links is not None
    assert still.sites.size == pytest.approx(still.sites.links.weights(2.0) ** 0.8)


def test_a_model_links_to_what_its_lab_could_read() -> None:
    """Chances = decoded(fitness * (in-degree + attractiveness)) of open sites; closed ones have none."""
    shut = {"writers.segments.press.opt_out": SHUT}
    world = after(30, {**RANKED, **shut, "lab.decoder.temperature": 1.0})
    links, sites = world.sites.links, world.sites
    assert links is not None
    found = learn_links(world, world.labs[0])
    assert found is not None
    closed = world.cells.segment[sites.cell] == 0
    assert 0 < closed.sum() < len(sites)
    weights = np.where(closed, 0.0, links.weights(2.0))
    assert found == pytest.approx(weights / weights.sum())
    sharp = after(30, {**RANKED, **shut, "lab.decoder.temperature": 0.5})
    assert sharp.sites.links is not None
    weights = np.where(sharp.cells.segment[sharp.sites.cell] == 0, 0.0, sharp.sites.links.weights(2.0))
    assert learn_links(sharp, sharp.labs[0]) == pytest.approx(weights**2 / (weights**2).sum())


def test_a_web_that_models_write_forgets_closed_sites() -> None:
    """All pages and all links are renewed by models: no link leads to a site that shut their labs' crawler out.

    From December 2022 on nobody else writes. One lab, which trains in June each year; the press closed in December.
    """
    settings = {**RANKED, **ALL_BY_MODELS, "writers.segments.press.opt_out": SHUT}
    world = after(36, {**settings, **ONE_LAB, "sites.growth": 0})
    closed = world.cells.segment[world.sites.cell] == 0
    assert in_degree(world)[closed].sum() == 0
    assert in_degree(world)[~closed].sum() == 4 * len(world.sites)
    ignored = after(36, {**settings, **ONE_LAB, "sites.growth": 0, "crawlers.common.obeys_opt_out": 0})
    assert in_degree(ignored)[closed].sum() > 0


def test_models_links_stand_where_models_write() -> None:
    """All links are renewed each month, the press is closed: of links on farms' sites none leads there, of people's do.

    Farms' sites carry text of models alone, which has never seen the press; people write half of their own.
    """
    settings = {**RANKED, **FARMS, **ONE_LAB, "sites.number": 300, "sites.link_turnover": 1.0, "sites.growth": 0}
    world = after(48, {**settings, "writers.segments.press.opt_out": SHUT})
    links, cell = world.sites.links, world.sites.cell
    assert links is not None
    closed = world.cells.segment[cell] == 0
    on_farms = cell[links.source] == world.cells.farm
    assert on_farms.sum() > 50
    assert closed[links.target[on_farms]].sum() == 0
    assert closed[links.target[~on_farms]].sum() > 50


def test_models_links_follow_the_model() -> None:
    """All links are new and a model's: in-degrees against its chances, chi-square, 2 000 links, 40 sites.

    A site does not link to itself, which takes from each site its own share of what stands there: expected numbers
    are sum over sources of chance / (1 - chance of the source).
    """
    world = after(36, {**RANKED, **ALL_BY_MODELS, **ONE_LAB, "sites.growth": 0, "sites.links_per_site": 50})
    links, chances = world.sites.links, world.labs[0].links
    assert links is not None
    assert chances is not None
    each = chances[None, :] / (1 - chances[:, None])
    np.fill_diagonal(each, 0.0)
    expected = links.out_degree @ each
    enough = expected > 10
    found = np.append(links.in_degree[enough], links.in_degree[~enough].sum())
    wanted = np.append(expected[enough], expected[~enough].sum())
    keep = wanted > 0
    assert enough.sum() > 5
    assert stats.chisquare(found[keep], wanted[keep]).pvalue > P


@pytest.mark.parametrize("decoder", [{"top_k": 1}, {"temperature": 0.01}])
def test_a_model_that_knows_one_site_alone(decoder: dict[str, object]) -> None:
    """All its links lead there, and none from there: it stopped the run once."""
    world = after(
        36, {**RANKED, **ALL_BY_MODELS, "sites.growth": 0, "lab.decoder": decoder, "labs.beta.market_share": 0}
    )
    assert world.labs[0].links is not None
    only = int(np.argmax(world.labs[0].links))
    assert in_degree(world)[only] == 4 * len(world.sites)
