"""Who writes a page: people, or a model as it is sampled."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from webloop.content.text.model import Decoding, LanguageModel
from webloop.content.text.vocabulary import Tokens
from webloop.content.text.writers import Writers


@dataclass(frozen=True, eq=False)
class Sampled:
    """A model, sampled in a way.

    Attributes:
        model: the model.
        decoding: how it is sampled.
    """

    model: LanguageModel
    decoding: Decoding

    def write(self, pages: int, words: int, rng: np.random.Generator, prompt: Tokens | None = None) -> Tokens:
        """Independent pages, (pages, words); each continues the prompt, (tokens,), if there is one."""
        return self.model.write(pages, words, self.decoding, rng, prompt)


@dataclass(frozen=True, eq=False)
class TextSource:
    """A mixture of writers; each page is written by one of them.

    Attributes:
        parts: probability and writer, probabilities sum to 1.
    """

    parts: tuple[tuple[float, Writers | Sampled], ...]

    def of_replicate(self, replicate: int) -> "TextSource":  # noqa: ARG002 (text is never run in blocks)
        """Itself: there is one replicate."""
        return self

    @property
    def sampled(self) -> Sampled:
        """The one model that it is, as it is sampled.

        Raises:
            TypeError: when it is anything else.
        """
        if len(self.parts) == 1 and isinstance(self.parts[0][1], Sampled):
            return self.parts[0][1]
        raise TypeError("this source is no single model")

    @property
    def model(self) -> LanguageModel:
        """The one model that it is.

        Raises:
            TypeError: when it is anything else.
        """
        return self.sampled.model

    def write(self, pages: int, words: int, rng: np.random.Generator) -> list[Tokens]:
        """That many pages, by writer, each (pages, words)."""
        shares = [share for share, _ in self.parts]
        numbers = [pages] if len(shares) == 1 else rng.multinomial(pages, shares).tolist()
        return [
            writer.publish(number) if isinstance(writer, Writers) else writer.write(number, words, rng)
            for number, (_, writer) in zip(numbers, self.parts, strict=True)
            if number > 0
        ]


def blend(sources: Sequence[TextSource], weights: Sequence[float]) -> TextSource:
    """A mixture of sources; weights sum to 1. A writer that comes twice is one part, one of weight 0 none."""
    shares: dict[int, float] = {}
    known: dict[int, Writers | Sampled] = {}
    for source, weight in zip(sources, weights, strict=True):
        for share, writer in source.parts:
            shares[id(writer)] = shares.get(id(writer), 0.0) + weight * share
            known[id(writer)] = writer
    return TextSource(tuple((share, known[key]) for key, share in shares.items() if share > 0))
