"""A results folder, opened."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from webloop.errors import InputError
from webloop.metrics.registry import Metric, metrics
from webloop.months import format_month, parse_month
from webloop.scenario.parting import parting
from webloop.scenario.problems import did_you_mean
from webloop.scenario.resolve import load_scenario


class Results:
    """The tables of a results folder.

    Args:
        folder: a folder that `webloop run` has written.

    Raises:
        InputError: when it is not one.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        try:
            self.manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputError(
                f"{folder} is not a results folder: it has no manifest.json "
                "(an interrupted run is finished by the same command)"
            ) from None
        except (OSError, ValueError) as error:
            raise InputError(f"{folder}: its manifest.json can't be read: {error}") from error

    @property
    def baseline(self) -> str:
        """Name of the scenario that the others are compared with."""
        return str(self.manifest["baseline"])

    @property
    def scenarios(self) -> list[str]:
        """Names of the scenarios, the baseline first."""
        return list(self.manifest["scenarios"])

    @property
    def replicates(self) -> int:
        """Runs of each scenario."""
        return int(self.manifest["replicates"])

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
        """Ideas that people still write and no deployed model publishes any more."""
        return pd.read_csv(self.folder / "lost_ideas.csv")

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
        self._check("monthly", names, self.monthly_metrics)

    def starts(self, scenario: str) -> str | None:
        """First month, YYYY-MM, in which a scenario's rules are not the baseline's; None when they never differ."""
        entry = self.manifest["scenarios"][scenario]
        if "starts" in entry:
            return None if entry["starts"] is None else str(entry["starts"])
        # folders that were written before manifests said so
        files = (self.manifest["scenarios"][name]["file"] for name in (self.baseline, scenario))
        base, mine = (load_scenario(self.folder / file) for file in files)
        month = parting(base, mine)
        return None if month is None else format_month(month)

    def generations(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """One row per scenario, draw, replicate, lab and generation."""
        known = {name: metric for name, metric in self.recorded.items() if metric.level != "month"}
        return self._read("generations", ["scenario", "draw", "replicate", "month", "lab", "generation"], names, known)

    def _check(self, table: str, names: Sequence[str], known: Mapping[str, Metric]) -> None:
        for name in names:
            if name in self.recorded and name not in known:
                raise InputError(
                    f"{name!r} is not in {table}.parquet: it is measured {_WHEN[self.recorded[name].level]}"
                )
            if name not in known:
                near = did_you_mean(name, known)
                raise InputError(f"these results have no metric {name!r}" + (f"; {near}" if near else "") + _LISTED)

    def _read(
        self, table: str, keys: list[str], names: Sequence[str] | None, known: Mapping[str, Metric]
    ) -> pd.DataFrame:
        self._check(table, names or (), known)
        columns = None if names is None else keys + list(names)
        try:
            return _timed(pd.read_parquet(self.folder / f"{table}.parquet", columns=columns))
        except FileNotFoundError:
            raise InputError(
                f"{self.folder} has lost its {table}.parquet; the command that made it makes it again"
            ) from None


_WHEN = {"generation": "at the release of a model only", "month": "by month only", "model": "by month and model"}
_LISTED = " (`webloop list metrics` shows them all)"


def _timed(table: pd.DataFrame) -> pd.DataFrame:
    """Add the month as a year with fraction, for axes and sorting."""
    years = {month: parse_month(month) / 12 for month in table["month"].unique()}
    table.insert(4, "time", table["month"].map(years))
    return table
