"""Runs that share their past: the months before scenarios part are simulated once and then copied.

What is drawn depends on what it is for (streams.py), so a world that went one way until a month and another way from
then on is, to the last bit, the world that would have gone its own way from the start.
"""

import gc
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from webloop.run.recorder import Recorder, Trajectory, select
from webloop.run.snapshots import taken
from webloop.scenario.parting import parting
from webloop.scenario.resolve import Resolved
from webloop.streams import Streams
from webloop.world.opening import foresight
from webloop.world.world import World

if TYPE_CHECKING:
    from webloop.run.tasks import Run


def share_a_past(one: Resolved, other: Resolved) -> bool:
    """Whether two scenarios open with the same world and part later, or never."""
    month = parting(one, other)
    return (month is None or month > one.scenario.time.start) and foresight(one) == foresight(other)


def run_together(
    scenarios: Sequence[Resolved],
    seed: int,
    replicate: int,
    metrics: Collection[str] | None = None,
    draw: int = 0,
) -> Iterator[tuple[int, Trajectory]]:
    """Run scenarios that share a past: the first is the trunk, the others branch off where they part from it.

    Args:
        scenarios: scenarios that share a past with the first.
        seed: as for `run_once`.
        replicate: as for `run_once`.
        metrics: as for `run_once`.
        draw: as for `run_once`.

    Yields:
        A scenario's index and its trajectory: what `run_once` would give, in fewer months.
    """
    contents = {each.scenario.content.kind for each in scenarios}
    recorder = Recorder(select(metrics, contents), snapshots=taken(draw, replicate))
    trunk = World(scenarios[0], Streams(seed, replicate), recorder)
    end = trunk.rules.time.end + 1
    months = {index: parting(scenarios[0], other) or end for index, other in enumerate(scenarios) if index}
    for index in sorted(months, key=lambda index: months[index]):
        trunk.run(until=months[index])
        branch = deepcopy(trunk)
        branch.resolved = scenarios[index]
        branch.run()
        assert isinstance(branch.observer, Recorder)
        trajectory = branch.observer.trajectory(branch)
        del branch
        gc.collect()  # agents and their world hold each other: without this worlds pile up
        yield index, trajectory
    trunk.run()
    yield 0, recorder.trajectory(trunk)


def batches(runs: Sequence["Run"], workers: int) -> list[list["Run"]]:
    """Runs in batches: blocks whole, the others in the order given with those that probably share a past together.

    Args:
        runs: runs to do; those of one draw and replicate stand together.
        workers: how many batches are done at a time.
    """
    found: list[list[Run]] = []
    blocks: dict[tuple[str, int, int], list[Run]] = {}
    here: tuple[int, int] | None = None
    open_now: list[list[Run]] = []  # batches of this draw and replicate
    alike: dict[tuple[str, str], bool] = {}
    for run in runs:
        if run.block is not None:
            blocks.setdefault((run.name, run.draw, run.block), []).append(run)
            continue
        if (run.draw, run.replicate) != here:
            here, open_now = (run.draw, run.replicate), []
        for batch in open_now:
            names = (batch[0].name, run.name)
            if names not in alike:
                alike[names] = share_a_past(batch[0].resolved, run.resolved)
            if alike[names]:
                batch.append(run)
                break
        else:
            open_now.append([run])
            found.append(open_now[-1])
    most = min(MOST, max(1, len(runs) // max(1, workers * _BATCHES)))
    cut = [batch[start : start + most] for batch in found for start in range(0, len(batch), most)]
    return [*blocks.values(), *cut]


MOST = 12
"""Runs in a batch: this many are lost at worst when a worker dies."""
_BATCHES = 4  # per worker, at least: so that they end at about the same time
