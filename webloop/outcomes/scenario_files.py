"""The scenarios of a results folder, as they were run, for their dates and units."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.scenario.yaml import read_yaml


def scenario_data(results: Results, scenario: str) -> Mapping[str, Any]:
    """A scenario with every default filled in; nothing where its file can't be read."""
    file = results.folder / "scenarios" / f"{scenario}.yaml"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, InputError):
        return {}


@lru_cache(maxsize=512)
def _read(file: Path, _changed: int) -> Mapping[str, Any]:
    """Read a file once for all pictures; it is read again when it has changed."""
    return read_yaml(file).data
