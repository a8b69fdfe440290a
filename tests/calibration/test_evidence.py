"""Every number of the evidence has a meaning, a source and a use."""

import math
from collections import Counter

import pytest

from webloop.calibration.cells import parse_date
from webloop.calibration.evidence import NOT_USED, STATUSES, TOPICS, USES, Evidence, evidence, find_evidence
from webloop.errors import InputError


def test_a_number_says_what_it_is() -> None:
    for each in evidence():
        assert each.topic in TOPICS, each.id
        assert each.status in STATUSES, each.id
        assert each.use in USES, each.id
        assert bool(each.reason) == (each.use == NOT_USED), each.id
        assert all((each.quantity, each.value, each.unit, each.source)), each.id
        assert not each.id.startswith("-"), each.id
        assert " " not in each.id
        assert parse_date(each.date), each.id
        check_range(each)


def check_range(each: Evidence) -> None:
    low = -math.inf if each.low is None else each.low
    high = math.inf if each.high is None else each.high
    assert low <= high, each.id
    if each.number is not None:
        assert low <= each.number <= high, each.id


def test_no_id_stands_twice() -> None:
    assert [name for name, number in Counter(each.id for each in evidence()).items() if number > 1] == []


def test_topics_stand_together() -> None:
    """So that the table reads as chapters."""
    order = [each.topic for each in evidence()]
    assert len([here for here, before in zip(order, [None, *order], strict=False) if here != before]) == len(TOPICS)


def test_what_must_not_be_fitted_is_not_used() -> None:
    for key in ("spennemann", "newsguard", "synthcheck", "thompson2024", "vendor_blogs"):
        of_key = [each for each in evidence() if each.key == key]
        assert of_key
        assert {each.use for each in of_key} == {NOT_USED}, key
    assert not [each.id for each in evidence() if each.status == "U" and each.use == "target"]


def test_numbers_are_numbers() -> None:
    by_id = {each.id: each for each in evidence()}
    assert by_id["ahrefs-any"].number == 74.2
    assert by_id["wayback-2023"].low == 6.1
    assert by_id["liang2025-jobs"].number is None
    assert by_id["stackexchange_monthly-2022Q4"].number == 0.95
    assert sum(each.number is not None for each in evidence()) > 0.9 * len(evidence())


def test_evidence_is_found_by_words_topic_status_and_use() -> None:
    found = find_evidence(["graphite", "copyleaks"], topic="ai-share", status="V1", use="target")
    assert {each.id for each in found} == {"graphite26-2023-11", "graphite26-2024-11", "graphite26-2025Q1"}
    two = find_evidence(["ahrefs-any", "kobak-2024"])
    assert [each.id for each in two] == ["ahrefs-any", "kobak-2024"]
    assert find_evidence() == evidence()
    assert {each.id for each in find_evidence(["PANGRAM", "wayback-2025"])} == {
        *("wayback-2025a", "wayback-2025b", "wayback-2025-05", "wayback-2025-05-ai")
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"topic": "sise"}, r"there is no topic 'sise'; allowed: ai-share, .*; did you mean 'size'\?"),
        ({"status": "V3"}, r"there is no status 'V3'; allowed: V1, V2, C, A, U$"),
        ({"use": "unused"}, r"there is no use 'unused'; .*; did you mean 'not used'\?"),
        ({"words": ["grafite26"]}, r"no evidence speaks of 'grafite26'; did you mean 'graphite26'\?"),
        ({"words": ["pangram"], "topic": "prices"}, r"no evidence is all of this: pangram, topic prices$"),
    ],
)
def test_what_is_not_there_is_one_message(asked: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_evidence(**asked)  # type: ignore[arg-type]
