"""Many runs: here or in a pool of processes, handed back one by one as they finish."""

import multiprocessing
import os
import signal
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.scenario.resolve import Resolved

_AHEAD = 4  # tasks in flight per worker: enough to keep it busy, few enough to keep memory flat


@dataclass(frozen=True)
class Run:
    """One run to do."""

    resolved: Resolved
    seed: int
    replicate: int
    metrics: Collection[str] | None = None

    def __call__(self) -> Trajectory:
        """Do it."""
        return run_once(self.resolved, self.seed, self.replicate, self.metrics)


def available_cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(runs: Iterable[Run], jobs: int) -> Iterator[tuple[Run, Trajectory]]:
    """Do runs on that many processes; results come back in the order in which they finish."""
    if jobs <= 1:
        for run in runs:
            yield run, run()
        return
    # Not fork: the parent has threads (progress bar). Not bare spawn: the fork server imports webloop once.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["webloop.run.runner"])
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts) as pool:
        waiting = iter(runs)
        flying: dict[Future[Trajectory], Run] = {pool.submit(run): run for run in islice(waiting, jobs * _AHEAD)}
        try:
            while flying:
                done, _ = wait(flying, return_when=FIRST_COMPLETED)
                for future in done:
                    run = flying.pop(future)
                    yield run, future.result()
                    flying.update({pool.submit(following): following for following in islice(waiting, 1)})
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _ignore_interrupts() -> None:
    """Ctrl-C is for the parent, which stops the workers in its own time."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
