"""A user's own sites in a world: their owners, their links, and owners without a site."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.world.linked import RANKED, Values, after
from webloop.world.ledger import HUMAN

LINKS = "source,target\na.org,b.org\nb.org,c.org\nc.org,a.org\nc.org,spam.biz\na.org,b.org\n"
OWNERS = """site,segment,community
a.org,press,majority
b.org,forum,minority
spam.biz,farm,
"""


@pytest.fixture
def own(tmp_path: Path) -> Values:
    """Four sites; c.org has no owner, and nobody of press/minority has a site unless it is c.org's."""
    for name, text in (("links.csv", LINKS), ("owners.csv", OWNERS)):
        (tmp_path / name).write_text(text)
    files = {"from_edges": str(tmp_path / "links.csv"), "owners": str(tmp_path / "owners.csv"), "link_turnover": 0}
    return {"sites": files, "readers.ranking": "pagerank"}


def test_sites_and_owners_are_those_of_the_list(own: Values) -> None:
    """Names in the order of the file, links as listed, one counted twice; growth opens none."""
    sites = after(24, own).sites
    assert sites.links is not None
    assert sites.names[:4] == ("a.org", "b.org", "c.org", "spam.biz")
    assert list(zip(sites.links.source.tolist(), sites.links.target.tolist(), strict=True)) == [
        *((0, 1), (1, 2), (2, 0), (2, 3), (0, 1))
    ]
    owners = [sites.cells.name(cell) for cell in sites.cell.tolist()]
    assert owners[0] == sites.cells.name(sites.cells.index("press", "majority"))
    assert owners[1] == sites.cells.name(sites.cells.index("forum", "minority"))
    assert sites.cell[3] == sites.cells.farm


def test_owners_without_a_site_get_one_that_nobody_knows(own: Values) -> None:
    """All who publish stand somewhere: every cell of people has a site, so that no page is lost."""
    world = after(24, own)
    sites = world.sites
    assert set(sites.cell.tolist()) == set(range(len(sites.cells)))
    assert len(sites) in {6, 7}  # the owner of c.org is drawn
    assert sites.links is not None
    assert (sites.links.in_degree[4:] == 0).all()
    assert (sites.links.out_degree[4:] == 0).all()
    assert all(name.startswith("other sites of ") for name in sites.names[4:])
    assert sites.expected(world.web, HUMAN).sum() == pytest.approx(world.web.pages(HUMAN))
    assert sites.expected(world.web, HUMAN)[3] == 0  # people write nothing on a farm's site


def test_farms_use_the_listed_site_before_they_open_others(own: Values) -> None:
    """Farms' pages stand on farms' sites, the listed one among them."""
    world = after(48, {**own, "farms": {"kind": "profit", "cost": 0.01}})
    farms = world.sites.cell == world.sites.cells.farm
    pages = world.sites.expected(world.web, ("synthetic", 1.0))
    assert farms[3]
    assert pages[3] > 0
    assert pages[farms].sum() > world.flow.farmed.sum()


def test_the_same_files_give_the_same_world(own: Values) -> None:
    """Bit by bit; another seed draws another owner or other fitness."""
    one, two, other = after(24, own), after(24, own), after(24, own, seed=2)
    assert np.array_equal(one.sites.rank, two.sites.rank)
    assert np.array_equal(one.sites.size, two.sites.size)
    assert not np.array_equal(one.sites.size, other.sites.size)


def test_views_on_demand(own: Values) -> None:
    """The NetworkX graph and the Mesa space of a world's sites: names, owners and ranks are theirs."""
    sites = after(12, own).sites
    graph = sites.graph()
    assert graph.number_of_nodes() == len(sites)
    assert graph.edges[0, 1]["weight"] == 2
    assert [graph.nodes[site]["name"] for site in range(4)] == ["a.org", "b.org", "c.org", "spam.biz"]
    assert [graph.nodes[site]["rank"] for site in graph] == sites.rank.tolist()
    space = sites.space(Random(1))
    assert sorted(space[2].connections) == [0, 3]
    grown = after(12, {**RANKED, "sites.growth": 1}).sites
    assert grown.graph().number_of_nodes() == len(grown) > 40
    assert len({name for _, name in grown.graph().nodes(data="name")}) == len(grown)


def test_no_view_without_links() -> None:
    with pytest.raises(ValueError, match="no links"):
        after(1, {}).sites.graph()
