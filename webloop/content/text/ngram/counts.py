"""Counting n-grams: every run of n words is one packed integer, so that sorting counts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.ngram.longest import check_order
from webloop.content.text.vocabulary import Tokens

Keys = NDArray[np.uint64]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grams:
    """The distinct n-grams of one length, in order of their keys, so that those of one context stand together.

    Attributes:
        keys: the words of each, `bits` bits a word, the last one lowest, (grams,).
        number: how often each occurs, or after how many words: see `count`, (grams,).
        weight: the same with the weights of pages, (grams,).
        shorter: index of the same gram without its first word among those that are one word shorter, (grams,);
            of single words zeros.
        bits: bits of a word.
    """

    keys: Keys
    number: Indices
    weight: Floats
    shorter: Indices
    bits: int

    @cached_property
    def word(self) -> Tokens:
        """The last word of each, (grams,)."""
        return (self.keys & np.uint64((1 << self.bits) - 1)).astype(np.int32)

    @cached_property
    def starts(self) -> Indices:
        """Index of the first gram of each context, (contexts,)."""
        return _firsts(self.keys >> np.uint64(self.bits))

    @cached_property
    def contexts(self) -> Keys:
        """Keys of the contexts: grams without their last word, in order, (contexts,)."""
        return (self.keys >> np.uint64(self.bits))[self.starts]

    @cached_property
    def context(self) -> Indices:
        """Index of each gram's context, (grams,)."""
        return np.repeat(np.arange(len(self.starts)), self.widths)

    @cached_property
    def widths(self) -> Indices:
        """Grams of each context, (contexts,)."""
        return np.diff(self.starts, append=len(self.keys))

    def sums(self, values: Floats) -> Floats:
        """Sums over each context's grams, (grams,) to (contexts,)."""
        value: Floats = np.add.reduceat(values, self.starts)
        return value


def count(parts: Sequence[tuple[Tokens, float]], order: int, words: int, *, continuations: bool) -> list[Grams]:
    """The grams of pages, from single words to the longest; pages begin after `order` - 1 marks of a beginning.

    Args:
        parts: pages (pages, words) with the weight of each.
        order: length of the longest grams, >= 1.
        words: size of the vocabulary; the mark of a beginning has this number.
        continuations: whether a shorter gram's `number` is that of different words before it, as Kneser and Ney have
            it, but for grams at the beginning of pages; else it is how often it occurs. Its `weight` is the number,
            or that with the weights of pages.

    Raises:
        InputError: when so many words do not fit into 64 bits.
    """
    check_order(order, words)
    bits = words.bit_length()
    longest = _longest(parts, order, words, bits)
    found = [longest]
    for length in range(order - 1, 0, -1):
        longer = found[0]
        masked = longer.keys & np.uint64((1 << bits * length) - 1)
        line = np.argsort(masked, kind="stable")
        ordered = masked[line]
        starts = _firsts(ordered)
        back = np.empty(len(line), dtype=np.int64)
        back[line] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(line)))
        number = np.add.reduceat(longer.number[line], starts)
        weight = np.add.reduceat(longer.weight[line], starts)
        if continuations:
            # before a beginning stands nothing: there it is how often it occurs that counts
            inner = ordered[starts] >> np.uint64(bits * (length - 1)) != words
            number[inner] = np.diff(starts, append=len(line))[inner]
            weight[inner] = number[inner]
        found[0] = Grams(longer.keys, longer.number, longer.weight, back, bits)
        found.insert(0, Grams(ordered[starts], number, weight, np.zeros(len(starts), dtype=np.int64), bits))
    return found


def _longest(parts: Sequence[tuple[Tokens, float]], order: int, words: int, bits: int) -> Grams:
    """The longest grams; pages of one weight are counted together, by sorting."""
    by_weight: dict[float, list[Keys]] = {}
    for pages, weight in parts:
        by_weight.setdefault(weight, []).append(_pack(pages, order, words, bits))
    keys, number, weights = [], [], []
    for weight, packed in by_weight.items():
        every = np.sort(np.concatenate(packed))
        starts = _firsts(every)
        keys.append(every[starts])
        number.append(np.diff(starts, append=len(every)))
        weights.append(weight * number[-1])
    if len(keys) > 1:
        joined = np.concatenate(keys)
        line = np.argsort(joined, kind="stable")
        starts = _firsts(joined[line])
        keys = [joined[line][starts]]
        number = [np.add.reduceat(np.concatenate(number)[line], starts)]
        weights = [np.add.reduceat(np.concatenate(weights)[line], starts)]
    return Grams(keys[0], number[0], weights[0], np.zeros(len(keys[0]), dtype=np.int64), bits)


def _pack(pages: Tokens, order: int, words: int, bits: int) -> Keys:
    """The key of the gram that ends at each token, (tokens,)."""
    number, length = pages.shape
    padded = np.full((number, length + order - 1), words, dtype=np.uint64)
    padded[:, order - 1 :] = pages
    keys = padded[:, :length].copy()
    for place in range(1, order):
        keys <<= np.uint64(bits)
        keys |= padded[:, place : place + length]
    return keys.ravel()


def places(ordered: NDArray[Any], wanted: NDArray[Any], side: Literal["left", "right"] = "left") -> Indices:
    """As `np.searchsorted`, but in order of what is wanted: neighbours are found in the same part of memory.

    >>> places(np.array([1, 3, 5]), np.array([4, 1])).tolist()
    [2, 0]
    """
    line = np.argsort(wanted)
    found = np.empty(len(wanted), dtype=np.int64)
    found[line] = np.searchsorted(ordered, wanted[line], side=side)
    return found


def _firsts(ordered: Keys) -> Indices:
    """Indices at which a value occurs for the first time in a sorted array."""
    new = np.empty(len(ordered), dtype=np.bool_)
    new[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)
