"""Papers about text: on which text they are judged, and that their judges tell a right engine from a wrong one."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from webloop.cli import group
from webloop.errors import InputError
from webloop.replication.case import Case
from webloop.replication.checks import Finding
from webloop.replication.chosen_text import ChosenText
from webloop.replication.curves import Curves
from webloop.replication.document import page
from webloop.replication.panel import Floats
from webloop.replication.paper import Claim
from webloop.replication.registry import choose, papers
from webloop.replication.store import curve_file

LINES, LINE = 600, 49  # words of a line, whose end is one more


@pytest.fixture
def text(tmp_path: Path) -> ChosenText:
    """30,000 words, as often as Zipf's law has it."""
    file = tmp_path / "zipf.txt"
    words = np.random.default_rng(1).zipf(1.4, (LINES, LINE)) % 100_000
    file.write_text("\n".join(" ".join(f"word{word}" for word in line) for line in words), encoding="utf-8")
    return ChosenText(str(file))


def claim(key: str, text: ChosenText) -> Claim:
    ((_, (found,)),) = choose([key], text)
    return found


def test_only_papers_about_text_take_one(text: ChosenText) -> None:
    assert [paper.key for paper, _ in choose((), text)] == ["gerstgrasser-2024-text", "riis-2026"]
    assert {paper.key for paper in papers().values() if paper.on} == {paper.key for paper, _ in choose(["L8"])}
    with pytest.raises(InputError, match="no paper, row or claim about text called 'kazdan-2024'"):
        choose(["kazdan-2024"], text)


def test_people_publish_all_of_it_or_so_many_passages(text: ChosenText) -> None:
    """Nine tenths of it, in passages of 50 words; the rest is held out."""
    assert text.pages().shape == (540, 50)
    assert text.settings()["web.pages_per_month"] == text.settings(9999)["web.pages_per_month"] == 540
    assert text.settings(7)["lab.budget"]["tokens"] == 350
    for case in claim("riis-order", text).cases:
        scenario = case.resolved().scenario
        assert (scenario.content.corpus, scenario.web.pages_per_month) == (text.corpus, 540)  # type: ignore[attr-defined]


def test_curves_of_another_text_are_run_again(text: ChosenText, tmp_path: Path) -> None:
    (case, *_) = claim("riis-formula", text).cases
    first = curve_file(tmp_path, "riis-2026", case, case.resolved(), 3)
    file = Path(text.corpus)
    file.write_text(file.read_text(encoding="utf-8").replace("word1 ", "word0 "), encoding="utf-8")
    assert curve_file(tmp_path, "riis-2026", case, case.resolved(), 3) != first


def drift(text: ChosenText, case: Case, power: float) -> Floats:
    """Share of the words that are left, (replicates, generations), of models of single words; a small engine."""
    counts = np.bincount(text.pages().ravel())
    start = counts[counts > 0]
    rng, out = np.random.default_rng(5), np.empty((case.replicates, case.generations))
    for replicate in out:
        now = start
        for t in range(case.generations):
            chance = now**power
            now = rng.multinomial(start.sum(), chance / chance.sum())
            replicate[t] = (now > 0).mean()
    return out


@pytest.mark.parametrize(("power", "right"), [(1.0, True), (1 / 0.9, False)])
def test_the_formula_tells_sampling_alone_from_a_low_temperature(text: ChosenText, power: float, right: bool) -> None:
    wanted = claim("riis-formula", text)
    found = {case.name: Curves({"words_alive": drift(text, case, power)}) for case in wanted.cases}
    assert wanted.judge(found).holds is right


