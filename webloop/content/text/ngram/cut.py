"""Top-k and top-p: which words may follow a context, found when a context is met for the first time."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.model import Decoding
from webloop.content.text.ngram.automaton import Automaton
from webloop.content.text.ngram.counts import Floats, Indices
from webloop.content.text.vocabulary import Tokens

_ROUNDING = 1e-9  # the same probability, multiplied in another order


@dataclass(eq=False)
class Cut:
    """The likeliest words after each context, of those that the model has seen; ties go to the smaller number.

    Attributes:
        model: the model.
        decoding: temperature, top-k and top-p.
    """

    model: Automaton
    decoding: Decoding
    _least: Floats = field(init=False, repr=False)
    _last: Indices = field(init=False, repr=False)
    _seen: Indices = field(init=False, repr=False)

    def __post_init__(self) -> None:
        contexts = len(self.model.shorter)
        self._least = np.full(contexts, np.nan)
        self._last = np.zeros(contexts, dtype=np.int64)
        self._seen = np.flatnonzero(self.model.root >= 0)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Cut":
        return self  # what it has found out holds for all copies

    def allows(self, context: Indices, word: Tokens, p: Floats) -> NDArray[np.bool_]:
        """Whether each word, of probability p after a context, is among those that may follow it."""
        for new in np.unique(context[np.isnan(self._least[context])]).tolist():
            self._least[new], self._last[new] = self._find(new)
        least = self._least[context]
        tied = np.abs(p - least) <= _ROUNDING * least
        return np.where(tied, word <= self._last[context], p > least)

    def _find(self, context: int) -> tuple[float, int]:
        """The smallest probability that is let through, and the last word that has it and is."""
        p = self.model.distribution(context)[self._seen]
        order = np.argsort(-p, kind="stable")
        number = len(order) if self.decoding.top_k is None else min(self.decoding.top_k, len(order))
        if self.decoding.top_p < 1.0:
            mass = np.cumsum(p[order[:number]] ** (1.0 / self.decoding.temperature))
            number = min(number, int(np.searchsorted(mass, self.decoding.top_p * mass[-1])) + 1)
        last = order[number - 1]
        return float(p[last]), int(self._seen[last])
