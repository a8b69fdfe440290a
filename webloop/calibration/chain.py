"""The chain: walkers that sample the posterior with emcee; what they have walked is kept on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from webloop.calibration.mode import Evaluate
from webloop.calibration.moves import Autoregressive, Independent, Shape, Shortcut
from webloop.calibration.problem import log_posterior
from webloop.calibration.surrogate import learn
from webloop.extras import extra
from webloop.streams import Streams
from webloop.submodels.roles import Floats

EXTRA = ("emcee", "calibration", "fit")
"""The library of walkers, the extra of webloop that brings it, and what needs it."""
MULTIPLE = 4
"""Walkers come in so many groups, each of which moves by the places of the others (snooker)."""
_LEAST = 32
_KEPT_EVERY = 5
_TRUST_MODE = 0.1  # share of the mode's covariance in the one learned from walkers, which may be few
_TRUST_SURROGATE = 3.0  # how often it is asked for a move, for each of the others
_FIRST_LESSON = 2 / 3  # of the warm-up, after which a first surrogate is learned


@dataclass(frozen=True)
class Plan:
    """How far walkers walk.

    Attributes:
        walkers: how many; a multiple of 4, at least twice the coordinates.
        warm_up: steps in which they forget where they started, and a surrogate is learned; they are dropped.
        steps: steps after that.
        seed: of chance.
    """

    walkers: int
    warm_up: int
    steps: int
    seed: int

    @property
    def total(self) -> int:
        """All steps."""
        return self.warm_up + self.steps

    @property
    def lessons(self) -> tuple[int, int]:
        """Steps after which a surrogate is learned: a first one, and when all is warm a better one."""
        return int(_FIRST_LESSON * self.warm_up), self.warm_up


@dataclass(frozen=True, eq=False)
class Chain:
    """Where walkers have been.

    Attributes:
        places: coordinates (steps, walkers, size), those of the warm-up first.
        heights: log posterior, up to a constant (steps, walkers).
        random: state of NumPy's `RandomState` after the last step.
        points: all coordinates that were evaluated to warm up (points, size).
        residuals: of the targets there (points, targets).
    """

    places: Floats
    heights: Floats
    random: tuple[Any, ...]
    points: Floats
    residuals: Floats


def fitting_walkers(size: int) -> int:
    """Walkers for a number of coordinates: at least twice as many, or they might stay in a plane.

    >>> fitting_walkers(3), fitting_walkers(25)
    (32, 52)
    """
    return max(_LEAST, -(-2 * size // MULTIPLE) * MULTIPLE)


def walk(evaluate: Evaluate, shape: Shape, plan: Plan, before: Chain | None, keep: Callable[[Chain], None]) -> Chain:
    """Sample the posterior; walkers start from its normal approximation.

    Args:
        evaluate: residuals of targets.
        shape: the posterior near its mode.
        plan: how far to walk.
        before: the chain so far, to go on with; None for none.
        keep: called with the chain so far, every few steps and in the end.

    Raises:
        InputError: when emcee is not installed.
    """
    walk = _Walk(extra(*EXTRA), evaluate, shape, plan, keep)
    if before is None:
        walk.begin()
    else:
        walk.take_up(before)
    for lesson, end in zip((0, *plan.lessons), (*plan.lessons, plan.total), strict=True):
        walk.on_to(end, lesson)
    return walk.chain


class _Walk:
    """A walk on its way."""

    def __init__(self, emcee: Any, evaluate: Evaluate, shape: Shape, plan: Plan, keep: Callable[[Chain], None]) -> None:
        self._emcee, self._evaluate, self._shape, self._plan, self._keep = emcee, evaluate, shape, plan, keep
        self._places: list[Floats] = []
        self._heights: list[Floats] = []
        self._points: list[Floats] = []
        self._residuals: list[Floats] = []
        self._state: Any = None

    @property
    def chain(self) -> Chain:
        """Where walkers have been so far."""
        points, residuals = np.concatenate(self._points), np.concatenate(self._residuals)
        return Chain(np.array(self._places), np.array(self._heights), self._state.random_state, points, residuals)

    def begin(self) -> None:
        """Start from the normal approximation."""
        words = Streams(self._plan.seed, 0).get("fit", "walkers").integers(2**32, size=8, dtype=np.uint32)
        random = np.random.RandomState(words)
        places = self._shape.mean + self._shape.steps(self._plan.walkers, random)
        heights = self._height(places)
        self._state = self._emcee.State(places, log_prob=heights, random_state=random.get_state())

    def take_up(self, chain: Chain) -> None:
        """Go on from where walkers have been, or from an earlier step of theirs."""
        self._places, self._heights = list(chain.places[: self._plan.total]), list(chain.heights[: self._plan.total])
        self._points, self._residuals = [chain.points], [chain.residuals]
        place, height = self._places[-1].copy(), self._heights[-1].copy()
        self._state = self._emcee.State(place, log_prob=height, random_state=chain.random)

    def on_to(self, end: int, lesson: int) -> None:
        """Walk up to a step, by what was evaluated until another step."""
        here = len(self._places)
        if here >= end:
            return
        size, moves = len(self._shape.mean), self._moves(lesson)
        sampler = self._emcee.EnsembleSampler(self._plan.walkers, size, self._height, moves=moves, vectorize=True)
        for state in sampler.sample(self._state, iterations=end - here, store=False):
            self._state = state
            self._places.append(state.coords.copy())
            self._heights.append(state.log_prob.copy())
            if len(self._places) % _KEPT_EVERY == 0 or len(self._places) == self._plan.total:
                self._keep(self.chain)

    def _height(self, points: Floats) -> Floats:
        """Log posterior, up to a constant; what is evaluated to warm up is kept in mind."""
        residuals = self._evaluate(points)
        if len(self._places) < self._plan.warm_up:
            self._points.append(points.copy())
            self._residuals.append(residuals)
        return log_posterior(points, residuals)

    def _moves(self, lesson: int) -> list[tuple[Any, float]]:
        """What walkers do, and how often: by what was learned of the posterior, and by where the others are.

        Emcee's own moves come last: they depend on nothing that might have been learned badly.
        """
        moves = self._emcee.moves
        shape = self._learned_shape(lesson) if lesson else self._shape
        known: list[tuple[Any, float]] = [
            (moves.MHMove(Autoregressive(shape)), 0.4),
            (moves.MHMove(Independent(shape)), 0.15),
            (moves.DEMove(), 0.3),
            (moves.DESnookerMove(), 0.15),
        ]
        if not lesson:
            return known
        then = self._plan.walkers * (1 + lesson)
        surrogate = learn(np.concatenate(self._points)[:then], np.concatenate(self._residuals)[:then])
        return [(moves.MHMove(Shortcut(shape, surrogate)), _TRUST_SURROGATE), *known]

    def _learned_shape(self, lesson: int) -> Shape:
        """The normal distribution nearest to where walkers were in the second half of the steps up to one."""
        places = np.concatenate(self._places[lesson // 2 : lesson])
        found = np.cov(places, rowvar=False).reshape(self._shape.root.shape)
        near_mode = self._shape.root @ self._shape.root.T
        return Shape.of(places.mean(axis=0), (1 - _TRUST_MODE) * found + _TRUST_MODE * near_mode)
