"""What a detector looks at on a page: which words follow each other, or how likely a language model finds them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.ngram.automaton import Automaton
from webloop.content.text.ngram.kneser_ney import kneser_ney
from webloop.content.text.runs import runs
from webloop.content.text.vocabulary import END, Tokens

Floats = NDArray[np.float64]
_BITS = 18  # of a hash: 262,144 features
_ORDER = 3
_RARE = 2  # times, at most
_LEAST = -50.0  # nats: of a word that can't come


class Ngrams:
    """Single words and pairs, hashed; how often each occurs, scaled to length 1.

    >>> found = Ngrams()(np.array([[7, 7, 7, 7]], dtype=np.int32))
    >>> sorted((found.data**2 * 25).round().tolist())  # three pairs, four words
    [9.0, 16.0]

    References:
        Weinberger et al. 2009, arXiv:0902.2206 (feature hashing).
    """

    def __call__(self, pages: Tokens) -> Any:
        """A sparse array, (pages, features)."""
        from scipy.sparse import csr_array  # not before it is needed: scenarios are checked without

        hashes = np.concatenate([runs(pages, length) for length in (1, 2)], axis=1) >> np.uint64(64 - _BITS)
        each = hashes.shape[1]
        ends = np.arange(0, hashes.size + 1, each, dtype=np.int32)  # 32 bits, as scikit-learn wants them
        found = csr_array((np.ones(hashes.size), hashes.ravel().astype(np.int32), ends), (len(pages), 1 << _BITS))
        found.sum_duplicates()
        found.data /= np.repeat(np.sqrt(np.asarray(found.power(2).sum(axis=1))), np.diff(found.indptr))
        return found


@dataclass(frozen=True, eq=False)
class Likelihood:
    """How likely a model of people's text finds a page, and how rare and varied its words are.

    Attributes:
        pages: people's, which the model learns from, (pages, words).
        words: size of the vocabulary.

    References:
        Gehrmann et al. 2019, arXiv:1906.04043 (GLTR); Mitchell et al. 2023, arXiv:2301.11305 (DetectGPT).
    """

    pages: Tokens
    words: int

    def __deepcopy__(self, memo: dict[int, Any]) -> "Likelihood":
        return self  # it never changes, and its model is large

    @cached_property
    def model(self) -> Automaton:
        """A language model of people's text, which no lab has."""
        return kneser_ney([(self.pages, 1.0)], _ORDER, self.words)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often people use each word, (words,)."""
        return np.bincount(self.pages.ravel(), minlength=self.words)

    def __call__(self, pages: Tokens) -> Floats:
        """Eight features of each page, (pages, 8).

        Mean, standard deviation, median and 10th percentile of the words' log probabilities; different words as a
        share of all; mean log frequency; share of rare words; share of line ends.
        """
        logs = self._log_probabilities(pages)
        ordered = np.sort(pages, axis=1)
        used = self.counts[pages]
        return np.column_stack([
            logs.mean(axis=1),
            logs.std(axis=1),
            np.median(logs, axis=1),
            np.percentile(logs, 10, axis=1),
            1.0 - (ordered[:, 1:] == ordered[:, :-1]).mean(axis=1),
            np.log(used + 0.5).mean(axis=1),
            (used <= _RARE).mean(axis=1),
            (pages == END).mean(axis=1),
        ])  # fmt: skip

    def _log_probabilities(self, pages: Tokens) -> Floats:
        """Of each word given those before it on the page, (pages, words)."""
        apart = np.pad(pages, ((0, 0), (_ORDER - 1, 0)))  # line ends between pages: none hears of the one before
        found = self.model.log_probabilities(apart.ravel()).reshape(apart.shape)[:, _ORDER - 1 :]
        return np.maximum(found, _LEAST)
