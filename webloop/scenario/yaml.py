"""Reading YAML 1.2 with the place of every key and value."""

import math
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from webloop.scenario.problems import Origin, Path, Problem, ScenarioError, show_path


@dataclass
class Document:
    """Plain data with origins.

    Attributes:
        data: mappings, lists and scalars only.
        keys: where each key or list item was written.
        values: where each value was written.
    """

    data: dict[str, Any]
    keys: dict[Path, Origin] = field(default_factory=dict)
    values: dict[Path, Origin] = field(default_factory=dict)

    def origin(self, path: Path, *, of_key: bool = False) -> Origin | None:
        """Where a path was written, or its nearest parent that was."""
        for length in range(len(path), -1, -1):
            places = self.keys if of_key and length == len(path) else self.values
            if path[:length] in places:
                return places[path[:length]]
        return None


def read_yaml(file: FilePath, shown: str | None = None) -> Document:
    """Read a YAML file whose top level is a mapping.

    Args:
        file: the file.
        shown: how to call it in messages; its path by default.

    Raises:
        ScenarioError: when the file is missing, is not YAML, has duplicate keys, non-finite numbers or a
            top level that is not a mapping.
    """
    name = shown or str(file)
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ScenarioError([Problem(Origin(name), "", "there is no such file")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError([Problem(Origin(name), "", f"can't be read: {error}")]) from error
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> Document:
    """Read YAML text; see `read_yaml`."""
    yaml = YAML(typ="rt", pure=True)
    try:
        tree = yaml.load(StringIO(text))
    except DuplicateKeyError as error:
        mark = error.problem_mark
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else ""
        origin = Origin(name, mark.line + 1, mark.column + 1)
        raise ScenarioError([Problem(origin, key, "this key is given twice", "each key may stand once")]) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        origin = Origin(name, mark.line + 1, mark.column + 1) if mark else Origin(name)
        raise ScenarioError([Problem(origin, "", f"not valid YAML: {error.problem}")]) from error
    except YAMLError as error:
        raise ScenarioError([Problem(Origin(name), "", f"not valid YAML: {error}")]) from error
    if tree is None:
        tree = CommentedMap()
    if not isinstance(tree, CommentedMap):
        raise ScenarioError([Problem(Origin(name, 1, 1), "", "the file must be a mapping of `key: value` lines")])
    document = Document({}, values={(): Origin(name, 1, 1)})
    problems: list[Problem] = []
    document.data = _plain(tree, (), document, name, problems)
    if problems:
        raise ScenarioError(problems)
    return document


def parse_value(text: str) -> Any:
    """A value as YAML reads it, for `--set path=value`."""
    tree = YAML(typ="safe", pure=True).load(StringIO(text))
    return tree


def _plain(node: Any, path: Path, document: Document, name: str, problems: list[Problem]) -> Any:
    """Plain data of a node; notes origins on the way."""
    if isinstance(node, CommentedMap):
        out = {}
        for key, value in node.items():
            word = str(key)
            here = (*path, word)
            (line, column), (value_line, value_column) = node.lc.key(key), node.lc.value(key)
            document.keys[here] = Origin(name, line + 1, column + 1)
            document.values[here] = Origin(name, value_line + 1, value_column + 1)
            out[word] = _plain(value, here, document, name, problems)
        return out
    if isinstance(node, CommentedSeq):
        items = []
        for index, value in enumerate(node):
            line, column = node.lc.item(index)
            here = (*path, index)
            document.keys[here] = document.values[here] = Origin(name, line + 1, column + 1)
            items.append(_plain(value, here, document, name, problems))
        return items
    return _scalar(node, path, document, problems)


def _scalar(node: Any, path: Path, document: Document, problems: list[Problem]) -> Any:
    """A plain scalar; non-finite numbers are refused here, where their place is known."""
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        if not math.isfinite(node):
            origin = document.origin(path) or Origin("")
            problems.append(Problem(origin, show_path(path), f"{float(node)} is not a number webloop can use", "numbers must be finite"))
        return float(node)
    return str(node)
