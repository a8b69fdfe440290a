"""Links: sites open, pages link to others, and search engines rank anew.

References:
    Dorogovtsev, Mendes and Samukhin 2000, doi:10.1103/PhysRevLett.85.4633; Bianconi and Barabási 2001,
    doi:10.1209/epl/i2001-00260-6 (growth); Page et al. 1999, Stanford InfoLab 1999-66 (PageRank).
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.parts import SiteRules
from webloop.world.graph import Links, Wave
from webloop.world.growing import draw_fitness
from webloop.world.pagerank import pagerank
from webloop.world.placing import text_by_cell, where_people_publish
from webloop.world.reach import shut_out
from webloop.world.sites import Sites

if TYPE_CHECKING:
    from webloop.world.lab import LabAgent
    from webloop.world.world import World

Floats = NDArray[np.float64]
RANK_TOLERANCE = 1e-5  # of all attention, summed over sites: links change a hundred times more in a month
ONLY = 1e-12  # beside one site all others together weigh nothing that sums of floats would keep


def link(world: "World") -> None:
    """Sites open, and links are set: by people to what is known, by models to what they have learned."""
    rules, links = world.rules.sites, world.sites.links
    if rules is None or links is None:
        return
    _open_sites(world, rules, links)
    sites = world.sites
    known = links.weights(rules.attractiveness)
    sites.size = known**rules.size_exponent
    rng = world.streams.get("links", month=world.month)
    new = int(rng.binomial(links.number, rules.link_turnover))
    people, machines = text_by_cell(world)
    written = people.sum() + machines.sum()
    by_machines = int(rng.binomial(new, machines.sum() / written)) if written > 0 else 0
    waves = (
        _wave(sites, new - by_machines, people, known),
        _wave(sites, by_machines, machines, _learned(world, known)),
    )
    links.renew(tuple(wave for wave in waves if wave.sources.any()), rng)
    sites.rank = pagerank(links.source, links.target, len(sites), tolerance=RANK_TOLERANCE, start=sites.rank)


def learn_links(world: "World", lab: "LabAgent") -> Floats | None:
    """How a lab's new model links: what is popular on the sites that its crawler may read, decoded as its text is.

    Returns:
        Chances of sites, sum 1, (sites,); None without links, or where every site is closed.
    """
    rules, links = world.rules.sites, world.sites.links
    if rules is None or links is None:
        return None
    weights, closed = links.weights(rules.attractiveness), shut_out(world)
    if closed is not None:
        weights = weights * (1 - world.rules.crawlers[lab.rules.crawler].obeys_opt_out * closed)
    return lab.rules.decoder.decode(weights / weights.sum()) if weights.sum() > 0 else None


def _learned(world: "World", known: Floats) -> Floats:
    """Chances of sites to be linked to by what models write this month, (sites,): those of people if no model links."""
    models = [(lab.demand, lab.links) for lab in world.labs if lab.links is not None and lab.demand > 0]
    if not models:
        return known
    chances = np.zeros(len(known))
    for demand, links in models:
        chances[: len(links)] += demand * links  # sites that opened later are unknown to a model
    return chances


def _wave(sites: Sites, number: int, text: Floats, targets: Floats) -> Wave:
    """Links in this month's text by cell: on no site that is the only one linked to, for it can't link to itself."""
    sources = sites.spread(text)
    sources[targets > (1 - ONLY) * targets.sum()] = 0.0
    return Wave(number, sources, targets)


def _open_sites(world: "World", rules: SiteRules, links: Links) -> None:
    """New sites of people, and of farms.

    A farm's site publishes about as many pages as one of people; but farms have no more sites than people have, so
    that where they outpublish everybody their sites are larger.
    """
    sites, flow, farm = world.sites, world.flow, world.cells.farm
    people = int(np.count_nonzero(sites.cell != farm))
    pages_per_site = (flow.own + flow.with_ai).sum() / max(people, 1)
    wanted = int(np.ceil(flow.farmed.sum() / pages_per_site)) if pages_per_site > 0 else 0
    farms = max(0, min(wanted, people) - (len(sites) - people))
    growth = rules.growth if rules.from_edges is None else 0.0
    if farms == 0 and growth == 0:
        return
    publishing = where_people_publish(world)
    rng = world.streams.get("sites", month=world.month)
    count = int(rng.poisson(people * growth / 12)) if publishing.any() else 0
    owners = rng.choice(len(world.cells), count, p=publishing) if count else np.empty(0, dtype=np.int64)
    _open(world, rules, links, owners, rng)
    _open(world, rules, links, np.full(farms, farm), world.streams.get("sites", "farm", month=world.month))


def _open(world: "World", rules: SiteRules, links: Links, cells: NDArray[np.int64], rng: np.random.Generator) -> None:
    """Sites of these cells, linking to those there; farms never shut crawlers out."""
    if len(cells) == 0:
        return
    fitness, reserve = draw_fitness(len(cells), rules.fitness_spread, rng), rng.random(len(cells))
    links.add_sites(fitness, rules.links_per_site, links.weights(rules.attractiveness), rng)
    world.sites.open(cells, np.ones(len(cells)), np.where(cells == world.cells.farm, 1.0, reserve))
