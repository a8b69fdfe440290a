"""What an editor shows while a scenario is written: completion, hover, and complaints at the right line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.language_server import ROOT, Server, command
from webloop.scenario.extends import is_study
from webloop.scenario.shipped import shipped_folder
from webloop.scenario.yaml import read_yaml

pytestmark = pytest.mark.slow
SCENARIO = (ROOT / "docs/scenario.schema.json").as_uri()
STUDY = (ROOT / "docs/study.schema.json").as_uri()
SHIPPED = sorted(file for file in shipped_folder().rglob("*.yaml"))


class Editor:
    """Files that are typed, each one new."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.files = 0

    def typed(self, text: str, kind: str = "scenario") -> str:
        """The address of a file with this text, once the server has looked at it."""
        self.files += 1
        address = f"file:///typed/{kind}/{self.files}.yaml"
        self.complaints = self.server.open(address, text)
        return address

    def offered(self, text: str, kind: str = "scenario") -> list[str]:
        """What is offered where the text has a bar."""
        before, after = text.split("|")
        line, column = before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1
        return self.server.completions(self.typed(before + after, kind), line, column)

    def said_over(self, text: str, word: str) -> str:
        """What is shown over the first place of a word."""
        before = text[: text.index(word)]
        line, column = before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1
        return self.server.hover(self.typed(text), line, column + 1)


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    command()
    schemas = {SCENARIO: ["**/typed/scenario/*.yaml"], STUDY: ["**/typed/study/*.yaml"]}
    with Server(schemas) as server:
        yield Editor(server)


def test_keys_of_a_lab_are_offered(editor: Editor) -> None:
    assert {"accumulation", "cadence", "filter", "mix", "decoder"} <= set(editor.offered("lab:\n  |\n"))
    assert "cadence" not in editor.offered("lab:\n  cadence: 6\n  |\n"), "what is there already is not"


@pytest.mark.parametrize("text", ["{kind: |}\n", "\n      kind: |\n"])
def test_kinds_are_offered(editor: Editor, text: str) -> None:
    kinds = ["arms_race", "classifier", "perfect", "text_classifier", "verifier"]
    assert editor.offered(f"lab:\n  filter:\n    detector: {text}") == kinds


def test_keys_of_the_kind_are_offered_and_no_others(editor: Editor) -> None:
    found = editor.offered("lab:\n  filter:\n    detector:\n      kind: classifier\n      |\n")
    assert {"tpr", "fpr", "humanised"} <= set(found)
    assert not {"evasion", "retrained", "keeps_right"} & set(found), "keys of other kinds"


def test_names_of_submodels_and_choices_are_offered(editor: Editor) -> None:
    assert {"replace", "window", "accumulate"} <= set(editor.offered("lab:\n  accumulation: |\n"))
    assert {"trust", "require"} <= set(editor.offered("lab:\n  filter:\n    signed: |\n"))


def test_dotted_paths_are_offered_in_interventions(editor: Editor) -> None:
    found = editor.offered("interventions:\n  - date: 2027-01\n    set:\n      |\n")
    assert {"lab.cadence", "lab.filter.detector", "lab.mix.archive.share"} <= set(found)
    assert "time.end" not in found


def test_studies_are_completed(editor: Editor) -> None:
    assert {"scenarios", "sweep", "uncertain", "draws"} <= set(editor.offered("baseline: a.yaml\n|\n", "study"))
    kinds = editor.offered("baseline: a.yaml\nuncertain:\n  lab.cadence:\n    kind: |\n", "study")
    assert kinds == ["dirichlet", "lognormal", "loguniform", "triangular", "uniform"]


