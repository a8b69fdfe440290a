"""What a crawler gets of the new pages: it prefers some sites, others shut it out, and its budget ends."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.parts import Crawler
from webloop.world.placing import where, where_all_publish

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reach:
    """Chances of new pages to be fetched by a crawler.

    A page stands on any site of its cell with a probability that is known, and each page is fetched
    independently: so a group's pages need one chance, the mean over its sites.

    Attributes:
        coverage: chance of any page if all sites are alike.
        by_cell: chance by cell; None if all sites are alike, (cells,).
    """

    coverage: float
    by_cell: Floats | None = None

    def of(self, where: Floats) -> float:
        """Chance of a page that stands in a cell with the given probabilities, (cells,)."""
        if self.by_cell is None:
            return self.coverage
        return float(np.clip(where @ self.by_cell, 0.0, 1.0))


def reach(world: "World", crawler: Crawler) -> Reach:
    """What a crawler can get this month."""
    coverage = crawler.coverage
    sites = world.sites
    new = sites.spread(where_all_publish(world))
    per_page = _attention_per_page(world, new)
    selected = crawler.selection.coverage(coverage, per_page, new)
    let_in = 1 - crawler.obeys_opt_out * shut_out(world)
    if np.all(selected == coverage) and np.all(let_in == 1):
        chances = Reach(coverage)
    else:
        chances = Reach(coverage, sites.mean_by_cell(selected * let_in))
    if crawler.budget is not None:
        expected = sum(batch.pages * chances.of(where(world, group)) for group, batch in world.new.items())
        if expected > crawler.budget:
            cut = crawler.budget / expected
            by_cell = None if chances.by_cell is None else chances.by_cell * cut
            chances = Reach(coverage * cut, by_cell)
    return chances


def shut_out(world: "World") -> Floats:
    """Share of each site that is closed to crawlers, (sites,): 0 or 1, or a share where a site stands for many."""
    rules = world.rules.writers
    months = np.array([max(0.0, world.month - rules.launch)])
    shares = (float(segment.opt_out.share(months)[0]) for segment in rules.segments.values())
    by_site = world.cells.by_segment(shares, 0.0)[world.sites.cell]
    return by_site if world.sites.links is None else (world.sites.reserve < by_site).astype(np.float64)


def _attention_per_page(world: "World", new: Floats) -> Floats:
    """PageRank per new page, relative to the mean page; 1 everywhere without links, (sites,)."""
    if world.sites.links is None:
        return np.ones(len(world.sites))
    return np.divide(world.sites.rank, new, out=np.zeros_like(new), where=new > 0)
