"""The papers that ship with webloop, and how they are named."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.replication.made import small_paper
from webloop.errors import InputError
from webloop.metrics.registry import metrics
from webloop.replication import registry
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


def test_the_beginning_of_one_paper_s_name_will_do() -> None:
    assert [paper.key for paper, _ in choose(["kazdan", "Dohm"])] == ["kazdan-2024", "dohmatob-2024"]
    assert [paper.key for paper, _ in choose(["seddik-2024"])] == ["seddik-2024"]
    with pytest.raises(InputError, match="called 'seddik'"):
        choose(["seddik"])  # two begin so


def test_unknown_names_are_told() -> None:
    with pytest.raises(InputError, match="no paper, row or claim called 'kazdan-2023'; did you mean 'kazdan-2024'"):
        choose(["L1", "kazdan-2023"])


class Entry:
    """An entry point of a package outside webloop."""

    def __init__(self, name: str, found: object) -> None:
        self.name, self.value, self.found = name, f"{name}.paper:PAPER", found

    def load(self) -> object:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Entry]]:
    """Papers of packages outside webloop."""
    entries: list[Entry] = []
    monkeypatch.setattr(registry, "entry_points", lambda **_: entries)
    registry._loaded.cache_clear()
    yield entries
    monkeypatch.undo()
    registry._loaded.cache_clear()


def test_papers_of_other_packages_are_found(others: list[Entry]) -> None:
    others.append(Entry("mine", small_paper()))
    assert [(paper.key, len(claims)) for paper, claims in choose(["small"])] == [("small", 1)]


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (RuntimeError("no such thing"), "can't be loaded: RuntimeError: no such thing"),
        ("PAPER", "should be a Paper, not 'PAPER'"),
        (replace(small_paper(), key="Small"), "paper Small: 'Small' should be in lower case"),
        (replace(small_paper(), key="kazdan-2024"), "paper kazdan-2024: there is another 'kazdan-2024'"),
        (replace(small_paper(), row="3"), "paper small: its row '3' should be L and a number"),
        (
            replace(small_paper(), claims=(replace(small_paper().claims[0], comparisons=20),)),
            "paper small: 'small-claim' has a false-alarm rate of 0.0002",
        ),
    ],
)
def test_a_paper_that_is_not_in_order_is_told_and_stops_no_other(
    others: list[Entry], found: object, problem: str
) -> None:
    others.append(Entry("mine", found))
    assert [paper.key for paper, _ in choose(["L4"])] == ["gerstgrasser-2024"]
    for names in ((), ("small",)):
        with pytest.raises(InputError, match="entry point mine") as raised:
            choose(names)
        assert problem in str(raised.value)
