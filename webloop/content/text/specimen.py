"""Specimens: what each released model writes, kept so that it can be read when the model is gone."""

from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.vocabulary import Tokens

DECILES = 10


class Band(NamedTuple):
    """Words that people have used so often."""

    first: int
    last: float

    @property
    def name(self) -> str:
        """For columns."""
        if self.last == inf:
            return f"used_{self.first}_up"
        return f"used_{self.first}" if self.first == self.last else f"used_{self.first}_{self.last:g}"

    @property
    def label(self) -> str:
        """For people."""
        if self.last == inf:
            return f"{self.first} times or more"
        if self.first == self.last:
            return "once" if self.first == 1 else "twice"
        return f"{self.first} to {self.last:g} times"


BANDS = tuple(Band(*ends) for ends in ((1, 1), (2, 2), (3, 4), (5, 8), (9, 16), (17, 64), (65, 256), (257, inf)))
"""Bands of frequency, the rarest words first."""


@dataclass(frozen=True, eq=False)
class Original:
    """What people had published when the first model was trained.

    Attributes:
        pages: their pages, (pages, words).
        words: size of the vocabulary.
    """

    pages: Tokens
    words: int

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each word occurs, (words,)."""
        return np.bincount(self.pages.ravel(), minlength=self.words)

    @cached_property
    def types(self) -> NDArray[np.int64]:
        """The words that occur, the most frequent first, ties in an order of chance.

        Words are numbered by how often they occur in the whole corpus, later and held-out text included: in that order
        words that are equally rare here would not be alike.
        """
        chance = np.random.default_rng(0).permutation(self.words)  # the same for all scenarios and seeds
        order = np.lexsort((chance, -self.counts))
        return order[: int(np.count_nonzero(self.counts))]

    @cached_property
    def deciles(self) -> list[NDArray[np.int64]]:
        """Words in ten parts of equal number, the most frequent first."""
        return np.array_split(self.types, DECILES)

    @cached_property
    def bands(self) -> list[NDArray[np.int64]]:
        """The words of each of `BANDS`."""
        return [np.flatnonzero((self.counts >= band.first) & (self.counts <= band.last)) for band in BANDS]


@dataclass(frozen=True, eq=False)
class Specimen:
    """What one model writes.

    Attributes:
        lab: whose model.
        generation: which of the lab's.
        released: the month.
        pages: a sample of its pages, as it publishes them, (pages, words).
        perplexity: on held-out human text, of the model as it was fitted; infinite where it gives a word no chance.
        copied: share of the runs of five words in the pages that its training set has as well.
        words: size of the vocabulary.
        measured: what metrics have found, by name.
    """

    lab: str
    generation: int
    released: int
    pages: Tokens
    perplexity: float
    copied: float
    words: int
    measured: dict[str, float] = field(default_factory=dict, repr=False)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each word occurs, (words,)."""
        return np.bincount(self.pages.ravel(), minlength=self.words)

    @property
    def shown(self) -> Tokens:
        """The pages that detectors learn from: the first half of them, (pages, words)."""
        return self.pages[: len(self.pages) // 2]

    @property
    def unseen(self) -> Tokens:
        """The pages that they are measured on: the others, (pages, words)."""
        return self.pages[len(self.pages) // 2 :]
