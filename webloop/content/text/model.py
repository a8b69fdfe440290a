"""What the text domain asks of a language model, and what a learner is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.vocabulary import Tokens, Vocabulary

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Decoding:
    """How a model is sampled: the temperature first, then top-k, then top-p.

    Attributes:
        temperature: above 0; probabilities are raised to 1 / temperature.
        top_k: only so many likeliest words; None for all.
        top_p: only the likeliest words that make up this share, above 0 to 1.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float = 1.0

    @property
    def cuts(self) -> bool:
        """Whether it leaves out words."""
        return self.top_k is not None or self.top_p < 1.0


class LanguageModel(Protocol):
    """A fitted model. It never changes, so that copies of a world may share it."""

    def write(
        self, pages: int, words: int, decoding: Decoding, rng: np.random.Generator, prompt: Tokens | None = None
    ) -> Tokens:
        """Independent pages; the first ones are the same however many follow.

        Args:
            pages: how many.
            words: tokens on each.
            decoding: how the model is sampled.
            rng: the stream.
            prompt: what each page continues, (tokens,); it is not part of the page.

        Returns:
            (pages, words).
        """
        ...

    def log_probabilities(self, stream: Tokens) -> Floats:
        """Natural logarithm of the probability of each token of a text given those before it, (tokens,).

        Over the whole vocabulary they sum to 1, so that words the model has never seen have some, too.
        """
        ...


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a learner of text is given.

    Attributes:
        parts: pages (pages, words) with the weight that each of them has in training (> 0).
        vocabulary: all words.
        rng: the stream of this training.
        base: the first model of the lab; None while it has none.
        previous: its newest one; None while it has none.
    """

    parts: Sequence[tuple[Tokens, float]]
    vocabulary: Vocabulary
    rng: np.random.Generator
    base: LanguageModel | None = None
    previous: LanguageModel | None = None
