"""Observation: the world is shown to whoever records it."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from webloop.world.world import World


class Observer(Protocol):
    """Something that looks at the world each month, draws nothing and changes nothing."""

    def observe(self, world: "World") -> None:
        """Look at the world at the end of a month."""
        ...


def observe(world: "World") -> None:
    """Show the month to the observer."""
    if world.observer is not None:
        world.observer.observe(world)