FILLED = """\
lab:
  cadence: 6
  filter:
    detector:
      kind: classifier
      tpr: 0.9
interventions:
  - date: 2027-01
    set:
      lab.hallucination: 0.1
"""


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("cadence", ("Time between models", "unit: months", "range: 1 to 600", "source: release dates")),
        ("tpr", ("Caught, of pages mostly written by a known model", "unit: share", "range: 0 to 1", "source: RAID")),
        ("lab.hallucination", ("unit: share", "range: 0 to 1")),
        ("detector", ("Says whether most of a page is AI text",)),
        ("kind", ("arms_race", "text_classifier")),
    ],
)
def test_hover_says_what_a_key_is_with_unit_range_and_source(editor: Editor, word: str, said: tuple[str, ...]) -> None:
    shown = editor.said_over(FILLED, word).replace("\\", "")
    assert editor.complaints == []
    for each in said:
        assert each in shown


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("title: A\nlab:\n  cadence: 0\n", 3, "below the minimum of 1"),
        ("title: A\nlab:\n  cadens: 6\n", 3, "cadens is not allowed"),
        ("lab:\n  cadence: 6\n  accumulation: windw\n", 3, '"window"'),
        ("lab:\n  filter:\n    detector:\n      kind: classifer\n      tpr: 0.5\n", 4, '"text_classifier"'),
        ("lab:\n  filter:\n    detector:\n      kind: classifier\n      tpr: 1.5\n", 5, "above the maximum of 1"),
        ("lab:\n  filter:\n    detector:\n      kind: perfect\n      tpr: 0.5\n", 5, "tpr is not allowed"),
        ("lab:\n  mix:\n    archive:\n      share: 1.4\n", 4, "above the maximum of 1"),
        ("lab:\n  budget: unlimted\n", 2, "Budget"),
        ("time:\n  start: 2018-13\n", 2, "pattern"),
        ("interventions:\n  - date: 2027-01\n    set:\n      lab.cadense: 3\n", 4, "lab.cadense is not allowed"),
        ("interventions:\n  - date: 2027-01\n    set:\n      lab.cadence: 0\n", 4, "below the minimum of 1"),
        ("interventions:\n  - set: {lab.cadence: 3}\n", 2, 'Missing property "date"'),
    ],
)
def test_mistakes_are_shown_at_their_line(editor: Editor, text: str, line: int, said: str) -> None:
    editor.typed(text)
    (found,) = editor.complaints
    assert (found.line, found.severity) == (line, 1)
    assert said in found.text


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("baseline: a.yaml\nreplicates: 0\n", 2, "below the minimum of 1"),
        ("baseline: a.yaml\nscenaros: []\n", 2, "scenaros is not allowed"),
        ("baseline: a.yaml\nuncertain:\n  lab.cadence:\n    kind: unform\n    low: 6\n", 4, '"uniform"'),
        ("baseline: a.yaml\nuncertain:\n  lab.cadence: {kind: uniform, low: 6}\n", 3, 'Missing property "high"'),
    ],
)
def test_mistakes_in_studies_are_shown_at_their_line(editor: Editor, text: str, line: int, said: str) -> None:
    editor.typed(text, "study")
    (found,) = editor.complaints
    assert (found.line, found.severity) == (line, 1)
    assert said in found.text


def test_a_file_that_changes_another_may_be_silent_about_kinds(editor: Editor) -> None:
    editor.typed(
        "extends: mine.yaml\nlab: {filter: {detector: {tpr: 0.5}}, accumulation: {months: 12}, budget: null}\n"
    )
    assert editor.complaints == []


def test_shipped_files_name_their_schema() -> None:
    for file in SHIPPED:
        kind = "study" if is_study(read_yaml(file)) else "scenario"
        up = "../" * (1 + len(file.relative_to(shipped_folder()).parts[:-1]))
        assert file.read_text(encoding="utf-8").startswith(
            f"# yaml-language-server: $schema={up}docs/{kind}.schema.json\n"
        )


def test_shipped_files_are_in_order_for_an_editor() -> None:
    """By the schema that their first line names: the server is told of none."""
    command()
    wrong: dict[Path, object] = {}
    with Server({}) as server:
        probe = "# yaml-language-server: $schema=../docs/scenario.schema.json\nlab: {cadence: 0}\n"
        assert len(server.open((shipped_folder() / "probe.yaml").as_uri(), probe)) == 1, "the first line counts"
        for file in SHIPPED:
            found = server.open(file.as_uri(), file.read_text(encoding="utf-8"))
            if found:
                wrong[file] = found
    assert wrong == {}
