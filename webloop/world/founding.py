"""The sites that are there when a run starts."""

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.parts import SiteRules
from webloop.streams import Streams
from webloop.world.cells import Cells
from webloop.world.growing import grow_links
from webloop.world.pagerank import pagerank
from webloop.world.sites import Sites

Floats = NDArray[np.float64]


def found(rules: SiteRules | None, cells: Cells, publishing: Floats, streams: Streams) -> Sites:
    """The sites of a run before its first month.

    Args:
        rules: how many and how linked; None for one site a cell.
        cells: who may own a site.
        publishing: what people publish by cell, (cells,).
        streams: the run's random streams.
    """
    if rules is None:
        return Sites(cells, np.arange(len(cells)), np.ones(len(cells)), np.zeros(len(cells)))
    rng = streams.get("sites opening")
    number = max(rules.number, int(np.count_nonzero(publishing)))
    links = grow_links(number, rules.links_per_site, rules.attractiveness, rules.fitness_spread, rng)
    cell = deal_cells(publishing, number, rng)
    sites = Sites(cells, cell, np.ones(number), rng.random(number), links=links)
    return _ranked(sites, rules)


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
