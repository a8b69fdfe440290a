"""A results folder, opened."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd

from webloop.errors import InputError
from webloop.metrics.registry import Metric, metrics
from webloop.months import parse_month
from webloop.outcomes.asked import check_metrics
from webloop.outcomes.parquet import read_parquet
from webloop.run.reopen import read_manifest


class Results:
    """The tables of a results folder.

    Args:
        folder: a folder that `webloop run` has written.

    Raises:
        InputError: when it is not one, or not a finished one.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.manifest = read_manifest(folder)

    @property
    def baseline(self) -> str:
        """Name of the scenario that the others are compared with."""
        return str(self.manifest["baseline"])

    @property
    def scenarios(self) -> list[str]:
        """Names of the scenarios that have runs to look at, the baseline first."""
        runs = self.manifest.get("runs_finished", {})
        return [name for name in self.manifest["scenarios"] if runs.get(name, 1)]

    @property
    def replicates(self) -> int:
        """Runs of each scenario, in each draw."""
        return int(self.manifest["replicates"])

    @property
    def draws(self) -> int:
        """Draws of uncertain parameters; 1 where nothing is drawn."""
        return int(self.manifest["draws"]["total"]) if self.manifest["draws"] else 1

    def title(self, scenario: str) -> str:
        """A scenario's title, or its name."""
        return str(self.manifest["scenarios"][scenario]["title"] or scenario)

    @cached_property
    def recorded(self) -> dict[str, Metric]:
        """The metrics that were recorded, by name."""
        columns = set(self.dictionary["column"])
        return {name: metric for name, metric in metrics().items() if name in columns}

    @property
    def monthly_metrics(self) -> dict[str, Metric]:
        """Those that have a value every month, by name."""
        return {name: metric for name, metric in self.recorded.items() if metric.level != "generation"}

    @cached_property
    def dictionary(self) -> pd.DataFrame:
        """What every column means."""
        return pd.read_csv(self.folder / "dictionary.csv")

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Every metric at the horizon, by scenario."""
        return pd.read_csv(self.folder / "summary.csv")

    @cached_property
    def lost_ideas(self) -> pd.DataFrame:
        """Ideas or words that people write and no deployed model publishes any more."""
        # words such as "null" and "NaN" are words
        return pd.read_csv(self.folder / "lost_ideas.csv", keep_default_na=False)

    def monthly(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """One row per scenario, draw, replicate and month; `time` is the month as a year with fraction.

        Args:
            names: metrics to read; all of them for None.
        """
        return self._read("monthly", ["scenario", "draw", "replicate", "month"], names, self.monthly_metrics)

    def monthly_checked(self, names: Sequence[str]) -> None:
        """See to it that these are metrics of every month.

        Raises:
            InputError: when one is not.
        """
        check_metrics(names, self.monthly_metrics, self.recorded)

    def starts(self, scenario: str) -> str | None:
        """First month, YYYY-MM, in which a scenario's rules are not the baseline's; None when they never differ."""
        month = self.manifest["scenarios"][scenario]["starts"]
        return None if month is None else str(month)

    def generations(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """One row per scenario, draw, replicate, lab and generation."""
        known = {name: metric for name, metric in self.recorded.items() if metric.level != "month"}
        return self._read("generations", ["scenario", "draw", "replicate", "month", "lab", "generation"], names, known)

    @property
    def has_sites(self) -> bool:
        """Whether some scenario has linked sites, so that there are `sites` and `links`."""
        return "sites.parquet" in self.manifest.get("files", {})

    @cached_property
    def sites(self) -> pd.DataFrame:
        """The most visible sites in January and in the last month, in draw 0 and replicate 0: one row for each.

        Raises:
            InputError: when there are none.
        """
        return self._snapshots("sites")

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links between them: one row per scenario, month, source and target.

        Raises:
            InputError: when there are none.
        """
        return self._snapshots("links")

    @property
    def has_samples(self) -> bool:
        """Whether pages of some scenario hold text, so that there are `samples`."""
        return "samples.parquet" in self.manifest.get("files", {})

    @cached_property
    def samples(self) -> pd.DataFrame:
        """What people and every model write after the same beginnings: one row per run, model and prompt.

        Raises:
            InputError: when there are none.
        """
        if not self.has_samples:
            raise InputError(
                f"{self.folder} has no samples.parquet: no scenario of it has pages that hold text (content.kind: text)"
            )
        return self._whole("samples")

    def _snapshots(self, table: str) -> pd.DataFrame:
        if not self.has_sites:
            raise InputError(f"{self.folder} has no {table}.parquet: no scenario of it has sites with links")
        return self._whole(table)

    def _read(
        self, table: str, keys: list[str], names: Sequence[str] | None, known: Mapping[str, Metric]
    ) -> pd.DataFrame:
        check_metrics(names or (), known, self.recorded)
        return self._whole(table, None if names is None else [*keys, *names])

    def _whole(self, table: str, columns: list[str] | None = None) -> pd.DataFrame:
        try:
            return _timed(read_parquet(self.folder / f"{table}.parquet", columns))
        except FileNotFoundError:
            raise InputError(
                f"{self.folder} has lost its {table}.parquet; the command that made it makes it again"
            ) from None


def _timed(table: pd.DataFrame) -> pd.DataFrame:
    """Add the month as a year with fraction, for axes and sorting."""
    years = {month: parse_month(month) / 12 for month in table["month"].unique()}
    table.insert(4, "time", table["month"].map(years))
    return table
