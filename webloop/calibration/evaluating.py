"""Many evaluations of a problem, spread over worker processes."""

import pickle
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from functools import lru_cache

import numpy as np

from webloop.calibration.problem import Problem
from webloop.errors import WebloopError
from webloop.run.executors import Workers
from webloop.submodels.roles import Floats

_TURNS = 4  # each worker gets its points in so many turns, so that none waits long for the last
_DIED = "a worker process died, perhaps for lack of memory; --jobs 1 does all in this process"


class Evaluator:
    """Residuals at many points; the numbers don't depend on the number of workers.

    Args:
        problem: what is fitted.
        workers: where.
        told: called with the evaluations done so far.

    Attributes:
        done: evaluations so far.
    """

    def __init__(self, problem: Problem, workers: Workers, told: Callable[[int], None] | None = None) -> None:
        self.problem = problem
        self.done = 0
        self._workers = workers
        self._told = told
        self._packed = pickle.dumps(problem) if workers.number > 1 else b""

    def __call__(self, points: Floats) -> Floats:
        """Residuals (points, targets) at coordinates z (points, size).

        Raises:
            WebloopError: when a worker process dies.
        """
        size = max(1, -(-len(points) // (self._workers.number * _TURNS)))
        chunks = [points[start : start + size] for start in range(0, len(points), size)]
        try:
            futures = [self._submitted(chunk) for chunk in chunks]
            found = []
            for chunk, future in zip(chunks, futures, strict=True):
                found.append(future.result())
                self.done += len(chunk)
                if self._told:
                    self._told(self.done)
        except BrokenExecutor as error:
            raise WebloopError(_DIED) from error
        return np.concatenate(found)

    def _submitted(self, chunk: Floats) -> Future[Floats]:
        if self._workers.number > 1:
            return self._workers.executor.submit(_unpack_and_work, self._packed, chunk)
        return self._workers.executor.submit(_work, self.problem, chunk)


def _unpack_and_work(packed: bytes, chunk: Floats) -> Floats:
    return _work(_unpacked(packed), chunk)


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Problem:
    """A problem is unpacked once in each worker, not for each of its points."""
    problem = pickle.loads(packed)
    assert isinstance(problem, Problem)
    return problem


def _work(problem: Problem, chunk: Floats) -> Floats:
    return np.array([problem.residuals(z) for z in chunk])
