"""The folder that a new user starts from: the shipped scenarios, and one of their own."""

from pathlib import Path

from webloop.errors import InputError
from webloop.scenario.json_schema import scenario_json_schema, study_json_schema
from webloop.scenario.shipped import shipped_folder

MINE = """\
# yaml-language-server: $schema=scenario.schema.json
#
# Your own scenario: what is not said here is as in the baseline.
#   webloop validate {folder}/mine.yaml
#   webloop compare {folder}/baseline.yaml {folder}/mine.yaml -n 20
extends: baseline.yaml
title: Mine
claim: Labs that train twice as often and drop labelled pages lose less.

interventions:
  - date: 2027-01
    title: Faster cadence, half of the pages that models mostly write labelled
    set:
      lab.cadence: 6
      labels.share: 0.5
      lab.filter.drop_labelled: true
"""


def write_starter(folder: Path, *, force: bool = False) -> list[Path]:
    """Write the files and return their paths.

    Raises:
        InputError: when a file is there already and `force` is not given, or can't be written.
    """
    import json

    texts = {"mine.yaml": MINE.format(folder=folder)}
    texts |= {file.name: _local(file.read_text(encoding="utf-8")) for file in sorted(shipped_folder().glob("*.yaml"))}
    fits = sorted(file for file in shipped_folder().glob("posteriors/*") if file.suffix in {".csv", ".json"})
    texts |= {f"{file.parent.name}/{file.name}": file.read_text(encoding="utf-8") for file in fits}
    texts["scenario.schema.json"] = json.dumps(scenario_json_schema(), indent=1, ensure_ascii=False) + "\n"
    texts["study.schema.json"] = json.dumps(study_json_schema(), indent=1, ensure_ascii=False) + "\n"
    there = [name for name in texts if (folder / name).exists()]
    if there and not force:
        raise InputError(
            f"{folder} already holds {', '.join(there)}; choose another folder, or --force to replace them"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"can't write to {folder}: {error.strerror or error}") from error
    return [folder / name for name in texts]


def _local(text: str) -> str:
    """Point editors at the schema beside the file."""
    return text.replace("$schema=../docs/", "$schema=")
