"""Broken files: every message in full, at the place where its author must look."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.scenario import (
    broken_changes,
    broken_content,
    broken_instruments,
    broken_keys,
    broken_options,
    broken_posteriors,
    broken_provenance,
    broken_sites,
    broken_studies,
    broken_uncertain,
    broken_values,
    broken_wholes,
    broken_yaml,
)
from tests.scenario.broken import Broken
from webloop.errors import InputError
from webloop.scenario.resolve import parse_settings
from webloop.scenario.study import load_study

TABLES = (
    broken_values,
    broken_keys,
    broken_yaml,
    broken_wholes,
    broken_changes,
    broken_content,
    broken_instruments,
    broken_options,
    broken_posteriors,
    broken_provenance,
    broken_sites,
    broken_studies,
    broken_uncertain,
)
CASES: list[Broken] = [case for table in TABLES for case in table.CASES]
JARGON = re.compile(
    r"pydantic|validat|dict|tuple|NoneType|\w+Error|float|object"
    r"|\bNone\b|\bTrue\b|\bFalse\b(?! positive)|\bint\b|\bstr\b"
)


def write(case: Broken, folder: Path) -> None:
    files = {"a.yaml": case.files} if isinstance(case.files, str | bytes) else case.files
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.mkdir()
        else:
            file.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_everything_is_said(case: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        load_study(["a.yaml"], parse_settings(case.settings))
    assert str(caught.value).replace(str(tmp_path), "TMP").split("\n") == case.messages
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_messages_are_plain_and_in_order(case: Broken) -> None:
    for message in case.messages:
        assert not JARGON.search(message), message
    places = [re.match(r"([\w/]+\.yaml):(\d+):(\d+)", message) for message in case.messages]
    found = [(place[1], int(place[2]), int(place[3])) for place in places if place]
    assert found == sorted(found)
    assert len(set(case.messages)) == len(case.messages)


def test_every_case_has_its_own_name() -> None:
    assert [name for name, times in Counter(case.name for case in CASES).items() if times > 1] == []
