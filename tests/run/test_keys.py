"""What the key of a run depends on besides the words of its scenario: models in folders, and libraries."""

import json
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.run.text_scenarios import write_text_study
from webloop.replication.case import Case
from webloop.replication.store import curve_file
from webloop.run.plan import plan
from webloop.run.reproduce import reproduce
from webloop.run.study import run_study
from webloop.scenario.dependencies import beyond_words, libraries, model_digest
from webloop.scenario.resolve import load_scenario
from webloop.scenario.study import load_study

READS = "{kind: text_classifier, update_lag: 0}"
MODEL = {"config.json": "{}", "tokenizer.json": "{}", "model.safetensors": "weights"}


@pytest.fixture
def scenario(tmp_path: Path) -> Callable[[str], Path]:
    """A scenario of text that goes on with these lines."""
    write_text_study(tmp_path)

    def write(lines: str) -> Path:
        file = tmp_path / "own.yaml"
        file.write_text("extends: text.yaml\n" + lines, encoding="utf-8")
        return file

    return write


def key(file: Path) -> str:
    return plan(load_study([file]), ["n_words"]).runs[0].key


def pretend(monkeypatch: pytest.MonkeyPatch, name: str, number: str) -> None:
    """Another version of a library."""
    monkeypatch.setattr("webloop.extras.version", lambda asked: number if asked == name else version(asked))


def test_keys_without_models_and_libraries_depend_on_neither(
    scenario: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = scenario("title: Own\n")
    before = key(file)
    assert beyond_words(load_scenario(file)) == []
    pretend(monkeypatch, "scikit-learn", "0.1")
    assert key(file) == before


@pytest.mark.parametrize(
    "lines",
    [
        f"lab: {{filter: {{detector: {READS}}}}}\n",
        f"interventions:\n  - date: 2023-04\n    set: {{lab.filter.detector: {READS}}}\n",
    ],
    ids=["start", "intervention"],
)
def test_a_key_depends_on_the_libraries_that_make_the_numbers(
    scenario: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    file = scenario(lines)
    before = key(file)
    assert libraries(load_scenario(file)) == ("scikit-learn",)
    pretend(monkeypatch, "torch", "0.1")
    assert key(file) == before
    pretend(monkeypatch, "scikit-learn", "0.1")
    assert key(file) != before


@pytest.mark.usefixtures("neural_installed")
def test_a_key_depends_on_what_a_model_s_folder_holds(scenario: Callable[[str], Path], tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, text in MODEL.items():
        (folder / name).write_text(text)
    file = scenario("labs: {own: {learner: {kind: hugging_face, folder: mine}}}\n")
    resolved = load_scenario(file)
    case = Case("made", "own.yaml", generations=2, replicates=2, quick=2, metrics=())
    assert libraries(resolved) == ("tokenizers", "torch", "transformers")

    def seen() -> tuple[str, str | None, Path]:
        return key(file), model_digest(resolved), curve_file(tmp_path, "paper", case, resolved, 1)

    before = seen()
    (folder / "README.md").write_text("Nobody reads this.")
    os.utime(folder / "config.json", (0, 0))
    assert seen() == before
    for name in MODEL:
        (folder / name).write_text("other")
        assert not set(seen()) & set(before)
        (folder / name).write_text(MODEL[name])
    assert seen() == before
    (folder / "model.safetensors").rename(folder / "model-1.safetensors")
    assert not set(seen()) & set(before)


def test_a_manifest_has_the_versions_and_reproduce_tells_when_they_change(
    scenario: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = load_study([scenario(f"lab: {{filter: {{detector: {READS}}}}}\n")], replicates=1)
    with monkeypatch.context() as then:
        pretend(then, "scikit-learn", "0.1")
        run_study(study, tmp_path / "out", jobs=1)
    known = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert known["libraries"]["scikit-learn"] == "0.1"
    assert known["libraries"]["numpy"] == version("numpy")
    assert "torch" not in known["libraries"]
    assert known["scenarios"]["own"]["models_sha256"] is None
    found = reproduce(tmp_path / "out", jobs=1)
    assert found.same
    assert found.changed == (f"scikit-learn: 0.1 then, {version('scikit-learn')} now",)
