"""YAML in the documentation is scenarios that can be run, Python in it runs, tables can be read."""

import csv
import doctest
import io
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.docs.sandbox import Sandbox
from tests.docs.written import ROOT, Block, all_blocks, blocks, pages
from webloop.scenario.study import load_study

YAML = all_blocks("yaml")
WITH_A_PACKAGE = {block.page for block in all_blocks("toml") if block.file}
"""Pages whose scenarios need the package that they show: their commands validate them, in processes of their own."""
FILES = {"letters/a.txt": "In the beginning there was a letter.\n" * 20_000}
"""What readers' scenarios read."""
EXTENDS_BESIDE = {"extends: gaussian.yaml\n": "extends: webloop/replication/gaussian\n"}
"""Files that stand beside the scenario that a block quotes."""


@pytest.mark.parametrize("page", sorted({block.page for block in YAML} - WITH_A_PACKAGE))
def test_scenarios_and_studies_are_valid(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once, for studies name scenarios of their page."""
    found = [block for block in YAML if block.page == page]
    sandbox = Sandbox(tmp_path)
    for block in blocks(page):
        sandbox.save(block)
    for name, text in FILES.items():
        sandbox.write(name, text)
    monkeypatch.chdir(sandbox.folder)
    for index, block in enumerate(found):
        text = block.text
        for beside, shipped in EXTENDS_BESIDE.items():
            text = text.replace(beside, shipped)
        name = block.file or f"block-{index}.yaml"
        sandbox.write(name, text)
        assert load_study([name]).scenarios, str(block)


QUOTED = "PHASES = ("


@pytest.mark.parametrize("block", [each for each in all_blocks("python") if QUOTED not in each.text], ids=str)
def test_python_runs(block: Block, tmp_path: Path) -> None:
    """In a process of its own, for parts register themselves; with its doctests."""
    file = tmp_path / "block.py"
    file.write_text(
        block.text + "\nif __name__ == '__main__':\n    import doctest\n    assert not doctest.testmod()[0]\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", str(file)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("block", [each for each in all_blocks("python") if QUOTED in each.text], ids=str)
def test_what_is_quoted_stands_in_the_loop(block: Block) -> None:
    loop = (ROOT / "webloop/world/loop.py").read_text(encoding="utf-8")
    assert " ".join(block.text.split()) in " ".join(loop.split())


@pytest.mark.parametrize("block", all_blocks("toml"), ids=str)
def test_toml_can_be_read(block: Block) -> None:
    assert tomllib.loads(block.text)


@pytest.mark.parametrize("block", all_blocks("csv"), ids=str)
def test_tables_are_even(block: Block) -> None:
    rows = list(csv.reader(io.StringIO(block.text)))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


def test_languages_are_known() -> None:
    """A language that no test looks at would be a block that nobody holds to anything."""
    known = {"sh", "yaml", "python", "toml", "csv", "json", "python-console", "text", "{toctree}"}
    assert {block.language for page in pages() for block in blocks(page)} <= known


def test_json_is_json() -> None:
    for block in all_blocks("json"):
        assert json.loads(block.text), str(block)


def test_examples_of_the_reference_are_the_docstrings() -> None:
    """They are run where they stand: by --doctest-modules."""
    for block in all_blocks("python-console"):
        assert block.page == "docs/scenario-reference.md"
        assert doctest.DocTestParser().get_examples(block.text)
