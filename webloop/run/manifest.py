"""The manifest: what was run, with what, when and by which command."""

import json
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from webloop import __version__
from webloop.extras import versions
from webloop.files import write_text
from webloop.months import format_month
from webloop.run.code import code_digest
from webloop.run.plan import Plan
from webloop.run.tables import RUN_TABLES
from webloop.scenario.dependencies import libraries, model_digest, text_digest
from webloop.scenario.drawing import column
from webloop.scenario.parting import parting
from webloop.scenario.resolve import Resolved
from webloop.scenario.site_files import site_digest

_LIBRARIES = ("mesa", "numpy", "pandas", "pyarrow", "pydantic", "scipy")
MANIFEST = "manifest.json"
FORMAT = 2


@dataclass(frozen=True)
class Done:
    """What came of running.

    Attributes:
        started: when.
        done: runs done now.
        reused: runs that were there already.
        failed: files of runs that raised; failures.csv says why.
        finished: runs that can be looked at, by scenario.
    """

    started: datetime
    done: int
    reused: int
    failed: Sequence[str]
    finished: Mapping[str, int]


def manifest(folder: Path, plan: Plan, came: Done, commands: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Everything needed to say what results there are and to make them again.

    Args:
        folder: where the tables are.
        plan: what was run.
        came: what came of it.
        commands: what the results come from, such as a run and an extension.
    """
    study = plan.study
    return {
        "format": FORMAT,
        "webloop": __version__,
        "code_sha256": code_digest(),
        "commands": [list(command) for command in commands],
        "asked": list(study.asked),
        "title": study.title,
        "baseline": study.baseline,
        "seed": study.seed,
        "replicates": study.replicates,
        "metrics": list(plan.metrics),
        "scenarios": {each.name: _scenario(plan, each) for each in study.scenarios},
        "sweep": {path: list(values) for path, values in study.sweep.items()},
        "cells": {name: {"scenario": base, "values": list(values)} for name, (base, values) in study.cells.items()},
        "draws": _draws(plan),
        "started": came.started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs_done": came.done,
        "runs_reused": came.reused,
        "runs_failed": len(came.failed),
        "failed": list(came.failed),
        "runs_finished": dict(came.finished),
        "files": {name: file_sha256(folder / name) for name in RUN_TABLES if (folder / name).exists()},
        **environment({name for each in study.scenarios for name in libraries(each)}),
    }


def this_command() -> list[str]:
    """The command that is running; how it can be told when webloop was called from Python."""
    program = Path(sys.argv[0])
    ours = program.stem == "webloop" or program.parts[-2:] == ("webloop", "__main__.py")
    return ["webloop", *sys.argv[1:]] if ours else ["(called from Python)"]


def file_sha256(file: Path) -> str:
    """A file's hash; empty when there is none."""
    try:
        with file.open("rb") as content:
            return file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def environment(others: Iterable[str] = ()) -> dict[str, Any]:
    """Where numbers are made: Python, platform and the libraries that matter.

    Args:
        others: libraries that matter here and not everywhere.
    """
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": versions(sorted({*_LIBRARIES, *others})),
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
        "text_sha256": text_digest(resolved.scenario),
        "models_sha256": model_digest(resolved),
        "sites_sha256": site_digest(resolved.scenario),
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
        "posterior": _posterior(plan),
        "uncertain": {path: each.model_dump(mode="json") for path, each in plan.study.uncertain.items()},
    }


def _posterior(plan: Plan) -> dict[str, Any] | None:
    """Which scenarios draw from which posterior, and in which columns of draws.csv its parameters stand."""
    study = plan.study
    if not study.posteriors:
        return None
    common = study.posteriors.get(study.baseline)
    firsts = {id(each): name for name, each in reversed(list(study.posteriors.items()))}
    scenarios = {
        name: {
            "file": each.name,
            "columns": {path: column(path, "" if each is common else firsts[id(each)]) for path in each.paths},
        }
        for name, each in study.posteriors.items()
    }
    return {"own": study.own_posteriors, "scenarios": scenarios}


def known_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest that a folder has; None where it has none that this version understands."""
    try:
        known: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known if known.get("format") == FORMAT else None


def runs_of(content: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The key of each run, by scenario."""
    return {name: each["runs"] for name, each in content["scenarios"].items()}


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write it into the results folder."""
    write_text(folder / MANIFEST, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
