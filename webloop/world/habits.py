"""Habits: what communities take over from their reading, when people imitate what they read."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Probabilities
from webloop.content.ideas.domain import IdeaDomain
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
        said: how the live pages of each row are spread over ideas; human pages over ideas of each community in turn.
    """

    acquired: dict[str, Floats] = field(default_factory=dict)
    said: LiveMix = field(default_factory=LiveMix)

    def open(self, world: "World", alive: Floats | None) -> None:
        """Begin with what the opening stock says, if anybody will imitate what they read.

        Args:
            world: the world.
            alive: expected live pages by community, durability class and idea, (communities, classes, ideas); None
                when the web opens empty.
        """
        if not imitated(world.resolved):
            return
        classes = len(world.web.law(HUMAN)[0])
        if alive is None:
            alive = np.zeros((len(world.cohorts.communities), classes, ideas_of(world).size_ideas))
        self.said.open(HUMAN, alive.swapaxes(0, 1).reshape(classes, -1))

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


def ideas_of(world: "World") -> IdeaDomain:
    """The ideas of a world; only those can be imitated."""
    assert isinstance(world.domain, IdeaDomain)
    return world.domain


def remember(world: "World") -> None:
    """Keep what this month's pages are expected to say, if anybody imitates what they read."""
    if not imitated(world.resolved):
        return
    communities, ideas = world.cohorts.communities, ideas_of(world).size_ideas
    sums: dict[Row, Floats] = {}
    for group, batch in world.new.items():
        row: Row = (group.provenance, group.ai_fraction)
        total = sums.setdefault(row, np.zeros((len(communities) if row == HUMAN else 1, ideas)))
        writer = communities.index(group.community) if row == HUMAN and group.community else 0
        total[writer] += batch.pages * batch.source
    world.habits.said.add(world.web, {row: shares(total.ravel()) for row, total in sums.items() if total.any()})


def imitate(world: "World") -> None:
    """Communities take over something of what they read this month."""
    imitation = world.rules.readers.imitation
    total = world.attention.seen.sum()
    if imitation is None or total <= 0:
        return
    rows = world.attention.rows
    reading = world.attention.read.sum(axis=1) / total
    ideas = ideas_of(world).size_ideas
    machine, people = np.zeros(ideas), np.zeros((len(world.tastes), ideas))
    for row, share in zip(rows, reading.tolist(), strict=True):
        if row == HUMAN:
            people = share * _read_by(world, imitation.homophily)
        else:
            machine += share * shares(world.habits.said.pages(world.web, row))
    answers = 1.0 - float(reading.sum())
    if answers > 1e-12:
        machine += answers * on_offer(world.domain, world.labs)[1]
    for community, read in zip(world.cohorts.communities, people + machine, strict=True):
        before = world.habits.acquired.get(community, np.zeros(ideas))
        world.habits.acquired[community] = imitation.acquire(before, read)


def _read_by(world: "World", homophily: float) -> Floats:
    """What each community reads of live human pages: its own people's, or anybody's, (communities, ideas)."""
    said = world.habits.said.pages(world.web, HUMAN).reshape(len(world.cohorts.communities), -1)
    own = np.stack([shares(pages) for pages in said])
    return homophily * own + (1 - homophily) * shares(said.sum(axis=0))
