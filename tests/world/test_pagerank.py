"""PageRank against NetworkX, node by node."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webloop.errors import WebloopError
from webloop.world.graph import Wave
from webloop.world.growing import grow_links
from webloop.world.pagerank import pagerank


def reference(source: list[int], target: list[int], sites: int, damping: float = 0.85) -> np.ndarray:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(sites))
    for a, b in zip(source, target, strict=True):
        graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    ranks = nx.pagerank(graph, alpha=damping, tol=1e-12 / sites, max_iter=5000)
    return np.array([ranks[site] for site in range(sites)])


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    """Few links among a few sites: dangling and isolated sites, double links and loops are common."""
    sites = draw(st.integers(1, 25))
    site = st.integers(0, sites - 1)
    links = draw(st.lists(st.tuples(site, site), max_size=60))
    return [a for a, _ in links], [b for _, b in links], sites


@settings(max_examples=150, deadline=None)
@given(graphs(), st.sampled_from([0.0, 0.5, 0.85, 0.95]))
def test_as_networkx(graph: tuple[list[int], list[int], int], damping: float) -> None:
    source, target, sites = graph
    ranks = pagerank(np.array(source, dtype=np.int64), np.array(target, dtype=np.int64), sites, damping, 1e-12)
    assert ranks.sum() == pytest.approx(1, abs=1e-12)
    assert np.abs(ranks - reference(source, target, sites, damping)).max() < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_as_networkx_on_grown_graphs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    links = grow_links(2000, 5, 2.0, 0.4, rng)
    links.add_sites(np.ones(200), 0, links.weights(2.0), rng)  # isolated, and without a link of their own
    links.add_sites(np.ones(200), 3, links.weights(2.0), rng)
    ranks = pagerank(links.source, links.target, links.sites, tolerance=1e-12)
    expected = reference(links.source.tolist(), links.target.tolist(), links.sites)
    assert np.abs(ranks - expected).max() < 1e-9


def test_a_ring_is_even_and_a_star_has_its_closed_form() -> None:
    ring = pagerank(np.arange(7), (np.arange(7) + 1) % 7, 7, tolerance=1e-14)
    assert ring == pytest.approx(np.full(7, 1 / 7), abs=1e-13)
    # leaves link to the hub, the hub to all leaves: leaf = (1-d)/n + d*hub/(n-1), hub = (1-d)/n + d*(n-1)*leaf
    n, d = 9, 0.85
    leaves = np.arange(1, n)
    star = pagerank(np.r_[leaves, np.zeros(n - 1)].astype(int), np.r_[np.zeros(n - 1), leaves].astype(int), n, d, 1e-14)
    hub = ((1 - d) / n + d * (n - 1) * (1 - d) / n) / (1 - d * d)
    assert star[0] == pytest.approx(hub, abs=1e-12)


def test_a_warm_start_gives_the_same_in_fewer_rounds() -> None:
    rng = np.random.default_rng(1)
    links = grow_links(5000, 10, 2.0, 0.3, rng)
    before = pagerank(links.source, links.target, links.sites, tolerance=1e-12)
    links.add_sites(np.ones(15), 10, links.weights(2.0), rng)
    links.renew((Wave(500, np.ones(links.sites), links.weights(2.0)),), rng)
    cold = pagerank(links.source, links.target, links.sites, tolerance=1e-12)
    warm = pagerank(links.source, links.target, links.sites, tolerance=1e-12, start=before)
    assert np.abs(warm - cold).sum() < 1e-11

    def rounds(start: np.ndarray | None) -> int:
        for most in range(1, 100):
            try:
                pagerank(links.source, links.target, links.sites, tolerance=1e-6, start=start, most_rounds=most)
            except WebloopError:
                continue
            return most
        raise AssertionError

    assert rounds(before) < rounds(None)
    assert rounds(cold) == 1


@pytest.mark.parametrize("tolerance", [1e-3, 1e-6, 1e-9])
def test_the_tolerance_bounds_the_error(tolerance: float) -> None:
    links = grow_links(3000, 4, 1.0, 0.5, np.random.default_rng(2))
    exact = pagerank(links.source, links.target, links.sites, tolerance=1e-14)
    ranks = pagerank(links.source, links.target, links.sites, tolerance=tolerance)
    assert np.abs(ranks - exact).sum() <= tolerance * 0.85 / 0.15


def test_no_links_at_all() -> None:
    none = np.empty(0, dtype=np.int32)
    assert pagerank(none, none, 4).tolist() == [0.25] * 4


def test_not_settling_is_an_error_that_says_so() -> None:
    links = grow_links(500, 4, 1.0, 0.5, np.random.default_rng(2))
    with pytest.raises(WebloopError, match=r"PageRank of 500 sites still changes by .* after 3 rounds"):
        pagerank(links.source, links.target, links.sites, tolerance=1e-12, most_rounds=3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"damping": 1.0}, "damping"),
        ({"damping": -0.1}, "damping"),
        ({"start": np.zeros(3)}, "start"),
        ({"start": np.array([1.0, -0.5, 1.0])}, "start"),
        ({"start": np.array([1.0, np.nan, 1.0])}, "start"),
        ({"start": np.ones(4)}, "at most 3"),
    ],
)
def test_numbers_out_of_range(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pagerank(np.array([0, 1]), np.array([1, 2]), 3, **options)  # type: ignore[arg-type]
