"""The graph of sites at the start, grown by preferential attachment."""

from math import erf, exp, sqrt

import numpy as np

from webloop.scenario.site_parts import SIZE_EXPONENT
from webloop.world.choosing import Indices, Weights, choose, choose_others
from webloop.world.graph import Links

_REACH = 3.0  # fitness ends 3 spreads from the median: without an end, one site would take over a large web
_BATCH = 0.02  # sites that join at once, as a share of those there: the exponent moves by less than 0.01


def draw_fitness(sites: int, spread: float, rng: np.random.Generator) -> Weights:
    """Fitness of new sites, (sites,): lognormal with mean 1, cut at 3 spreads on both sides.

    Args:
        sites: how many.
        spread: standard deviation of its logarithm, >= 0; with 0 all are 1.
        rng: its stream.

    >>> fitness = draw_fitness(100_000, 0.5, np.random.default_rng(1))
    >>> float(fitness.mean().round(2)), float(fitness.max().round(2))
    (1.0, 3.96)
    """
    logs = spread * np.clip(rng.standard_normal(sites), -_REACH, _REACH)
    value: Weights = np.exp(logs) / _mean(spread)
    return value


def _mean(spread: float) -> float:
    """Mean of a lognormal whose logarithm, of median 0, is cut at 3 spreads."""

    def below(z: float) -> float:
        return (1 + erf(z / sqrt(2))) / 2

    middle = exp(spread**2 / 2) * (below(_REACH - spread) - below(-_REACH - spread))
    return middle + below(-_REACH) * (exp(_REACH * spread) + exp(-_REACH * spread))


def grow_links(
    sites: int,
    links_per_site: int,
    attractiveness: float,
    fitness_spread: float,
    rng: np.random.Generator,
    *,
    size_exponent: float = SIZE_EXPONENT,
) -> Links:
    """A graph that grew site by site.

    With each new site come `links_per_site` links, and a link finds a site with a chance, its weight, in proportion
    to `fitness * (in_degree + attractiveness)`. Where all are equally fit, the in-degrees k of a large graph have a
    tail P(k) ~ k^-(2 + attractiveness / links_per_site) (Dorogovtsev, Mendes & Samukhin 2000, eq. 9). In their
    model a link may stand on any site. Here it stands on any by size, `weight ** size_exponent`: pages are rewritten
    all the time, so old sites link to new ones. (Were each link to stay on the newcomer it came with, readers could
    only move on to older sites, and PageRank would gather on the founders.) The first
    `links_per_site + 1` sites link to each other, and are of mean fitness. Older sites have smaller indices.

    Args:
        sites: 2 or more.
        links_per_site: links that come with a site, >= 1.
        attractiveness: chance of a site to which nobody links yet, in units of a link, > 0.
        fitness_spread: standard deviation of the logarithm of fitness, >= 0.
        rng: its stream.
        size_exponent: how the sizes of sites go by their weights; with 0 links stand on all sites alike.

    Returns:
        Links with `sites * links_per_site` links.

    Raises:
        ValueError: when a number is out of its range.

    >>> links = grow_links(1000, 10, 4.0, 0.3, np.random.default_rng(1))
    >>> links.number, int(links.in_degree.max())
    (10000, 498)
    >>> top = np.sort(links.in_degree)[-10:].sum() / links.number  # the ten best known sites
    >>> float(top.round(2))
    0.38
    """
    if sites < 2 or links_per_site < 1 or not attractiveness > 0 or not fitness_spread >= 0:
        raise ValueError(
            f"can't grow a graph with sites={sites}, links_per_site={links_per_site}, "
            f"attractiveness={attractiveness}, fitness_spread={fitness_spread}"
        )
    fitness = draw_fitness(sites, fitness_spread, rng)
    target = np.empty(sites * links_per_site, dtype=np.int32)
    there = min(sites, links_per_site + 1)
    fitness[:there] = 1.0  # one founder that was fit by luck would decide the whole graph
    target[: there * links_per_site] = _ring(there, links_per_site)
    degree = np.bincount(target[: there * links_per_site], minlength=sites).astype(np.float64)
    while there < sites:
        joined = min(sites, there + max(1, int(there * _BATCH)))
        batch = slice(there * links_per_site, joined * links_per_site)
        weights = fitness[:there] * (degree[:there] + attractiveness)
        target[batch] = choose(weights, (joined - there) * links_per_site, rng)
        degree[:there] += np.bincount(target[batch], minlength=there)
        there = joined
    source = choose_others((fitness * (degree + attractiveness)) ** size_exponent, target, rng)
    return Links(source, target, fitness)


def _ring(sites: int, links_per_site: int) -> Indices:
    """Targets of the first sites, each linking to the others in turn."""
    step = np.arange(links_per_site) % (sites - 1) + 1
    value: Indices = ((np.arange(sites)[:, None] + step) % sites).ravel().astype(np.int32)
    return value
