"""Reading a scenario file and everything it extends."""

from dataclasses import replace
from os.path import expanduser
from pathlib import Path as FilePath
from typing import Any

from webloop.content.ideas.frequencies import PYTHON_TEXT
from webloop.content.text.sources import NAMED
from webloop.files import is_address
from webloop.scenario.document import Document
from webloop.scenario.fields import reach, spot_at
from webloop.scenario.lost_changes import lost_changes
from webloop.scenario.merge import idle_removals, merged, needs_nothing, nested
from webloop.scenario.naming import existing, full_name
from webloop.scenario.problems import ANY, Fault, Origin, Path, Problem, ScenarioError, show_path
from webloop.scenario.shipped import PREFIX
from webloop.scenario.yaml import read_yaml


def is_study(document: Document) -> bool:
    """A file that names a baseline, scenarios, a sweep or draws is a study."""
    return any(key in document.data for key in ("baseline", "scenarios", "sweep", "uncertain", "draws"))


def load_document(file: str | FilePath) -> Document:
    """A scenario file merged over everything it extends, not yet validated.

    Raises:
        ScenarioError: when a file is missing or can't be read; other problems are kept in the document.
    """
    name = full_name(str(file))
    return _load(existing(name, None, Origin(name), ""), name, ())


def _load(file: FilePath, shown: str, chain: tuple[FilePath, ...]) -> Document:
    document = read_yaml(file, shown)
    if is_study(document):
        key = next(key for key in ("baseline", "scenarios", "sweep") if key in document.data)
        origin = document.origin((key,), of_key=True)
        raise ScenarioError([Problem(origin, key, "this is a study file, and a scenario is needed here")])
    _absolute_files(document, file.parent)
    base = _base(document, file, shown, (*chain, file.resolve()))
    document.data.pop("extends", None)
    for path in [path for path in document.keys if ANY in path and path.index(ANY) == len(path) - 1]:
        document.problems.append(document.problem(Fault(path, no_any(path[:-1], base.data), of_key=True)))
        del reach(document.data, path[:-1])[ANY]
    for fault in list(idle_removals(base.data, document.data)):
        document.problems.append(document.problem(fault))
        holder = reach(document.data, fault.path[:-1])
        holder[fault.path[-1]] = {}  # what the author most likely meant, so that nothing else seems wrong
        if not needs_nothing(spot_at(fault.path, document.data)):
            del holder[fault.path[-1]]
    for about in ("title", "claim"):
        base.data.pop(about, None)  # they are about the other file
    document.warnings += lost_changes(base, document)
    return overlaid(base, document)


def _base(document: Document, file: FilePath, shown: str, chain: tuple[FilePath, ...]) -> Document:
    """What a file extends; an empty document when it stands alone."""
    name = document.data.get("extends")
    if name is None:
        return Document({}, values={(): Origin(shown, 1, 1)})
    origin = document.origin(("extends",))
    try:
        if not isinstance(name, str):
            wrong = "this does not name a file" if not isinstance(name, list) else "a scenario extends one file only"
            raise ScenarioError([Problem(origin, "extends", wrong, "must be a path, or webloop/NAME")])
        name = full_name(name, file.parent)
        path = existing(name, file.parent, origin, "extends")
        if path.resolve() in chain:
            circle = " -> ".join(each.name for each in (*chain[chain.index(path.resolve()) :], path))
            wrong = (
                "a file can't extend itself"
                if len(chain) == 1
                else f"the files extend each other in a circle: {circle}"
            )
            raise ScenarioError([Problem(origin, "extends", wrong)])
        beside_shipped = shown.startswith(PREFIX) and path.parent == file.parent
        beside = f"{shown.rpartition('/')[0]}/{path.stem}"
        base_shown = beside if beside_shipped else name if name.startswith(PREFIX) else str(path)
        return _load(path, base_shown, chain)
    except ScenarioError as error:
        raise ScenarioError([*document.problems, *error.problems]) from None


def overlaid(base: Document, over: Document, *, items: bool = False) -> Document:
    """One document over another, each value with the origin of the one that wrote it."""
    data = merged(base.data, over.data, items=items)
    keys = {path: origin for path, origin in base.keys.items() if _is_there(data, path)}
    values = {path: origin for path, origin in base.values.items() if _is_there(data, path)}
    problems, warnings = [*base.problems, *over.problems], [*base.warnings, *over.warnings]
    return Document(data, {**keys, **over.keys}, {**values, **over.values}, problems, warnings)


