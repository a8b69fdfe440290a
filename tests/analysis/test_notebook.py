"""The notebook, run headless: as a script without a network, and cell by cell."""

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.plots.conftest import TINY
from webloop.outcomes.compare import compare
from webloop.outcomes.results import Results
from webloop.run.study import run_study
from webloop.scenario.study import load_study

pytest.importorskip("marimo", reason="the notebook needs webloop[notebook]")
pytestmark = pytest.mark.slow
NOTEBOOK = Path(__file__).resolve().parents[2] / "analysis/notebook.py"
OFFLINE = """\
import runpy, socket, sys
def refuse(*args, **kwargs):
    raise AssertionError(f"the notebook wants the network: {args}")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
CELLS = """\
import json, runpy, sys
from types import SimpleNamespace
app = runpy.run_path(sys.argv[1])["app"]
outputs, found = app.run(defs={"asked": SimpleNamespace(value=sys.argv[2])})
print(json.dumps({
    "shown": [getattr(each, "text", "") for each in outputs],
    "since": found["since"],
    "scenarios": found["scenarios"]["title"].tolist(),
    "difference": found["comparison"]["difference"].tolist(),
    "metric": found["metric"].value,
    "fan": found["fan"].title,
    "generations": len(found["models"]),
    "monthly": len(found["monthly"]),
}))
"""
REPLACE = """\
extends: tiny.yaml
title: "<script>alert(1)</script>' onerror='x"
lab: {accumulation: replace, hallucination: 0.6}
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "tiny.yaml").write_text(TINY, encoding="utf-8")
    (folder / "replace.yaml").write_text(REPLACE, encoding="utf-8")
    files = [folder / "tiny.yaml", folder / "replace.yaml"]
    run_study(load_study(files, replicates=5), folder / "out", jobs=1)
    return Results(folder / "out")


class Tags(HTMLParser):
    """Names of all tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}


def python(code: str, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_as_a_script_without_a_network(results: Results) -> None:
    before = {file: file.stat().st_mtime_ns for file in results.folder.rglob("*")}
    done = python(OFFLINE, NOTEBOOK, "--results", results.folder)
    assert done.returncode == 0, done.stderr
    assert "Tiny" in done.stdout
    assert "<script>alert(1)</script>' onerror='x: " in done.stdout
    assert {file: file.stat().st_mtime_ns for file in results.folder.rglob("*")} == before, "it only reads"


def test_cells_show_the_numbers_of_the_results(results: Results) -> None:
    done = python(CELLS, NOTEBOOK, results.folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["scenarios"] == ["Tiny", "<script>alert(1)</script>' onerror='x"]
    last = results.monthly([found["metric"]]).query("month == '2026-12'")
    wide = last.pivot_table(index="replicate", columns="scenario", values=found["metric"])
    assert found["difference"] == pytest.approx([np.mean(wide["replace"] - wide["tiny"])], rel=1e-9)
    assert found["monthly"] == 2 * 5 * 60
    assert found["generations"] == len(results.generations(["hill_1"]))
    assert found["fan"] == f"{results.recorded[found['metric']].label} over time, by scenario"
    (told,) = found["since"]
    since = compare(results, [found["metric"]])["since"].iloc[0]
    assert told.endswith(f"since {since}" if isinstance(since, str) and since else "can't be told apart yet")
    page = "".join(found["shown"])
    seen = Tags()
    seen.feed(page)
    assert "alert(1)" in page
    assert not {"script", "onerror"} & seen.names, "titles are text, and stay in their attributes"
    assert page.count("<table") >= 4


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    done = python(OFFLINE, NOTEBOOK, "--results", tmp_path / "nothing")
    assert done.returncode == 1
    assert "nothing" in done.stderr
    assert "Make one: webloop run scenarios/study.yaml --out results/study" in done.stderr
