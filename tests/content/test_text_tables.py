"""Texts in tables of the user's own: which rows are read, and what is said about those that can't be."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from webloop.content.text.corpus import read_corpus
from webloop.content.text.rows import read_rows
from webloop.errors import InputError


def test_rows_of_a_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.table({"text": [None, ""], "number": [1, 2]}), "a.parquet")
    for column, message in {
        "body": "a.parquet: there is no column 'body'; columns: 'text', 'number'",
        "text": "a.parquet: column 'text' is empty in each row",
        "number": "a.parquet: row 1: column 'number' holds 1; it must hold text",
    }.items():
        with pytest.raises(InputError) as caught:
            read_corpus("a.parquet", column=column)
        assert str(caught.value) == message
        assert caught.value.key == "column"
    with pytest.raises(InputError, match="there is no column 'of'") as caught:
        read_corpus("a.parquet", column="text", topic="of")
    assert caught.value.key == "topic"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("a.jsonl", '{"text": "one"}\n{"text": null}\n{"text": ""}\n{"text": "two"}\n'),
        ("a.csv", 'n,text\n1,one\n2,\n3,""\n4,two\n'),
        ("a.parquet", ["one", None, "", "two"]),
    ],
)
def test_rows_without_text_are_left_out(name: str, table: str | list[str | None], tmp_path: Path) -> None:
    file = tmp_path / name
    if isinstance(table, str):
        file.write_text(table, encoding="utf-8")
    else:
        pq.write_table(pa.table({"text": table}), file)
    assert read_rows(file, "text", None) == {"a": ["one", "two"]}


def test_cells_of_a_csv_file_hold_what_they_hold(tmp_path: Path) -> None:
    """Commas, quotes, lines, words that mean nothing elsewhere, and more characters than csv reads by itself."""
    file, long = tmp_path / "a.csv", "word " * 40_000
    cells = ["one, two", 'she said "no"', "a\r\nb\n\nc", "NA", "null", "3", long]
    rows = "".join(f'"{cell.replace(chr(34), chr(34) * 2)}", x\r\n' for cell in cells)
    file.write_bytes(b"\xef\xbb\xbf" + f"text, of\r\n\r\n{rows}".encode())
    assert read_rows(file, "text", "of") == {
        "x": ["one, two", 'she said "no"', "a", "b", "c", "NA", "null", "3", long.strip()]
    }


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "a.csv: there is no text in it"),
        ("text,of\n", "a.csv: there is no text in it"),
        ("text,of\n,x\n", "a.csv: column 'text' is empty in each row"),
        ("body;of\na;x\n", "a.csv:1: there is no column 'text'; columns: 'body;of'"),
        ("text\na\n", "a.csv:1: there is no column 'of'; columns: 'text'"),
        ("text,of,text\na,x,b\n", "a.csv:1: there are several columns 'text'; give them different names"),
        (
            'text,of\n"a\nb",x\none, two,x\n',
            (
                "a.csv:4: this row has 3 fields; it must have 2, as the first line has; a text with a comma in it "
                "needs quotes"
            ),
        ),
        ("text,of\na,\n", "a.csv:2: column 'of' holds nothing; it must hold text or a whole number"),
        (
            'text,of\na,x\n"b,x\nc,x\n',
            'a.csv:3: a quote of this row is not closed, or there is text behind it; write a quote in a text as ""',
        ),
        (
            'text,of\n"b"c,x\n',
            'a.csv:2: a quote of this row is not closed, or there is text behind it; write a quote in a text as ""',
        ),
    ],
)
def test_what_is_wrong_with_a_csv_file(
    table: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(table, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_corpus("a.csv", column="text", topic="of")
    assert str(caught.value) == message
