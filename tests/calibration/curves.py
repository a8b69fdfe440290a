"""A problem of fitting that costs next to nothing: one adoption curve, read by counting pages and by estimating."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tests.calibration.made import START, target
from webloop.calibration.problem import Problem
from webloop.calibration.readings import Readings
from webloop.calibration.space import Group, Space
from webloop.calibration.spread import Binomial, Normal
from webloop.calibration.target import Target
from webloop.submodels.adoption.saturating import Saturating
from webloop.submodels.distributions.loguniform import LogUniform
from webloop.submodels.distributions.uniform import Uniform

MONTHS = np.arange(40.0)
SPACE = Space(
    (
        Group({"curve.saturation": 0.3}, Uniform(low=0.1, high=0.6), whole=False),
        Group({"elsewhere": 3.0}, Uniform(low=0, high=9), whole=True),
        Group({"curve.delay": 2.0}, Uniform(low=0, high=6), whole=False),
        Group({"curve.time_constant": 10.0}, LogUniform(low=3, high=30), whole=False),
    )
)
COUNTED, ESTIMATED = (8, 14, 20), (5, 26, 32)


@dataclass(frozen=True)
class Curve:
    """Share of AI pages month by month."""

    def __call__(self, values: Mapping[str, Any]) -> Readings:
        said = {path.removeprefix("curve."): value for path, value in values.items() if path != "elsewhere"}
        return Readings(START, {"detector": Saturating(**said).share(MONTHS)})


def targets(estimate: float = 0.03, pages: int = 60) -> tuple[Target, ...]:
    counted = [target(f"c{month}", month, 0.2, role="fit", spread=Binomial(pages)) for month in COUNTED]
    return (*counted, *(target(f"e{month}", month, 0.2, role="fit", spread=Normal(estimate)) for month in ESTIMATED))


def problem(name: str = "curve", **spreads: Any) -> Problem:
    return Problem(name, SPACE, targets(**spreads), Curve(), "a curve")


def observed_at(asked: Problem, z: np.ndarray, rng: np.random.Generator) -> Problem:
    """The problem with what the model itself would have been observed to say at coordinates z."""
    readings = asked.model(asked.space.values(z))
    seen = tuple(
        replace(each, observed=float(each.sample(np.array([each.of(readings)]), rng)[0])) for each in asked.targets
    )
    return replace(asked, targets=seen)
