"""Interventions of a file that another file extends and replaces: a list is replaced as a whole."""

from collections.abc import Iterator
from typing import Any

from webloop.scenario.document import Document
from webloop.scenario.fields import leaves, reach
from webloop.scenario.problems import Path, Problem, overlap, show_path

_MOST = 3  # paths that are named


def lost_changes(base: Document, over: Document) -> Iterator[Problem]:
    """A warning where a file's own interventions leave out what those of the file that it extends set.

    Nothing is said of a file that sets all of the same paths, at the start or later, or that takes interventions away
    (`[]` or null).
    """
    old, own = _changes(base), _changes(over)
    kept = [path for change in own for path in _set(change)]
    given = [path for change in old for path in _set(change) if reach(over.data, path) is None]
    lost = dict.fromkeys(path for path in given if not any(overlap(path, other) for other in kept))
    if not own or not lost:
        return
    paths = [show_path(path) for path in lost]
    named = ", ".join([*paths[:_MOST], *(["..."] if len(paths) > _MOST else [])])
    several, them = (f"{len(old)} interventions", "them") if len(old) > 1 else ("the intervention", "it")
    parent = base.origin(("interventions",)).file
    wrong = f"warning: replaces {several} of {parent} ({named})"
    cure = f"repeat {them} here to keep {them}"
    yield Problem(over.origin(("interventions",), of_key=True), "interventions", wrong, cure)


def _changes(document: Document) -> list[Any]:
    """A file's interventions, checked or not."""
    changes = document.data.get("interventions")
    return changes if isinstance(changes, list) else []


def _set(change: Any) -> Iterator[Path]:
    """Paths of the single values that an intervention sets."""
    patch = reach(change, ("set",))
    for dotted, value in patch.items() if isinstance(patch, dict) else ():
        yield from (path for path, _ in leaves(value, tuple(str(dotted).split("."))))
