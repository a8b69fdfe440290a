"""Where runs are done: in this process, in a pool of processes, or on a Dask cluster; one interface for all."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import wait
from typing import Any

from webloop.errors import InputError
from webloop.extras import extra

_AHEAD = 3  # tasks per worker
_MOST_ON_WINDOWS = 61  # processes of one pool
_PATIENCE = 30.0  # seconds until a cluster that does not answer is given up


@dataclass(frozen=True)
class Workers:
    """Workers that are ready.

    Attributes:
        executor: takes tasks.
        number: how many tasks are done at a time.
        ahead: how many tasks to give them at once: enough to keep all busy, few enough to keep memory flat.
    """

    executor: Executor
    number: int
    ahead: int


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
        yield Workers(executor, jobs, 1 if jobs <= 1 else jobs * _AHEAD)
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
        with _deaf_to_interrupts():
            forkserver.ensure_running()
    if sys.platform == "win32":
        jobs = min(jobs, _MOST_ON_WINDOWS)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_settle)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Helpers that are started now never hear of Ctrl-C: it is for this process, which stops them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        resource_tracker.ensure_running()
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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


def check_cluster(address: str | None) -> None:
    """Find out before anything else whether a cluster can be used.

    Raises:
        InputError: when Dask is missing, nobody answers at the address, or the scheduler has no workers.
    """
    if address == "local":
        extra("distributed", "cluster", "--cluster")
    elif address is not None:
        with _dask(1, address):
            pass


@contextmanager
def _dask(jobs: int, address: str) -> Iterator[Workers]:
    """Workers of a Dask cluster.

    Raises:
        InputError: when Dask is missing, nobody answers at the address, or the scheduler has no workers.
    """
    dask = extra("distributed", "cluster", "--cluster")
    own = None
    try:
        if address == "local":
            own = dask.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        client = dask.Client(own or address, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"--cluster {address}: no Dask scheduler answers there ({error}); allowed: local, or tcp://HOST:PORT"
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise InputError(f"--cluster {address}: the scheduler has no workers") from error
        threads = sum(client.nthreads().values())
        yield Workers(client.get_executor(), threads, threads * _AHEAD)
    finally:
        client.close()
        if own is not None:
            own.close()
