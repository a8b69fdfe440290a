"""The scenario file of an exploration: it extends the explored one and says what was moved."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from webloop.live.explored import Explored, Moved, interventions, patches, told
from webloop.live.lever import Patch
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
    return _HEAD + _yaml(data)


def _settings(explored: Explored) -> Patch:
    """What the command line set; a list of which it set an item is written whole, as files do."""
    out: Patch = {}
    for setting, given in explored.settings.items():
        path, value = setting, given
        reached: Any = explored.resolved.document.data
        parts = path.split(".")
        for index, part in enumerate(parts[:-1]):
            reached = reached.get(part) if isinstance(reached, Mapping) else None
            if isinstance(reached, list):
                path, value = ".".join(parts[: index + 1]), reached
                break
        out[path] = value
    return out


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


def _yaml(data: Mapping[str, Any]) -> str:
    text = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 110
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(dict(data), text)
    return text.getvalue()
