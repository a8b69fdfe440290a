"""Habits: what communities take over from their reading, when people imitate what they read."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Probabilities
from webloop.world.cells import shares
from webloop.world.ledger import HUMAN, Row
from webloop.world.market import on_offer
from webloop.world.mixes import LiveMix

if TYPE_CHECKING:
    from webloop.scenario.resolve import Resolved
    from webloop.world.world import World

Floats = NDArray[np.float64]


@dataclass
class Habits:
    """What communities have acquired, and what the live pages are expected to say.

    Attributes:
        acquired: what each community has taken over, as a share of its writing by idea, (ideas,).
        said: how the live pages of each row are spread over ideas.
    """

    acquired: dict[str, Floats] = field(default_factory=dict)
    said: LiveMix = field(default_factory=LiveMix)

    def tastes(self, own: dict[str, Probabilities]) -> dict[str, Probabilities]:
        """How communities write: their own way, and what they have acquired."""
        out = {}
        for community, taste in own.items():
            habit = self.acquired.get(community)
            out[community] = taste if habit is None else max(0.0, 1 - habit.sum()) * taste + habit
        return out


def imitated(resolved: "Resolved") -> bool:
    """Whether anybody imitates what they read at any time of the run: what pages say must be known by then."""
    return any(rules.readers.imitation for rules in (resolved.scenario, *(rules for _, rules in resolved.changes)))


def remember(world: "World") -> None:
    """Keep what this month's pages are expected to say, if anybody imitates what they read."""
    if not imitated(world.resolved):
        return
    pages: dict[Row, int] = {}
    sums: dict[Row, Floats] = {}
    for group, batch in world.new.items():
        row: Row = (group.provenance, group.ai_fraction)
        pages[row] = pages.get(row, 0) + batch.pages
        sums[row] = sums.get(row, np.zeros(world.domain.size_ideas)) + batch.pages * batch.source
    world.habits.said.add(world.web, {row: total / pages[row] for row, total in sums.items() if pages[row]})


def imitate(world: "World") -> None:
    """Communities take over something of what they read this month."""
    imitation = world.rules.readers.imitation
    total = world.attention.seen.sum()
    if imitation is None or total <= 0:
        return
    rows = world.attention.rows
    reading = world.attention.read.sum(axis=1) / total
    machine, people = np.zeros(world.domain.size_ideas), 0.0
    for row, share in zip(rows, reading.tolist(), strict=True):
        if row == HUMAN:
            people = share
        else:
            machine += share * _said(world, row)
    answers = 1.0 - float(reading.sum())
    if answers > 1e-12:
        machine += answers * on_offer(world.domain, world.labs)[1]
    for community, taste in world.tastes.items():
        own = imitation.homophily
        read = people * (own * taste + (1 - own) * _said(world, HUMAN)) + machine
        before = world.habits.acquired.get(community, np.zeros(world.domain.size_ideas))
        world.habits.acquired[community] = imitation.acquire(before, read)


def _said(world: "World", row: Row) -> Probabilities:
    """What the live pages of a row say, (ideas,)."""
    return shares(world.habits.said.pages(world.web, row))
