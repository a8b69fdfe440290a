"""Readings of a baseline's draws, and the forecasts that they make of targets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from webloop.calibration.target import Target
from webloop.errors import InputError
from webloop.months import format_month, parse_month
from webloop.outcomes.parquet import read_parquet
from webloop.outcomes.results import Results
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

    @property
    def last(self) -> int:
        """Month of the last column."""
        return self.first + len(next(iter(self.values.values()))[0]) - 1

    def expected(self, target: Target) -> Floats:
        """Expected readings in the target's unit, (draws,).

        Raises:
            InputError: when the instrument finds nothing to read in those months.
        """
        mean = self._mean(target)
        empty = int(np.isnan(mean).sum())
        if empty:
            months = " to ".join(dict.fromkeys(map(format_month, (target.first, target.last))))
            raise InputError(
                f"{target.origin}: {target.id}: in {empty} of {len(mean)} draws of {self.baseline} there is nothing "
                f"that {target.instrument} could read in {months}"
            )
        return mean

    def members(self, target: Target) -> Floats:
        """What would be observed, (draws, READINGS): expected readings with errors, none of them impossible.

        Raises:
            InputError: when the instrument finds nothing to read in those months.
        """
        return self._observed(target, self.expected(target), target.id)

    def fan(self, target: Target, months: Collection[int], quantiles: Collection[float]) -> Floats:
        """Quantiles of what would be observed as a target is, in other months, (months, quantiles).

        All months have the same errors, so that lines are smooth. Not numbers where the instrument finds nothing to
        read.
        """
        out = np.full((len(months), len(quantiles)), np.nan)
        for row, month in enumerate(months):
            each = replace(target, first=month, last=month)
            expected = self._mean(each)
            if not np.isnan(expected).any():
                out[row] = np.quantile(self._observed(each, expected, "fan"), list(quantiles))
        return out

    def _mean(self, target: Target) -> Floats:
        window = self.values[target.instrument][:, target.first - self.first : target.last - self.first + 1]
        mean: Floats = window.mean(axis=1) * target.scale
        return mean

    def _observed(self, target: Target, expected: Floats, owner: str) -> Floats:
        rng = Streams(self.seed, 0).get("hindcast", self.baseline, owner)
        readings = target.sample(np.repeat(expected[:, None], READINGS, axis=1), rng)
        return np.clip(readings, *target.bounds)


def ensembles(results: Results, instruments: Collection[str]) -> tuple[Ensemble, ...]:
    """Expected readings of all runs of each scenario.

    Args:
        results: runs of scenarios with instruments; each run is a draw.
        instruments: names of those to read.

    Raises:
        InputError: when the folder has no readings.
    """
    table = readings_of(results)
    table = table[table["instrument"].isin(instruments)]
    out = []
    for name in results.scenarios:
        keys = ["instrument", "draw", "replicate", "month"]
        mine = table[table["scenario"] == name].set_index(keys)["expected"].unstack("month")
        values = {
            str(each): rows.to_numpy(dtype=np.float64) for each, rows in mine.groupby(level="instrument", observed=True)
        }
        out.append(Ensemble(name, parse_month(str(mine.columns[0])), values, int(results.manifest["seed"])))
    return tuple(out)


def readings_of(results: Results) -> pd.DataFrame:
    """The readings of a results folder, one row per scenario, draw, replicate, month and instrument.

    Raises:
        InputError: when there are none.
    """
    try:
        return read_parquet(results.folder / "readings.parquet")
    except FileNotFoundError:
        raise InputError(f"{results.folder} has no readings.parquet: no scenario of it has instruments") from None
