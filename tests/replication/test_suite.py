"""Running: blocks, workers, what is kept, what fails."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.replication.made import folder_files, small_case, small_paper
from webloop.replication import suite
from webloop.replication.curves import block_curves
from webloop.replication.suite import run_cases
from webloop.replication.verdict import replicate
from webloop.run.blocks import BLOCK


def test_a_part_of_a_block_has_the_numbers_of_the_whole(tmp_path: Path) -> None:
    case = small_case(replicates=BLOCK + 3)
    found = run_cases([("p", case)], tmp_path, 1, quick=False)["p", "small"].curves
    assert found is not None
    assert found["heterozygosity"].shape == (BLOCK + 3, 4)
    second = block_curves(case.resolved(), case.seed, 1, case.metrics)
    assert np.array_equal(found["heterozygosity"][BLOCK:], second["heterozygosity"][:3])


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    cases = [("p", small_case()), ("p", small_case("other", 120, **{"web.pages_per_month": 9}))]
    run_cases(cases, tmp_path / "one", 1, quick=False)
    run_cases(cases, tmp_path / "two", 2, quick=False)
    assert folder_files(tmp_path / "one") == folder_files(tmp_path / "two")


def test_what_is_kept_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int, int]] = []
    first = run_cases([("p", small_case())], tmp_path, 1, quick=False)["p", "small"]
    monkeypatch.setattr(suite, "block_curves", None)
    again = run_cases([("p", small_case())], tmp_path, 1, quick=False, told=lambda *n: told.append(n))["p", "small"]
    assert first.curves is not None
    assert again.curves is not None
    assert np.array_equal(first.curves["heterozygosity"], again.curves["heterozygosity"])
    assert (first.seconds > 0, again.seconds) == (True, 0)
    assert told == [(70, 70, 70)]


@pytest.mark.parametrize("damage", ["junk", "empty", "columns", "rows"])
def test_damaged_curves_are_run_again(tmp_path: Path, damage: str) -> None:
    first = run_cases([("p", small_case())], tmp_path, 1, quick=False)["p", "small"].curves
    assert first is not None
    (file,) = (tmp_path / "curves").iterdir()
    table = pq.read_table(file)
    if damage == "columns":
        pq.write_table(table.drop_columns(["heterozygosity"]), file)
    elif damage == "rows":
        pq.write_table(table.slice(0, table.num_rows - 4), file)
    else:
        file.write_bytes({"junk": b"PAR1 and no more than that", "empty": b""}[damage])
    again = run_cases([("p", small_case())], tmp_path, 1, quick=False)["p", "small"]
    assert again.curves is not None
    assert again.seconds > 0
    assert np.array_equal(first["heterozygosity"], again.curves["heterozygosity"])
    assert pq.read_table(file).equals(table)


def test_other_settings_are_run_anew(tmp_path: Path) -> None:
    for case in (small_case(), small_case(**{"web.pages_per_month": 9}), small_case(replicates=71)):
        run_cases([("p", case)], tmp_path, 1, quick=False)
    run_cases([("p", small_case())], tmp_path, 1, quick=True)
    assert len(folder_files(tmp_path)) == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_suite_keeps_finished_cases(tmp_path: Path, jobs: int) -> None:
    def told(done: int, total: int, kept: int) -> None:
        if done >= 70:  # two workers may have done parts of both cases by then
            raise KeyboardInterrupt

    cases = [("p", small_case()), ("p", small_case("later", **{"web.pages_per_month": 4}))]
    with pytest.raises(KeyboardInterrupt):
        run_cases(cases, tmp_path, jobs, quick=False, told=told)
    run_cases(cases, tmp_path, 1, quick=False)
    assert len(folder_files(tmp_path)) == 2
    assert not [name for name in folder_files(tmp_path) if name.endswith(".part")]


def test_a_case_that_can_not_be_run_does_not_stop_the_others(tmp_path: Path) -> None:
    ran = run_cases([("p", small_case("bad", **{"lab.cadenc": 1})), ("p", small_case())], tmp_path, 1, quick=True)
    assert ran["p", "bad"].curves is None
    assert "cadenc" in ran["p", "bad"].failure
    assert ran["p", "small"].curves is not None


def test_a_case_that_raises_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no luck")

    monkeypatch.setattr(suite, "block_curves", fails)
    paper = small_paper()
    found = replicate([(paper, paper.claims)], tmp_path, 1)
    assert [(each.verdict, each.failure) for each in found.judged] == [("not run", "RuntimeError: no luck")]
    assert found.failed


def test_verdicts(tmp_path: Path) -> None:
    """H falls by 1 - 1/n from 0.9: two comparisons at R = 70, 2e-5."""
    for start, label, verdict in (
        (0.9, "published", "reproduced"),
        (0.9, "direction only", "direction only"),
        (0.7, "published", "not reproduced"),
        (0.7, "direction only", "not reproduced"),
    ):
        paper = small_paper(start=start, label=label)  # type: ignore[arg-type]
        found = replicate([(paper, paper.claims)], tmp_path, 1)
        assert [each.verdict for each in found.judged] == [verdict]
