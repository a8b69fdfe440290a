"""Many runs: given to workers a few at a time and handed back as they finish."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait

from webloop.errors import WebloopError
from webloop.run.branching import batches
from webloop.run.code import code_digest
from webloop.run.executors import Workers, workers
from webloop.run.tasks import Failure, Finished, Outcome, Run, work

_AHEAD = 3  # batches in flight per worker: enough to keep it busy, few enough to keep memory flat
_HOPELESS = 3  # runs in a row that each kill their worker: then it is not the runs
_NO_WORKERS = (
    "worker processes die as soon as they have work; --jobs 1 does all in this process. (A script that calls run_study "
    'needs `if __name__ == "__main__":` around it.)'
)
_DIED = Failure("WorkerDied", "the process that did this run died, perhaps for lack of memory")


def run_all(runs: Sequence[Run], jobs: int, cluster: str | None = None) -> Iterator[tuple[Run, Outcome]]:
    """Do runs; they come back in the order in which they finish.

    When a worker dies, the pool is started again and what was under way is done one run at a time, so that a run
    that kills its worker is found, recorded, and does not take others along. (A Dask cluster sees to that itself.)

    Args:
        runs: what to do; those of one draw and replicate stand together.
        jobs: processes.
        cluster: a Dask cluster instead.

    Raises:
        InputError: when the cluster can't be used.
        WebloopError: when a worker runs other code than this process, or workers die whatever they do.
    """
    waiting: deque[list[Run]] | None = None
    suspects: deque[list[Run]] = deque()
    deaths = 0  # in a row, of workers that had one run to do
    while waiting is None or waiting or suspects:
        with workers(jobs, cluster) as ready:
            if waiting is None:
                waiting = deque(batches(runs, ready.number))
            one_by_one = bool(suspects)
            queue = suspects if one_by_one else waiting
            try:
                for result in _flow(queue, ready, 1 if one_by_one else ready.number * _AHEAD, suspects):
                    deaths = 0
                    yield result
            except BrokenExecutor as error:
                deaths += one_by_one
                if deaths == _HOPELESS:
                    raise WebloopError(_NO_WORKERS) from error
                if one_by_one:
                    yield suspects.popleft()[0], _DIED


def _flow(
    queue: deque[list[Run]], ready: Workers, most: int, suspects: deque[list[Run]]
) -> Iterator[tuple[Run, Outcome]]:
    """Do the batches of a queue, so many at a time.

    Raises:
        BrokenExecutor: when a worker died; what was under way is then in `suspects`, run by run.
    """
    flying: dict[Future[list[Outcome]], list[Run]] = {}
    try:
        while queue or flying:
            while queue and len(flying) < most:
                flying[ready.executor.submit(work, queue[0])] = queue[0]
                queue.popleft()
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                outcomes = _outcomes(future, flying[future])
                batch = flying.pop(future)
                yield from zip(batch, outcomes, strict=True)
    except BrokenExecutor:
        suspects.extendleft([run] for batch in reversed(flying.values()) for run in reversed(batch))
        raise


def _outcomes(future: Future[list[Outcome]], batch: Sequence[Run]) -> list[Outcome]:
    """What came of a batch."""
    try:
        outcomes = future.result()
    except BrokenExecutor:
        raise
    except Exception as error:  # noqa: BLE001 (the cluster's: a worker that died too often, a lost connection)
        return [Failure(type(error).__name__, str(error))] * len(batch)
    for outcome in outcomes:
        if isinstance(outcome, Finished) and outcome.code != code_digest():
            raise WebloopError(
                "a worker runs another version of webloop, NumPy or SciPy than this process: install the same ones "
                "everywhere, or the numbers would not be one study's"
            )
    return outcomes
