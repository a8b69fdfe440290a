"""Results as arrays, one metric at a time, and how their runs pair up.

The unit of pairing is (draw, replicate): the same number means the same luck and the same uncertain parameters
in every scenario. What pairs say about a mean is told by `crossed`.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from webloop.errors import InputError
from webloop.months import parse_month
from webloop.outcomes.crossed import ENOUGH
from webloop.outcomes.drawn import Design, has_draws, read_design
from webloop.outcomes.paired import Floats
from webloop.outcomes.results import Results


class Panel:
    """The monthly metrics of all runs; each metric is read when it is asked for, and not kept.

    Args:
        results: what was run.
        name: the metric that is wanted first; it is read together with the keys.

    Raises:
        InputError: when no run of the baseline finished, or no draws are a sample of what is possible.

    Attributes:
        scenarios: names, in the order of the first axis.
        months: `YYYY-MM` of every month that some run reaches, in order.
        last: index of the last month that all scenarios reach.
        draws: number of draws that are a fair sample.
        runs: runs of the scenario that has most.
    """

    def __init__(self, results: Results, name: str) -> None:
        fair, table = fair_draws(results), results.monthly([name])
        self._rows = slice(None) if fair is None else table["draw"].isin(fair).to_numpy()
        table = table[self._rows]
        self._results, self._first = results, name
        self._file = results.folder / "monthly.parquet"
        self._row_groups = pq.read_metadata(self._file)
        self.scenarios = [each for each in results.scenarios if each in set(table["scenario"])]
        check_baseline(results, self.scenarios)
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
        """A metric without its keys, in the order of the rows of the file that count, (rows,)."""
        # with the footer that was read before: in a large study it takes longer to read than the values
        with pq.ParquetFile(self._file, metadata=self._row_groups) as file:
            return np.asarray(file.read(columns=[name], use_threads=False)[name].to_numpy(), dtype=float)[self._rows]

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


def check_baseline(results: Results, there: Collection[str]) -> None:
    """See to it that there is something to compare with.

    Args:
        results: what was run.
        there: scenarios that have runs.

    Raises:
        InputError: when the baseline is none of them.
    """
    if results.baseline not in there:
        raise InputError(f"{results.folder} has no finished run of the baseline to compare with")


def sample_of(results: Results, design: Design) -> NDArray[np.intp]:
    """Draws of a design that are a fair sample of the uncertain parameters.

    Designs for sensitivity analysis repeat coordinates: to take them for a sample would count the same twice.

    Raises:
        InputError: for a design of which no draws are.
    """
    if not len(design.sample):
        raise InputError(
            f"{results.folder} holds trajectories of a screening, which are no sample of what is possible: "
            "name the study file instead of the folder"
        )
    return design.sample


def fair_draws(results: Results) -> NDArray[np.intp] | None:
    """Draws that are a fair sample of the uncertain parameters; None where all are.

    Raises:
        InputError: when none is.
    """
    return sample_of(results, read_design(results)) if has_draws(results) else None


def fair_rows(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table whose draws are a fair sample.

    Raises:
        InputError: when no draws are.
    """
    fair = fair_draws(results)
    return table if fair is None else table[table["draw"].isin(fair)]


def few_replicates(results: Results) -> list[str]:
    """What keeps a study with draws from telling anything, if it is that there are few replicates; at most one line."""
    if results.draws == 1 or results.replicates >= ENOUGH:
        return []
    more = f"run more replicates (-n {ENOUGH})"
    if results.replicates == 1:
        return [f"one stream of luck: {more}"]
    return [f"{results.replicates} streams of luck are few, so intervals over draws are cautious: {more}"]
