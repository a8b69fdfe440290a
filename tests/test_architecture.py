"""The house: data flows one way, and nothing below imports anything above it."""

import ast
from pathlib import Path

import pytest

import webloop

PACKAGE = Path(webloop.__file__).parent
LAYERS = (
    ("errors", "extras", "files", "months", "registry", "streams"),
    ("content",),
    ("submodels",),
    ("scenario",),
    ("world",),
    ("metrics",),
    ("run",),
    ("outcomes",),
    ("plots",),
    ("replication", "calibration"),
    ("bibliography",),
    ("report", "live", "reference"),
    ("cli",),
)
"""From the bottom up; a module may import its own layer and those below."""


def layer(module: str) -> int:
    for index, names in enumerate(LAYERS):
        if any(module == f"webloop.{name}" or module.startswith(f"webloop.{name}.") for name in names):
            return index
    raise AssertionError(f"{module} stands in no layer: add it to LAYERS")


def modules() -> list[tuple[str, Path]]:
    out = []
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(("webloop", *parts)).removesuffix(".__init__")
        if name not in {"webloop", "webloop.__main__"}:
            out.append((name, file))
    return out


@pytest.mark.parametrize(("name", "file"), modules(), ids=[name for name, _ in modules()])
def test_nothing_imports_what_is_above_it(name: str, file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("webloop."):
            assert layer(node.module) <= layer(name), f"{name} imports {node.module}"


def test_the_loop_is_readable() -> None:
    """One short function over a tuple of phases, in the words of the documentation."""
    from webloop.world.loop import PHASES, step

    assert len((step.__doc__ or "").splitlines()) == 1
    words = [
        "intervene",
        "read",
        "adopt",
        "participate",
        "write",
        "generate",
        "link",
        "decay",
        "crawl",
        "curate",
        "train",
        "release",
        "observe",
    ]
    assert [phase.__name__ for phase in PHASES] == words
    readme = (
        (PACKAGE.parent / "README.md").read_text(encoding="utf-8") if (PACKAGE.parent / "README.md").exists() else ""
    )
    assert not readme or f"PHASES = ({', '.join(words)})" in readme


@pytest.mark.parametrize("file", [file for _, file in modules()], ids=[name for name, _ in modules()])
def test_files_and_functions_stay_small(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert source.count("\n") <= 250, f"{file.name} has {source.count(chr(10))} lines: which idea is missing?"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 60, f"{node.name} has {lines} lines"
