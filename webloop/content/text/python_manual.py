"""Text that is on every machine: what the running Python says about itself."""

import ast
import re
import sys
import sysconfig
import warnings
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from webloop.errors import InputError

TOPICS = "manual"
"""The section of the language manual; the other sections are modules and packages of the standard library."""
_LEFT_OUT = {
    "encodings",  # tables, and a hundred times the same sentence
    "pydoc_data",  # the topics themselves
}
_TESTS = {"test", "tests", "idle_test"}
_EXAMPLE = re.compile(r"^.*>>>.*(?:\n.*\S.*)*|^[ \t]*\.\.\. .*$", re.MULTILINE)  # to the next blank line
_RULED = re.compile(r"^[ \t]*(?:[+|].*|[^\w\s]{3}[^\w\n]*)$", re.MULTILINE)  # tables, and lines under headings
_DIRECTIVE = re.compile(r"^[ \t]*\.\. .*$", re.MULTILINE)
_PARTED = re.compile(r"(?<=\w-)\n[ \t]*(?=\w)")  # a word with a hyphen, at a line's end
_MARKUP = (
    (re.compile(r":[\w:+-]+:`~?([^`]*)`"), r"\1"),  # :func:`len`
    (re.compile(r"``?([^`]+)``?"), r"\1"),
    (re.compile(r"(?<![\w*])\*{1,2}(\w+)\*{1,2}(?![\w*])"), r"\1"),  # *emphasis*
    (re.compile(r"::$"), ":"),
)


def python_manual() -> dict[str, list[str]]:
    """Paragraphs of the language manual and of all docstrings of the standard library, by section.

    Examples, tables and grammar are left out, and a paragraph that stands in several places is kept once, so that
    no text is both published and held out. The text changes with the version of Python.

    Raises:
        InputError: where this Python comes without its manual or without the sources of its library.
    """
    seen: set[str] = set()
    sections = {TOPICS: list(_new(_topics(), seen))}
    for file, name in _sources():
        sections.setdefault(name, []).extend(_new(_docstrings(file), seen))
    return sections


def _topics() -> list[str]:
    try:
        topics: dict[str, str] = import_module("pydoc_data.topics").topics
    except ImportError as error:
        raise _absent("its manual (pydoc_data)") from error
    return [topics[name] for name in sorted(topics)]


def _sources() -> list[tuple[Path, str]]:
    """Files of the standard library with their top module, sorted by name."""
    library = Path(sysconfig.get_path("stdlib"))
    found = []
    for top in sorted(library.iterdir()) if library.is_dir() else ():
        if top.stem in sys.stdlib_module_names and top.stem not in _LEFT_OUT:
            files = sorted(top.rglob("*.py")) if top.is_dir() else [top]
            inside = [each for each in files if each.suffix == ".py"]
            found += [(each, top.stem) for each in inside if not _TESTS.intersection(each.relative_to(library).parts)]
    if not found:
        raise _absent("the sources of its standard library")
    return found


def _absent(what: str) -> InputError:
    return InputError(f"python: this Python comes without {what}; any folder of .txt files can be named instead")


def _docstrings(file: Path) -> Iterator[str]:
    """Those of a module, its classes and its functions, in the order of the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own, such as odd escapes
        tree = ast.parse(file.read_bytes())
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
        # statements only: walking through expressions takes several times as long
        blocks = [getattr(node, block, ()) for block in ("body", "handlers", "orelse", "finalbody", "cases")]
        waiting.extend(reversed([each for block in blocks if isinstance(block, list) for each in block]))


def _new(texts: Iterable[str], seen: set[str]) -> Iterator[str]:
    """Paragraphs not seen before, however they are spaced."""
    for text in texts:
        for paragraph in _paragraphs(text):
            key = "".join(paragraph.split())
            if key not in seen:
                seen.add(key)
                yield paragraph


def _paragraphs(text: str) -> Iterator[str]:
    for pattern in (_EXAMPLE, _RULED, _DIRECTIVE):
        text = pattern.sub("", text)
    for block in re.split(r"\n[ \t]*\n", _PARTED.sub("", text)):
        paragraph = " ".join(block.split())
        for pattern, plain in _MARKUP:
            paragraph = pattern.sub(plain, paragraph)
        if paragraph and "::=" not in paragraph:
            yield paragraph
