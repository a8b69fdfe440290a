"""The README of a results folder: its snippets run."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from webloop.run.readme import duckdb_query, results_readme


def snippet(text: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = [("a", 0, 0, "2026-01", 1.0), ("a", 0, 1, "2026-01", 3.0), ("a", 0, 2, "2026-01", np.nan)]
    rows.append(("b", 0, 0, "2026-01", 5.0))
    table = pd.DataFrame(rows, columns=["scenario", "draw", "replicate", "month", "hill_1"])
    table.to_parquet(tmp_path / "monthly.parquet", index=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_duckdb_query_runs(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    query = snippet(results_readme("T", "a", ["a", "b"]), "sql")
    assert query.strip() == duckdb_query()
    assert duckdb.sql(query).fetchall() == [("a", "2026-01", 2.0, 2), ("b", "2026-01", 5.0, 1)]


def test_the_python_lines_run(folder: Path) -> None:
    first, second = snippet(results_readme("T", "a", ["a", "b"]), "python").strip().splitlines()
    names: dict[str, object] = {}
    exec(first, names)
    table = eval(second, names)
    assert table.loc[("a", "2026-01")].tolist() == [2.0, 2.0]


def test_the_r_snippet_names_the_metric() -> None:
    text = snippet(results_readme("T", "a", ["a"], metric="tail_recall"), "r")
    assert "mean(tail_recall, na.rm = TRUE)" in text
    assert text.count("(") == text.count(")")


def test_it_says_what_was_run() -> None:
    text = results_readme("Two\nlines", "a", ["a", "b"], draws=100, replicates=3, failed=1)
    assert text.startswith("# Two lines\n")
    assert "2 scenarios, compared with `a`: `a`, `b`. Each: 100 draws" in text
    assert "3 replicates of each draw" in text
    assert "**1 run failed** and is missing" in text
    plain = results_readme("", "a", ["a"])
    assert plain.startswith("# Results of webloop\n")
    assert "failed" not in plain
    assert "compared" not in plain.split("|")[0]
    assert "and 20 more" in results_readme("", "s0", [f"s{i}" for i in range(50)])
