"""The graph of sites as pictures show it: a fixed place for each site, an area for its share of reading."""

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from webloop.outcomes.results import Results

Floats = NDArray[np.float64]

_ROOM = 0.7  # share of a panel that all sites may cover, each at its largest: more, and circles can't keep apart
_TOO_MANY = 0.5  # share of marks of the smallest size with which a picture says too little
LEAST = 0.0085
"""Radius of the smallest circle, in panels: below it colours can't be seen."""
_WHO = ["site", "segment", "community"]
_STEPS = 80  # after these circles hardly move any more
_ROUNDS = 25  # of the layout: it sets directions and order of distance only, and takes most of the time
_GAP = 0.002  # between circles, in panels


@dataclass(frozen=True)
class SiteGraph:
    """Snapshots of some scenarios with places.

    Attributes:
        sites: as `Results.sites`, with `who` (the same in all scenarios and months), its place `x` and `y` in a panel
            from 0 to 1, and the `radius` that its visibility has.
        links: as `Results.links`, with the places `x0`, `y0`, `x1` and `y1` of their ends.
        ink: share of a panel that a site with all reading would cover.
        power: of the share of reading that a site's area goes with: 1, or 0.5 where nearly all sites have so little
            that their marks would be the smallest.
    """

    sites: pd.DataFrame
    links: pd.DataFrame
    ink: float
    power: float

    @property
    def smallest(self) -> float:
        """Share of reading of the smallest mark: sites that have less are as large."""
        return float((np.pi * LEAST**2 / self.ink) ** (1 / self.power))

    def at(self, scenario: str, month: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The sites, the most visible first, and the links of one snapshot."""
        both = [
            table[(table["scenario"] == scenario) & (table["month"] == month)] for table in (self.sites, self.links)
        ]
        return both[0].sort_values(["radius", "who"], ascending=[False, True]), both[1]

    def months(self, scenario: str) -> list[str]:
        """The months of a scenario's snapshots."""
        return sorted(self.sites.loc[self.sites["scenario"] == scenario, "month"].unique())


def site_graph(results: Results, scenarios: list[str]) -> SiteGraph:
    """Give every site of some scenarios its place.

    Places come from all their snapshots together, linked sites near each other (Fruchterman and Reingold 1991,
    doi:10.1002/spe.4380211102), moved apart where circles would cover each other. So a site stands where it stood
    a year before, and where it stands in the other scenarios.

    Args:
        results: what was run.
        scenarios: names of the scenarios.
    """
    sites = results.sites[results.sites["scenario"].isin(scenarios)].reset_index(drop=True)
    links = results.links[results.links["scenario"].isin(scenarios)].reset_index(drop=True)
    return placed(sites, links)


def placed(sites: pd.DataFrame, links: pd.DataFrame, known: SiteGraph | None = None) -> SiteGraph:
    """Give every site of some snapshots its place.

    Args:
        sites: as `Results.sites`.
        links: as `Results.links`, the links between these sites.
        known: sites that have a place already and keep it, with the scale of their areas; the others find theirs
            among them.
    """
    sites = sites.assign(who=sites.groupby(_WHO).ngroup())
    ink, power = _scale(sites) if known is None else (known.ink, known.power)
    sites["radius"] = np.maximum(np.sqrt(ink * sites["visibility"] ** power / np.pi), LEAST)
    keys = ["scenario", "month", "site"]
    for end in ("source", "target"):
        named = sites[[*keys, "who"]].rename(columns={"site": end, "who": f"{end}_who"})
        links = links.merge(named, on=["scenario", "month", end])
    places = _places(sites, links) if known is None else _places_beside(sites, links, known)
    sites["x"], sites["y"] = places[sites["who"]].T
    for end, mark in (("source", "0"), ("target", "1")):
        links[f"x{mark}"], links[f"y{mark}"] = places[links[f"{end}_who"]].T
    return SiteGraph(sites, links, ink, power)


def _scale(sites: pd.DataFrame) -> tuple[float, float]:
    """The scale of areas: a panel's share for all reading, and the power of a site's share that its area goes with."""
    ink = _ROOM
    if not sites["visibility"].any():
        return ink, 1.0  # answers have replaced all reading: every mark is the smallest
    for power in (1.0, 0.5):
        area = sites["visibility"] ** power
        ink = _ROOM / float(area.groupby(sites["who"]).max().sum())
        if (ink * area < np.pi * LEAST**2).mean() <= _TOO_MANY:
            return ink, power
    return ink, 0.5


def _places(sites: pd.DataFrame, links: pd.DataFrame) -> Floats:
    """Places of all sites in a panel, (sites, 2)."""
    graph = _linked(sites, links)
    found = nx.spring_layout(graph, seed=1, iterations=_ROUNDS)
    places = np.array([found[who] for who in range(len(graph))])
    return moved_apart(_even(places), _largest(sites))


def _places_beside(sites: pd.DataFrame, links: pd.DataFrame, known: SiteGraph) -> Floats:
    """Places of all sites in a panel, (sites, 2): those that are known, and others between those they are linked to."""
    theirs = known.sites.drop_duplicates("who").set_index(_WHO)[["x", "y"]]
    mine = sites.drop_duplicates("who").set_index("who").sort_index()[_WHO]
    both = theirs.reindex(pd.MultiIndex.from_frame(mine)).to_numpy(dtype=float)
    fixed = {who: tuple(place) for who, place in enumerate(both) if not np.isnan(place).any()}
    if fixed and len(fixed) < len(both):
        found = nx.spring_layout(_linked(sites, links), pos=fixed, fixed=list(fixed), seed=1, iterations=_ROUNDS)
        both = np.array([found[who] for who in range(len(both))])
    elif not fixed:
        return _places(sites, links)
    return moved_apart(both, _largest(sites), np.isin(np.arange(len(both)), list(fixed)))


def _largest(sites: pd.DataFrame) -> Floats:
    """The largest radius of each site, (sites,)."""
    return sites.groupby("who")["radius"].max().to_numpy(dtype=float)


def _linked(sites: pd.DataFrame, links: pd.DataFrame) -> nx.Graph:
    """The sites of all snapshots, those with more links between them nearer."""
    graph = nx.Graph()
    graph.add_nodes_from(range(sites["who"].max() + 1))
    pairs = links.groupby(["source_who", "target_who"], as_index=False)["number"].sum()
    ends, number = pairs[["source_who", "target_who"]].to_numpy(), pairs["number"].to_numpy(dtype=float)
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in zip(ends.tolist(), np.log1p(number), strict=True))
    return graph


