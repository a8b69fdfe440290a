"""The chain: walkers that sample the posterior with emcee; what they have walked is kept on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from webloop.calibration.mode import Evaluate
from webloop.calibration.moves import Autoregressive, Independent, Shape
from webloop.calibration.problem import log_posterior
from webloop.extras import extra
from webloop.streams import Streams
from webloop.submodels.roles import Floats

EXTRA = ("emcee", "calibration", "fit")
"""The library of walkers, the extra of webloop that brings it, and what needs it."""
MULTIPLE = 4
"""Walkers come in so many groups, each of which moves by the places of the others (snooker)."""
_LEAST = 32
_KEPT_EVERY = 5


@dataclass(frozen=True, eq=False)
class Chain:
    """Where walkers have been.

    Attributes:
        places: coordinates (steps, walkers, size).
        heights: log posterior, up to a constant (steps, walkers).
        random: state of NumPy's `RandomState` after the last step.
    """

    places: Floats
    heights: Floats
    random: tuple[Any, ...]

    @property
    def last(self) -> tuple[Any, ...]:
        """Where walkers are now: places, heights, no more, and the random state."""
        return self.places[-1].copy(), self.heights[-1].copy(), None, self.random


def fitting_walkers(size: int) -> int:
    """Walkers for a number of coordinates: at least twice as many, or they might stay in a plane.

    >>> fitting_walkers(3), fitting_walkers(25)
    (32, 52)
    """
    return max(_LEAST, -(-2 * size // MULTIPLE) * MULTIPLE)


def walk(
    evaluate: Evaluate,
    shape: Shape,
    walkers: int,
    steps: int,
    seed: int,
    before: Chain | None,
    keep: Callable[[Chain], None],
) -> Chain:
    """Sample the posterior; walkers start from its normal approximation.

    Args:
        evaluate: residuals of targets.
        shape: the posterior near its mode.
        walkers: how many; a multiple of 4, at least twice the coordinates.
        steps: of the whole chain, from its very start.
        seed: of chance.
        before: the chain so far, to go on with; None for none.
        keep: called with the chain so far, every few steps and in the end.

    Raises:
        InputError: when emcee is not installed.
    """
    emcee = extra(*EXTRA)
    places = [] if before is None else list(before.places[:steps])
    tops = [] if before is None else list(before.heights[:steps])

    def heights(points: Floats) -> Floats:
        return log_posterior(points, evaluate(points))

    sampler = emcee.EnsembleSampler(walkers, len(shape.mean), heights, moves=_moves(emcee, shape), vectorize=True)
    start = emcee.State(*_beginning(shape, walkers, seed, heights) if before is None else before.last)
    for state in sampler.sample(start, iterations=steps - len(places), store=False):
        places.append(state.coords.copy())
        tops.append(state.log_prob.copy())
        if len(places) % _KEPT_EVERY == 0 or len(places) == steps:
            keep(Chain(np.array(places), np.array(tops), state.random_state))
    return Chain(np.array(places), np.array(tops), sampler.random_state)


def _moves(emcee: Any, shape: Shape) -> list[tuple[Any, float]]:
    """What walkers do, and how often: most by the shape of the mode, some by where the others are."""
    return [
        (emcee.moves.MHMove(Autoregressive(shape)), 0.4),
        (emcee.moves.MHMove(Independent(shape)), 0.2),
        (emcee.moves.DEMove(), 0.25),
        (emcee.moves.DESnookerMove(), 0.15),
    ]


def _beginning(shape: Shape, walkers: int, seed: int, heights: Callable[[Floats], Floats]) -> tuple[Any, ...]:
    """Places, heights, no more, and a random state."""
    words = Streams(seed, 0).get("fit", "walkers").integers(2**32, size=8, dtype=np.uint32)
    random = np.random.RandomState(words)
    places = shape.mean + shape.steps(walkers, random)
    return places, heights(places), None, random.get_state()
