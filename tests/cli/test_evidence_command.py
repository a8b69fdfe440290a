"""`webloop evidence`, as users call it."""

import json

import pytest

from tests.command import call


def test_a_table_of_numbers() -> None:
    done = call("evidence", "graphite26", "--topic", "ai-share")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["id", "what", "when", "value", "status", "use"]
    assert next(line for line in lines if line.startswith("graphite26-2024-11")).split()[-3:] == ["51]", "V1", "target"]
    assert "7 numbers; V1: read in a primary source, V2: read in a secondary source" in done.stdout


def test_everything_about_one_number() -> None:
    done = call("evidence", "thompson2024", "--full")
    assert done.returncode == 0, done.stderr
    assert "57.1 %" in done.stdout
    for name in ("value", "when", "definition", "frame", "instrument", "source", "status", "use", "topic"):
        assert f"\n{name}  " in done.stdout
    assert "not used: of sentences in a corpus of translations" in done.stdout


def test_json_has_it_all() -> None:
    done = call("evidence", "--status", "U", "--json")
    found = json.loads(done.stdout)
    assert found
    assert {each["status"] for each in found} == {"U"}
    assert {"definition", "frame", "instrument", "n", "source", "low", "high", "reason"} <= set(found[0])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--topic", "sise"), "did you mean 'size'?"),
        (("--status", "V3"), "there is no status 'V3'; allowed: V1, V2, C, A, U"),
        (("--use", "unused"), "did you mean 'not used'?"),
        (("grafite26",), "did you mean 'graphite26'?"),
    ],
)
def test_what_is_not_there_is_one_line(args: tuple[str, ...], said: str) -> None:
    done = call("evidence", *args)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
