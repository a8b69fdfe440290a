"""Numbering the words of a text by how often they come, and leaving out the rare ones."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.vocabulary import UNKNOWN, Tokens, Vocabulary

Counts = NDArray[np.int64]


def number_words(
    words: Sequence[str], sections: Mapping[str, Tokens], held_out: Tokens, most: int | None
) -> tuple[Vocabulary, dict[str, Tokens], Tokens]:
    """A text with its words in the order of their frequency, most frequent first; ties in order of appearance.

    The end of a paragraph, 0, stays 0.

    Args:
        words: the words that numbers now stand for, in the order of their appearance.
        sections: streams, (tokens,).
        held_out: a stream, (tokens,).
        most: keep that many words, the most frequent of the sections, besides the end of a paragraph and `<unk>`;
            None for all.
    """
    written = _counts(sections.values(), len(words))
    total = written + _counts([held_out], len(words))
    new = np.arange(len(words))  # what each word becomes
    if most is not None:
        unknown = words.index(UNKNOWN) if UNKNOWN in words else len(words)
        new = _limited(written, most, unknown)
        words = words if unknown < len(words) else (*words, UNKNOWN)
        total = np.bincount(new, total, minlength=len(words)).astype(np.int64)
    rest = np.argsort(-total[1:], kind="stable") + 1
    order = np.concatenate([[0], rest[total[rest] > 0]])
    place = np.zeros(len(words), dtype=np.int32)
    place[order] = np.arange(len(order))
    place = place[new]
    renumbered = {name: _frozen(place[stream]) for name, stream in sections.items()}
    return Vocabulary(tuple(words[old] for old in order)), renumbered, _frozen(place[held_out])


def _limited(written: Counts, most: int, unknown: int) -> Counts:
    """What each word becomes: itself, or unknown."""
    rank = written.copy()
    rank[0] = -1
    rank[unknown : unknown + 1] = -1
    kept = np.argsort(-rank, kind="stable")[:most]
    new = np.full(len(written), unknown)
    new[0] = 0
    kept = kept[rank[kept] > 0]
    new[kept] = kept
    return new


def _counts(streams: Iterable[Tokens], words: int) -> Counts:
    total = np.zeros(words, dtype=np.int64)
    for stream in streams:
        total += np.bincount(stream, minlength=words)
    return total


def _frozen(stream: Tokens) -> Tokens:
    stream.flags.writeable = False  # it is shared by all replicates
    return stream
