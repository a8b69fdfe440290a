"""Scenarios of documents: what is wrong with them is said before they run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.content.texts import made_corpus, made_text
from webloop.scenario.problems import ScenarioError
from webloop.scenario.resolve import load_document, load_scenario

TEXT = """\
extends: webloop/text-replace
content: {{corpus: {corpus}, words: 20}}
web: {{pages_per_month: {pages}, tokens_per_page: 20}}
"""


def messages(write: Callable[..., Path], text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(write(text))
    return [str(problem) for problem in caught.value.problems]


def test_more_fresh_text_than_the_corpus_has(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    corpus = made_corpus(tmp_path, 20_000)
    text = TEXT.format(corpus=corpus.name, pages=300) + "pinned_pollution: {2023-02: 0.5}\n"
    (said,) = messages(scenario_file, text)
    have = int(said.split("has ")[1].split(" ")[0].rstrip(";").replace(",", ""))
    most = int(have / 5.5)  # the first month's pages, and half of nine
    assert "small.yaml:3:24 web.pages_per_month: people may need 1,650 passages of 20 words" in said
    assert f"must be at most {most} ({most * 20:,} words a month)" in said
    fits = scenario_file(TEXT.format(corpus=corpus.name, pages=most) + "pinned_pollution: {2023-02: 0.5}\n")
    assert load_scenario(fits).scenario.web.pages_per_month == most
    over = TEXT.format(corpus=corpus.name, pages=most + 1) + "pinned_pollution: {2023-02: 0.5}\n"
    assert len(messages(scenario_file, over)) == 1


def test_a_text_too_short_for_any_run_worth_it(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    """No size is advised below 1,000 words a month; as many words as are asked for will do."""
    pinned = "pinned_pollution: {2023-02: 0.5}\n"
    (said,) = messages(scenario_file, TEXT.format(corpus=made_corpus(tmp_path, 4000).name, pages=300) + pinned)
    assert said.endswith("the text is too short: about 33,000 words are needed besides the held-out part")
    assert "at most" not in said
    fits = TEXT.format(corpus=made_corpus(tmp_path, 34_000).name, pages=300) + pinned
    assert load_scenario(scenario_file(fits)).scenario.web.pages_per_month == 300


def test_tokens_of_a_page_are_its_words(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    text = TEXT.format(corpus=made_corpus(tmp_path).name, pages=100).replace(
        "tokens_per_page: 20", "tokens_per_page: 50"
    )
    (said,) = messages(scenario_file, text)
    assert "small.yaml:3:46 web.tokens_per_page: a page holds 20 words (content.words); must be 20" in said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("lab: {learner: maximum_likelihood}", "'maximum_likelihood' learns ideas, and pages hold text"),
        ("lab: {hallucination: 0.1}", "no page of this content is wrong (content: text); must be 0"),
        ("lab: {filter: {detector: verifier}}", "'verifier' tells right pages from wrong ones"),
        ("lab: {filter: {detector: {kind: classifier, selectivity: 1}}}", "'classifier' looks at ideas"),
        ("lab: {choice: best_of}", "'best_of' looks at ideas"),
        ("time: {history_years: 3}", "the web can't open with a stock of pages"),
        ("market: quality", "'quality' compares what models publish by ideas"),
    ],
)
def test_what_needs_ideas_is_refused(scenario_file: Callable[..., Path], tmp_path: Path, line: str, told: str) -> None:
    said = messages(scenario_file, TEXT.format(corpus=made_corpus(tmp_path).name, pages=50) + line + "\n")
    assert any(told in each for each in said), said


def test_top_k_and_top_p_are_allowed(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    text = TEXT.format(corpus=made_corpus(tmp_path).name, pages=50)
    cut = "lab: {decoder: {top_k: 40, top_p: 0.9, temperature: 0.8}}\n"
    assert load_scenario(scenario_file(text + cut)).scenario.labs["lab"].decoder.kind == "sampling"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "there is no text in it"),
        (b"one\n" * 10, "fewer than one page holds (content.words: 20)"),
        (b"\x00\x01\x02" * 100, "made.txt:1"),
        ("Stra\xdfe\n".encode("latin-1") * 100, "made.txt:1:5"),
    ],
)
def test_bad_corpora_get_one_message(
    scenario_file: Callable[..., Path], tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / "made.txt").write_bytes(content)
    (said,) = messages(scenario_file, TEXT.format(corpus="made.txt", pages=1))
    assert "small.yaml:2:19 content.corpus: " in said
    assert told in said


@pytest.mark.parametrize(
    ("content", "place", "told"),
    [
        ("corpus: one.txt", "2:11 content.held_out", "HERE/one.txt: nothing is held out: "),
        ("corpus: made.txt, held_out: no.txt", "2:39 content.held_out", "HERE/no.txt: there is no such file"),
        ("corpus: made.txt, held_out: bad.txt", "2:39 content.held_out", "HERE/bad.txt:1:1: this line is not UTF-8"),
        ("corpus: made.txt, held_out: made.txt", "2:39 content.held_out", "HERE/made.txt: HERE/made.txt is part of"),
        ("corpus: made.txt, column: text", "2:37 content.column", "HERE/made.txt: only a table"),
        ("corpus: made.txt, topic: text", "2:36 content.topic", "HERE/made.txt: only a table"),
        ("corpus: a.jsonl", "2:11 content.column", "HERE/a.jsonl: name the column of this table"),
        ("corpus: a.jsonl, column: txt", "2:36 content.column", "HERE/a.jsonl:1: there is no column 'txt'"),
        (
            "corpus: made.txt, held_out: other.txt, vocabulary: 10",
            "2:62 content.vocabulary",
            "HERE/other.txt: each of its words is <unk>",
        ),
    ],
)
def test_the_key_that_is_at_fault_is_named(
    scenario_file: Callable[..., Path], tmp_path: Path, content: str, place: str, told: str
) -> None:
    made_corpus(tmp_path)
    texts = {"one.txt": "word " * 5000, "other.txt": "Autre langue\n", "a.jsonl": '{"text": "a"}\n'}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    base = TEXT.format(corpus="made.txt", pages=1).replace("corpus: made.txt", content)
    (said,) = messages(scenario_file, base)
    assert said.replace(str(tmp_path), "HERE").startswith(f"HERE/small.yaml:{place}: {told}")


def test_owners_must_exist(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "made.txt").write_text(made_text(5000), encoding="utf-8")
    base = TEXT.format(corpus="made.txt", pages=50)
    (said,) = messages(scenario_file, base.replace("words: 20", "words: 20, owners: {nobody: ['*']}", 1))
    assert "there is no community 'nobody'; allowed: people" in said
    (said,) = messages(scenario_file, base.replace("words: 20", "words: 20, owners: {people: ['x*']}", 1))
    assert "content.owners: no section of made is called 'x*'" in said


def test_files_are_meant_from_the_scenario_that_names_them(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    base = TEXT.format(corpus="./made.txt", pages=50)
    own = "labs: {own: {learner: {kind: hugging_face, folder: models/x}}}\n"
    found = load_document(scenario_file(base + own)).data
    assert found["content"]["corpus"] == str(tmp_path / "made.txt")
    assert found["labs"]["own"]["learner"]["folder"] == str(tmp_path / "models" / "x")
    names = base.replace("./made.txt", "python, held_out: python") + own.replace("models/x", "wikipedia")
    found = load_document(scenario_file(names)).data
    assert found["content"]["corpus"] == "python"
    assert found["content"]["held_out"] == str(tmp_path / "python")
    assert found["labs"]["own"]["learner"]["folder"] == str(tmp_path / "wikipedia")


def test_a_model_s_folder_is_meant_so_in_interventions_too(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    change = "interventions: [{date: 2023-03, set: {lab.learner: {kind: hugging_face, folder: models/x}}}]\n"
    text = TEXT.format(corpus=made_corpus(tmp_path, 20_000).name, pages=50) + change
    found = load_document(scenario_file(text)).data["interventions"][0]["set"]
    assert found["lab.learner"]["folder"] == str(tmp_path / "models" / "x")


def test_a_detector_that_never_knows_a_model_is_refused(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    base = TEXT.format(corpus=made_corpus(tmp_path, 20_000).name, pages=50)
    late = "lab: {filter: {detector: {kind: text_classifier, update_lag: LAG}}}\n"
    (said,) = messages(scenario_file, base + late.replace("LAG", "12"))
    assert said == (
        f"{tmp_path}/small.yaml:4:62 lab.filter.detector.update_lag: knows no model before 2024-01, after the horizon "
        "(time.end 2023-10): it would flag nothing; must be at most 9"
    )
    assert load_scenario(scenario_file(base + late.replace("LAG", "9"))).scenario.time.end == 24285
    (said,) = messages(scenario_file, base + late.replace(", update_lag: LAG", ""))  # 12 where nobody says another
    assert "small.yaml:4:16 lab.filter.detector.update_lag: knows no model before 2024-01" in said
