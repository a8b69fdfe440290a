"""Readings of a baseline's draws, and the forecasts that they make of targets."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from webloop.calibration.target import Target
from webloop.errors import InputError
from webloop.months import format_month
from webloop.streams import Streams

Floats = NDArray[np.float64]
READINGS = 50
"""Readings with an error each, of every draw."""


@dataclass(frozen=True)
class Ensemble:
    """Expected readings of the draws of a baseline.

    Attributes:
        baseline: its name.
        first: month of the first column.
        values: by instrument, (draws, months).
        seed: seed of the errors of readings.
    """

    baseline: str
    first: int
    values: Mapping[str, Floats]
    seed: int = 1

    def expected(self, target: Target) -> Floats:
        """Expected readings in the target's unit, (draws,).

        Raises:
            InputError: when the instrument finds nothing to read in those months.
        """
        window = self.values[target.instrument][:, target.first - self.first : target.last - self.first + 1]
        mean: Floats = window.mean(axis=1) * target.scale
        empty = int(np.isnan(mean).sum())
        if empty:
            months = " to ".join(dict.fromkeys(map(format_month, (target.first, target.last))))
            raise InputError(
                f"{target.origin}: {target.id}: in {empty} of {len(mean)} draws of {self.baseline} there is nothing "
                f"that {target.instrument} could read in {months}"
            )
        return mean

    def members(self, target: Target) -> Floats:
        """What would be observed, (draws, READINGS): expected readings with errors, none of them impossible."""
        expected = self.expected(target)
        rng = Streams(self.seed, 0).get("hindcast", self.baseline, target.id)
        readings = target.sample(np.repeat(expected[:, None], READINGS, axis=1), rng)
        return np.clip(readings, *target.bounds)
