"""What a learner needs is looked for when a scenario is read, for each intervention too: not when it is trained."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.content.texts import made_corpus
from webloop.content.text.ngram.counts import count
from webloop.content.text.ngram.kneser_ney import relative_frequencies
from webloop.content.text.ngram.longest import check_order
from webloop.errors import InputError
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import load_scenario
from webloop.scenario.study import load_study

TEXT = """\
extends: webloop/text-replace
content: {corpus: made.txt, words: 20}
web: {pages_per_month: 50, tokens_per_page: 20}
"""
FILES = ("config.json", "tokenizer.json", "model.safetensors")
ALLOWED = "allowed: a folder that save_pretrained of a causal language model and of its tokenizer wrote"


@pytest.fixture
def read(scenario_file: Callable[..., Path], tmp_path: Path) -> Callable[[str], list[str]]:
    """What is wrong with a scenario of text that goes on with these lines."""
    made_corpus(tmp_path)

    def messages(lines: str) -> list[str]:
        try:
            load_scenario(scenario_file(TEXT + lines))
        except ScenarioError as error:
            return [str(problem).replace(str(tmp_path), "HERE") for problem in error.problems]
        return []

    return messages


@pytest.mark.usefixtures("neural_installed")
@pytest.mark.parametrize(
    ("kind", "missing"), [("gru", "torch"), ("hugging_face", "torch"), ("hugging_face", "transformers")]
)
def test_a_library_that_is_missing(
    read: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch, kind: str, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    told = f"the learner {kind} needs {missing}: pip install 'webloop[neural]'"
    learner = f"{{kind: {kind}{', folder: .' if kind == 'hugging_face' else ''}}}"
    assert read(f"lab: {{learner: {learner}}}\n") == [f"HERE/small.yaml:4:16 lab.learner: {told}"]
    changed = f"interventions:\n  - date: 2023-03\n    set: {{lab.learner: {learner}}}\n"
    assert read(changed) == [f"HERE/small.yaml:6:24 interventions[0].set.lab.learner: {told}"]


@pytest.mark.usefixtures("neural_installed")
@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        (None, "there is no folder HERE/mine"),
        (FILES[1:], "HERE/mine holds no causal language model (config.json)"),
        ((FILES[0], FILES[2]), "HERE/mine holds no tokenizer (tokenizer*, vocab*, *.model)"),
        (FILES[:2], "HERE/mine holds no weights (*.safetensors, *.bin)"),
    ],
)
def test_a_folder_without_a_model(
    read: Callable[[str], list[str]], tmp_path: Path, files: tuple[str, ...] | None, wrong: str
) -> None:
    if files is not None:
        (tmp_path / "mine").mkdir()
        for name in files:
            (tmp_path / "mine" / name).touch()
    lines = "labs:\n  own: {learner: {kind: hugging_face, folder: mine}}\n"
    assert read(lines) == [f"HERE/small.yaml:5:47 labs.own.learner.folder: {wrong}; {ALLOWED}"]


@pytest.mark.usefixtures("neural_installed")
def test_a_folder_with_a_model(read: Callable[[str], list[str]], tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).touch()
    assert read("lab: {learner: {kind: hugging_face, folder: .}}\n") == []
    (tmp_path / FILES[2]).unlink()
    assert read("lab: {learner: {kind: hugging_face, folder: ., start: scratch}}\n") == []


LONG = "grams of 6 words are too long for a vocabulary of {} words; must be at most {}, or set content.vocabulary"


@pytest.mark.parametrize("kind", ["kneser_ney", "relative_frequencies"])
def test_grams_that_are_too_long(
    read: Callable[[str], list[str]], tmp_path: Path, scenario_file: Callable[..., Path], kind: str
) -> None:
    """At the start, by an intervention and in a cell of a sweep; fewer words leave room for longer grams."""
    made_corpus(tmp_path, 100_000, types=3000)
    told = LONG.format("2,990", 5) + " to fewer words"
    learner = f"{{kind: {kind}, order: 6}}"
    assert read(f"lab: {{learner: {learner}}}\n") == [f"HERE/small.yaml:4:{32 + len(kind)} lab.learner.order: {told}"]
    assert read(f"lab: {{learner: {learner}}}\n".replace("6", "5")) == []
    changed = f"lab: {{learner: {kind}}}\ninterventions:\n  - date: 2023-03\n    set: {{lab.learner.order: 6}}\n"
    assert read(changed) == [f"HERE/small.yaml:7:30 interventions[0].set.lab.learner.order: {told}"]
    few = TEXT.replace("words: 20", "words: 20, vocabulary: 1000") + f"lab: {{learner: {learner}}}\n"
    assert load_scenario(scenario_file(few)).scenario.labs["lab"].learner.kind == kind
    scenario_file(TEXT + f"lab: {{learner: {kind}}}\n", "cell.yaml")
    study = scenario_file("baseline: cell.yaml\nsweep: {lab.learner.order: [5, 6]}\n", "study.yaml")
    with pytest.raises(InputError) as caught:
        load_study([str(study)], {})
    assert told in str(caught.value)


@pytest.mark.parametrize(("words", "most"), [(2**10 - 1, 6), (2**12 - 1, 5), (2**12, 4), (2**16 - 1, 4), (2**16, 3)])
def test_the_longest_grams_are_those_that_can_be_told_apart(words: int, most: int) -> None:
    """At the edge all 64 bits are used: of two words that alternate each run of any length has its own follower."""
    pages = np.array([[words - 1, words - 2] * 30], dtype=np.int32)
    check_order(most, words)
    model = relative_frequencies([(pages, 1.0)], most, words)
    assert model.log_probabilities(pages[0])[most:].tolist() == [0.0] * (60 - most)
    with pytest.raises(InputError, match=f"must be at most {most},"):
        check_order(most + 1, words)
    with pytest.raises(InputError, match=f"must be at most {most},"):
        count([(pages, 1.0)], most + 1, words, continuations=True)


@pytest.mark.usefixtures("neural_installed")
def test_a_folder_in_an_intervention_is_meant_from_the_scenario_too(
    read: Callable[[str], list[str]], scenario_file: Callable[..., Path], tmp_path: Path
) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        for name in FILES:
            (tmp_path / folder / name).touch()
    lines = """\
interventions:
  - date: 2023-02
    set: {lab.learner: {kind: hugging_face, folder: one}}
  - date: 2023-03
    set: {lab.learner.folder: other}
"""
    found = load_scenario(scenario_file(TEXT + lines)).changes
    learners = [changed.labs["lab"].learner.model_dump() for _, changed in found]
    assert [learner["folder"] for learner in learners] == [str(tmp_path / "one"), str(tmp_path / "other")]
    assert read(lines.replace("other", "no")) == [
        f"HERE/small.yaml:8:31 interventions[1].set.lab.learner.folder: there is no folder HERE/no; {ALLOWED}"
    ]


def test_a_learner_without_the_folder_that_it_needs(read: Callable[[str], list[str]]) -> None:
    told = "must be text: Folder with the model and its tokenizer, relative to the scenario file"
    missing = f"HERE/small.yaml:4:7 lab.learner: the key 'folder' is missing; {told}"
    assert read("lab: {learner: hugging_face}\n") == [missing]
