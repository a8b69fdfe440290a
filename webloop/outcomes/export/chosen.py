"""What is exported: the metrics that were asked for, and the tables they stand in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from webloop.errors import InputError
from webloop.metrics.registry import Metric
from webloop.outcomes.asked import check_metrics
from webloop.outcomes.results import Results

RUN = ("scenario", "draw", "replicate")
KEYS: Mapping[str, tuple[str, ...]] = {
    "monthly": (*RUN, "month"),
    "generations": (*RUN, "month", "lab", "generation"),
}
"""The tables of a results folder, and the columns that say what a row is about."""
BATCH = 5_000
"""Rows that are read at a time."""
SCENARIOS: Mapping[str, str] = {
    "title": "title of the scenario",
    "baseline": "whether the others are compared with it",
    "claim": "what it is expected to show, where its file says so",
}
"""The columns of the table of scenarios besides their names."""
_WITHOUT = {"monthly": "generation", "generations": "month"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Results, and the metrics of them that are exported.

    Attributes:
        results: what was run.
        metrics: by name.
    """

    results: Results
    metrics: Mapping[str, Metric]

    def of(self, table: str) -> list[str]:
        """The metrics that stand in a table."""
        return [name for name, metric in self.metrics.items() if metric.level != _WITHOUT[table]]

    def monthly(self, what: str) -> list[str]:
        """The metrics that have a value every month; an input error where there is none."""
        names = self.of("monthly")
        if not names:
            raise InputError(
                f"{what} holds metrics that have a value every month; {', '.join(self.metrics)}: "
                "measured at releases only"
            )
        return names

    def batches(self, table: str) -> Iterator[pa.Table]:
        """The rows of a table, some at a time, so that memory stays flat whatever the number of runs."""
        with self._open(table) as file:
            for batch in file.iter_batches(BATCH, columns=[*KEYS[table], *self.of(table)]):
                yield pa.Table.from_batches([batch])

    def months(self) -> pd.DataFrame:
        """First and last month of every scenario, in the order of the study."""
        with self._open("monthly") as file:
            table: pd.DataFrame = file.read(columns=["scenario", "month"]).to_pandas()
        months = table.groupby("scenario")["month"]
        return pd.DataFrame({"first": months.min(), "last": months.max()}).reindex(self.results.scenarios)

    def at(self, months: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
        """The rows of some months."""
        parts = []
        for group in self.batches("monthly"):
            table = group.select([*KEYS["monthly"], *names]).to_pandas()
            parts.append(table[table["month"].isin(list(months))])
        rows: pd.DataFrame = pd.concat(parts, ignore_index=True)
        return rows

    def dictionary(self, columns: Mapping[str, str]) -> pd.DataFrame:
        """What columns and metrics mean."""
        rows = [
            {
                "name": name,
                "level": "column",
                "label": name,
                "unit": "-",
                "better": "-",
                "definition": what,
                "source": "webloop",
            }
            for name, what in columns.items()
        ]
        for name, metric in self.metrics.items():
            row = {"name": name, "level": metric.level, "label": metric.label, "unit": metric.unit}
            rows.append({**row, "better": metric.better, "definition": metric.definition, "source": metric.source})
        return pd.DataFrame(rows)

    def scenarios(self) -> pd.DataFrame:
        """Names, titles and claims."""
        known = self.results.manifest["scenarios"]
        rows = [
            {
                "scenario": name,
                "title": self.results.title(name),
                "baseline": name == self.results.baseline,
                "claim": known[name].get("claim") or "",
            }
            for name in self.results.scenarios
        ]
        return pd.DataFrame(rows)

    def _open(self, table: str) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self.results.folder / f"{table}.parquet")
        except FileNotFoundError:
            raise InputError(
                f"{self.results.folder} has lost its {table}.parquet; the command that made it makes it again"
            ) from None


def choose(results: Results, names: Sequence[str] | None) -> Chosen:
    """The metrics of these names; all that were recorded for None.

    Raises:
        InputError: for a metric that the results do not have.
    """
    known = results.recorded
    check_metrics(names or (), known, known)
    return Chosen(results, known if not names else {name: known[name] for name in dict.fromkeys(names)})
