"""Where this month's pages stand: shares of cells, which sites then divide by size."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group
from webloop.scenario.parts import page_measure
from webloop.scenario.pins import pinned_share
from webloop.world.cells import shares
from webloop.world.ledger import Row

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


def where_people_publish(world: "World") -> Floats:
    """Share of people's new pages that each cell publishes, (cells,)."""
    return shares(world.flow.own + world.flow.with_ai)


def where_all_publish(world: "World") -> Floats:
    """Share of all new pages that each cell publishes, (cells,)."""
    return shares(world.flow.own + world.flow.with_ai + world.flow.farmed)


def text_by_cell(world: "World") -> tuple[Floats, Floats]:
    """New text of people and of models by cell, in pages: an assisted page is some of both, each (cells,)."""
    pinned = pinned_share(world.rules, world.month) is not None
    fraction = 1.0 if pinned else page_measure("fraction", world.rules.writers.assist_bins)
    flow = world.flow
    return flow.own + flow.with_ai * (1 - fraction), flow.with_ai * fraction + flow.farmed


def where(world: "World", group: Group) -> Floats:
    """Share of a group's new pages that each cell publishes, (cells,)."""
    return world.flow.of(group.provenance, _synthetic_share(world), group.community)


def place(world: "World") -> None:
    """Put this month's pages on sites."""
    rows: set[Row] = {(group.provenance, group.ai_fraction) for group, batch in world.new.items() if batch.pages}
    synthetic = _synthetic_share(world)
    world.sites.settle(world.web, {row: world.flow.of(row[0], synthetic) for row in rows})


def _synthetic_share(world: "World") -> float:
    """Share of synthetic pages among those that people publish with AI."""
    if pinned_share(world.rules, world.month) is not None:
        return 1.0
    return sum(each.share for each in world.rules.writers.assist_bins if each.fraction == 1.0)
