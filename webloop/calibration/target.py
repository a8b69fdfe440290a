"""A target: one observed reading of the real web, and how far off it may be."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from webloop.calibration.spread import Spread
from webloop.scenario.problems import Origin

if TYPE_CHECKING:
    from webloop.calibration.readings import Readings

Floats = NDArray[np.float64]
Role = Literal["input", "fit", "held_out", "out"]
ROLES: tuple[Role, ...] = ("input", "fit", "held_out", "out")
"""It set a parameter; it is fitted; it is kept back to be predicted; the model has no such thing."""
BASELINES = ("article-web", "site-web")
"""The two structural baselines, as they are called in target files."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that targets are written in.

    Attributes:
        kind: unit of the instruments it goes with.
        scale: what a reading is multiplied by to be in it.
    """

    kind: str
    scale: float


UNITS = {
    "%": Unit("share", 100.0),
    "share": Unit("share", 1.0),
    "ratio": Unit("ratio", 1.0),
    "trillion tokens": Unit("tokens", 1e-12),
    "tokens": Unit("tokens", 1.0),
    "billion pages a month": Unit("pages per month", 1e-9),
    "pages per month": Unit("pages per month", 1.0),
}


@dataclass(frozen=True)
class Target:
    """An observed reading.

    Attributes:
        id: unique in its file.
        observable: what was observed, in words.
        series: the time series it belongs to; empty for a single observation.
        role: what it is used for.
        instrument: name of the instrument that is re-enacted; empty where the role is `out`.
        baselines: those of the two baselines that it says something about.
        first: first month of the reading, which is a mean over months.
        last: last month.
        observed: the observed reading, in `unit`.
        unit: one of `UNITS`.
        spread: the error model.
        source: key of the source.
        remark: what to know, such as why the model has no such thing.
        origin: where it was written.
        miss: why the model is believed to miss it, where it does.
    """

    id: str
    observable: str
    series: str
    role: Role
    instrument: str
    baselines: tuple[str, ...]
    first: int
    last: int
    observed: float
    unit: str
    spread: Spread
    source: str
    remark: str
    origin: Origin
    miss: str = ""

    @property
    def scale(self) -> float:
        """What a reading is multiplied by to be in the target's unit."""
        return UNITS[self.unit].scale

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which no reading can fail to lie: no share is below 0 or above the whole."""
        return 0.0, self.scale if UNITS[self.unit].kind == "share" else float("inf")

    def of(self, readings: "Readings") -> float:
        """The model's expected reading, in the target's unit."""
        return readings.mean(self.instrument, self.first, self.last) * self.scale

    def residual(self, value: float) -> float:
        """Signed deviance residual of the observed reading where `value` is expected, both in the target's unit.

        The sum of squares over targets is -2 log likelihood up to a constant.
        """
        return self.spread.residual(self.observed, value)

    def sample(self, values: Floats, rng: np.random.Generator) -> Floats:
        """What would be observed where `values` are expected: one reading for each, with its error."""
        return self.spread.sample(values, rng)
