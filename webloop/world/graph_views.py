"""The graph of sites as other libraries know it, built when somebody asks: NetworkX and Mesa."""

from collections.abc import Mapping
from inspect import signature
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from webloop.world.graph import Links

if TYPE_CHECKING:
    from mesa.discrete_space import Network
    from networkx import DiGraph


def to_networkx(links: Links, attributes: Mapping[str, ArrayLike] | None = None) -> "DiGraph":
    """A NetworkX graph: nodes are the indices of sites; an edge's `weight` is how often one links to the other.

    For a million links it takes seconds and some hundred megabytes: for looking, not for every month.

    Args:
        links: the sites and their links.
        attributes: values of sites by name, each (sites,), such as `{"rank": ...}`: attributes of the nodes.

    Raises:
        ValueError: when there is not one value for each site.

    >>> links = Links(np.array([0, 0, 2]), np.array([1, 1, 0]), np.ones(3))
    >>> graph = to_networkx(links, {"owner": ["news", "forum", "farm"]})
    >>> graph.edges(data="weight"), graph.nodes[2]
    (OutEdgeDataView([(0, 1, 2), (2, 0, 1)]), {'owner': 'farm'})
    """
    from networkx import DiGraph, set_node_attributes

    graph = DiGraph()
    graph.add_nodes_from(range(links.sites))
    for name, values in (attributes or {}).items():
        column = np.asarray(values).tolist()
        if len(column) != links.sites:
            raise ValueError(f"{name} has {len(column)} values for {links.sites} sites")
        set_node_attributes(graph, dict(enumerate(column)), name)
    pairs, weight = np.unique(links.source.astype(np.int64) * links.sites + links.target, return_counts=True)
    source, target = np.divmod(pairs, links.sites)
    graph.add_weighted_edges_from(zip(source.tolist(), target.tolist(), weight.tolist(), strict=True))
    return graph


def to_space(graph: "DiGraph", random: Random) -> "Network":
    """A Mesa space whose cells are the sites: a cell's neighbours are the sites it links to.

    No layout is computed, which Mesa would do by default and which takes seconds for a thousand sites. Node
    attributes become the `properties` of cells. Cells are objects, and cost more memory than the arrays by far.

    Args:
        graph: what `to_networkx` gives.
        random: what agents that choose among neighbours draw from.

    >>> links = Links(np.array([0, 0, 2]), np.array([1, 2, 0]), np.ones(3))
    >>> space = to_space(to_networkx(links, {"rank": [0.5, 0.2, 0.3]}), Random(1))
    >>> sorted(space[0].connections), space[2].properties
    ([1, 2], {'rank': 0.3})
    """
    from mesa.discrete_space import Network

    options: dict[str, Any] = {"layout": None} if "layout" in signature(Network).parameters else {}
    space = Network(graph, random=random, **options)
    for cell in space.all_cells:
        cell.properties.update(graph.nodes[cell.coordinate])
    return space
