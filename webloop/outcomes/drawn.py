"""Results of a study with uncertain parameters: the design of its draws, and what came of each draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from webloop.errors import InputError
from webloop.metrics.registry import Metric
from webloop.months import parse_month
from webloop.outcomes.asked import check_metrics
from webloop.outcomes.headlines import headlines
from webloop.outcomes.parquet import read_parquet
from webloop.outcomes.results import Results
from webloop.outcomes.shares import percent
from webloop.scenario.problems import did_you_mean

Array = NDArray[np.float64]
Of = Literal["value", "difference"]
"""What is looked at: a metric itself, or its difference to the baseline."""
_KEYS = ["scenario", "draw", "replicate"]


@dataclass(frozen=True, eq=False)
class Design:
    """How the draws of a study were laid out.

    Attributes:
        method: `latin_hypercube`, `sobol`, `saltelli` or `morris`.
        groups: names of the uncertain entries; each may have several coordinates.
        group_of: the entry of each coordinate, as an index of `groups`.
        unit: coordinates of each draw in the unit cube.
    """

    method: str
    groups: tuple[str, ...]
    group_of: tuple[int, ...]
    unit: Array

    @property
    def total(self) -> int:
        """How many draws there are."""
        return len(self.unit)

    @property
    def block(self) -> int:
        """Draws that belong together: a base draw and its changes, or a trajectory; 1 where each stands alone."""
        return {"saltelli": len(self.groups) + 2, "morris": len(self.groups) + 1}.get(self.method, 1)

    @property
    def sample(self) -> NDArray[np.intp]:
        """Draws that are a fair sample of the uncertain parameters.

        In a Saltelli design these are the first and last of each block (its A and B); the others repeat their
        coordinates. Morris trajectories walk on a coarse grid and are no sample.
        """
        if self.method == "morris":
            return np.arange(0)
        place = np.arange(self.total) % self.block
        return np.flatnonzero((place == 0) | (place == self.block - 1))


def has_draws(results: Results) -> bool:
    """Whether anything differs between draws."""
    draws = results.manifest.get("draws") or {}
    return bool(draws.get("groups")) and int(draws.get("total", 0)) > 1


def read_design(results: Results) -> Design:
    """The design of a results folder.

    Raises:
        InputError: when nothing was drawn, or its table is lost.
    """
    if not has_draws(results):
        raise InputError(f"{results.folder} has no draws of uncertain parameters: {NEED}")
    draws: Mapping[str, Any] = results.manifest["draws"]
    unit = _read_csv(results, str(draws.get("unit_file", "unit.csv"))).to_numpy(dtype=float)
    return Design(str(draws["method"]), tuple(draws["groups"]), tuple(draws["group_of"]), unit)


NEED = "add `uncertain:` with a distribution for each parameter that nobody knows exactly to the study file"
"""What makes a study one with draws."""


def read_draws(results: Results) -> pd.DataFrame:
    """The value of every uncertain parameter in every draw, by number of the draw."""
    return _read_csv(results, "draws.csv")


def _read_csv(results: Results, name: str) -> pd.DataFrame:
    try:
        text = pd.read_csv(results.folder / name, dtype=str)  # pandas' own reader of numbers may be off by one bit
        table = text.astype(float).astype({"draw": int}).set_index("draw").sort_index()
    except FileNotFoundError:
        raise InputError(f"{results.folder} has lost its {name}; the command that made it makes it again") from None
    total = int(results.manifest["draws"]["total"])
    if list(table.index) != list(range(total)):
        raise InputError(f"{results.folder / name} has {len(table)} draws where the manifest says {total}")
    return table


def chosen_metrics(results: Results, names: Sequence[str] | None, *, directed: bool = False) -> list[Metric]:
    """Metrics by name; the headline ones that were recorded for none.

    Args:
        results: what was run.
        names: which; repeats count once.
        directed: whether only metrics of which one way is better will do.

    Raises:
        InputError: for a metric that is not there, or will not do.
    """
    known = results.monthly_metrics
    check_metrics(names or (), known, results.recorded)
    for name in names or ():
        if directed and known[name].better == "-":
            raise InputError(f"of {name!r} neither way is better: no policy can win or lose by it")
    wanted = dict.fromkeys(names or headlines(results))
    return [known[name] for name in wanted if name in known and not (directed and known[name].better == "-")]


def chosen_scenarios(results: Results, wanted: Sequence[str] | None, of: Of) -> list[str]:
    """Scenarios by name; for None all that a value or a difference can be of.

    Raises:
        InputError: for a scenario that is not there, or has no difference to the baseline.
    """
    policies = [name for name in results.scenarios if name != results.baseline]
    for name in wanted or ():
        if name not in results.scenarios:
            near = did_you_mean(name, results.scenarios)
            raise InputError(f"there is no scenario {name!r}; {near or 'there are: ' + ', '.join(results.scenarios)}")
        if of == "difference" and name == results.baseline:
            raise InputError(f"{name!r} is the baseline: it has no difference to itself; ask for --of value")
    if of == "difference" and not policies:
        raise InputError("only the baseline was run: there is no difference to it; ask for --of value")
    return list(dict.fromkeys(wanted or (policies if of == "difference" else results.scenarios)))


def values_at(results: Results, names: Sequence[str], month: str | None) -> tuple[pd.DataFrame, str]:
    """Every run's values in a month, and that month.

    Args:
        results: what was run.
        names: metrics that have a value every month.
        month: `YYYY-MM`; the last one that all scenarios reach for None.

    Returns:
        One column per metric; rows by scenario, draw and replicate.

    Raises:
        InputError: for a month that the results do not have, or a lost table.
    """
    file = results.folder / "monthly.parquet"
    try:
        # months first, then that month only: a study of a thousand draws has millions of rows
        months = pq.read_table(file, columns=["scenario", "month"], read_dictionary=["scenario", "month"]).to_pandas()
        ends = months.astype(str).groupby("scenario")["month"].agg(["min", "max"])
        when = month or str(ends["max"].min())
        if month is not None:
            _check_month(month, str(ends["min"].min()), str(ends["max"].max()))
        table = read_parquet(file, [*_KEYS, *names], [("month", "==", when)])
    except FileNotFoundError:
        raise InputError(f"{results.folder} has lost its monthly.parquet; the same command makes it again") from None
    return table.set_index(_KEYS).sort_index()[list(names)], when


def _check_month(month: str, first: str, last: str) -> None:
    try:
        parse_month(month)
    except ValueError as error:
        raise InputError(f"--at {month}: {error}") from error
    if not first <= month <= last:
        raise InputError(f"--at {month}: the results go from {first} to {last}")


def spread_out(values: pd.Series, scenario: str, draws: int, replicates: int) -> Array:
    """A metric of a scenario by draw (rows) and replicate (columns); not a number where a run is missing."""
    out = np.full((draws, replicates), np.nan)
    if scenario in values.index.get_level_values("scenario"):
        mine = values.loc[scenario]
        at = [mine.index.get_level_values(level).to_numpy(dtype=int) for level in ("draw", "replicate")]
        out[at[0], at[1]] = mine.to_numpy(dtype=float)
    return out


def runs_of(results: Results, values: pd.Series, scenario: str, of: Of, draws: int) -> Array:
    """A metric of a scenario, or its difference to the baseline, by draw (rows) and replicate (columns)."""
    runs = spread_out(values, scenario, draws, results.replicates)
    return runs if of == "value" else runs - spread_out(values, results.baseline, draws, results.replicates)


def missing_draws(table: pd.DataFrame, scenario: str, draws: int, replicates: int) -> int:
    """How many draws of a scenario lack a run."""
    if scenario not in table.index.get_level_values("scenario"):
        return draws
    runs = table.loc[scenario].groupby(level="draw").size()
    return draws - int((runs >= replicates).sum())


def up_to(share: float) -> str:
    """A share that is the largest of several.

    >>> up_to(0.126), up_to(0.001)
    ('up to 13 %', '<1 %')
    """
    said = percent(share)
    return said if said.startswith("<") else f"up to {said}"
