"""Reading YAML 1.2 with the place of every key and value.

The file is read as a tree of nodes, each with its line and column, and turned into plain data here: so a
duplicate key does not hide the other problems of the file.
"""

from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from webloop.scenario.document import Document
from webloop.scenario.problems import Origin, Path, Problem, ScenarioError, show_path
from webloop.scenario.text_file import after, read_text_file
from webloop.scenario.wording import yaml_error

MOST_VALUES = 100_000  # a file that is larger, or grows so by aliases of aliases, is no scenario
_TAG = "tag:yaml.org,2002:"


def read_yaml(file: FilePath, shown: str | None = None) -> Document:
    """Read a YAML file whose top level is a mapping.

    Args:
        file: the file.
        shown: how to call it in messages; its path by default.

    Raises:
        ScenarioError: when the file is missing, is not YAML or has a top level that is not a mapping.
    """
    name = shown or str(file)
    return parse_yaml(read_text_file(file, name), name)


def parse_yaml(text: str, name: str) -> Document:
    """Read YAML text; see `read_yaml`."""
    reader = _Reader(name)
    tree = _compose(text, name)
    reader.document.values[()] = Origin(name, 1, 1)
    if tree is None or tree.tag == f"{_TAG}null":
        return reader.document
    if not isinstance(tree, MappingNode):
        what = "a list" if isinstance(tree, SequenceNode) else "a single value"
        wrong = f"the file is {what}; it must be lines of `key: value`"
        raise ScenarioError([Problem(_place(tree, name), "", wrong)])
    reader.document.data = reader.plain(tree, ())
    return reader.document


def parse_value(text: str, name: str) -> Any:
    """A value as YAML reads it, for `--set path=value`.

    Raises:
        ScenarioError: when it is not a YAML value.
    """
    reader = _Reader(name)
    tree = _compose(text, name)
    if tree is None:
        raise ScenarioError([Problem(Origin(name), "", "the value is missing; null takes out what is there")])
    value = reader.plain(tree, ())
    if reader.document.problems:
        raise ScenarioError([Problem(Origin(name), "", p.wrong, p.allowed) for p in reader.document.problems])
    return value


@lru_cache(maxsize=64)
def _compose(text: str, name: str) -> Node | None:
    """The tree of nodes, which readers leave as it is: many scenarios extend one file, and parsing takes longest."""
    yaml = YAML(typ="safe", pure=True)
    try:
        tree: Node | None = yaml.compose(StringIO(text))
    except MarkedYAMLError as error:
        unclosed = any(sign in str(error.problem) for sign in ("stream end", "end of stream", "expected ':'"))
        marks = (error.context_mark, error.problem_mark)
        mark = next((mark for mark in (marks if unclosed else marks[::-1]) if mark), None)
        origin = Origin(name, mark.line + 1, mark.column + 1) if mark else Origin(name)
        raise ScenarioError([Problem(origin, "", yaml_error(error.context, error.problem))]) from None
    except ReaderError as error:
        wrong = "this line holds a character that text can't have"
        raise ScenarioError(
            [Problem(after(text[: error.position], name), "", wrong, "save the file as plain text")]
        ) from None
    return tree


def _place(node: Node, name: str) -> Origin:
    return Origin(name, node.start_mark.line + 1, node.start_mark.column + 1)


class _Reader:
    """Turns nodes into plain data, noting origins and problems on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.document = Document({})
        self.open: set[int] = set()
        self.count = 0

    def plain(self, node: Node, path: Path) -> Any:
        """Plain data of a node."""
        self.count += 1
        if self.count > MOST_VALUES:
            raise ScenarioError([Problem(Origin(self.name), "", "the file is too large for a scenario")])
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if id(node) in self.open:
            return self._refuse(node, path, "this alias stands inside its own anchor", "write the values out")
        self.open.add(id(node))
        value: Any = None
        if isinstance(node, MappingNode) and node.tag == f"{_TAG}map":
            value = self._mapping(node, path)
        elif isinstance(node, SequenceNode) and node.tag == f"{_TAG}seq":
            value = self._list(node, path)
        else:
            self._refuse(node, path, f"the tag {node.tag} means nothing here", "leave it out")
        self.open.discard(id(node))
        return value

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        written: dict[str, Origin] = {}
        for key, value in node.value:
            if key.tag == f"{_TAG}merge":
                continue
            origin = _place(key, self.name)
            if not isinstance(key, ScalarNode):
                self._refuse(key, path, "a key must be a single word, not a list or a mapping", "")
            elif key.value in written:
                self._twice((*path, key.value), origin, written[key.value])
            else:
                written[key.value] = origin
                out[key.value] = self._entry(key, value, path)
        for key, value in self._merges(node, path):
            if key.value not in out:
                out[key.value] = self._entry(key, value, path)
        return out

    def _entry(self, key: ScalarNode, value: Node, path: Path) -> Any:
        here = (*path, key.value)
        self.document.keys[here] = _place(key, self.name)
        self.document.values[here] = _place(value, self.name)
        return self.plain(value, here)

    def _merges(self, node: MappingNode, path: Path, depth: int = 0) -> Iterator[tuple[ScalarNode, Node]]:
        """Keys and values that `<<` brings in, those that win first."""
        for key, value in node.value:
            if key.tag != f"{_TAG}merge":
                continue
            for source in value.value if isinstance(value, SequenceNode) else [value]:
                if not isinstance(source, MappingNode) or depth > 20:
                    self._refuse(value, path, "`<<` takes over the keys of a mapping", "give it an alias such as *name")
                    continue
                yield from ((k, v) for k, v in source.value if k.tag != f"{_TAG}merge" and isinstance(k, ScalarNode))
                yield from self._merges(source, path, depth + 1)

    def _list(self, node: SequenceNode, path: Path) -> list[Any]:
        items = []
        for index, item in enumerate(node.value):
            here = (*path, index)
            self.document.keys[here] = self.document.values[here] = _place(item, self.name)
            items.append(self.plain(item, here))
        return items

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        text = node.value
        kind = str(node.tag).removeprefix(_TAG)
        if kind in {"str", "timestamp"}:
            return str(text)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        try:
            return number(text, kind)
        except (KeyError, ValueError):
            return self._refuse(node, path, f"{text[:40]} can't be read as {kind}", "")

    def _twice(self, path: Path, origin: Origin, first: Origin) -> None:
        allowed = f"it stands in line {first.line} already; keep one of them"
        self.document.problems.append(Problem(origin, show_path(path), "this key is given twice", allowed))

    def _refuse(self, node: Node, path: Path, wrong: str, allowed: str) -> None:
        self.document.problems.append(Problem(_place(node, self.name), show_path(path), wrong, allowed))


def number(text: str, kind: str) -> int | float:
    """A number as YAML 1.2 writes it.

    Raises:
        KeyError: when `kind` is neither `int` nor `float`.
        ValueError: when the text is no such number.

    >>> number("0x10", "int"), number("1e3", "float"), number("-.inf", "float")
    (16, 1000.0, -inf)
    """
    digits = text.replace("_", "").lower()
    if kind == "float":
        return float(digits.replace(".inf", "inf").replace(".nan", "nan"))
    based = digits.lstrip("+-")[:2] in {"0x", "0o", "0b"}
    return {"int": int}[kind](digits, 0 if based else 10)
