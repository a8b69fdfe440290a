"""The shipped targets: their sources, and which of them a fit may see."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import pytest

from webloop.calibration.cells import parse_date
from webloop.calibration.evidence import evidence
from webloop.calibration.target import Target
from webloop.calibration.targets import load_targets, shipped_targets
from webloop.scenario.resolve import load_scenario

PUBLISHED = (
    *("H01", "H02", "H04", "H05", "H08", "H09", "H10", "H12", "H14", "H17", "H19"),
    *("H21", "H23", "H24", "H26", "H29", "H31", "H32", "H33", "H34"),
)
"""The first list of targets, before series were added."""


@pytest.fixture(scope="module")
def targets() -> tuple[Target, ...]:
    web = load_scenario("webloop/article-web").scenario
    units = {name: instrument.unit for name, instrument in web.instruments.items()}
    return load_targets(None, units, (web.time.start, web.time.end))


def rows() -> list[dict[str, str]]:
    with shipped_targets().open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_series(targets: Iterable[Target]) -> dict[str, list[Target]]:
    out: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        if target.series:
            out[target.series].append(target)
    return out


def test_the_published_list_is_there(targets: tuple[Target, ...]) -> None:
    ids = {target.id for target in targets}
    assert {name for name in PUBLISHED if not {name, f"{name}a"} & ids} == set()
    assert {row["id"] for row in rows() if row["as_published"]} == {name for name in ids if name[0] == "H"}


def test_every_source_is_in_the_evidence(targets: tuple[Target, ...]) -> None:
    known = {each.id for each in evidence()} | {each.key for each in evidence()}
    assert {target.source for target in targets} <= known
    assert {each.key for each in evidence() if each.use == "target"} == {target.source for target in targets}


def test_every_number_of_a_target_is_in_the_evidence() -> None:
    """As typed in there, rounded as far as the published list rounds it."""
    numbers: dict[str, list[float]] = defaultdict(list)
    for each in evidence():
        ends = [end for end in (each.low, each.high) if end is not None]
        numbers[each.key] += [each.number, *ends] if each.number is not None else ends
    computed = {"H14", "H33", "stack_overflow-2024", "stack_overflow-2025"}
    for row in rows():
        for text in row["observed"].replace("..", "-").split("-"):
            digits = len(text.partition(".")[2])
            near = {round(number, digits) for number in numbers[row["source_key"]]}
            assert row["id"] in computed or float(text) in near, row["id"]


def test_the_last_twelve_months_of_every_series_are_held_out(targets: tuple[Target, ...]) -> None:
    for series, points in by_series(targets).items():
        assert len({target.instrument for target in points}) == 1, series
        end = max(target.last for target in points)
        recent = [target for target in points if target.last > end - 12]
        assert {target.role for target in recent} == {"held_out"}, series


def test_no_fit_looks_into_months_that_are_held_out(targets: tuple[Target, ...]) -> None:
    """Nor by another series, or a single observation, of the same instrument."""
    for target in targets:
        if target.role != "fit":
            continue
        for other in targets:
            if other.role == "held_out" and other.instrument == target.instrument:
                assert target.last < other.first, (target.id, other.id)


def test_points_of_a_series_follow_one_another(targets: tuple[Target, ...]) -> None:
    for series, points in by_series(targets).items():
        assert all(a.last < b.first for a, b in pairwise(points)), series


def test_what_is_left_out_or_set_by_hand_says_why(targets: tuple[Target, ...]) -> None:
    for target in targets:
        assert target.role not in {"input", "out"} or target.remark, target.id
    assert {target.id for target in targets if target.role == "out"} == {"H26", "H29", "H31", "H32", "press-before"}
    assert {"H24a", "H24b", "H08", "H09"} <= {target.id for target in targets if target.role == "input"}


def test_there_are_series_that_naive_forecasts_can_be_made_of(targets: tuple[Target, ...]) -> None:
    enough = {
        series
        for series, points in by_series(targets).items()
        if sum(target.role != "held_out" for target in points) >= 3
    }
    assert enough >= {"graphite", "wayback", "originality", "stack_overflow", "common_crawl", "corpus"}


def test_the_two_structures_have_their_own_frames(targets: tuple[Target, ...]) -> None:
    frames = {target.source: target.baselines for target in targets if len(target.baselines) == 1}
    assert frames == {
        **dict.fromkeys(("graphite26", "ahrefs", "graphite_search", "graphite_cited"), ("article-web",)),
        "wayback": ("site-web",),
    }


def test_dates_of_rows_can_be_read() -> None:
    assert all(parse_date(row["date"])[1] < 12 * 2027 for row in rows())
