"""What a crawler gets of the new pages: it prefers some sites, others shut it out, and its budget ends."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.scenario.parts import Crawler
from webloop.world.isolation import may_fetch
from webloop.world.placing import where, where_all_publish
from webloop.world.sites import Sites

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reach:
    """Chances of new pages to be fetched by a crawler.

    A page stands on any site of its cell with a probability that is known, and each page is fetched
    independently: so a group's pages need one chance, the mean over its sites.

    Attributes:
        coverage: chance of a human page if all sites are alike.
        sites: the sites.
        selected: chance of a human page on each site that is open; None if all sites are alike, (sites,).
        open: how much of each site is open, 0 to 1, (sites,) or one for all.
        ai_odds: odds of a synthetic page against a human one.
        cut: what the crawler's budget leaves of these chances.
    """

    coverage: float
    sites: Sites
    selected: Floats | None
    open: Floats | float
    ai_odds: float
    cut: float = 1.0

    def of(self, world: "World", group: Group) -> float:
        """Chance of a page of a group."""
        chance = self.at(group.ai_fraction)
        if isinstance(chance, float):
            return chance * self.cut
        return float(np.clip(where(world, group) @ chance, 0.0, 1.0)) * self.cut

    def at(self, ai_fraction: float) -> Floats | float:
        """Chance of a page with that share of AI text, before the budget: by cell, (cells,), or one for all.

        Odds are geometric between 1, of human pages, and `ai_odds`.
        """
        odds = self.ai_odds**ai_fraction
        if self.selected is None:
            return self.coverage if odds == 1.0 else self.coverage * odds / (1 - self.coverage + self.coverage * odds)
        fetched = self.selected if odds == 1.0 else self.selected * odds / (1 - self.selected + self.selected * odds)
        return self.sites.mean_by_cell(fetched * self.open)


def reach(world: "World", crawler: Crawler) -> Reach:
    """What a crawler can get this month."""
    chances = _chances(world, crawler)
    if crawler.budget is not None:
        new = ((group, batch.pages) for group, batch in world.new.items() if may_fetch(crawler, group))
        expected = sum(pages * chances.of(world, group) for group, pages in new)
        if expected > crawler.budget:
            chances = replace(chances, cut=crawler.budget / expected)
    return chances


def _chances(world: "World", crawler: Crawler) -> Reach:
    """What its rules and the sites' opt-outs leave, whatever its budget."""
    sites = world.sites
    closed = shut_out(world)
    selected: Floats | None = np.full(len(sites), crawler.coverage)
    if sites.links is not None:
        new = sites.spread(where_all_publish(world))
        attention = np.divide(sites.rank, new, out=np.zeros_like(new), where=new > 0)  # 1 is that of the mean page
        selected = crawler.selection.coverage(crawler.coverage, attention, new)
    if closed is None and np.all(selected == crawler.coverage):
        selected = None
    still_open = 1.0 if closed is None else 1 - crawler.obeys_opt_out * closed
    return Reach(crawler.coverage, sites, selected, still_open, crawler.ai_odds)


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
