"""Reports of small studies: one as users have them, and one that is full of things that must stay text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import browser
from tests.plots.conftest import REPLACE, TWIN, results_of
from webloop.outcomes.results import Results
from webloop.report.report import write_report

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
ARCHIVE = "extends: tiny.yaml\ntitle: Archive 0.25 & more\nlab: {mix: {archive: {share: 0.3}}}\n"
HOSTILE = f"""\
extends: tiny.yaml
title: '{SCRIPT}'
claim: '{SCRIPT}{IMAGE}'
interventions:
  - {{date: 2024-01, title: '{SCRIPT}', set: {{lab.accumulation: replace}}}}
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A baseline, a policy, another, and a twin of the baseline."""
    files = {"replace.yaml": REPLACE, "archive.yaml": ARCHIVE, "twin.yaml": TWIN}
    return results_of(tmp_path_factory.mktemp("small"), files, replicates=4)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Scenarios, titles and folders that are called like elements of HTML."""
    folder = tmp_path_factory.mktemp("hostile") / SCRIPT
    folder.mkdir(parents=True)
    study = f"title: '{SCRIPT}'\nbaseline: tiny.yaml\nscenarios: ['{IMAGE}.yaml', '</script>{{{{ 7 * 7 }}}}.yaml']\n"
    beside = folder / "<"
    beside.mkdir()
    (beside / "script>{{ 7 * 7 }}.yaml").write_text("extends: ../tiny.yaml\ntitle: '\"); alert(1); //'\n")
    files = {f"{IMAGE}.yaml": HOSTILE, "study.yaml": study}
    return results_of(folder, files, "study.yaml", replicates=2)


@pytest.fixture(scope="session")
def page(small: Results) -> Path:
    return write_report(small)


@pytest.fixture(scope="session")
def hostile_page(hostile: Results) -> Path:
    return write_report(hostile)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with browser() as started:
        yield started
