"""Content farms: they publish synthetic pages as long as readers pay for them."""

from typing import TYPE_CHECKING

import numpy as np

from webloop.world.market import on_sale

if TYPE_CHECKING:
    from webloop.world.world import World


def farm(world: "World") -> float:
    """Pages that content farms publish this month, given what a page of theirs is read."""
    rules = world.rules
    if rules.farms is None or not on_sale(world.labs):
        return 0.0
    odds = float(rules.readers.visibility.weight(np.ones(1))[0])
    views = rules.readers.views_per_page * world.attention.farm_reward(odds)
    before = float(world.flow.farmed[world.cells.farm])
    people = float((world.flow.own + world.flow.with_ai).sum())  # last month's
    return rules.farms.publish(before, views, world.month - rules.writers.launch, people)
