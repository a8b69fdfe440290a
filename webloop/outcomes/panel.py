"""Results as arrays, one metric at a time, and how their runs pair up.

The unit of pairing is (draw, replicate): the same number means the same luck and the same uncertain parameters
in every scenario. Replicates of one draw share its parameters, so they are no independent evidence about what
parameters do: where a study has several draws, the pairs of a draw are averaged first and the units are draws.
"""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from webloop.errors import InputError
from webloop.months import parse_month
from webloop.outcomes.paired import Floats
from webloop.outcomes.results import Results


class Panel:
    """The monthly metrics of all runs; each metric is read when it is asked for, and not kept.

    Args:
        results: what was run.
        name: the metric that is wanted first; it is read together with the keys.

    Raises:
        InputError: when no run of the baseline finished.

    Attributes:
        scenarios: names, in the order of the first axis.
        months: `YYYY-MM` of every month that some run reaches, in order.
        last: index of the last month that all scenarios reach.
        draws: number of draws; where it is 1, units are replicates.
    """

    def __init__(self, results: Results, name: str) -> None:
        table = results.monthly([name])
        self._results, self._first = results, name
        self._file = results.folder / "monthly.parquet"
        self._row_groups = pq.read_metadata(self._file)
        self.scenarios = [each for each in results.scenarios if each in set(table["scenario"])]
        if results.baseline not in self.scenarios:
            raise InputError(f"{results.folder} has no finished run of the baseline to compare with")
        self.months = sorted(table["month"].unique())
        self.last = self.months.index(str(table.groupby("scenario")["month"].max().min()))
        sizes, place = [], np.zeros(len(table), dtype=np.int64)
        for key, order in (("scenario", self.scenarios), ("month", self.months), ("draw", None), ("replicate", None)):
            known = pd.Index(np.unique(table[key]) if order is None else order)
            place = place * len(known) + known.get_indexer(pd.Index(table[key])).astype(np.int64)
            sizes.append(len(known))
        self._shape, self._place = tuple(sizes), place
        self._read = table[name].to_numpy(dtype=float)
        self.draws = sizes[2]
        self.runs = len(np.unique(place % (sizes[2] * sizes[3])))

    @property
    def units(self) -> str:
        """What is paired, in the plural."""
        return "replicates" if self.draws == 1 else "draws"

    @property
    def baseline(self) -> int:
        """Index of the baseline among the scenarios."""
        return self.scenarios.index(self._results.baseline)

    def values(self, name: str) -> Floats:
        """A metric of all runs, (scenarios, months, draws, replicates); NaN where a run has no value."""
        column = self._read if name == self._first else self._column(name)
        out = np.full(int(np.prod(self._shape)), np.nan)
        out[self._place] = column
        return out.reshape(self._shape)

    def _column(self, name: str) -> Floats:
        """A metric without its keys, in the order of the rows of the file, (rows,)."""
        # every run is a row group: to read what they all are again for each metric would cost more than its values
        with pq.ParquetFile(self._file, metadata=self._row_groups) as file:
            return np.asarray(file.read(columns=[name], use_threads=False)[name].to_numpy(), dtype=float)

    def at(self, month: str | None) -> int:
        """Index of a month; the last one that all scenarios reach for None.

        Raises:
            InputError: when it is no month, or no run reaches it.
        """
        if month is None:
            return self.last
        try:
            parse_month(month)
        except ValueError as error:
            raise InputError(f"--at {month}: {error}") from error
        if month not in self.months:
            raise InputError(f"--at {month}: the results go from {self.months[0]} to {self.months[-1]}")
        return self.months.index(month)


def by_unit(values: Floats) -> Floats:
    """Values of runs, (..., draws, replicates), as values of units, (..., units).

    With one draw its replicates are the units; with several, each is the mean of its replicates that have a value.

    >>> by_unit(np.array([[1.0, 3.0], [5.0, np.nan]])).tolist(), by_unit(np.array([[1.0, 3.0]])).tolist()
    ([2.0, 5.0], [1.0, 3.0])
    """
    if values.shape[-2] == 1:
        return values[..., 0, :]
    there = ~np.isnan(values)
    count = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.asarray(total / np.where(count > 0, count, np.nan), dtype=float)


def units_of(results: Results) -> str:
    """What is paired in these results, in the plural: `replicates`, or `draws` where there are several."""
    draws = results.manifest.get("draws")
    return "draws" if draws and draws["total"] > 1 else "replicates"
