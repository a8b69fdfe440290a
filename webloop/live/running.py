"""Running a scenario while somebody watches: replicate by replicate, and no further than anybody wants to see."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.run.blocks import in_blocks, run_block
from webloop.run.recorder import Recorder, Trajectory, select
from webloop.run.snapshots import taken
from webloop.scenario.resolve import Resolved
from webloop.streams import Streams
from webloop.world.world import World

if TYPE_CHECKING:
    from threading import Event

Watch = Callable[[int, int], None]
"""Called with the replicate and the month that has passed."""


class SupersededError(Exception):
    """Nobody waits for this run any more."""


@dataclass(frozen=True)
class Luck:
    """What replicates share with those of other scenarios.

    Attributes:
        seed: as for `run_once`.
        replicates: how many there are, 1 to `blocks.BLOCK`.
    """

    seed: int = 1
    replicates: int = 1


class _Watched(Recorder):
    """A recorder that gives up when it is told to."""

    def __init__(self, metrics: Collection[str], contents: Collection[str], replicate: int, watch: Watch) -> None:
        super().__init__(select(metrics, contents), snapshots=taken(0, replicate))
        self._replicate, self._watch = replicate, watch

    def observe(self, world: World) -> None:
        """Record a month, if anybody wants to know."""
        self._watch(self._replicate, world.month)
        super().observe(world)


def watched(stopped: "Event", tell: Watch = lambda replicate, month: None) -> Watch:
    """A watch that ends a run when an event is set.

    Args:
        stopped: the event.
        tell: what else to call.
    """

    def watch(replicate: int, month: int) -> None:
        if stopped.is_set():
            raise SupersededError
        tell(replicate, month)

    return watch


def batches(
    resolved: Resolved, luck: Luck, metrics: Collection[str], watch: Watch, first: int = 0
) -> Iterator[list[Trajectory]]:
    """The replicates of a scenario, as they get done: what `webloop run` records of them, to the last bit.

    Args:
        resolved: the scenario.
        luck: what they share with those of other scenarios.
        metrics: names of the metrics to record.
        watch: called every month; what it raises ends the run. A block is run as a whole and calls it once.
        first: replicates before it are left out.
    """
    if in_blocks(resolved):
        watch(first, resolved.scenario.time.start)
        yield run_block(resolved, luck.seed, 0, metrics)[first : luck.replicates]
        return
    for replicate in range(first, luck.replicates):
        recorder = _Watched(metrics, {resolved.scenario.content.kind}, replicate, watch)
        world = World(resolved, Streams(luck.seed, replicate), recorder)
        world.run()
        yield [recorder.trajectory(world)]


def lines(runs: Collection[Trajectory], metric: str) -> NDArray[np.float64]:
    """A metric of some runs, (runs, months)."""
    return np.stack([run.monthly[metric] for run in runs])
