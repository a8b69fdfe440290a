"""Writing: exact draws from a back-off model at any temperature, all pages side by side.

Raised to a power, probabilities no longer sum to 1, and so each context needs the sum over all words. It follows from
the shorter context's: Z(h) = sum of p^a over words seen after h + backoff^a (Z(h') - sum over the same words after h'),
a = 1 / temperature. A draw goes to the words seen after h with their part of Z(h), else on to h', where it is repeated
until it gives a word that was not seen after h. All of it is kept relative to the likeliest word after h, so that low
temperatures do not underflow.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.model import Decoding
from webloop.content.text.ngram import compiled
from webloop.content.text.ngram.automaton import Automaton
from webloop.content.text.ngram.counts import Floats, Indices, places
from webloop.content.text.ngram.cut import Cut
from webloop.content.text.ngram.luck import State, uniforms
from webloop.content.text.vocabulary import Tokens

_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Sampler:
    """A model at a temperature.

    Words that the model has never seen are not written: the floor is for scoring.

    Attributes:
        model: the model.
        upto: sums of (p / largest p after the context)^a over entries up to each, (entries,).
        before: that sum before the entries of each context, (contexts,).
        seen: the sum over the words seen after each context, (contexts,).
        total: the sum over all words, (contexts,).
        cut: which words may follow; None for all.
    """

    model: Automaton
    upto: Floats
    before: Floats
    seen: Floats
    total: Floats
    cut: Cut | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sampler":
        return self  # it never changes, and is large

    def pages(self, state: State, words: int, context: int) -> Tokens:
        """A page for each state.

        Args:
            state: where each page's sequence of random numbers begins, (pages,); they are used up.
            words: tokens on each page.
            context: after which pages begin.

        Returns:
            (pages, words).
        """
        if self.cut is None and compiled.available():
            return compiled.write(self.model, self.upto, self.before, self.seen, self.total, state, words, context)
        return self.side_by_side(state, words, context)

    def side_by_side(self, state: State, words: int, context: int) -> Tokens:
        """The same without numba."""
        out = np.empty((words, len(state)), dtype=np.int32)
        here = np.full(len(state), context)
        for place in range(words):
            entry = self._entries(here, state) if self.cut is None else self._allowed(self.cut, here, state)
            out[place] = self.model.word[entry]
            here = self.model.onward[entry]
        return np.ascontiguousarray(out.T)

    def _entries(self, here: Indices, state: State) -> Indices:
        """An entry drawn after each context."""
        found = np.empty(len(here), dtype=np.int64)
        waiting = np.arange(len(here))
        at, above = here.copy(), np.full(len(here), -1)
        while len(waiting):
            luck = state[waiting]
            drawn = uniforms(luck) * self.total[at]
            state[waiting] = luck
            hit = drawn < self.seen[at]
            entry = self._search(at[hit], drawn[hit])
            again = self._excluded(above[hit], entry)
            done = np.flatnonzero(hit)[~again]
            found[waiting[done]] = entry[~again]
            deeper = ~hit
            above[deeper] = at[deeper]
            at[deeper] = self.model.shorter[at[deeper]]
            left = np.ones(len(waiting), dtype=np.bool_)
            left[done] = False
            waiting, at, above = waiting[left], at[left], above[left]
        return found

    def _allowed(self, cut: Cut, here: Indices, state: State) -> Indices:
        """The same among the words that may follow, by drawing until there is one."""
        found = np.empty(len(here), dtype=np.int64)
        waiting = np.arange(len(here))
        while len(waiting):
            luck = state[waiting]
            entry = self._entries(here[waiting], luck)
            state[waiting] = luck
            word = self.model.word[entry]
            good = cut.allows(here[waiting], word, self._p(here[waiting], entry))
            found[waiting[good]] = entry[good]
            waiting = waiting[~good]
        return found

    def _p(self, context: Indices, entry: Indices) -> Floats:
        """Probability after a context of the word of an entry of that context or of a shorter one."""
        p, at = self.model.p[entry], context.copy()
        above = np.flatnonzero(at != self.model.context[entry])
        while len(above):
            p[above] *= self.model.backoff[at[above]]
            at[above] = self.model.shorter[at[above]]
            above = above[at[above] != self.model.context[entry[above]]]
        return p

    def _search(self, context: Indices, drawn: Floats) -> Indices:
        """The entry on whose piece of its context's line each draw falls."""
        starts = self.model.starts
        place = places(self.upto, self.before[context] + drawn, "right")
        return np.clip(place, starts[context], starts[context + 1] - 1)  # rounding must not lead to the neighbour

    def _excluded(self, above: Indices, entry: Indices) -> NDArray[np.bool_]:
        """Whether the word of an entry has been seen after the longer context from which the draw came."""
        out = np.zeros(len(entry), dtype=np.bool_)
        below = np.flatnonzero(above >= 0)
        if len(below):
            out[below] = self.model.find(above[below], self.model.word[entry[below]]) >= 0
        return out


def sampler(model: Automaton, decoding: Decoding) -> Sampler:
    """Prepare a model for drawing."""
    power, starts = 1.0 / decoding.temperature, model.starts[:-1]
    best = np.maximum.reduceat(model.p, starts)
    lengths = list(pairwise((*model.firsts[1:], len(best))))  # from short to long: each needs the shorter one's values
    for first, end in lengths:
        here = slice(first, end)
        best[here] = np.maximum(best[here], model.backoff[here] * best[model.shorter[here]])
    raised = (model.p / best[model.context]) ** power
    upto = np.cumsum(raised)
    seen = np.add.reduceat(raised, starts)
    total = seen.copy()
    for first, end in lengths:
        here = slice(first, end)
        entries = slice(model.starts[first], model.starts[end])
        shorter = model.shorter[here]
        same = np.add.reduceat(raised[model.lower[entries]], starts[here] - starts[first])
        rest = total[shorter] - same
        rest[rest < _ROUNDING * total[shorter]] = 0.0  # all words have been seen: nothing to fall back on
        total[here] += (model.backoff[here] * best[shorter] / best[here]) ** power * rest
    before = np.append(0.0, upto)[starts]
    return Sampler(model, upto, before, seen, total, Cut(model, decoding) if decoding.cuts else None)
