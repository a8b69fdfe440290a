"""The sites that are there when a run starts."""

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.edge_list import EdgeList
from webloop.scenario.parts import SiteRules
from webloop.scenario.schema import Scenario
from webloop.scenario.site_files import site_list
from webloop.streams import Streams
from webloop.world.cells import Cells
from webloop.world.graph import Links
from webloop.world.growing import draw_fitness, grow_links
from webloop.world.pagerank import pagerank
from webloop.world.sites import Sites

Floats = NDArray[np.float64]


def found(scenario: Scenario, cells: Cells, publishing: Floats, streams: Streams) -> Sites:
    """The sites of a run before its first month; without rules for sites one for each cell.

    Args:
        scenario: how many there are and how linked, or where the user's own list is.
        cells: who may own a site.
        publishing: what people publish by cell, (cells,).
        streams: the run's random streams.
    """
    rules, known = scenario.sites, site_list(scenario)
    if rules is None:
        return Sites(cells, np.arange(len(cells)), np.ones(len(cells)), np.zeros(len(cells)))
    rng = streams.get("sites opening")
    if known is not None:
        return _ranked(_listed(known, rules, cells, publishing, rng), rules)
    growth = (rules.links_per_site, rules.attractiveness, rules.fitness_spread)
    links = grow_links(rules.number, *growth, rng, size_exponent=rules.size_exponent)
    cell = deal_cells(publishing, rules.number, rng)
    return _ranked(Sites(cells, cell, np.ones(rules.number), rng.random(rules.number), links=links), rules)


def _listed(known: EdgeList, rules: SiteRules, cells: Cells, publishing: Floats, rng: np.random.Generator) -> Sites:
    """A user's own sites; those without an owner get one by chance, and owners without a site one without links."""
    number = len(known.names)
    cell = rng.choice(len(publishing), number, p=publishing / publishing.sum())
    owners = zip(known.segments or (), known.communities or (), strict=True)
    for site, (segment, community) in enumerate(owners):
        if segment is not None:
            cell[site] = cells.index(segment, community)
    homeless = np.setdiff1d(np.flatnonzero(publishing > 0), cell)
    fitness = draw_fitness(number + len(homeless), rules.fitness_spread, rng)
    reserve = rng.random(len(fitness))
    cell = np.append(cell, homeless)
    names = (*known.names, *(f"other sites of {cells.name(index)}" for index in homeless.tolist()))
    return Sites(cells, cell, np.ones(len(cell)), reserve, names, Links(known.source, known.target, fitness))


def deal_cells(publishing: Floats, number: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Owners of sites, in random order: every cell that publishes has one, the rest go by how much they publish."""
    first = np.flatnonzero(publishing > 0)
    rest = rng.choice(len(publishing), number - len(first), p=publishing / publishing.sum())
    return rng.permutation(np.append(first, rest))


def _ranked(sites: Sites, rules: SiteRules) -> Sites:
    links = sites.links
    assert links is not None
    sites.rank = pagerank(links.source, links.target, len(sites))
    sites.size = links.weights(rules.attractiveness) ** rules.size_exponent
    return sites
