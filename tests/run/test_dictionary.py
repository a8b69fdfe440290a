"""Every column of every table that a command writes is described, for that very table."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.command import call
from webloop.metrics.registry import metrics
from webloop.run.columns import KEYS, TABLES
from webloop.run.dictionary import dictionary
from webloop.scenario.draws import draw
from webloop.scenario.resolve import Resolved
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.uniform import Uniform

ScenarioFile = Callable[..., Path]
UNCERTAIN = """\
baseline: small.yaml
scenarios: [gone.yaml]
replicates: 1
uncertain:
  lab.hallucination: {kind: uniform, low: 0, high: 0.1}
  lab.decoder.temperature: {kind: uniform, low: 0.7, high: 1}
draws: 10
"""


@pytest.fixture
def folder(scenario_file: ScenarioFile) -> Path:
    scenario_file()
    later = "extends: small.yaml\ninterventions: [{date: 2024-01, set: {lab.accumulation: replace}}]\n"
    scenario_file(later, "gone.yaml")
    scenario_file("baseline: small.yaml\nscenarios: [gone.yaml]\nreplicates: 2\n", "plain.yaml")
    return scenario_file(UNCERTAIN, "drawn.yaml").parent


def webloop(folder: Path, *words: str) -> None:
    done = call(*words, "-q", "-j", "1", cwd=folder)
    assert done.returncode == 0, done.stderr


def undescribed(folder: Path) -> dict[str, set[str]]:
    """Columns of the tables of a folder that its dictionary does not have, by table."""
    known = pd.read_csv(folder / "dictionary.csv")
    assert not known.duplicated(["column", "table"]).any()
    assert known["definition"].str.len().min() > 0
    everywhere = set(known.loc[known["table"] == "every table", "column"])
    gone = {}
    for file in [*folder.glob("*.csv"), *folder.glob("*.parquet")]:
        table = pd.read_csv(file) if file.suffix == ".csv" else pd.read_parquet(file)
        gone[file.name] = set(table.columns) - everywhere - set(known.loc[known["table"] == file.name, "column"])
    return gone


@pytest.mark.slow
def test_every_column_that_a_command_writes_is_described(folder: Path) -> None:
    webloop(folder, "run", "plain.yaml")
    webloop(folder, "compare", "plain.yaml", "--luck")
    webloop(folder, "survival", "plain.yaml")
    webloop(folder, "robust", "drawn.yaml")
    webloop(folder, "sensitivity", "drawn.yaml", "--method", "morris", "--samples", "2")
    webloop(folder, "sensitivity", "results/drawn")
    varied = ("--vary", "lab.hallucination", "--metric", "error_mass", "--below", "0.01", "--to", "0.1")
    webloop(folder, "threshold", "plain.yaml", *varied, "--tolerance", "0.02")
    webloop(folder, "hindcast", "--draws", "2")
    seen: set[str] = set()
    for results in ("plain", "drawn", "drawn-morris", "plain-threshold-hallucination", "hindcast"):
        found = undescribed(folder / "results" / results)
        assert {name: columns for name, columns in found.items() if columns} == {}
        seen |= found.keys()
    assert set(TABLES) - {"failures.csv", "sites.parquet", "links.parquet", "samples.parquet"} <= seen


def test_parameters_and_coordinates_are_described(small: Resolved) -> None:
    uncertain = {"writers.segments.*.weight": Dirichlet(concentration=20), "lab.cadence": Uniform(low=6, high=18)}
    drawn = draw(uncertain, small, "latin_hypercube", 4, 1)
    rows = dictionary(["hill_1"], drawn).groupby("table")["column"].agg(list)
    assert rows["draws.csv"] == list(drawn.values[0])
    assert rows["unit.csv"] == [f"c{place}" for place in range(drawn.unit.shape[1])]


def test_metrics_are_described_once_for_each_of_their_tables() -> None:
    rows = dictionary(list(metrics()))
    assert not rows.duplicated(["column", "table"]).any()
    for name, metric in metrics().items():
        tables = {"month": 1, "generation": 1, "model": 2}[metric.level]
        assert (rows["column"] == name).sum() == tables, "no other column has the name of a metric"


def test_keys_are_described_once() -> None:
    assert not [
        (table, name) for table, columns in TABLES.items() for name in columns if name in KEYS and name != "metric"
    ]
