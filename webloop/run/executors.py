"""Where runs are done: in this process, in a pool of processes, or on a Dask cluster; one interface for all."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any

from webloop.errors import InputError

_PATIENCE = 30.0  # seconds until a cluster that does not answer is given up


@dataclass(frozen=True)
class Workers:
    """Workers that are ready.

    Attributes:
        executor: takes tasks.
        number: how many tasks are done at a time.
    """

    executor: Executor
    number: int


class InProcess(Executor):
    """Does each task at once, here: small work needs no other process, and a debugger sees it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it now; Ctrl-C is for the caller."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (it is the future's)
            future.set_exception(error)
        return future


def available_cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(jobs: int, cluster: str | None = None) -> Iterator[Workers]:
    """Start workers, and stop them in the end; what they have not begun is given up.

    Args:
        jobs: processes; 1 is this one.
        cluster: `local`, for a Dask cluster of `jobs` processes on this machine, or the address of a scheduler.

    Raises:
        InputError: when Dask is missing, or nobody answers at the address.
    """
    if cluster is not None:
        with _dask(jobs, cluster) as found:
            yield found
        return
    others = set(multiprocessing.active_children())
    executor = InProcess() if jobs <= 1 else _pool(jobs)
    try:
        yield Workers(executor, jobs)
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()  # what it was about to finish is not wanted any more, and nobody waits for it
        raise
    executor.shutdown()


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Not fork: the parent has threads (progress bar). Not bare spawn: the fork server imports webloop once.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["webloop.run.tasks"])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_settle)


def _settle() -> None:
    """Make a worker a good child: Ctrl-C is for the parent, and a worker does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    """End when the parent has ended, even when it was killed."""
    wait([sentinel])
    os._exit(1)


@contextmanager
def _dask(jobs: int, address: str) -> Iterator[Workers]:
    """Workers of a Dask cluster.

    Raises:
        InputError: when Dask is missing, or nobody answers at the address.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise InputError("--cluster needs Dask: pip install 'webloop[cluster]'") from error
    own = None
    try:
        if address == "local":
            own = LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        client = Client(own or address, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"--cluster {address}: no Dask scheduler answers there ({error}); allowed: local, or tcp://HOST:PORT"
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise InputError(f"--cluster {address}: the scheduler has no workers") from error
        yield Workers(client.get_executor(), sum(client.nthreads().values()))
    finally:
        client.close()
        if own is not None:
            own.close()
