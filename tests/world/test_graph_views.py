"""The graph for NetworkX and Mesa: the same links, however they are looked at."""

import subprocess
import sys
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from webloop.world.graph import Links
from webloop.world.graph_views import to_networkx, to_space
from webloop.world.growing import grow_links
from webloop.world.pagerank import pagerank


@pytest.fixture(scope="module")
def links() -> Links:
    links = grow_links(300, 6, 1.0, 0.3, np.random.default_rng(1))
    links.add_sites(np.ones(5), 0, links.weights(1.0), np.random.default_rng(2))
    return links


def test_networkx_counts_every_link(links: Links) -> None:
    graph = to_networkx(links, {"fitness": links.fitness, "name": [f"site {i}" for i in range(links.sites)]})
    assert isinstance(graph, nx.DiGraph)
    assert list(graph) == list(range(links.sites))
    assert graph.size("weight") == links.number
    assert graph.number_of_edges() < links.number  # some sites are linked twice
    assert [degree for _, degree in graph.in_degree(weight="weight")] == links.in_degree.tolist()
    assert [degree for _, degree in graph.out_degree(weight="weight")] == links.out_degree.tolist()
    assert graph.nodes[7] == {"fitness": links.fitness[7], "name": "site 7"}


def test_networkx_ranks_the_graph_as_we_do(links: Links) -> None:
    ranks = pagerank(links.source, links.target, links.sites, tolerance=1e-12)
    graph = to_networkx(links, {"rank": ranks})
    theirs = nx.pagerank(graph, tol=1e-12 / links.sites, max_iter=1000)
    assert [theirs[site] for site in graph] == pytest.approx([rank for _, rank in graph.nodes(data="rank")], abs=1e-9)


def test_mesa_sees_the_same_neighbours(links: Links) -> None:
    graph = to_networkx(links, {"fitness": links.fitness})
    space: Any = to_space(graph, Random(1))
    assert len(space.all_cells) == links.sites
    for site in range(0, links.sites, 7):
        assert sorted(space[site].connections) == sorted(set(links.target[links.source == site].tolist()))
        assert space[site].properties == {"fitness": links.fitness[site]}
    assert space[0].neighborhood.select_random_cell().coordinate in space[0].connections


def test_each_attribute_needs_a_value_for_each_site(links: Links) -> None:
    with pytest.raises(ValueError, match=f"rank has 3 values for {links.sites} sites"):
        to_networkx(links, {"rank": [1, 2, 3]})


def test_a_graph_needs_neither_networkx_nor_mesa_nor_scipy_until_asked() -> None:
    code = (
        "import sys, numpy as np\n"
        "from webloop.world.graph_views import to_networkx\n"
        "from webloop.world.growing import grow_links\n"
        "import webloop.world.pagerank\n"
        "grow_links(50, 2, 1.0, 0.1, np.random.default_rng(1))\n"
        "print(sorted({'networkx', 'mesa', 'scipy'} & set(sys.modules)))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert said.stdout.strip() == "[]"
