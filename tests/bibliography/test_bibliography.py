"""One bibliography: everything that is cited is in it, and everything in it is cited."""

import re
from pathlib import Path

import pytest

from tests.bibliography.cited_texts import modules, texts
from webloop import __version__
from webloop.bibliography.citations import ambiguous, cited, unknown
from webloop.bibliography.docstrings import docstrings
from webloop.bibliography.parts import ANALYSES, PARTS, modules_of
from webloop.bibliography.references import WEBLOOP, references

QUOTES = {
    "webloop.calibration.parameters",
    "webloop.outcomes.export.tidy",
    "webloop.scenario.json_values",
    "webloop.reference.study_tables",
    "webloop.cli.odd",
}
"""Examples in doctests; the forms of exported tables and of descriptions, which are no part of a results folder."""


def test_nothing_is_cited_that_the_bibliography_lacks() -> None:
    lacking = [(where, citation) for where, text in texts() for citation in unknown(text)]
    assert lacking == []


def test_nothing_is_cited_that_may_be_any_of_several_works() -> None:
    assert [(where, citation) for where, text in texts() for citation in ambiguous(text)] == []


def test_everything_in_the_bibliography_is_cited() -> None:
    found = {key for _, text in texts() for key in cited(text)}
    assert set(references()) - found == {WEBLOOP}


@pytest.mark.parametrize(
    "text",
    [
        "Zhou, Xu and Lin 2025",
        "Smith, Hill and Wu 1973",
        "Nobody et al. 2021",
        "Nobody and Noone 2021, arXiv:2101.99999 (a remark)",
        "doi:10.1000/none.1",
        "(Noone, 1984)",
    ],
)
def test_a_citation_of_something_else_is_found(text: str) -> None:
    assert unknown(f"As shown by Shumailov et al. 2024; {text}.")


@pytest.mark.parametrize(
    "text", ["in December 2022", "from 2027-01 on", "since 2023", "ChatGPT, 2022-11", "3000 pages"]
)
def test_dates_are_no_citations(text: str) -> None:
    assert (cited(text), unknown(text)) == (set(), [])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Dohmatob et al. 2024, arXiv:2402.07043; x", {"dohmatob-2024"}),
        ("Dohmatob, Feng and Kempe 2024, arXiv:2402.07712", {"dohmatob-2024-regression"}),
        ("Bryant, B. P. & Lempert, R. J. (2010), Thinking inside the box", {"bryant-2010"}),
        ("Westfall & Krishen 2001,\n    doi:10.1016/S0378-3758(01)00077-5). Whatever", {"westfall-2001"}),
        ("Cho, Garcia-Molina and Page 1998", {"cho-1998"}),
        ("Golub and Van Loan 2013, section 5", {"golub-2013"}),
        ("del Rio-Chanona et al. 2024", {"del-rio-chanona-2024"}),
        ("Sobol 1967, scrambled", {"sobol-1967"}),
        ("(Sobol' 2001; SALib, Iwanaga et al. 2022)", {"sobol-2001", "iwanaga-2022"}),
        ("Liang 2025 and Sun 2024: 8 to 30", {"liang-2025", "sun-2024"}),
        ("Pew Research Center 2024: young pages", {"pew-2024"}),
        ("RAID: 0.93; NBER 34223", {"dugan-2024", "jabarian-2025"}),
        ("He, Xu and Cheng 2025: a preprint of what was printed in 2026", {"he-2025"}),
        ("see He et al. 2025", {"he-2025"}),
        ("He, Xu and Cheng (2025)", {"he-2025"}),
        ("Dohmatob et al. 2024, a tale of tails: the scaling law", {"dohmatob-2024"}),
        ("Graphite 2025, How does AI-generated content perform; 1 is neutral", {"graphite-2025-search"}),
        ("Graphite 2025, More articles are now created by AI than humans, Surfer", {"graphite-2025"}),
    ],
)
def test_a_citation_is_the_work_that_is_meant(text: str, keys: set[str]) -> None:
    assert cited(text) == keys


def test_every_module_that_cites_belongs_to_something_that_can_be_used() -> None:
    patterns = ["webloop.submodels.*", "webloop.metrics.*", "webloop.replication.*"]
    patterns += [pattern for part in PARTS for pattern in part.modules]
    patterns += [pattern for each in ANALYSES.values() for pattern in each]
    reached = set(modules_of(patterns)) | QUOTES
    assert [each for each in modules() if cited(docstrings(each)) and each not in reached] == []
    for pattern in patterns:
        assert modules_of([pattern]), f"{pattern} is no module"


def test_entries_are_in_order_and_complete() -> None:
    keys = list(references())
    assert keys[0] == WEBLOOP
    assert keys[1:] == sorted(set(keys[1:]))
    numbers = [number for each in references().values() for number in (each.doi.lower(), each.arxiv) if number]
    assert len(numbers) == len(set(numbers))
    for key, each in references().items():
        assert re.fullmatch(r"[a-z0-9-]+", key)
        assert each.authors
        assert each.title
        assert each.year == "" or re.fullmatch(r"(18|19|20)\d\d", each.year)
        assert each.year or each.url, f"{key} says neither when nor where"
        assert re.fullmatch(r"(10\.\d{4,}/\S+)?", each.doi)
        assert re.fullmatch(r"(\d{4}\.\d{4,5})?", each.arxiv)
        assert each.where or each.doi or each.arxiv or each.url or each.kind in {"misc", "software"}
        surname = each.surname.lower().replace(" ", "-").replace("'", "").encode("ascii", "ignore").decode()
        assert key == WEBLOOP or surname.split("-")[0].split(".")[0] in key or key in {"lecuyer-2012"}


def test_webloop_is_cited_as_its_own_file_says() -> None:
    file = Path(__file__).parents[2] / "CITATION.cff"
    said, own = file.read_text(encoding="utf-8"), references()[WEBLOOP]
    assert f'title: "{own.title}"' in said
    assert f'name: "{own.authors[0]}"' in said
    assert f"date-released: {own.year}-" in said
    assert f"version: {__version__}" in said
