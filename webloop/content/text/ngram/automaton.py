"""A back-off model as flat arrays: from each context to its words, and from each word on to the next context.

Contexts of all lengths are numbered through, the empty one first, then those of one word and so on; entries (a word
after a context) stand in order of context, then word. So one search finds an entry whatever its length, and sampling
follows pointers.

References:
    Allauzen, Mohri and Roark 2003, doi:10.3115/1075096.1075102 (back-off models as automata).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from webloop.content.text.ngram.counts import Floats, Grams, Indices, Keys, places
from webloop.content.text.vocabulary import Tokens

ROOT = 0
"""The empty context."""


@dataclass(frozen=True, eq=False)
class Level:
    """The grams of one length, smoothed.

    Attributes:
        grams: the grams.
        share: the part of its probability that each has of its own, (grams,).
        backoff: what is left of each context, as a factor on the probabilities of the shorter one, (contexts,).
    """

    grams: Grams
    share: Floats
    backoff: Floats


@dataclass(frozen=True, eq=False)
class Automaton:
    """Contexts, entries and their probabilities.

    Attributes:
        words: size of the vocabulary.
        bits: bits of a word in a key.
        keys: context and word of each entry, packed, in order, (entries,).
        p: probability of the word after the context, what shorter contexts add included, (entries,).
        lower: the entry of the same word after the context without its first word, (entries,); not used in the first.
        onward: the longest context that ends with the entry, (entries,).
        starts: the first entry of each context, and the number of entries, (contexts + 1,).
        backoff: what is left for words that have not been seen after it, as a factor on the shorter one, (contexts,).
        shorter: the context without its first word, (contexts,); of the empty one itself.
        firsts: the first context of each length, from 0 words, (order,).
        beginning: the context at the beginning of a page.
        floor: probability of a word that was never seen.
    """

    words: int
    bits: int
    keys: Keys
    p: Floats
    lower: Indices
    onward: Indices
    starts: Indices
    backoff: Floats
    shorter: Indices
    firsts: tuple[int, ...]
    beginning: int
    floor: float

    def __deepcopy__(self, memo: dict[int, Any]) -> "Automaton":
        return self  # it never changes, and is large

    @cached_property
    def word(self) -> Tokens:
        """The word of each entry, (entries,)."""
        return (self.keys & np.uint64((1 << self.bits) - 1)).astype(np.int32)

    @cached_property
    def root(self) -> Indices:
        """The entry of each word in the empty context; -1 for words never seen, (words,)."""
        seen = self.word[: self.starts[1]]
        entry = np.full(self.words, -1, dtype=np.int64)
        entry[seen] = np.arange(len(seen))
        return entry

    @cached_property
    def context(self) -> Indices:
        """Context of each entry, (entries,)."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def find(self, context: Indices, word: Tokens) -> Indices:
        """The entry of each word after each context; -1 where it has not been seen."""
        wanted = (context.astype(np.uint64) << np.uint64(self.bits)) | word.astype(np.uint64)
        place = np.minimum(places(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[place] == wanted, place, -1)

    def log_probabilities(self, stream: Tokens) -> Floats:
        """Natural logarithm of the probability of each token given those before it, (tokens,)."""
        entry = self.root[stream]
        p = np.where(entry >= 0, self.p[entry], self.floor)
        for first in self.firsts[1:]:
            before = np.append(-1, entry[:-1])  # the entry that ends with the token before
            context = np.where(before >= 0, self.onward[before], ROOT)
            known = context >= first  # else nothing is known of so many words
            entry = np.full(len(stream), -1)
            entry[known] = self.find(context[known], stream[known])
            p = np.where(entry >= 0, self.p[entry], np.where(known, self.backoff[context] * p, p))
        with np.errstate(divide="ignore"):  # without smoothing there are words that can't come
            value: Floats = np.log(p)
        return value

    def after(self, prompt: Tokens) -> int:
        """The longest context that is known at the end of some text."""
        context = ROOT
        for word in prompt[-len(self.firsts) + 1 :].tolist() if len(self.firsts) > 1 else ():
            context = self._step(context, word)
        return context

    def _step(self, context: int, word: int) -> int:
        while True:
            entry = int(self.find(np.array([context]), np.array([word], dtype=np.int32))[0])
            if entry >= 0:
                return int(self.onward[entry])
            if context == ROOT:
                return ROOT
            context = int(self.shorter[context])

    def distribution(self, context: int) -> Floats:
        """Probability of every word after a context, (words,); they sum to 1."""
        if context == ROOT:
            p = np.full(self.words, self.floor)
        else:
            p = self.backoff[context] * self.distribution(int(self.shorter[context]))
        here = slice(self.starts[context], self.starts[context + 1])
        p[self.word[here]] = self.p[here]
        return p


def automaton(levels: Sequence[Level], words: int, floor: float) -> Automaton:
    """Put the grams of all lengths together.

    Args:
        levels: from single words to the longest.
        words: size of the vocabulary.
        floor: probability of a word that was never seen; a seen one has it besides its share.
    """
    grams = [level.grams for level in levels]
    offset = np.cumsum([0, *(len(g.starts) for g in grams)])  # contexts before each length
    entries = np.cumsum([0, *(len(g.keys) for g in grams)])
    p, lower, shorter = [levels[0].share + floor], [grams[0].shorter], [np.zeros(1, dtype=np.int64)]
    onward: list[Indices] = []
    for at, (level, g) in enumerate(zip(levels[1:], grams[1:], strict=True), start=1):
        onward.append(_onward(grams[at - 1], g, int(offset[at]), onward))
        p.append(level.share + level.backoff[g.context] * p[-1][g.shorter])
        lower.append(entries[at - 1] + g.shorter)
        shorter.append(offset[at - 1] + grams[at - 1].context[g.shorter[g.starts]])
    last = grams[-1]
    onward.append(onward[-1][last.shorter] if onward else np.zeros(len(last.keys), dtype=np.int64))
    bits = last.bits
    context = np.concatenate([g.context + start for g, start in zip(grams, offset, strict=False)]).astype(np.uint64)
    word = np.concatenate([g.keys & np.uint64((1 << bits) - 1) for g in grams])
    starts = np.concatenate([*(g.starts + start for g, start in zip(grams, entries, strict=False)), entries[-1:]])
    marks = sum(words << bits * place for place in range(len(grams) - 1))
    return Automaton(
        words=words,
        bits=bits,
        keys=(context << np.uint64(bits)) | word,
        p=np.concatenate(p),
        lower=np.concatenate(lower),
        onward=np.concatenate(onward),
        starts=starts,
        backoff=np.concatenate([level.backoff for level in levels]),
        shorter=np.concatenate(shorter),
        firsts=tuple(offset[:-1].tolist()),
        beginning=int(offset[-2] + np.searchsorted(last.contexts, np.uint64(marks))),
        floor=floor,
    )


def _onward(grams: Grams, longer: Grams, offset: int, before: Sequence[Indices]) -> Indices:
    """The context that each gram is, or the longest known one that it ends with."""
    place = np.minimum(np.searchsorted(longer.contexts, grams.keys), len(longer.contexts) - 1)
    is_context = longer.contexts[place] == grams.keys
    rest = before[-1][grams.shorter] if before else np.zeros(len(grams.keys), dtype=np.int64)
    return np.where(is_context, offset + place, rest)
