"""Writing a resolved scenario as a file that can be run again."""

from io import StringIO

from ruamel.yaml import YAML

from webloop.scenario.resolve import Resolved


def scenario_text(resolved: Resolved) -> str:
    """YAML of everything that defines the runs, defaults filled in."""
    text = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(resolved.plain(), text)
    return text.getvalue()