def _even(places: Floats) -> Floats:
    """Places spread evenly over a round panel, in the same directions from its middle and order of distance."""
    away = places - np.median(places, axis=0)
    order = np.argsort(np.argsort(np.hypot(*away.T), kind="stable"), kind="stable")
    distance = 0.5 * np.sqrt((order + 0.5) / len(order))
    angle = np.arctan2(away[:, 1], away[:, 0])
    even: Floats = 0.5 + distance[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return even


def moved_apart(places: Floats, radius: Floats, fixed: NDArray[np.bool_] | None = None) -> Floats:
    """Places at which circles cover each other as little as may be; large ones hardly move.

    Args:
        places: middles of circles, (circles, 2).
        radius: of each, (circles,).
        fixed: those that do not move at all, (circles,); none for None.

    >>> moved_apart(np.array([[0.5, 0.5], [0.5, 0.52]]), np.array([0.1, 0.1])).round(3).tolist()
    [[0.5, 0.409], [0.5, 0.611]]
    """
    held = np.zeros(len(places), dtype=np.bool_) if fixed is None else fixed
    x, y = places[:, 0].copy(), places[:, 1].copy()
    near = (radius[:, None] + radius[None, :] + _GAP) ** 2
    near[np.ix_(held, held)] = 0.0
    np.fill_diagonal(near, 0.0)
    for _ in range(_STEPS):
        one, other = np.nonzero((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2 < near)
        if len(one) == 0:
            break
        away = np.stack([x[one] - x[other], y[one] - y[other]])
        distance = np.maximum(np.hypot(*away), 1e-9)
        yields = radius[other] ** 2 / (radius[one] ** 2 + radius[other] ** 2)
        yields = np.where(held[one], 0.0, np.where(held[other], 1.0, yields))
        push = 0.5 * yields * (np.sqrt(near[one, other]) / distance - 1) * away
        x = np.where(held, x, np.clip(x + np.bincount(one, push[0], len(x)), radius, 1 - radius))
        y = np.where(held, y, np.clip(y + np.bincount(one, push[1], len(y)), radius, 1 - radius))
    return np.stack([x, y], axis=1)
