"""Snapshots of the graph of sites: once a year the most visible sites and the links between them, for pictures."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from webloop.metrics.ecology import answered_share, farm_exposure
from webloop.metrics.view import WorldView
from webloop.world.reach import shut_out

if TYPE_CHECKING:
    from webloop.world.world import World

Columns = dict[str, NDArray[Any]]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

PEOPLE, FARMS = 160, 40
"""Most sites of people and of farms in a snapshot: as many as a picture of a graph shows apart. A share of the places
is kept for farms, because the start of their rise would be missed among the most visible sites of all."""
_FARM = "farm"
_PROVENANCES = ("human", "assisted", "synthetic")


def taken(draw: int, replicate: int) -> bool:
    """Whether a run is the one of its scenario that snapshots are taken of: a picture shows one world, no mean."""
    return draw == 0 and replicate == 0


class Snapshots:
    """The most visible sites, in January and in the last month. Nothing is drawn and nothing changed.

    Visible is what has readers' attention in the month, so that sites which open in it are not there yet.
    """

    def __init__(self) -> None:
        self._sites: list[Columns] = []
        self._links: list[Columns] = []

    def observe(self, world: "World") -> None:
        """Take a snapshot if one is due and sites have links."""
        if world.sites.links is None or not (world.month % 12 == 0 or world.month == world.rules.time.end):
            return
        visibility = _visibility(world)
        farms = world.sites.cell == world.cells.farm
        # where answers have replaced all reading, no site is read, but there are sites and links still
        seen = visibility if visibility.any() else world.sites.rank
        sample = np.append(most_visible(seen, ~farms, PEOPLE), most_visible(seen, farms, FARMS))
        among = np.where(farms[sample], farms.sum(), (~farms).sum())
        month = np.full(len(sample), world.month)
        each = {"visibility": visibility[sample], **_pages(world, sample), "shut_out": _shut_out(world, sample)}
        whole = {name: np.full(len(sample), value) for name, value in _reading(world).items()}
        self._sites.append({"month": month, "site": sample, **_owners(world, sample), "among": among, **each, **whole})
        self._links.append(_links(world, sample))

    def tables(self) -> tuple[Columns, Columns]:
        """Sites and links of all snapshots, a row for each in each month; empty when none was taken."""
        return _joined(self._sites), _joined(self._links)


def most_visible(visibility: Floats, which: NDArray[np.bool_], number: int) -> Indices:
    """Indices of the most visible of some sites, the first ones first among equals, in order of index.

    Args:
        visibility: of each site, (sites,); those at 0 are never among them.
        which: the sites to choose from, (sites,).
        number: how many at most.

    >>> most_visible(np.array([0.1, 0.4, 0.0, 0.4, 0.1]), np.array([True, True, True, False, True]), 2).tolist()
    [0, 1]
    """
    there = np.flatnonzero(which & (visibility > 0))
    best = there[np.argsort(-visibility[there], kind="stable")[:number]]
    return np.sort(best).astype(np.int64)


def _visibility(world: "World") -> Floats:
    """Share of all reading that reaches each site, (sites,); sites that opened this month have none yet."""
    seen, total = world.attention.sites, world.attention.total
    share: Floats = np.pad(seen / total if total > 0 else seen, (0, len(world.sites) - len(seen)))
    return share


def _reading(world: "World") -> dict[str, float]:
    """Shares of all reading, on all sites: of text of models, of content farms, and of AI answers."""
    seen = WorldView(world)
    return {
        "all_models": seen.rates["exposure"][0].fraction,
        "all_farms": farm_exposure(seen),
        "all_answers": answered_share(seen),
    }


def _owners(world: "World", sample: Indices) -> Columns:
    """Whose sites they are, in names."""
    sites, cells = world.sites, world.cells
    segments = np.array([*cells.segments, _FARM], dtype=object)  # farms have index -1
    communities = np.array([*cells.communities, _FARM], dtype=object)
    names = [sites.names[site] if site < len(sites.names) else "" for site in sample.tolist()]
    owner = sites.cell[sample]
    return {
        "name": np.array(names, dtype=object),
        "segment": segments[cells.segment[owner]],
        "community": communities[cells.community[owner]],
    }


def _pages(world: "World", sample: Indices) -> Columns:
    """Expected live pages of each site, and who wrote which share of them; no shares where there are no pages."""
    by = {provenance: np.zeros(len(sample)) for provenance in _PROVENANCES}
    for row in world.web.live:
        by[row[0]] += world.sites.expected(world.web, row)[sample]
    pages = np.sum(list(by.values()), axis=0)
    shares = {
        name: np.divide(part, pages, out=np.full(len(sample), np.nan), where=pages > 0) for name, part in by.items()
    }
    return {"pages": pages, **shares}


def _shut_out(world: "World", sample: Indices) -> Indices:
    closed = shut_out(world)
    return np.zeros(len(sample), dtype=np.int64) if closed is None else closed[sample].astype(np.int64)


def _links(world: "World", sample: Indices) -> Columns:
    """Links between sites of a sample: a row for each pair that has some."""
    links, size = world.sites.links, len(world.sites)
    assert links is not None
    inside = np.zeros(size, dtype=np.bool_)
    inside[sample] = True
    both = inside[links.source] & inside[links.target]
    ends = links.source[both].astype(np.int64) * size + links.target[both]
    pairs, number = np.unique(ends, return_counts=True)
    month = np.full(len(pairs), world.month)
    return {"month": month, "source": pairs // size, "target": pairs % size, "number": number.astype(np.int64)}


def _joined(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}
