"""Fitting: the posterior of a baseline's uncertain parameters, given targets."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import webloop
from webloop.calibration.chain import EXTRA, MULTIPLE, Chain, Plan, fitting_walkers, walk
from webloop.calibration.code import fitting_digest
from webloop.calibration.diagnostics import Diagnostics, diagnose
from webloop.calibration.evaluating import Evaluator
from webloop.calibration.kept import load, save
from webloop.calibration.mode import Evaluate, Mode, find_mode, informed
from webloop.calibration.moves import Shape
from webloop.calibration.posterior import Learned, learned, posterior_points
from webloop.calibration.problem import IMPOSSIBLE, Problem
from webloop.errors import InputError
from webloop.extras import extra
from webloop.run.executors import Workers
from webloop.streams import Streams
from webloop.submodels.roles import Floats

Told = Callable[[int, int, int], None]
_STARTS = 3
_ITERATIONS = 12  # a guess at how many steps a search takes


@dataclass(frozen=True)
class Settings:
    """How to fit.

    Attributes:
        draws: of the posterior, to be kept.
        steps: of each walker, those to warm up apart.
        walkers: how many; as many as the coordinates ask for, for None.
        seed: of chance.
        warm_up: steps to warm up.
    """

    draws: int = 256
    steps: int = 100
    walkers: int | None = None
    seed: int = 1
    warm_up: int = 60


@dataclass(frozen=True, eq=False)
class Fit:
    """A posterior.

    Attributes:
        problem: what was fitted.
        settings: how.
        mode: the likeliest parameters.
        diagnostics: how good the sample is.
        points: draws as coordinates (draws, size).
        learned: every parameter before and after.
    """

    problem: Problem
    settings: Settings
    mode: Mode
    diagnostics: Diagnostics
    points: Floats
    learned: list[Learned]

    def plain(self) -> dict[str, Any]:
        """What there is to say of it, as plain data."""
        targets = self.problem.targets
        return {
            "name": self.problem.name,
            "webloop": webloop.__version__,
            "seed": self.settings.seed,
            "draws": len(self.points),
            "problem": self.problem.digest,
            "code": fitting_digest(),
            "targets": {role: [each.id for each in targets if each.role == role] for role in self.roles},
            "mode": {
                "log_posteriors": [round(float(top), 3) for top in self.mode.tops],
                "residuals": {
                    target.id: round(float(residual), 3)
                    for target, residual in zip(targets, self.mode.residuals, strict=True)
                },
            },
            "chain": {**asdict(self.diagnostics), "warning": self.diagnostics.warning},
            "parameters": [each.plain() for each in self.learned],
        }

    @property
    def roles(self) -> list[str]:
        """Roles of the targets, in the order of their first."""
        return list(dict.fromkeys(target.role for target in self.problem.targets))


def fit(problem: Problem, settings: Settings, folder: Path, workers: Workers, told: Told | None = None) -> Fit:
    """Fit a problem, or go on with a fit of it that was interrupted.

    The mode is searched by least squares, then walkers sample what lies around it. The same problem, settings and code
    give the same posterior, with any number of workers and interruptions. More steps lengthen a chain that is there.

    Args:
        problem: what to fit.
        settings: how.
        folder: what is on its way is kept in its folder `chains`.
        workers: where evaluations are done.
        told: called with the evaluations done, all that are expected, and those that were done before.

    Raises:
        InputError: when emcee is missing, there is nothing to learn, or there are too few walkers.
        WebloopError: when a worker process dies.
    """
    extra(*EXTRA)
    if not problem.targets:
        raise InputError(f"{problem.name}: there is no target to fit to")
    file = folder / "chains" / f"{problem.name}-{_key(problem, settings)[:16]}.npz"
    with extra("threadpoolctl", *EXTRA[1:]).threadpool_limits(1):  # threads cost small matrices more than they save
        mode, chain = _walked(problem, settings, file, workers, _Progress(told))
    return _fit(problem, settings, mode, chain.places[settings.warm_up :])


def _walked(
    problem: Problem, settings: Settings, file: Path, workers: Workers, progress: "_Progress"
) -> tuple[Mode, Chain]:
    """The mode, and the whole chain around it; what is in the file is not done again."""
    mode, before = load(file)
    evaluate = Evaluator(problem, workers, progress.done)
    if mode is None:
        progress.expect(_guess(problem.space.size, settings))
        mode = _find(evaluate, problem, settings)
        save(file, mode)
    plan = Plan(_walkers(problem, settings, len(mode.at)), settings.warm_up, settings.steps, settings.seed)
    walked = 0 if before is None else min(len(before.places), plan.total)
    progress.expect(evaluate.done + plan.walkers * (plan.total - walked + (not walked)), plan.walkers * walked)
    shape, inside = Shape.of(mode.at, mode.covariance), partial(_inside, evaluate, mode.informed)
    return mode, walk(inside, shape, plan, before, partial(save, file, mode))


def _fit(problem: Problem, settings: Settings, mode: Mode, chain: Floats) -> Fit:
    """What a chain says that is warm (steps, walkers, informed)."""
    points = posterior_points(problem.space, mode, chain, settings.draws, settings.seed)
    return Fit(problem, settings, mode, diagnose(chain), points, learned(problem.space, mode, chain, settings.seed))


def _key(problem: Problem, settings: Settings) -> str:
    """A hash of everything that a chain hangs on, but its length."""
    said = [problem.digest, fitting_digest(), settings.seed, settings.walkers, settings.warm_up]
    return sha256(json.dumps(said).encode()).hexdigest()


def _find(evaluate: Evaluate, problem: Problem, settings: Settings) -> Mode:
    """Which coordinates the data speak of, and the likeliest ones.

    Raises:
        InputError: when they speak of none, walkers are too few, or not even the middle of the space can be read.
    """
    if (evaluate(np.zeros((1, problem.space.size))) == IMPOSSIBLE).any():
        problem.check()
    streams = Streams(settings.seed, 0)
    seen = informed(evaluate, problem.space.size, streams.get("fit", "screen"))
    if not seen.any():
        raise InputError(
            f"{problem.name}: no uncertain parameter changes any of the {len(problem.targets)} readings: "
            "there is nothing to fit"
        )
    size = int(seen.sum())
    _walkers(problem, settings, size)  # what is wrong with them is said before the search
    starts = np.vstack([np.zeros(size), streams.get("fit", "starts").standard_normal((_STARTS - 1, size))])
    return Mode(seen, *find_mode(partial(_inside, evaluate, seen), starts, problem.space.whole[seen]))


def _inside(evaluate: Evaluate, seen: NDArray[np.bool_], points: Floats) -> Floats:
    """Residuals at points of the informed coordinates; the others, which change nothing, stay in their middle."""
    everywhere = np.zeros((len(points), len(seen)))
    everywhere[:, seen] = points
    return evaluate(everywhere)


def _walkers(problem: Problem, settings: Settings, size: int) -> int:
    """How many walkers there are.

    Raises:
        InputError: when those that were asked for are too few.
    """
    least = -(-max(2 * size, MULTIPLE) // MULTIPLE) * MULTIPLE
    walkers = settings.walkers or fitting_walkers(size)
    if walkers < least or walkers % MULTIPLE:
        raise InputError(
            f"{problem.name}: {walkers} walkers can't walk in {size} dimensions; "
            f"must be a multiple of {MULTIPLE} from {least} on"
        )
    return walkers


class _Progress:
    """Tells how far a fit is; how long the search for the mode takes is a guess."""

    def __init__(self, told: Told | None) -> None:
        self._told = told
        self._done = self._total = self._reused = 0

    def expect(self, total: int, reused: int = 0) -> None:
        """So many evaluations there will be, on top of those that were done before."""
        self._total, self._reused = total, reused
        self.done(self._done)

    def done(self, number: int) -> None:
        """So many have been done."""
        self._done = number
        if self._told:
            self._told(min(number, self._total) + self._reused, self._total + self._reused, self._reused)


def _guess(size: int, settings: Settings) -> int:
    """Evaluations, by and large."""
    screening, searching = 3 * (2 * size + 1), _STARTS * _ITERATIONS * (size + 2)
    return screening + searching + (settings.warm_up + settings.steps + 1) * (settings.walkers or fitting_walkers(size))
