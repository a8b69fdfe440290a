"""How it was made and how to make it again: commands, versions, scenarios in full, manifest."""

import json
import shlex
from collections.abc import Iterator

from webloop.outcomes.results import Results
from webloop.plots.grid import titles
from webloop.plots.runs import all_runs
from webloop.report.blocks import Block, Cell, Code, Column, Folded, Heading, Table, Text
from webloop.report.registry import section

MOST_TEXT = 150_000
"""Signs of scenario files that a page holds; beyond that only the baseline's."""


@section("made", "How to make it again", order=100, of_designs=True)
def made(results: Results) -> Iterator[Block]:
    """What the reader needs to run the same, and to check that it is the same."""
    manifest = results.manifest
    yield Text("Same scenarios and seed, same numbers, on any number of processes:")
    yield Text("\n".join(map(_typed, manifest["commands"])), "command")
    yield Text("A sample of the runs is done again and held against these by:")
    yield Text("webloop reproduce DIR", "command")
    versions = {"webloop": manifest["webloop"], "Python": manifest["python"], **manifest["libraries"]}
    rows = [
        [Cell("runs of each scenario"), Cell(all_runs(results))],
        [Cell("seed"), Cell(str(manifest["seed"]))],
        [Cell("failed runs"), Cell(str(manifest["runs_failed"]), kind="worse" if manifest["runs_failed"] else "")],
        [Cell("started, finished"), Cell(f"{manifest['started']}, {manifest['finished']}")],
        [Cell("versions"), Cell(", ".join(f"{name} {number}" for name, number in versions.items()), kind="text")],
        [Cell("platform"), Cell(str(manifest["platform"]), kind="text")],
        [Cell("code (SHA-256)"), Cell(str(manifest["code_sha256"]), kind="text")],
    ]
    yield Table([Column("what"), Column("")], rows)
    yield Heading("Scenarios, every default filled in")
    yield from _scenarios(results)
    yield Folded("Manifest", [Code(json.dumps(manifest, indent=1, ensure_ascii=False))])


def _typed(command: list[str]) -> str:
    return shlex.join(command) if command[0] == "webloop" else f"# {' '.join(command)}"


def _scenarios(results: Results) -> Iterator[Block]:
    called = titles(results)
    texts = {}
    for name in results.scenarios:
        file = results.folder / "scenarios" / f"{name}.yaml"
        if file.is_file():
            texts[name] = file.read_text(encoding="utf-8")
    whole = sum(map(len, texts.values())) <= MOST_TEXT
    for name, text in texts.items():
        if whole or name == results.baseline:
            title = called[name] if called[name] == name else f"{called[name]} ({name}.yaml)"
            yield Folded(title, [Code(text)])
    if not whole:
        yield Text("The others are in the folder scenarios/ of the results; what they change stands above.", "soft")
