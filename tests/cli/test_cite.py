"""`webloop cite` as a command."""

import json
from pathlib import Path

from tests.bibliography.bib import parsed
from tests.command import call


def test_it_prints_bibtex_or_json_or_writes_a_file(tmp_path: Path) -> None:
    printed = call("cite", "webloop/filter")
    assert (printed.returncode, printed.stderr) == (0, "")
    keys = [key for _, key, _ in parsed(printed.stdout)]
    assert keys[0] == "webloop"
    written = call("cite", "webloop/filter", "--out", tmp_path / "my.bib")
    assert (written.stdout, written.stderr) == ("", f"wrote {tmp_path / 'my.bib'}\n")
    assert (tmp_path / "my.bib").read_text(encoding="utf-8") == printed.stdout
    more = call("cite", "webloop/filter", "--all")
    assert set(keys) < {key for _, key, _ in parsed(more.stdout)}
    data = json.loads(call("cite", "webloop/filter", "--json").stdout)
    assert [each["key"] for each in data] == keys


def test_what_cannot_be_cited_is_one_message(tmp_path: Path) -> None:
    for args, said in (
        ((tmp_path,), f"{tmp_path} is not a results folder"),
        ((tmp_path, "webloop/baseline"), f"{tmp_path} is a results folder and stands alone"),
        (("webloop/basline",), "did you mean"),
        (("webloop/baseline", "--out", tmp_path / "none/x.bib"), f"can't write {tmp_path / 'none/x.bib'}: "),
    ):
        done = call("cite", *args)
        assert done.returncode == 2
        assert said in done.stderr
