"""The papers that ship with webloop, and how they are named."""

import pytest

from webloop.errors import InputError
from webloop.metrics.registry import metrics
from webloop.replication.case import Case
from webloop.replication.paper import Claim, Paper
from webloop.replication.registry import choose, papers
from webloop.scenario.resolve import Resolved

CASES = [(paper.key, case) for paper in papers().values() for case in paper.cases()]
CLAIMS = [claim for paper in papers().values() for claim in paper.claims]


def test_every_row_has_a_paper() -> None:
    assert {paper.row for paper in papers().values()} == {*(f"L{row}" for row in range(1, 11)), ""}
    rows = [paper.row for paper in papers().values()]
    assert rows == sorted(rows, key=lambda row: int(row[1:]) if row else 99)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.key)
def test_claims_say_what_they_rest_on(claim: Claim) -> None:
    assert claim.says.endswith(".")
    assert claim.false_alarm < 1e-4
    assert claim.source
    assert claim.expected
    assert claim.tolerance
    assert claim.cases


@pytest.mark.parametrize("paper", papers().values(), ids=list(papers()))
def test_papers_say_where_they_are(paper: Paper) -> None:
    assert all(each.startswith(("arXiv:", "doi:")) for each in paper.ids)
    assert paper.conventions
    names = [case.name for case in paper.cases()]
    assert len(set(names)) == len({id(case) for case in paper.cases()}) == len(names)


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key}-{case.name}" for key, case in CASES])
def test_every_case_can_be_run(key: str, case: Case) -> None:
    resolved = case.resolved()
    assert isinstance(resolved, Resolved)
    assert resolved.scenario.time.end - resolved.scenario.time.start + 1 == case.generations
    assert set(case.metrics) <= set(metrics())
    assert 2 <= case.quick <= case.replicates


def test_names_are_papers_rows_or_claims() -> None:
    assert [paper.key for paper, _ in choose(["L1"])] == ["seddik-2024", "suresh-2024"]
    assert [paper.key for paper, _ in choose(["kazdan-2024", "l4"])] == ["kazdan-2024", "gerstgrasser-2024"]
    ((paper, claims),) = choose(["kazdan-kept"])
    assert (paper.key, [claim.key for claim in claims]) == ("kazdan-2024", ["kazdan-kept"])
    assert sum(len(claims) for _, claims in choose()) == len(CLAIMS)


def test_unknown_names_are_told() -> None:
    with pytest.raises(InputError, match="no paper, row or claim called 'kazdan'; did you mean 'kazdan-"):
        choose(["L1", "kazdan"])
