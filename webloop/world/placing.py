"""Where this month's pages stand: shares of cells, which sites then divide by size."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.world.ledger import Row
from webloop.world.pins import pinned_share

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


def where_people_publish(world: "World") -> Floats:
    """Share of people's new pages that each cell publishes, (cells,)."""
    return _shares(world.flow.own + world.flow.with_ai)


def where_all_publish(world: "World") -> Floats:
    """Share of all new pages that each cell publishes, (cells,)."""
    return _shares(world.flow.own + world.flow.with_ai + world.flow.farmed)


def where(world: "World", group: Group) -> Floats:
    """Share of a group's new pages that each cell publishes, (cells,)."""
    pinned = pinned_share(world.rules, world.month) is not None
    bins = world.rules.writers.assist_bins
    synthetic = 1.0 if pinned else sum(each.share for each in bins if each.fraction == 1.0)
    return world.flow.of(group, synthetic)


def place(world: "World") -> None:
    """Put this month's pages on sites."""
    pages: dict[Row, int] = {}
    spread: dict[Row, Floats] = {}
    for group, batch in world.new.items():
        row: Row = (group.provenance, group.ai_fraction)
        pages[row] = pages.get(row, 0) + batch.pages
        spread[row] = spread.get(row, np.zeros(len(world.cells))) + batch.pages * where(world, group)
    world.sites.settle(world.web, {row: _shares(by_cell) for row, by_cell in spread.items() if pages[row]})


def _shares(pages: Floats) -> Floats:
    total = pages.sum()
    return pages / total if total > 0 else pages
