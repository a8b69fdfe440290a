"""The manifest: what was run, with what, when and by which command."""

import json
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from webloop import __version__
from webloop.content.build import text_digest
from webloop.files import write_text
from webloop.run.store import code_digest
from webloop.scenario.study import Study

_LIBRARIES = ("mesa", "numpy", "pandas", "pyarrow", "pydantic", "scipy")
FORMAT = 1


def manifest(
    study: Study, keys: dict[str, dict[int, str]], started: datetime, done: int, reused: int
) -> dict[str, Any]:
    """Everything needed to say what a results folder holds and to make it again.

    Args:
        study: what was run.
        keys: hash of each run, by scenario and replicate.
        started: when.
        done: runs done now.
        reused: runs that were there already.
    """
    return {
        "format": FORMAT,
        "webloop": __version__,
        "code_sha256": code_digest(),
        "command": ["webloop", *sys.argv[1:]],
        "title": study.title,
        "baseline": study.baseline,
        "seed": study.seed,
        "replicates": study.replicates,
        "scenarios": {
            each.name: {
                "title": each.scenario.title,
                "claim": each.scenario.claim,
                "file": f"scenarios/{each.name}.yaml",
                "text_sha256": text_digest(each.scenario.ideas),
                "runs": keys[each.name],
            }
            for each in study.scenarios
        },
        "sweep": {path: list(values) for path, values in study.sweep.items()},
        "cells": {name: {"scenario": base, "values": list(values)} for name, (base, values) in study.cells.items()},
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_done": done,
        "runs_reused": reused,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write it into the results folder."""
    write_text(folder / "manifest.json", json.dumps(content, indent=2, ensure_ascii=False) + "\n")
