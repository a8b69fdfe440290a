"""Writing scenarios as files that can be run again."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from webloop.scenario.resolve import Resolved

_WIDTH = 110  # of lines, where text may be broken


def scenario_text(resolved: Resolved) -> str:
    """YAML of everything that defines the runs, defaults filled in."""
    return yaml_text(resolved.plain(), escaped=True)


def yaml_text(data: Mapping[str, Any], *, escaped: bool) -> str:
    """Plain data as YAML, in its own order.

    Args:
        data: mappings, lists and scalars only.
        escaped: whether it is ASCII, which no terminal changes on the way into a file.
    """
    text = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = not escaped
    yaml.width = _WIDTH
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(dict(data), text)
    return text.getvalue()
