"""Words of a vocabulary in the smaller tokens of another model's tokenizer, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.vocabulary import LINE_END, Tokens, Vocabulary
from webloop.errors import InputError

ROOT = 0
"""Where no token of the next word has come yet."""
Codes = NDArray[np.int64]
"""Tokens of the tokenizer."""


@dataclass(frozen=True, eq=False)
class Codebook:
    """Each word has a code: the tokens of a space and the word, as it stands inside a text, or of the end of a line.

    Words therefore stand apart by one space, punctuation as well, as in WikiText. Codes form a tree. No code goes on
    with a token that another begins with, so that a text in tokens is one text in words, and no other.

    Attributes:
        codes: of each word.
    """

    codes: tuple[Codes, ...]

    def encode(self, words: Iterable[int]) -> Codes:
        """The codes of a text, one behind the other."""
        return np.concatenate([np.empty(0, dtype=np.int64), *(self.codes[word] for word in words)])

    @cached_property
    def tree(self) -> "Tree":
        """Of all words."""
        return Tree(self.codes, range(len(self.codes)))

    def tree_of(self, words: NDArray[np.bool_]) -> "Tree":
        """Of some words."""
        return self.tree if words.all() else Tree(self.codes, np.flatnonzero(words).tolist())


class Tree:
    """The codes of words as paths from a root.

    Args:
        codes: of all words.
        words: those that are in the tree.

    Attributes:
        below: for each place, the place that each token leads to.
        word: the word that each place completes; -1 for none.
        first: the tokens that words begin with.
    """

    def __init__(self, codes: Sequence[Codes], words: Iterable[int]) -> None:
        self.below: list[dict[int, int]] = [{}]
        self.word = [-1]
        for word in words:
            self.word[self._path(codes[word].tolist())[-1]] = word
        self.first = np.fromiter(self.below[ROOT], dtype=np.int64)

    def _path(self, code: list[int]) -> list[int]:
        """Places on the way along a code; new ones are added."""
        path = [ROOT]
        for token in code:
            place = self.below[path[-1]].setdefault(token, len(self.below))
            if place == len(self.below):
                self.below.append({})
                self.word.append(-1)
            path.append(place)
        return path[1:]

    def step(self, place: int, token: int) -> tuple[int, int]:
        """The place after a token that may follow, and the word that ends before it; -1 for none.

        Whether a word has ended only shows with the next token: `foot` may become `football`.
        """
        inside = self.below[place].get(token)
        return (inside, -1) if inside is not None else (self.below[ROOT][token], self.word[place])

    def inside(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], Codes]:
        """Tokens that may come next inside of a word, with the index of the place among `places`, one after another.

        At the root there are none: a word begins there.
        """
        every, tokens = self._inside
        first = np.cumsum(every) - every
        number = np.where(places == ROOT, 0, every[places])
        of = np.repeat(np.arange(len(places)), number)
        before = np.cumsum(number) - number
        return of, tokens[np.arange(len(of)) + np.repeat(first[places] - before, number)]

    @cached_property
    def _inside(self) -> tuple[NDArray[np.int64], Codes]:
        """How many tokens lead on from each place, and which, one place after another."""
        number = np.array([len(below) for below in self.below])
        return number, np.fromiter(chain.from_iterable(self.below), dtype=np.int64)

    def may_follow(self, place: int) -> Codes:
        """Tokens that may come next."""
        inside = np.fromiter(self.below[place], dtype=np.int64)
        return inside if self.word[place] < 0 else np.concatenate([inside, self.first])


def codebook(vocabulary: Vocabulary, tokenizer: Any, shown: str) -> Codebook:
    """The codes of a vocabulary.

    Args:
        vocabulary: the words.
        tokenizer: of transformers.
        shown: how to call it in messages.

    Raises:
        InputError: when words can't be told from their tokens.
    """
    texts = [word if word == LINE_END else f" {word}" for word in vocabulary.words]
    codes = [np.array(code, dtype=np.int64) for code in tokenizer(texts, add_special_tokens=False)["input_ids"]]
    _check(vocabulary, codes, shown)
    return Codebook(tuple(codes))


def _check(vocabulary: Vocabulary, codes: Sequence[Codes], shown: str) -> None:
    known: dict[tuple[int, ...], str] = {}
    for word, code in zip(vocabulary.words, codes, strict=True):
        key = tuple(code.tolist())
        if not key:
            raise InputError(f"{shown}: the tokenizer has no tokens for the word {word!r}; {_ALLOWED}")
        if key in known:
            raise InputError(f"{shown}: the tokenizer can't tell {word!r} from {known[key]!r}; {_ALLOWED}")
        known[key] = word
    first = {int(code[0]) for code in codes}
    for word, code in zip(vocabulary.words, codes, strict=True):
        if not first.isdisjoint(code[1:].tolist()):
            wrong = f"inside {word!r} there is a token that other words begin with"
            raise InputError(f"{shown}: the tokenizer does not tell where words begin: {wrong}; {_ALLOWED}")


_ALLOWED = "allowed: one that keeps every character and marks spaces, such as byte-level BPE"


@dataclass(frozen=True, eq=False)
class Coded:
    """A text in tokens; all but the tokens themselves also say what would follow the last one: another word.

    Attributes:
        tokens: (tokens,).
        place: where in the tree of all words each one comes, (tokens + 1,).
        may_end: whether a word may have ended before it, (tokens + 1,).
        word: the place in the text of the word that it belongs to, (tokens + 1,).
        begins: whether it is the first of its word, (tokens + 1,).
    """

    tokens: Codes
    place: NDArray[np.int64]
    may_end: NDArray[np.bool_]
    word: NDArray[np.int64]
    begins: NDArray[np.bool_]


def coded(book: Codebook, stream: Tokens) -> Coded:
    """A text in tokens, and where each stands in the tree."""
    tokens, tree = book.encode(stream.tolist()), book.tree
    place = [ROOT]
    for token in tokens.tolist():
        place.append(tree.step(place[-1], token)[0])
    may_end = np.array([one == ROOT or tree.word[one] >= 0 for one in place])
    lengths = [len(book.codes[word]) for word in stream.tolist()]
    word = np.repeat(np.arange(len(stream) + 1), [*lengths, 1])
    return Coded(tokens, np.array(place), may_end, word, np.diff(word, prepend=-1) > 0)
