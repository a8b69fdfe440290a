"""Running a scenario while somebody watches: replicate by replicate, and no further than anybody wants to see."""

import gc
from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.run.blocks import in_blocks, run_block
from webloop.run.branching import share_a_past
from webloop.run.recorder import Recorder, Trajectory, select
from webloop.run.snapshots import taken
from webloop.scenario.parting import parting
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
        self._replicate, self.watch = replicate, watch

    def observe(self, world: World) -> None:
        """Record a month, if anybody wants to know."""
        self.watch(self._replicate, world.month)
        super().observe(world)


def watched(stopped: "Event", tell: Watch | None = None) -> Watch:
    """A watch that ends a run when an event is set.

    Args:
        stopped: the event.
        tell: what else to call, if anything.
    """

    def watch(replicate: int, month: int) -> None:
        if stopped.is_set():
            raise SupersededError
        if tell is not None:
            tell(replicate, month)

    return watch


class Runs:
    """Runs of a scenario, and of what becomes of it when levers are moved.

    The months before levers hold are simulated once for each replicate and then copied, as `webloop run` does it
    (`run.branching`): the numbers are the same, to the last bit.

    Args:
        resolved: the scenario.
        luck: what its replicates share with those of other scenarios.
        metrics: names of the metrics to record.
    """

    def __init__(self, resolved: Resolved, luck: Luck, metrics: Collection[str]) -> None:
        self._resolved, self._luck, self._metrics = resolved, luck, metrics
        self._pasts: dict[int, World] = {}  # by replicate
        self._until = 0  # the month that they have reached
        self._lock = Lock()

    def batches(self, other: Resolved, since: int, watch: Watch, first: int = 0) -> Iterator[list[Trajectory]]:
        """The replicates of a scenario as they get done, one by one, or a block at once.

        Args:
            other: the scenario itself, or one that may part from it.
            since: the month before which they are likely to be one.
            watch: called every month; what it raises ends the run. A block is run as a whole and calls it once.
            first: replicates before it are left out.
        """
        if in_blocks(other):
            watch(first, other.scenario.time.start)
            yield run_block(other, self._luck.seed, 0, self._metrics)[first : self._luck.replicates]
            return
        month = parting(self._resolved, other)
        later = since > self._resolved.scenario.time.start and (month is None or month >= since)
        shared = later and share_a_past(self._resolved, other)
        for replicate in range(first, self._luck.replicates):
            world = self._branch(other, since, replicate, watch) if shared else self._world(other, replicate, watch)
            world.run()
            assert isinstance(world.observer, Recorder)
            trajectory = world.observer.trajectory(world)
            del world
            gc.collect()  # agents and their world hold each other: without this worlds pile up
            yield [trajectory]

    def _world(self, resolved: Resolved, replicate: int, watch: Watch) -> World:
        recorder = _Watched(self._metrics, {resolved.scenario.content.kind}, replicate, watch)
        return World(resolved, Streams(self._luck.seed, replicate), recorder)

    def _branch(self, other: Resolved, since: int, replicate: int, watch: Watch) -> World:
        """A world that has come to a month as the scenario says, and goes on as another does."""
        with self._lock:
            if self._until != since:
                self._pasts, self._until = {}, since
            if replicate not in self._pasts:
                past = self._world(self._resolved, replicate, watch)
                past.run(until=since)
                self._pasts[replicate] = past
            branch = deepcopy(self._pasts[replicate])
        branch.resolved = other
        assert isinstance(branch.observer, _Watched)
        branch.observer.watch = watch
        return branch


def lines(runs: Collection[Trajectory], metric: str) -> NDArray[np.float64]:
    """A metric of some runs, (runs, months)."""
    return np.stack([run.monthly[metric] for run in runs])
