"""The page and the tutorial say what the code says."""

import json
from pathlib import Path

from webloop.replication.document import page
from webloop.replication.registry import papers
from webloop.scenario.shipped import shipped_folder

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"


def test_the_page_is_up_to_date() -> None:
    verdicts = json.loads((DOCS / "replication.json").read_text(encoding="utf-8"))
    written = (DOCS / "replication.md").read_text(encoding="utf-8")
    assert written == page(papers(), verdicts), "run python analysis/replication.py"


def test_the_page_names_every_paper_and_claim() -> None:
    written = (DOCS / "replication.md").read_text(encoding="utf-8")
    for paper in papers().values():
        assert all(each in written for each in (paper.title, *paper.ids, *(claim.key for claim in paper.claims)))


def test_verdicts_are_of_claims_that_there_are() -> None:
    verdicts = json.loads((DOCS / "replication.json").read_text(encoding="utf-8"))
    assert {each["claim"] for each in verdicts} <= {claim.key for paper in papers().values() for claim in paper.claims}


def test_the_tutorial_shows_the_files_that_ship() -> None:
    written = (DOCS / "add-a-paper.md").read_text(encoding="utf-8")
    assert (shipped_folder() / "replication" / "golden.yaml").read_text(encoding="utf-8") in written
    assert (ROOT / "webloop/replication/papers/golden.py").read_text(encoding="utf-8") in written
