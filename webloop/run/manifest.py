"""The manifest: what was run, with what, when and by which command."""

import json
import platform
import sys
from datetime import UTC, datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any

from webloop import __version__
from webloop.content.build import text_digest
from webloop.files import write_text
from webloop.months import format_month
from webloop.run.code import code_digest
from webloop.run.plan import Plan
from webloop.scenario.parting import parting
from webloop.scenario.resolve import Resolved

_LIBRARIES = ("mesa", "numpy", "pandas", "pyarrow", "pydantic", "scipy")
_TABLES = (
    "monthly.parquet",
    "generations.parquet",
    "summary.csv",
    "collapse.csv",
    "lost_ideas.csv",
    "dictionary.csv",
    "draws.csv",
    "unit.csv",
    "failures.csv",
)
FORMAT = 2


def manifest(folder: Path, plan: Plan, started: datetime, done: int, reused: int, failed: int) -> dict[str, Any]:
    """Everything needed to say what a results folder holds and to make it again.

    Args:
        folder: the results folder, with its tables.
        plan: what was run.
        started: when.
        done: runs done now.
        reused: runs that were there already.
        failed: runs that raised; failures.csv says why.
    """
    study = plan.study
    return {
        "format": FORMAT,
        "webloop": __version__,
        "code_sha256": code_digest(),
        "command": ["webloop", *sys.argv[1:]],
        "title": study.title,
        "baseline": study.baseline,
        "seed": study.seed,
        "replicates": study.replicates,
        "metrics": list(plan.metrics),
        "scenarios": {each.name: _scenario(plan, each) for each in study.scenarios},
        "sweep": {path: list(values) for path, values in study.sweep.items()},
        "cells": {name: {"scenario": base, "values": list(values)} for name, (base, values) in study.cells.items()},
        "draws": _draws(plan),
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_done": done,
        "runs_reused": reused,
        "runs_failed": failed,
        "files": {name: file_sha256(folder / name) for name in _TABLES if (folder / name).exists()},
        **environment(),
    }


def file_sha256(file: Path) -> str:
    """A file's hash; empty when there is none."""
    try:
        with file.open("rb") as content:
            return file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def environment() -> dict[str, Any]:
    """Where numbers are made: Python, platform and the libraries that matter."""
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def _scenario(plan: Plan, resolved: Resolved) -> dict[str, Any]:
    """What a scenario is called and when it begins to differ from the baseline."""
    starts = parting(plan.study.scenarios[0], resolved)
    return {
        "title": resolved.scenario.title,
        "claim": resolved.scenario.claim,
        "file": f"scenarios/{resolved.name}.yaml",
        "starts": None if starts is None else format_month(starts),
        "ends": format_month(resolved.scenario.time.end),
        "text_sha256": text_digest(resolved.scenario.ideas),
        "runs": plan.keys(resolved.name),
    }


def _draws(plan: Plan) -> dict[str, Any] | None:
    """How uncertain parameters were drawn; None where there are none."""
    if plan.drawn is None or plan.study.draws is None:
        return None
    return {
        "method": plan.drawn.method,
        "number": plan.study.draws.number,
        "total": plan.draws,
        "groups": list(plan.drawn.groups),
        "group_of": list(plan.drawn.group_of),
        "unit_file": "unit.csv",
        "uncertain": {path: each.model_dump(mode="json") for path, each in plan.study.uncertain.items()},
    }


def described_runs(folder: Path) -> tuple[str, dict[str, dict[str, str]]] | None:
    """Baseline, and the key of each run by scenario, as the folder's manifest has them; None without one."""
    try:
        known = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return known["baseline"], {name: each["runs"] for name, each in known["scenarios"].items()}
    except (OSError, ValueError, KeyError):
        return None


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write it into the results folder."""
    write_text(folder / "manifest.json", json.dumps(content, indent=2, ensure_ascii=False) + "\n")
