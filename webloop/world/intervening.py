"""Interventions: dated changes of the rules."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webloop.world.world import World


def intervene(world: "World") -> None:
    """Let the rules of this month hold."""
    world.rules = world.resolved.at(world.month)
    for lab in world.labs:
        lab.rules = world.rules.labs[lab.name]
