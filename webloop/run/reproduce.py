"""Whether results can be made again: a sample of runs is done anew and compared, hash by hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webloop import __version__
from webloop.run.code import code_digest
from webloop.run.ensemble import run_all
from webloop.run.executors import available_cores
from webloop.run.manifest import environment, file_sha256
from webloop.run.plan import Plan
from webloop.run.reopen import read_manifest, reopened
from webloop.run.store import DamagedError, content_digest, digest, read_run
from webloop.run.tasks import Finished
from webloop.scenario.dependencies import libraries, model_digest, text_digest
from webloop.scenario.site_files import site_digest
from webloop.streams import Streams


@dataclass(frozen=True)
class Reproduction:
    """What came of doing runs again.

    Attributes:
        runs: each run that was done again, with what came of it: `same`, how it differs, or that its file is missing.
        damaged: files of the folder that are not what was written.
        changed: what is not as it was: versions, code, platform, texts, models, scenario files.
    """

    runs: Mapping[str, str]
    damaged: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether there were runs, all gave the same numbers, and no file was damaged."""
        return bool(self.runs) and not self.damaged and all(told == SAME for told in self.runs.values())


SAME = "same"


def reproduce(folder: str | Path, number: int = 5, jobs: int | None = None) -> Reproduction:
    """Do a sample of a results folder's runs again, by its own scenarios and seed, and compare.

    Nothing is written to the folder.

    Args:
        folder: a results folder.
        number: how many runs to do again, drawn by the study's seed.
        jobs: processes; as many as there are cores for None.

    Raises:
        InputError: when it is not a results folder.
    """
    folder = Path(folder)
    known, planned = read_manifest(folder), reopened(folder)
    made = [run for run in planned.runs if planned.file(run).as_posix() not in set(known["failed"])]
    picks = Streams(planned.study.seed, 0).get("reproduce").permutation(len(made))[:number]
    sample = [made[index] for index in sorted(picks.tolist())]
    told: dict[str, str] = {}
    for run, outcome in run_all(sample, min(jobs or available_cores(), max(1, len(sample)))):
        name = planned.file(run).as_posix()
        if isinstance(outcome, Finished):
            told[name] = _compared(folder / name, outcome.content)
        else:
            told[name] = f"failed: {outcome}"
    return Reproduction(dict(sorted(told.items())), tuple(_damaged(folder, known)), tuple(changes(known, planned)))


def _compared(file: Path, content: bytes) -> str:
    """How a run's file compares with what was made now."""
    if not file.exists():
        return "missing"
    try:
        tables = read_run(file)
    except DamagedError as error:
        return str(error)
    return SAME if digest(tables) == content_digest(content) else "other numbers"


def _damaged(folder: Path, known: Mapping[str, Any]) -> list[str]:
    """Tables that are missing or not what was written."""
    return [name for name, sha256 in known["files"].items() if file_sha256(folder / name) != sha256]


def changes(known: Mapping[str, Any], planned: Plan) -> list[str]:
    """What is not as it was when the folder was written.

    Args:
        known: the folder's manifest.
        planned: what was planned when it was written, as `reopened` gives it.
    """
    now = {"webloop": __version__, **environment(known["libraries"])}
    found = [
        f"{name}: {known[name]} then, {now[name]} now"
        for name in ("webloop", "python", "platform")
        if known[name] != now[name]
    ]
    moved = {name for name, then in known["libraries"].items() if then != now["libraries"][name]}
    found += [f"{name}: {known['libraries'][name]} then, {now['libraries'][name]} now" for name in sorted(moved)]
    same_code = known["code_sha256"] == code_digest()
    if not same_code:
        found.append("the code that makes the numbers (webloop, or a package that adds to it)")
    for resolved in planned.study.scenarios:
        entry = known["scenarios"][resolved.name]
        if entry["text_sha256"] != text_digest(resolved.scenario):
            found.append(f"the text that {resolved.name} reads")
        elif entry.get("models_sha256") != model_digest(resolved):
            found.append(f"the models that {resolved.name} begins with")
        elif entry.get("sites_sha256") != site_digest(resolved.scenario):
            found.append(f"the sites that {resolved.name} reads")
        elif same_code and not moved.intersection(libraries(resolved)) and entry["runs"] != planned.keys(resolved.name):
            found.append(f"{entry['file']}: it was edited")
    return found
