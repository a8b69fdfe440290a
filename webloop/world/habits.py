"""Habits: what communities take over from their reading, when people imitate what they read."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Probabilities
from webloop.world.ledger import HUMAN, Row, Web
from webloop.world.market import on_offer

if TYPE_CHECKING:
    from webloop.scenario.resolve import Resolved
    from webloop.world.world import World

Floats = NDArray[np.float64]


@dataclass
class Habits:
    """What communities have acquired, and what the live pages are expected to say.

    Attributes:
        acquired: what each community has taken over, as a share of its writing by idea, (ideas,).
        said: of the live pages of a row, by durability class, the expected shares of ideas, (classes, ideas).
    """

    acquired: dict[str, Floats] = field(default_factory=dict)
    said: dict[Row, Floats] = field(default_factory=dict)

    def tastes(self, own: dict[str, Probabilities]) -> dict[str, Probabilities]:
        """How communities write: their own way, and what they have acquired."""
        out = {}
        for community, taste in own.items():
            habit = self.acquired.get(community)
            out[community] = taste if habit is None else max(0.0, 1 - habit.sum()) * taste + habit
        return out

    def open(self, row: Row, pages: Floats) -> None:
        """Account for the pages that a run opens with: expected ones by durability class and idea, (classes, ideas)."""
        total = pages.sum(axis=1, keepdims=True)
        self.said[row] = np.divide(pages, total, out=np.zeros_like(pages), where=total > 0)

    def note(self, web: Web, new: dict[Row, Probabilities]) -> None:
        """Account for a month's new pages.

        Args:
            web: the ledger, after the month's deaths and births.
            new: what the new pages of each row are drawn from, (ideas,).
        """
        for row, source in new.items():
            pages = web.live[row].reshape(len(web.live[row]), -1).sum(axis=1)
            if row not in self.said:
                self.said[row] = np.tile(source, (len(pages), 1))
            fresh = web.fresh.get(row, np.zeros(len(pages)))
            young = np.divide(fresh, pages, out=np.ones(len(pages)), where=pages > 0)[:, None]
            self.said[row] = (1 - young) * self.said[row] + young * source


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
    world.habits.note(world.web, {row: total / pages[row] for row, total in sums.items() if pages[row]})


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
    pages = world.web.live[row].reshape(len(world.web.live[row]), -1).sum(axis=1).astype(np.float64)
    total = pages.sum()
    mean: Probabilities = pages @ world.habits.said[row] / total if total > 0 else world.habits.said[row].mean(axis=0)
    return mean
