"""Speed of the graph of sites: growing it, one month of it, and PageRank, with NetworkX beside it.

A month: 1 % of the links renewed in two waves (people, a model), 0.3 % new sites, PageRank from last month's shares
at a tolerance of 1e-6. `cpu_milliseconds` stands in the extra info.
"""

from collections.abc import Callable
from functools import cache
from time import process_time
from typing import Any

import networkx as nx
import numpy as np
import pytest

from webloop.scenario.edge_list import read_edge_list
from webloop.scenario.site_parts import ATTRACTIVENESS, FITNESS_SPREAD, LINKS_PER_SITE, SIZE_EXPONENT
from webloop.world.graph import Links, Wave
from webloop.world.graph_views import to_networkx
from webloop.world.growing import draw_fitness, grow_links
from webloop.world.pagerank import pagerank

SIZES = [1_000, 10_000, 100_000]
ROUNDS = {1_000: 50, 10_000: 20, 100_000: 10}


def grown(sites: int) -> Links:
    return grow_links(sites, LINKS_PER_SITE, ATTRACTIVENESS, FITNESS_SPREAD, np.random.default_rng(1))


@cache
def graph(sites: int) -> Any:
    return to_networkx(grown(sites))


def timed(benchmark: Any, call: Callable[[], Any], rounds: int) -> Any:
    """Run the call once to warm up, then time it."""
    call()
    start = process_time()
    result = benchmark.pedantic(call, rounds=rounds, iterations=1)
    benchmark.extra_info["cpu_milliseconds"] = 1000 * (process_time() - start) / rounds
    return result


class Month:
    """A graph that lives on from call to call."""

    def __init__(self, sites: int) -> None:
        self.rng = np.random.default_rng(2)
        self.links = grown(sites)
        self.learned = self.links.weights(ATTRACTIVENESS)
        self.ranks = pagerank(self.links.source, self.links.target, sites)

    def renew(self) -> None:
        links, rng = self.links, self.rng
        weights = links.weights(ATTRACTIVENESS)
        new = max(1, round(0.003 * links.sites))
        links.add_sites(draw_fitness(new, FITNESS_SPREAD, rng), LINKS_PER_SITE, weights, rng)
        weights = links.weights(ATTRACTIVENESS)
        half, sources = links.number // 200, weights**SIZE_EXPONENT
        links.renew((Wave(half, sources, weights), Wave(half, sources, self.learned)), rng)

    def step(self) -> None:
        self.renew()
        self.ranks = pagerank(self.links.source, self.links.target, self.links.sites, tolerance=1e-6, start=self.ranks)


@pytest.mark.benchmark(group="grow")
@pytest.mark.parametrize("sites", SIZES)
def test_grow(benchmark: Any, sites: int) -> None:
    timed(benchmark, lambda: grown(sites), 5)


@pytest.mark.benchmark(group="grow")
@pytest.mark.parametrize("sites", SIZES)
def test_grow_networkx(benchmark: Any, sites: int) -> None:
    """Undirected, without fitness: NetworkX has no nearer kin of this size."""
    timed(benchmark, lambda: nx.barabasi_albert_graph(sites, LINKS_PER_SITE, seed=1), 1)


@pytest.mark.benchmark(group="a month")
@pytest.mark.parametrize("sites", SIZES)
def test_renew(benchmark: Any, sites: int) -> None:
    timed(benchmark, Month(sites).renew, ROUNDS[sites])


@pytest.mark.benchmark(group="a month")
@pytest.mark.parametrize("sites", SIZES)
def test_renew_and_rank(benchmark: Any, sites: int) -> None:
    timed(benchmark, Month(sites).step, ROUNDS[sites])


@pytest.mark.benchmark(group="pagerank")
@pytest.mark.parametrize("sites", SIZES)
def test_rank_from_nothing(benchmark: Any, sites: int) -> None:
    links = grown(sites)
    timed(benchmark, lambda: pagerank(links.source, links.target, sites, tolerance=1e-8), ROUNDS[sites])


@pytest.mark.benchmark(group="pagerank")
@pytest.mark.parametrize("sites", SIZES)
def test_rank_from_last_month(benchmark: Any, sites: int) -> None:
    month = Month(sites)
    before = month.ranks
    month.renew()
    links = month.links
    timed(
        benchmark,
        lambda: pagerank(links.source, links.target, links.sites, tolerance=1e-6, start=before),
        ROUNDS[sites],
    )


@pytest.mark.benchmark(group="pagerank")
@pytest.mark.parametrize("sites", SIZES)
def test_rank_networkx(benchmark: Any, sites: int) -> None:
    """The same links and tolerance, summed over sites."""
    of_networkx = graph(sites)
    timed(benchmark, lambda: nx.pagerank(of_networkx, tol=1e-8 / sites, max_iter=1000), 1)


@pytest.mark.benchmark(group="views")
@pytest.mark.parametrize("sites", SIZES)
def test_to_networkx(benchmark: Any, sites: int) -> None:
    links = grown(sites)
    timed(benchmark, lambda: to_networkx(links), 1)


@pytest.mark.benchmark(group="edge list")
def test_a_million_lines(benchmark: Any, tmp_path: Any) -> None:
    links = grown(100_000)
    file = tmp_path / "links.csv"
    pairs = zip(links.source.tolist(), links.target.tolist(), strict=True)
    file.write_text("source,target\n" + "".join(f"site-{a}.org,site-{b}.org\n" for a, b in pairs), encoding="utf-8")
    timed(benchmark, lambda: read_edge_list(file), 1)
