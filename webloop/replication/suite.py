"""The suite: every block of every case is one task for the workers, the longest cases first.

It shares the workers of studies (`run.executors`) and not their runs (`run.ensemble`): there each replicate comes back
as a file of its own tables, which for tens of thousands of replicates would cost more than running them.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

from webloop.errors import WebloopError
from webloop.replication.case import Case
from webloop.replication.curves import Curves, block_curves, joined
from webloop.replication.store import curve_file, load, save
from webloop.run.blocks import BLOCK
from webloop.run.executors import Workers, workers
from webloop.scenario.resolve import Resolved

Told = Callable[[int, int, int], None]
_DIED = "a worker process died, perhaps for lack of memory; --jobs 1 does all in this process"


@dataclass(frozen=True)
class Ran:
    """What came of a case.

    Attributes:
        curves: its curves; None when it could not be run.
        seconds: processor time of its blocks; 0 for what was kept from before.
        failure: why it could not be run.
    """

    curves: Curves | None
    seconds: float = 0.0
    failure: str = ""


@dataclass(eq=False)
class _Job:
    """A case on its way."""

    name: tuple[str, str]
    case: Case
    resolved: Resolved
    replicates: int
    file: Path
    blocks: dict[int, Curves] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def number(self) -> int:
        """Blocks, the last of which may be cut."""
        return -(-self.replicates // BLOCK)

    def rows(self, block: int) -> int:
        """Replicates of a block."""
        return min(BLOCK, self.replicates - BLOCK * block)

    @property
    def size(self) -> float:
        """A guess at how long one block takes, in any unit."""
        rules = self.resolved.scenario
        return self.case.generations * (10_000 + rules.ideas.number + rules.web.pages_per_month)


def run_cases(
    cases: Sequence[tuple[str, Case]], folder: Path, jobs: int, *, quick: bool, told: Told | None = None
) -> dict[tuple[str, str], Ran]:
    """Run cases, or take up what is kept of them.

    Args:
        cases: papers' keys with their cases.
        folder: where curves are kept.
        jobs: processes.
        quick: fewer replicates.
        told: called with the runs done, all runs, and those that were kept.

    Returns:
        By key of the paper and name of the case.

    Raises:
        WebloopError: when a worker process dies.
    """
    out: dict[tuple[str, str], Ran] = {}
    todo: list[_Job] = []
    kept = 0
    for paper, case in cases:
        try:
            resolved = case.resolved()
        except WebloopError as error:
            out[paper, case.name] = Ran(None, failure=str(error))
            continue
        replicates = case.wanted(quick=quick)
        file = curve_file(folder, paper, case, resolved, replicates)
        found = load(file, case.metrics, replicates, case.generations)
        if found is None:
            todo.append(_Job((paper, case.name), case, resolved, replicates, file))
        else:
            kept += replicates
            out[paper, case.name] = Ran(found)
    done, total = kept, kept + sum(job.replicates for job in todo)
    if told:
        told(done, total, kept)
    if todo:
        for name, ran, rows in _run(sorted(todo, key=lambda job: -job.size), jobs):
            done += rows
            if ran is not None:
                out[name] = ran
            if told:
                told(done, total, kept)
    return out


def _run(jobs: Sequence[_Job], processes: int) -> Iterator[tuple[tuple[str, str], Ran | None, int]]:
    """Do all blocks; tells for each how many runs are done with, and what came of its case once that is known."""
    queue = [(job, block) for job in jobs for block in range(job.number)]
    failed: set[tuple[str, str]] = set()
    flying: dict[Future[tuple[Curves, float]], tuple[_Job, int]] = {}
    try:
        with workers(min(processes, len(queue))) as ready:
            while queue or flying:
                while queue and len(flying) < ready.ahead:
                    job, block = queue.pop(0)
                    if job.name in failed:
                        yield job.name, None, job.rows(block)
                    else:
                        flying[_submitted(ready, job, block)] = job, block
                for future in wait(flying, return_when=FIRST_COMPLETED).done if flying else ():
                    job, block = flying.pop(future)
                    ran = _landed(job, block, future)
                    if ran is not None and ran.failure:
                        failed.add(job.name)
                    yield job.name, ran, job.rows(block)
    except BrokenExecutor as error:
        raise WebloopError(_DIED) from error


def _submitted(ready: Workers, job: _Job, block: int) -> Future[tuple[Curves, float]]:
    return ready.executor.submit(work, job.resolved, job.case.seed, block, job.case.metrics, job.rows(block))


def _landed(job: _Job, block: int, future: Future[tuple[Curves, float]]) -> Ran | None:
    """What came of a case, once its last block is there; a case that raises ends with its first error."""
    try:
        job.blocks[block], seconds = future.result()
    except BrokenExecutor:
        raise
    except Exception as error:  # noqa: BLE001 (the case's: it is shown with its claims, the others go on)
        return Ran(None, failure=f"{type(error).__name__}: {error}")
    job.seconds += seconds
    if len(job.blocks) < job.number:
        return None
    curves = joined([job.blocks.pop(each) for each in range(job.number)]).first(job.replicates)
    save(job.file, curves)
    return Ran(curves, job.seconds)


def work(resolved: Resolved, seed: int, block: int, metrics: Sequence[str], rows: int) -> tuple[Curves, float]:
    """Do a block in a worker: its curves, and the processor time they took in seconds."""
    start = time.process_time()
    return block_curves(resolved, seed, block, metrics, rows), time.process_time() - start
