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
from webloop.world.placing import where_all_publish, where_people_publish
from webloop.world.rates import rates
from webloop.world.reach import shut_out

if TYPE_CHECKING:
    from webloop.world.lab import LabAgent
    from webloop.world.world import World

Floats = NDArray[np.float64]
RANK_TOLERANCE = 1e-6
ONLY = 1e-12  # beside one site all others together weigh nothing that sums of floats would keep


def link(world: "World") -> None:
    """Sites open, and links are set: by people to what is known, by models to what they have learned."""
    rules, links = world.rules.sites, world.sites.links
    if rules is None or links is None:
        return
    rng = world.streams.get("sites", month=world.month)
    _open_sites(world, rules, links, rng)
    sites = world.sites
    sites.size = links.weights(rules.attractiveness) ** rules.size_exponent
    rng = world.streams.get("links", month=world.month)
    links.renew(_waves(world, rules, links, rng), rng)
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


def _waves(world: "World", rules: SiteRules, links: Links, rng: np.random.Generator) -> tuple[Wave, ...]:
    """This month's new links: those of people, then those of each lab's model."""
    dying = int(rng.binomial(links.number, rules.link_turnover))
    written = world.sites.spread(where_all_publish(world))
    share = rates((group.ai_fraction, batch.pages) for group, batch in world.new.items()).fraction
    learned = [(lab.demand, lab.links) for lab in world.labs if lab.links is not None]
    total = sum(weight for weight, _ in learned)
    shares = [share * weight / total for weight, _ in learned] if share > 0 and total > 0 else [0.0] * len(learned)
    numbers = rng.multinomial(dying, [1 - sum(shares), *shares]).tolist()
    targets = [links.weights(rules.attractiveness), *(chances for _, chances in learned)]
    return tuple(Wave(n, _with_others(written, each), each) for n, each in zip(numbers, targets, strict=True))


def _with_others(written: Floats, targets: Floats) -> Floats:
    """Where links stand: not on a site that is the only one a model links to, for it can't link to itself."""
    only = np.flatnonzero(targets > (1 - ONLY) * targets.sum())
    written = written.copy()
    written[only] = 0.0
    return written


def _open_sites(world: "World", rules: SiteRules, links: Links, rng: np.random.Generator) -> None:
    """New sites of people, and of farms: a farm's site holds about as many pages as one of people."""
    sites, farm = world.sites, world.cells.farm
    publishing = where_people_publish(world)
    people = int(np.count_nonzero(sites.cell != farm))
    count = int(rng.poisson(people * rules.growth / 12)) if rules.from_edges is None else 0
    owners = rng.choice(len(publishing), count, p=publishing)
    pages_per_site = (world.flow.own + world.flow.with_ai).sum() / max(people, 1)
    wanted = int(np.ceil(world.flow.farmed.sum() / pages_per_site)) if pages_per_site > 0 else 0
    farms = max(0, wanted - (len(sites) - people))
    cells = np.append(owners, np.full(farms, farm, dtype=np.int64))
    if len(cells) == 0:
        return
    links.add_sites(
        draw_fitness(len(cells), rules.fitness_spread, rng),
        rules.links_per_site,
        links.weights(rules.attractiveness),
        rng,
    )
    sites.open(cells, np.ones(len(cells)), np.where(cells == farm, 1.0, rng.random(len(cells))))
