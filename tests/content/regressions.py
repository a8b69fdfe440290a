"""Rounds of labelling and fitting, as a lab alone would do them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.regression.domain import RegressionDomain
from webloop.content.samples import Samples
from webloop.content.setting import Setting
from webloop.streams import Streams
from webloop.submodels.content.regression import Regression
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.learners.least_squares import LeastSquares

Floats = NDArray[np.float64]


def domain(replicates: int = 1, seed: int = 1, **fields: Any) -> RegressionDomain:
    """A regression domain with two communities."""
    ideas: Any = None  # regression has none
    setting = Setting(ideas, {"a": 0.6, "b": 0.4}, 0, 12, Streams(seed, 0), replicates)
    return Regression(**fields).build(setting)


def rounds(
    content: RegressionDomain, pages: int, number: int, keep: Callable[[list[Samples]], list[Samples]]
) -> Floats:
    """Errors w - w* of each round, (rounds, replicates, dimensions); `keep` says which draws are trained on."""
    rng = np.random.default_rng(pages)
    source, draws, errors = content.truth, [], []
    for _ in range(number):
        draws.append(content.draw(pages, source, rng))
        fitted = content.fit(LeastSquares(), content.weigh([(content.pool(keep(draws)), 1.0)]), rng)
        errors.append(fitted.mean - content.truth.mean)
        source = content.publish(fitted, Sampling(), 0.0)
    return np.stack(errors)


def replace(draws: list[Samples]) -> list[Samples]:
    """The last draw alone."""
    return draws[-1:]


def accumulate(draws: list[Samples]) -> list[Samples]:
    """All draws."""
    return draws
