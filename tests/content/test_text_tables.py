"""Texts in tables of the user's own: which rows are read, and what is said about those that can't be."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from webloop.content.text.corpus import read_corpus
from webloop.errors import InputError


def test_rows_of_a_parquet_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.table({"text": ["a", None], "number": [1, 2]}), "a.parquet")
    for column, message in {
        "body": "a.parquet: there is no column 'body'; columns: 'text', 'number'",
        "text": "a.parquet: row 2: column 'text' holds nothing; it must hold text",
        "number": "a.parquet: row 1: column 'number' holds 1; it must hold text",
    }.items():
        with pytest.raises(InputError) as caught:
            read_corpus("a.parquet", column=column)
        assert str(caught.value) == message
        assert caught.value.key == "column"
    with pytest.raises(InputError, match="there is no column 'of'") as caught:
        read_corpus("a.parquet", column="text", topic="of")
    assert caught.value.key == "topic"