def judged(key: str, text: ChosenText, ends: Sequence[float]) -> Finding:
    """What is found where cases go straight to these ends."""
    wanted, rng = claim(key, text), np.random.default_rng(6)
    found = {}
    for case, end in zip(wanted.cases, ends, strict=True):
        course = np.linspace(0.3, end, case.generations) + rng.normal(0, 1e-4, (case.replicates, case.generations))
        (metric,) = case.metrics
        found[case.name] = Curves({metric: np.exp(course) if metric == "perplexity" else course})
    return wanted.judge(found)


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("riis-order", (0.8, 0.7, 0.4), (0.7, 0.8, 0.4)),
        ("language-order", (1.5, 0.9, 0.6, 0.5), (1.5, 0.9, 0.6, 1.0)),
        ("language-rises", (1.5, 0.5), (1.5, 0.0)),
    ],
)
def test_directions(key: str, right: Sequence[float], wrong: Sequence[float], text: ChosenText) -> None:
    assert judged(key, text, right).holds
    assert not judged(key, text, wrong).holds


def replicate(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["replicate", *arguments])


def test_a_text_of_the_user_s_choice(text: ChosenText, tmp_path: Path) -> None:
    """The engine follows the formula on it, and the report and the page say which text it was."""
    shown = replicate("riis-formula", "--quick", "--text", text.corpus, "-j", "1", "-o", str(tmp_path / "out"))
    assert shown.exit_code == 0, shown.output
    (found,) = json.loads((tmp_path / "out" / "verdicts.json").read_text(encoding="utf-8"))["claims"]
    assert found["verdict"] == "reproduced"
    assert found["text"] == text.about()
    assert found["text"].startswith(f"{text.corpus} (27,000 words; SHA-256 ")
    with (tmp_path / "out" / "replication.csv").open(encoding="utf-8") as file:
        assert {row["text"] for row in csv.DictReader(file)} == {text.about()}
    assert f"riis-formula on {text.about()}" in shown.output
    assert f" on {text.about()}: **reproduced**" in page({"riis-2026": papers()["riis-2026"]}, [found])


def test_the_manual_s_results_are_left_alone(text: ChosenText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert replicate("riis-formula", "--quick", "--text", text.corpus, "-j", "1", "-q").exit_code == 0
    assert [folder.name for folder in (tmp_path / "results").iterdir()] == ["replication-text"]


def test_a_text_too_short_for_its_claims_is_refused_before_anything_runs(text: ChosenText, tmp_path: Path) -> None:
    """20,000 words, ends of lines included, will do."""
    lines = Path(text.corpus).read_text(encoding="utf-8").split("\n")
    short, enough = tmp_path / "short.txt", tmp_path / "enough.txt"
    short.write_text("\n".join(lines[:399]), encoding="utf-8")
    enough.write_text("\n".join(lines[:400]), encoding="utf-8")
    ChosenText(str(enough)).check()
    shown = replicate("--quick", "--text", str(short), "-o", str(tmp_path / "out"))
    assert isinstance(shown.exception, InputError)
    assert str(shown.exception) == (
        f"{short}: this text has 19,950 words, too few to tell claims about text from chance; take one of 20,000 words "
        "or more"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--text", "none.txt"), "none.txt: "),
        (("--column", "text"), "--column says which column of --text holds the text"),
        (("suresh-2024", "--text", "python"), "no paper, row or claim about text called 'suresh-2024'"),
    ],
)
def test_what_can_t_be_run_on_a_text_is_told(arguments: tuple[str, ...], problem: str) -> None:
    shown = replicate(*arguments)
    assert isinstance(shown.exception, InputError)
    assert problem in str(shown.exception)


def test_a_table_has_its_column(tmp_path: Path) -> None:
    file = tmp_path / "table.jsonl"
    rows = [json.dumps({"body": " ".join(f"word{row * n % 97}" for n in range(60))}) for row in range(40)]
    file.write_text("\n".join(rows), encoding="utf-8")
    shown = replicate("riis-order", "--list", "--text", str(file), "--column", "body")
    assert shown.exit_code == 0, shown.output
    assert ChosenText(str(file), "body").settings()["content.column"] == "body"
