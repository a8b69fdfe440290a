"""From a results folder back to the study that it holds."""

import json
from pathlib import Path
from typing import Any

from webloop.errors import InputError
from webloop.run.manifest import FORMAT
from webloop.run.plan import Plan, plan
from webloop.scenario.resolve import load_scenario
from webloop.scenario.study import Study, StudyFile
from webloop.scenario.uncertain import Draws


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """The manifest of a results folder.

    Raises:
        InputError: when the folder has none, or one that can't be read or is of another format.
    """
    try:
        known: dict[str, Any] = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{folder} is not a results folder: it has no manifest.json "
            "(an interrupted run is finished by the same command)"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{folder}: its manifest.json can't be read: {error}") from error
    if known.get("format") != FORMAT:
        raise InputError(
            f"{folder} was written by webloop {known.get('webloop', '?')} in another format; "
            f"make it again: {command_of(known)}"
        )
    return known


def command_of(manifest: dict[str, Any]) -> str:
    """The command that made a results folder."""
    return " ".join(str(part) for part in manifest.get("command", ["webloop", "run"]))


def reopened(folder: str | Path) -> Plan:
    """What was planned when a results folder was written.

    Raises:
        InputError: when it is not a results folder.
        ScenarioError: when its scenarios can't be run by this version.
    """
    folder = Path(folder)
    known = read_manifest(folder)
    scenarios = tuple(load_scenario(folder / each["file"], name=name) for name, each in known["scenarios"].items())
    drawn = known["draws"] or {}
    said = {"uncertain": drawn["uncertain"]} if drawn else {}
    uncertain = StudyFile.model_validate({"baseline": "-", **said}).uncertain
    study = Study(
        title=known["title"],
        baseline=known["baseline"],
        scenarios=scenarios,
        replicates=known["replicates"],
        seed=known["seed"],
        sweep={path: tuple(values) for path, values in known["sweep"].items()},
        cells={name: (cell["scenario"], tuple(cell["values"])) for name, cell in known["cells"].items()},
        uncertain=uncertain,
        draws=Draws.model_construct(number=drawn["number"], method=drawn["method"]) if drawn else None,
    )
    return plan(study, known["metrics"])
