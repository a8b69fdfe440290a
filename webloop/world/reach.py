"""What a crawler gets of the new pages: it prefers some sites, others shut it out, and its budget ends."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.scenario.parts import Crawler
from webloop.world.isolation import may_fetch
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
        ai_odds: odds of a synthetic page against a human one.
        cut: what the crawler's budget leaves of these chances.
    """

    coverage: float
    by_cell: Floats | None
    ai_odds: float = 1.0
    cut: float = 1.0

    def of(self, world: "World", group: Group) -> float:
        """Chance of a page of a group."""
        if self.by_cell is None:
            return float(self.with_odds(self.coverage, group.ai_fraction)) * self.cut
        by_cell = self.with_odds(self.by_cell, group.ai_fraction)
        return float(np.clip(where(world, group) @ by_cell, 0.0, 1.0)) * self.cut

    def with_odds(self, chance: Any, ai_fraction: float) -> Any:
        """The chance of a human page as that of a page with AI text: geometric between 1 and `ai_odds`, any shape."""
        if self.ai_odds == 1.0 or ai_fraction == 0.0:
            return chance
        odds = self.ai_odds**ai_fraction
        return chance * odds / (1 - chance + chance * odds)


def reach(world: "World", crawler: Crawler) -> Reach:
    """What a crawler can get this month."""
    chances = Reach(crawler.coverage, _by_cell(world, crawler), crawler.ai_odds)
    if crawler.budget is not None:
        new = ((group, batch.pages) for group, batch in world.new.items() if may_fetch(crawler, group))
        expected = sum(pages * chances.of(world, group) for group, pages in new)
        if expected > crawler.budget:
            chances = replace(chances, cut=crawler.budget / expected)
    return chances


def _by_cell(world: "World", crawler: Crawler) -> Floats | None:
    """Chance of each cell's pages, (cells,); None if all sites are alike."""
    sites = world.sites
    closed = shut_out(world)
    if closed is None and sites.links is None:
        return None
    selected = np.full(len(sites), crawler.coverage)
    if sites.links is not None:
        new = sites.spread(where_all_publish(world))
        attention = np.divide(sites.rank, new, out=np.zeros_like(new), where=new > 0)  # 1 is that of the mean page
        selected = crawler.selection.coverage(crawler.coverage, attention, new)
    if closed is None:
        return None if np.all(selected == crawler.coverage) else sites.mean_by_cell(selected)
    return sites.mean_by_cell(selected * (1 - crawler.obeys_opt_out * closed))


def shut_out(world: "World") -> Floats | None:
    """Share of each site that is closed to crawlers: 0 or 1, or a share where a site stands for many, (sites,).

    None if nobody shuts crawlers out.
    """
    months = world.month - world.rules.writers.launch
    by_cell = world.cells.taken_up([each.opt_out for each in world.rules.writers.segments.values()], months)
    if by_cell is None:
        return None
    by_site = by_cell[world.sites.cell]
    return by_site if world.sites.links is None else (world.sites.reserve < by_site).astype(np.float64)
