"""A text that people publish from, and the part of it that nobody ever publishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np

from webloop.content.text.held_out import hold_out
from webloop.content.text.sources import Sections, Source, find_source, find_text
from webloop.content.text.tokens import Numbers, splitter
from webloop.content.text.vocabulary import END, LINE_END, UNKNOWN, Tokens, Vocabulary
from webloop.content.text.words import number_words
from webloop.errors import InputError, blaming

_LARGE = 0.5  # nobody is advised to hold out more than half of a text


@dataclass(frozen=True, eq=False)
class Corpus:
    """A text in numbers. It never changes, and its arrays can't be written to.

    Attributes:
        name: what people call it.
        vocabulary: all words of both parts, the most frequent first, after the end of a paragraph.
        sections: what people may publish, by section, in the order of the text: streams, (tokens,).
        held_out: what nobody ever publishes, for scoring models: a stream, (tokens,).
        digest: SHA-256 of both parts as they were read.
    """

    name: str
    vocabulary: Vocabulary
    sections: dict[str, Tokens]
    held_out: Tokens
    digest: str

    def __deepcopy__(self, memo: dict[int, Any]) -> "Corpus":
        return self  # worlds that share a past are copied

    @property
    def words(self) -> int:
        """Tokens that people may publish."""
        return sum(map(len, self.sections.values()))


def read_corpus(
    source: str,
    *,
    column: str | None = None,
    topic: str | None = None,
    held_out: float | str = 0.1,
    vocabulary: int | None = None,
) -> Corpus:
    """A text, its words numbered and a part of it held out. It is read once, and again when its files change.

    Each line of a text is a paragraph; empty lines mean nothing.

    Args:
        source: `python`, the running Python's own manual and docstrings; `wikipedia`, if it is installed; or the
            path of a text file, of a folder of `.txt` files, or of a table: JSON Lines, CSV or Parquet.
        column: of a table: the one that holds the text.
        topic: of a table: the one that holds the names of sections.
        held_out: a share, above 0 and below 1: the last paragraphs of each section; or the path of a text file or
            a folder: then people publish from all of `source`.
        vocabulary: so many words at most, those that people use most, besides the end of a paragraph; all others
            become `<unk>`, which is one more word then. None for all words.

    Raises:
        InputError: one message about what is wrong; where it is not the source, its `key` says which argument.
    """
    _check(held_out, vocabulary)
    found = find_source(source, column, topic)
    with blaming("held_out"):
        other = find_text(held_out) if isinstance(held_out, str) else None
    states = (found.state(), None if other is None else other.state())
    return _read(source, column, topic, held_out, vocabulary, states)


def _check(held_out: float | str, vocabulary: int | None) -> None:
    if not isinstance(held_out, str) and not 0.0 < held_out < 1.0:
        wrong = f"held_out is {held_out}; it must be a share above 0 and below 1, or the path of a text"
        raise InputError(wrong, key="held_out")
    if vocabulary is not None and vocabulary < 1:
        wrong = f"vocabulary is {vocabulary}; it must be at least 1 word, or null for all"
        raise InputError(wrong, key="vocabulary")


@lru_cache(maxsize=4)  # checks and replicates share it
def _read(
    source: str,
    column: str | None,
    topic: str | None,
    held_out: float | str,
    vocabulary: int | None,
    states: object,  # noqa: ARG001 (a changed file is read again)
) -> Corpus:
    found = find_source(source, column, topic)
    sections = _paragraphs(source, found)
    numbers = Numbers()
    split = splitter(paragraph for section in sections.values() for paragraph in section)
    streams = {name: numbers.stream(section, split) for name, section in sections.items()}
    with blaming("held_out"):
        if isinstance(held_out, str):
            other = find_text(held_out)
            _check_apart(source, found, held_out, other)
            kept_back = [paragraph for section in _paragraphs(held_out, other).values() for paragraph in section]
            stream = numbers.stream(kept_back, split)
        else:
            sections, streams, kept_back, stream = _parted(source, sections, streams, held_out)
    words, streams, stream = number_words(tuple(numbers), streams, stream, vocabulary)
    with blaming("" if vocabulary is None else "vocabulary"):
        _check_known(source, words, streams)
    if isinstance(held_out, str):
        with blaming("held_out" if vocabulary is None else "vocabulary"):
            _check_known(held_out, words, {"": stream})
    return Corpus(found.name, words, streams, stream, _digest(sections, kept_back))


def _paragraphs(name: str, source: Source) -> Sections:
    """A text without its empty sections."""
    sections = {section: paragraphs for section, paragraphs in source.read().items() if paragraphs}
    if not sections:
        raise InputError(f"{name}: there is no text in it")
    return sections


def _check_apart(source: str, found: Source, held_out: str, other: Source) -> None:
    """What is held out is lost for scoring as soon as somebody publishes it."""
    published = {file.resolve() for file in found.files}
    for file in other.files:
        if file.resolve() in published:
            raise InputError(f"{held_out}: {file} is part of {source}, too; what is held out must lie outside of it")


def _parted(
    source: str, sections: Sections, streams: Mapping[str, Tokens], share: float
) -> tuple[Sections, dict[str, Tokens], list[str], Tokens]:
    """What is published, as paragraphs and in numbers, and what is held out."""
    kept = hold_out(streams, share)
    stream = np.concatenate([tokens[kept[name] :] for name, tokens in streams.items()])
    if not len(stream):
        paragraphs, words = (sum(map(len, each.values())) for each in (sections, streams))
        larger = "take a larger share, " if paragraphs > 1 and share < _LARGE else ""
        raise InputError(
            f"{source}: nothing is held out: the last paragraph (a line) of each section has more than a share of "
            f"{share} of the words (paragraphs: {paragraphs:,}, words: {words - paragraphs:,}); "
            f"{larger}break long lines, or name a text to hold out"
        )
    ends = {name: int(np.count_nonzero(streams[name][: kept[name]] == END)) for name in streams}
    kept_back = [paragraph for name, section in sections.items() for paragraph in section[ends[name] :]]
    published = {name: section[: ends[name]] for name, section in sections.items() if ends[name]}
    return published, {name: streams[name][: kept[name]] for name in published}, kept_back, stream


def _check_known(name: str, vocabulary: Vocabulary, streams: Mapping[str, Tokens]) -> None:
    known = [number for number, word in enumerate(vocabulary.words) if word not in (LINE_END, UNKNOWN)]
    if not any(np.isin(stream, known).any() for stream in streams.values()):
        raise InputError(f"{name}: each of its words is {UNKNOWN}; take a larger vocabulary or another text")


def _digest(sections: Sections, held_out: list[str]) -> str:
    digest = sha256()
    for name, paragraphs in (*((repr(name), section) for name, section in sections.items()), ("", held_out)):
        digest.update("\n".join((name, *paragraphs, "", "")).encode())
    return digest.hexdigest()
