"""Tiny results to draw: a study, a single run, many scenarios, and sweeps."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from webloop.outcomes.results import Results
from webloop.run.study import run_study
from webloop.scenario.study import load_study

TINY = """\
title: Tiny
time: {start: 2022-01, end: 2026-12, history_years: 1}
ideas: {number: 24, errors: 3}
communities: {majority: {share: 0.7}, minority: {share: 0.3}}
web: {pages_per_month: 3000}
writers:
  segments:
    press: {weight: 1, adoption: {saturation: 0.5}, measures: majority}
lab: {cadence: 12, cutoff_lag: 2, budget: unlimited, hallucination: 0.02, decoder: {temperature: 0.9}}
labs:
  alpha: {first_release: 2022-03}
"""
REPLACE = """\
extends: tiny.yaml
title: Replace
interventions:
  - {date: 2024-01, title: Labs train on new pages only, set: {lab.accumulation: replace, lab.hallucination: 0.3}}
"""
TWIN = "extends: tiny.yaml\ntitle: Twin of the baseline\n"


LINKED = """\
extends: tiny.yaml
title: Linked & <closed>
sites: {number: 120, links_per_site: 4}
readers: {ranking: pagerank}
farms: {kind: profit}
writers:
  segments:
    press: {opt_out: {saturation: 0.5, time_constant: 6}}
"""
OTHERS = {
    "alike.yaml": "extends: linked.yaml\ntitle: Titled otherwise\n",
    "pages.yaml": "extends: linked.yaml\ntitle: By pages\nreaders: {ranking: pages}\n",
    "quiet.yaml": "extends: linked.yaml\ntitle: No farms\nfarms: null\n",
    "steep.yaml": "extends: linked.yaml\ntitle: Steep\nreaders: {ranking: {kind: pagerank, exponent: 2}}\n",
    "flat.yaml": "extends: linked.yaml\ntitle: Nearly the same\nreaders: {ranking: {kind: pagerank, exponent: 0.99}}\n",
}


def results_of(folder: Path, files: Mapping[str, str], first: str = "", replicates: int | None = None) -> Results:
    """Run files that stand beside tiny.yaml; one study file, or scenarios of which tiny.yaml is the baseline."""
    (folder / "tiny.yaml").write_text(TINY, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    chosen = [folder / first] if first else [folder / "tiny.yaml", *(folder / name for name in files)]
    run_study(load_study(chosen, replicates=replicates), folder / "out", jobs=1)
    return Results(folder / "out")


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A baseline, a policy that changes much, and one that changes nothing; three replicates."""
    files = {"replace.yaml": REPLACE, "twin.yaml": TWIN}
    return results_of(tmp_path_factory.mktemp("study"), files, replicates=3)


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """One scenario, one replicate; its title is hard to print."""
    folder = tmp_path_factory.mktemp("single")
    odd = "extends: tiny.yaml\ntitle: 'A title of $5 \\frac & <漢字> that is far too long to stand at a line'\n"
    return results_of(folder, {"odd.yaml": odd}, "odd.yaml", replicates=1)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A baseline and seven scenarios that differ from it."""
    files = {
        f"errors-{share}.yaml": f"extends: tiny.yaml\ntitle: Errors {share} %\nlab: {{hallucination: {share / 100}}}\n"
        for share in (5, 10, 20, 30, 40, 50, 60)
    }
    return results_of(tmp_path_factory.mktemp("many"), files, replicates=1)


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A sweep over three paths: numbers, names and shares."""
    text = """\
title: Grid
baseline: tiny.yaml
replicates: 1
sweep:
  lab.hallucination: [0, 0.2, 0.4]
  lab.accumulation: [replace, accumulate]
  lab.mix.archive.share: [0, 0.5]
"""
    return results_of(tmp_path_factory.mktemp("swept"), {"grid.yaml": text}, "grid.yaml")


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A sweep of two scenarios over one path; two replicates."""
    text = """\
baseline: tiny.yaml
scenarios: [replace.yaml, twin.yaml]
replicates: 2
sweep: {lab.hallucination: [0, 0.4]}
"""
    files = {"replace.yaml": REPLACE, "twin.yaml": TWIN, "line.yaml": text}
    return results_of(tmp_path_factory.mktemp("line"), files, "line.yaml")


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A baseline without links, and six scenarios with them, of which two are alike."""
    return results_of(tmp_path_factory.mktemp("sites"), {"linked.yaml": LINKED, **OTHERS}, replicates=1)


def whole_web(results: Results, scenario: str, month: str, names: list[str]) -> list[float]:
    table = results.monthly(names)
    row = table[(table["scenario"] == scenario) & (table["month"] == month)]
    return row[names].iloc[0].astype(float).tolist()
