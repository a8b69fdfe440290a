"""From a results folder back to the study that it holds."""

import json
import shlex
from pathlib import Path
from typing import Any

from webloop.errors import InputError
from webloop.run.lock import writer_of
from webloop.run.manifest import FORMAT
from webloop.run.plan import Plan, plan
from webloop.scenario.posterior import Posterior, read_posterior
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
        raise InputError(_no_results(Path(folder))) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{folder}: its manifest.json can't be read: {error}") from error
    if known.get("format") != FORMAT:
        raise InputError(
            f"{folder} was written by webloop {known.get('webloop', '?')} in another format: run its study again"
        )
    return known


def _no_results(folder: Path) -> str:
    """Why there is no manifest."""
    if not folder.exists():
        return (
            f"there is no folder {folder}; `webloop run` and `webloop compare` make folders of results: run one first"
        )
    writer = writer_of(folder)
    if writer:
        return f"{folder} has no results yet: it is being run ({writer})"
    if (folder / "runs").is_dir():
        return f"{folder} has no results yet: its run was interrupted, and the command that began it goes on with it"
    return f"{folder} is not a results folder: it has no manifest.json"


def commands_of(known: dict[str, Any]) -> str:
    """The commands that made a results folder, as they are typed."""
    return " && ".join(shlex.join(command) for command in known["commands"])


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
    posteriors = _posteriors(folder, drawn)
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
        posteriors=posteriors,
        own_posteriors=bool((drawn.get("posterior") or {}).get("own")),
        asked=tuple(known.get("asked", ())),
    )
    return plan(study, known["metrics"])


def _posteriors(folder: Path, drawn: dict[str, Any]) -> dict[str, Posterior]:
    """What each scenario drew from: the folder has all of it, wherever the files may be.

    Raises:
        InputError: when its table of draws is lost or damaged.
    """
    known = (drawn.get("posterior") or {}).get("scenarios", {})
    if not known:
        return {}
    table = read_posterior(folder / "draws.csv", str(folder / "draws.csv"))
    made: dict[tuple[str, ...], Posterior] = {}
    for each in known.values():
        columns = each["columns"]
        if not set(columns.values()) <= set(table.paths):
            raise InputError(f"{folder} has lost columns of its draws.csv; the command that made it makes it again")
        key = tuple(columns.values())
        if key not in made:
            rows = tuple({path: row[name] for path, name in columns.items()} for row in table.rows)
            made[key] = Posterior(each["file"], rows)
    return {name: made[tuple(each["columns"].values())] for name, each in known.items()}
