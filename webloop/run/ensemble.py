"""Many runs: given to workers a few at a time and handed back as they finish."""

import asyncio
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait

from webloop.errors import WebloopError
from webloop.run.branching import batches
from webloop.run.code import code_digest
from webloop.run.executors import Workers, workers
from webloop.run.tasks import Failure, Finished, Outcome, Run, work

_DIED = Failure("WorkerDied", "the process that did this run died, perhaps for lack of memory")
_NO_WORKERS = (
    "worker processes die as soon as they have work; --jobs 1 does all in this process. (A script that calls run_study "
    'needs `if __name__ == "__main__":` around it.)'
)
_GONE = "the Dask cluster is gone; finished runs are kept, and the same command goes on when it is back"
_OTHER_CODE = (
    "a worker runs another version of webloop, NumPy or SciPy than this process: install the same ones everywhere, or "
    "the numbers would not be one study's"
)
Queue = deque[list[Run]]


def run_all(runs: Sequence[Run], jobs: int, cluster: str | None = None) -> Iterator[tuple[Run, Outcome]]:
    """Do runs; they come back in the order in which they finish.

    When a worker dies, the pool is started again and what was under way is done one run (or block of replicates) at a
    time, so that a run that kills its worker is found, recorded, and does not take others along.

    Args:
        runs: what to do; those of one draw and replicate stand together.
        jobs: processes.
        cluster: a Dask cluster instead.

    Raises:
        InputError: when the cluster can't be used.
        WebloopError: when a worker runs other code than this process, workers can't live, or the cluster is gone.
    """
    waiting: Queue | None = None
    suspects: Queue = deque()
    trusted = False  # whether workers have ever handed something back
    while waiting is None or waiting or suspects:
        with workers(jobs, cluster) as ready:
            if waiting is None:
                waiting = deque(batches(runs, ready.number))
            alone = bool(suspects)
            try:
                for result in _flow(suspects if alone else waiting, ready, 1 if alone else ready.ahead, suspects):
                    trusted = True
                    yield result
            except BrokenExecutor as error:
                if not trusted and not _can_live(jobs):
                    raise WebloopError(_NO_WORKERS) from error
                trusted = True
                if alone:
                    yield from ((run, _DIED) for run in suspects.popleft())


def _flow(queue: Queue, ready: Workers, most: int, suspects: Queue) -> Iterator[tuple[Run, Outcome]]:
    """Do the batches of a queue, so many at a time.

    Raises:
        BrokenExecutor: when a worker died; what was under way is then in `suspects`, run by run.
        WebloopError: as `run_all`.
    """
    flying: dict[Future[list[Outcome]], list[Run]] = {}
    try:
        while queue or flying:
            while queue and len(flying) < most:
                flying[_submitted(ready, queue[0])] = queue[0]
                queue.popleft()
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                outcomes = _outcomes(future)
                batch = flying.pop(future)
                if isinstance(outcomes, Failure) and len(parts := _parted(batch)) > 1:
                    queue.extend(parts)  # one by one, so that only the culprit fails
                else:
                    told = [outcomes] if isinstance(outcomes, Failure) else outcomes
                    yield from zip(batch, told, strict=True)
    except BrokenExecutor:
        suspects.extendleft(part for batch in reversed(flying.values()) for part in reversed(_parted(batch)))
        raise


def _parted(batch: list[Run]) -> list[list[Run]]:
    """The runs of a batch one by one; a block is run as one, and so it fails as one."""
    return [batch] if batch[0].block is not None else [[run] for run in batch]


def _submitted(ready: Workers, batch: list[Run]) -> Future[list[Outcome]]:
    try:
        return ready.executor.submit(work, batch)
    except BrokenExecutor:
        raise
    except RuntimeError as error:  # Dask's client is closed
        raise WebloopError(_GONE) from error


def _outcomes(future: Future[list[Outcome]]) -> list[Outcome] | Failure:
    """What came of a batch: an outcome for each run, or one failure of all, such as of a cluster's worker."""
    try:
        outcomes = future.result()
    except BrokenExecutor:
        raise
    except (CancelledError, asyncio.CancelledError) as error:  # nobody cancels but a cluster that went away
        raise WebloopError(_GONE) from error
    except Exception as error:  # noqa: BLE001 (the cluster's: a worker that died too often)
        return Failure(type(error).__name__, str(error))
    if any(isinstance(outcome, Finished) and outcome.code != code_digest() for outcome in outcomes):
        raise WebloopError(_OTHER_CODE)
    return outcomes


def _can_live(jobs: int) -> bool:
    """Whether worker processes can do anything at all."""
    with workers(jobs) as ready:
        try:
            ready.executor.submit(os.getpid).result()
        except BrokenExecutor:
            return False
    return True
