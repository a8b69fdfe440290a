"""The scenario file of an exploration: it extends the explored one and says what was moved."""

from collections.abc import Mapping
from typing import Any

from webloop.live.explored import Explored, Moved, interventions, patches, told
from webloop.live.lever import Patch
from webloop.scenario.dump import yaml_text
from webloop.scenario.fields import reach, step
from webloop.scenario.merge import merged

_HEAD = """\
# Written by `webloop explore`. It extends the scenario that was explored and says what was moved; check it with
# `webloop validate FILE`, hold it against the other with `webloop compare`.
"""


def saved(explored: Explored, moved: Moved, since: int) -> str:
    """A scenario file as text: the explored scenario with levers moved, settings of the command line among them.

    Args:
        explored: the scenario.
        moved: where levers were moved to.
        since: the month from which they change things.
    """
    first, later = patches(explored, moved, since)
    said = told(explored, moved, since)
    title = f"{explored.title}, explored" if said else explored.title
    about = {"title": title, **({"claim": f"Moved: {said}"} if said else {})}
    data = {"extends": explored.extends, **about, **_nested({**_settings(explored), **first}), **about}
    if later or (first and explored.resolved.changes):
        data["interventions"] = interventions(explored, moved, since)
    return _HEAD + yaml_text(data, escaped=False)


def _settings(explored: Explored) -> Patch:
    """What the command line set; a list of which it set an item is written whole, as files do."""
    out: Patch = {}
    data = explored.resolved.document.data
    for setting, given in explored.settings.items():
        path = tuple(setting.split("."))
        lists = (path[:length] for length in range(1, len(path)) if isinstance(reach(data, path[:length]), list))
        whole = next(lists, None)
        out[".".join(whole or path)] = reach(data, whole) if whole else _as_read(given, reach(data, path))
    return out


def _as_read(given: Any, read: Any) -> Any:
    """What was set, with text as the document has it: files are named by their full path there."""
    if isinstance(given, Mapping):
        return {key: _as_read(value, step(read, key)) for key, value in given.items()}
    return read if isinstance(given, str) and isinstance(read, str) else given


def _nested(patch: Patch) -> dict[str, Any]:
    """Values by dotted path as one mapping; null stays, for it removes what the extended file says."""
    out: dict[str, Any] = {}
    for path, value in patch.items():
        *above, last = path.split(".")
        holder = out
        for part in above:
            below = holder.get(part)
            holder[part] = holder = below if isinstance(below, dict) else {"kind": below} if below else {}
        known = holder.get(last)
        holder[last] = merged(known, value) if isinstance(known, dict) and isinstance(value, Mapping) else value
    return out
