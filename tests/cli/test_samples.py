"""`webloop samples`, as users call it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import call
from tests.run.text_scenarios import write_text_study


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    write_text_study(folder)
    done = call("samples", "study.yaml", "-j", 1, "-q", "-o", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return folder


def test_prompt_texts_measures_words_and_findings_are_printed(ran: Path) -> None:
    done = call("samples", "out", cwd=ran)
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert said.index("Prompt 0: The") < said.index("people went on:") < said.index("generation 0")
    for each in ("generation 2", "generation 4", "perplexity", "words alive", "distinct-2", "repetition"):
        assert each in said
    assert "Words that no model writes at the end" in said
    assert "Findings" in said
    files = said.splitlines()[-13:]  # the page, and three pictures: PNG, SVG, numbers and words
    assert files[0] == "out/samples.html"
    assert {Path(each).suffix for each in files[1:]} == {".png", ".svg", ".csv", ".txt"}
    assert (ran / "out/samples.html").is_file()
    assert (ran / "out/plots/generations-perplexity.png").is_file()


def test_options_choose(ran: Path) -> None:
    done = call("samples", "out", "--json", "-p", 1, "--scenario", "cold", "--generations", "1,3", cwd=ran)
    found = json.loads(done.stdout)
    shown = [(each["scenario"], each["prompt"], each["generation"]) for each in found["samples"]]
    assert shown == [("cold", 1, 1), ("cold", 1, 3)]
    assert all(each["perplexity"] > 1 and 0 < each["words_alive"] < 1 for each in found["samples"])
    assert set(found["vanished"]) == {"cold"}
    other = json.loads(call("samples", "out", "--json", "--replicate", 1, cwd=ran).stdout)
    assert other["replicate"] == 1
    assert {each["prompt"] for each in other["samples"]} == {0, 1, 2}
    assert "text" in (ran / "out/samples.html").read_text(encoding="utf-8"), "the page has all scenarios"


@pytest.mark.slow
def test_scenarios_with_other_labs_are_left_out_and_named(tmp_path: Path) -> None:
    write_text_study(tmp_path)
    (tmp_path / "two.yaml").write_text(
        "extends: text.yaml\nlabs: {one: {market_share: 0.5}, other: {market_share: 0.5}}\n", encoding="utf-8"
    )
    done = call("samples", "text.yaml", "two.yaml", "-n", 1, "-j", 1, "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    assert "Left out: two (no lab 'lab'; its labs: one, other)." in " ".join(done.stdout.split())
    for args in (("--lab", "one"), ("--scenario", "two")):
        found = json.loads(call("samples", "out", "--json", *args, cwd=tmp_path).stdout)
        assert (found["lab"], set(found["vanished"])) == ("one", {"two"})
        page = (tmp_path / "out/samples.html").read_text(encoding="utf-8")
        assert "Left out: text (no lab &#x27;one&#x27;; its labs: lab)." in page, (
            "the page is of the same lab, with all scenarios"
        )
    done = call("samples", "out", "--lab", "none", cwd=tmp_path)
    assert done.returncode == 2
    assert "labs by scenario, one for --lab: text: lab; two: one, other" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("out", "-p", 7), "there is no prompt 7; there are: 0, 1, 2"),
        (("out", "--scenario", "colt"), "did you mean 'cold'?"),
        (("out", "--generations", "0;3"), "must be numbers from 0 with commas between them, such as 0,3,9"),
        (("out", "--generations", "44"), "no generation 44"),
        (("nowhere",), "nowhere"),
    ],
)
def test_wrong_calls_exit_with_2_and_one_message(ran: Path, args: tuple[object, ...], said: str) -> None:
    done = call("samples", *args, cwd=ran)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_results_without_text_are_refused(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    scenario_file()
    done = call("samples", "small.yaml", "-n", 1, "-j", 1, "-q", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "no scenario of it has pages that hold text (content.kind: text)" in done.stderr
