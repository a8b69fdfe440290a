"""The page and the tutorial say what the code says."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.replication.made import curves, small_paper
from webloop.replication.document import page
from webloop.replication.paper import Paper
from webloop.replication.picture import words_digest
from webloop.replication.registry import papers
from webloop.scenario.shipped import shipped_folder

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"


def kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / "replication.json").read_text(encoding="utf-8"))
    return found


def test_the_page_is_up_to_date() -> None:
    verdicts = kept()["claims"]
    written = (DOCS / "replication.md").read_text(encoding="utf-8")
    assert written == page(papers(), verdicts), "run python analysis/replication.py"


def test_the_page_names_every_paper_and_claim() -> None:
    written = (DOCS / "replication.md").read_text(encoding="utf-8")
    for paper in papers().values():
        assert all(each in written for each in (paper.title, *paper.ids, *(claim.key for claim in paper.claims)))


def test_verdicts_are_of_claims_that_there_are() -> None:
    verdicts = kept()["claims"]
    assert {each["claim"] for each in verdicts} <= {claim.key for paper in papers().values() for claim in paper.claims}


@pytest.mark.slow
@pytest.mark.parametrize("paper", papers().values(), ids=list(papers()))
def test_figures_say_what_the_registry_says(paper: Paper) -> None:
    assert (DOCS / "images" / f"replication-{paper.key}.png").is_file()
    assert kept()["pictures"][paper.key] == words_digest(paper, curves(paper)), (
        "run python analysis/replication.py --run"
    )


def test_the_digest_changes_with_any_word_of_a_figure() -> None:
    paper = papers()["kazdan-2024"]
    found = curves(paper)
    shorter = replace(paper, panels=lambda found: paper.panels(found)[1:])
    others = [replace(paper, title="Collapse"), replace(paper, setup="n pages."), shorter]
    assert len({words_digest(each, found) for each in (paper, *others)}) == 4


def test_numbers_of_the_page_are_within_what_is_allowed() -> None:
    """The comparison that stands for a claim, with a note where its interval excludes what is expected."""
    point = {"at": "", "relation": "=", "expected": 1.0, "ours": 1.2, "low": 1.1, "high": 1.3, "allowed": 0.5}
    said = {"claim": "small-claim", "verdict": "reproduced", "tightest": 0, "text": ""}
    shown = {"theirs": 0.07, "formula": 0.0, "holds": True}
    written = page({"small": small_paper()}, [{**said, "points": [{**point, **shown}]}])
    assert "| small-claim | published | 1 | 0.5, 50 % | 1.2 (1.1 to 1.3)[^1] | reproduced |" in written
    assert "[^1]: small-claim: their number has a standard error, too, of 0.07." in written
    assert "Of 1 claims 1 are published, 1 of which" in written


def test_the_tutorial_shows_the_files_that_ship() -> None:
    written = (DOCS / "add-a-paper.md").read_text(encoding="utf-8")
    assert (shipped_folder() / "replication" / "golden.yaml").read_text(encoding="utf-8") in written
    assert (ROOT / "webloop/replication/papers/golden.py").read_text(encoding="utf-8") in written
