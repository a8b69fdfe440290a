"""An n-gram model as a language model that writes."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from webloop.content.text.model import Decoding
from webloop.content.text.ngram.automaton import Automaton
from webloop.content.text.ngram.counts import Floats
from webloop.content.text.ngram.luck import states
from webloop.content.text.ngram.sampler import Sampler, sampler
from webloop.content.text.vocabulary import Tokens


@dataclass(frozen=True, eq=False)
class NgramModel:
    """A back-off model, with what it takes to write as was last asked for.

    Attributes:
        automaton: contexts and probabilities.
    """

    automaton: Automaton
    _samplers: dict[Decoding, Sampler] = field(default_factory=dict, repr=False)

    def __deepcopy__(self, memo: dict[int, Any]) -> "NgramModel":
        return self  # it never changes, and is large

    def write(
        self, pages: int, words: int, decoding: Decoding, rng: np.random.Generator, prompt: Tokens | None = None
    ) -> Tokens:
        """Independent pages, (pages, words)."""
        context = self.automaton.beginning if prompt is None else self.automaton.after(prompt)
        return self._sampler(decoding).pages(states(pages, rng), words, context)

    def log_probabilities(self, stream: Tokens) -> Floats:
        """Natural logarithm of the probability of each token of a text, (tokens,)."""
        return self.automaton.log_probabilities(stream)

    def _sampler(self, decoding: Decoding) -> Sampler:
        if decoding not in self._samplers:
            self._samplers.clear()
            self._samplers[decoding] = sampler(self.automaton, decoding)
        return self._samplers[decoding]
