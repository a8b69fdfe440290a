"""One replicate of a block, as metrics see it: the block's world with labs whose models are the replicate's own."""

from typing import TYPE_CHECKING, Any, cast

from webloop.world.lab import LabAgent, Model

if TYPE_CHECKING:
    from webloop.world.world import World


def replicates_of(world: "World") -> list["World"]:
    """The world of each replicate, to look at and not to change; the world itself if it has one."""
    if world.domain.replicates == 1:
        return [world]
    return [cast("World", _OneReplicate(world, replicate)) for replicate in range(world.domain.replicates)]


class _OneLab:
    """A lab of one replicate; everything but its newest model is the block's.

    Args:
        lab: the lab of the block.
        newest: the replicate's model; None before the first.
    """

    def __init__(self, lab: LabAgent, newest: Model | None) -> None:
        self._lab = lab
        self.newest = newest

    def __getattr__(self, name: str) -> Any:
        """What all replicates share."""
        return getattr(self._lab, name)


class _OneReplicate:
    def __init__(self, world: "World", replicate: int) -> None:
        self._world = world
        self.labs = [
            _OneLab(lab, lab.newest and lab.newest.of_replicate(replicate, world.domain)) for lab in world.labs
        ]

    def __getattr__(self, name: str) -> Any:
        """What all replicates share."""
        return getattr(self._world, name)