def with_value(
    document: Document,
    dotted: str,
    value: Any,
    key: Origin,
    at: Origin | None = None,
    folder: FilePath | None = None,
) -> Document:
    """A document with a value put at a dotted path, noting where it came from.

    Args:
        document: stays as it is.
        dotted: the path, such as `lab.cadence`.
        value: what to merge in there; None removes.
        key: where the path was written.
        at: where the value was written; with the path by default.
        folder: what the path of a text is relative to.
    """
    path: Path = tuple(dotted.split("."))
    wrong = bad_path(path, document.data)
    if wrong:
        return replace(document, problems=[*document.problems, Problem(key, dotted, wrong)])
    patch = Document(nested(path, value))
    typed = _with_indexes(path, document.data)
    _note(patch, typed, value, key, at or key)
    for length in range(1, len(typed)):
        if typed[:length] not in document.keys:
            patch.keys[typed[:length]] = patch.values[typed[:length]] = key
    _absolute_files(patch, folder or FilePath())
    faults = idle_removals(document.data, patch.data)
    idle = [patch.problem(replace(fault, path=_with_indexes(fault.path, document.data))) for fault in faults]
    if idle:
        return replace(document, problems=[*document.problems, *idle])
    return overlaid(document, patch, items=True)


def no_any(path: Path, data: Any) -> str:
    """What is wrong with a `*` below a path."""
    holder = reach(data, path)
    names = f"; name one of {', '.join(holder)}" if isinstance(holder, dict) and holder else ""
    return f"`{ANY}` stands for all of them in a study's `uncertain` only{names}"


def bad_path(path: Path, data: dict[str, Any]) -> str:
    """What is wrong with the form of a dotted path; empty if nothing is."""
    if not all(path):
        return "this is not a path; write it as names with a dot between, such as lab.cadence"
    if ANY in path:
        return no_any(path[: path.index(ANY)], data)
    for length in range(1, len(path)):
        spot, holder = spot_at(path[:length], data), reach(data, path[:length])
        is_list = isinstance(holder, list) or (spot is not None and spot.is_list)
        size = len(holder) if isinstance(holder, list) else 0
        if is_list and not (str(path[length]).isdigit() and int(path[length]) < size):
            where = show_path(path[:length])
            if size == 0:
                return f"{where} is a list that no file gives; write it in full"
            return f"{where} has the items 0 to {size - 1}, but no {str(path[length])!r}"
    return ""


def _with_indexes(path: Path, data: Any) -> Path:
    """A path with whole numbers where it goes through lists."""
    out: Path = ()
    for part in path:
        out = (*out, int(part) if isinstance(reach(data, out), list) and str(part).isdigit() else part)
    return out


def _note(document: Document, path: Path, value: Any, key: Origin, at: Origin) -> None:
    """Give a value and everything in it one origin."""
    document.keys[path], document.values[path] = key, at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, item in pairs:
        _note(document, (*path, part), item, at, at)


def _is_there(data: Any, path: Path) -> bool:
    parent = reach(data, path[:-1])
    if not path:
        return True
    if isinstance(parent, list):
        return isinstance(path[-1], int) and path[-1] < len(parent)
    return isinstance(parent, dict) and path[-1] in parent


FILES: tuple[Path, ...] = (
    ("ideas", "from_text"),
    ("sites", "from_edges"),
    ("sites", "owners"),
    ("content", "corpus"),
    ("content", "held_out"),
    ("lab", "learner", "folder"),
)
"""Values that name a file or folder of the user's own."""


def _absolute_files(document: Document, folder: FilePath) -> None:
    """A file's path is meant relative to the file that names it, in interventions too."""
    _absolute(document.data, folder)
    changes = document.data.get("interventions")
    for change in changes if isinstance(changes, list) else ():
        patch = reach(change, ("set",))
        for dotted, value in patch.items() if isinstance(patch, dict) else ():
            path = tuple(str(dotted).split("."))
            part = nested(path, value)
            _absolute(part, folder)
            patch[dotted] = reach(part, path)


def _absolute(data: dict[str, Any], folder: FilePath) -> None:
    labs = data.get("labs")
    own: list[Path] = [("labs", name, "learner", "folder") for name in labs] if isinstance(labs, dict) else []
    for path in (*FILES, *own):
        file = reach(data, path)
        if isinstance(file, str) and not _is_ours(path, file) and not is_address(file):
            at_home = expanduser(file)  # noqa: PTH111 (that of pathlib fails where there is no such user)
            reach(data, path[:-1])[path[-1]] = str((folder / at_home).resolve())


def _is_ours(path: Path, name: str) -> bool:
    """Whether what stands there is a name of webloop's own and no file's."""
    if path == ("ideas", "from_text"):
        return name.startswith(PYTHON_TEXT)
    return path == ("content", "corpus") and name in NAMED
