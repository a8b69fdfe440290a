"""What a content domain knows: how humans write, how pages pool and thin, how models are fitted and scored.

The loop speaks only these words, so that counted ideas, Gaussian samples, regression pairs or real text can
take each other's place.
"""

from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

ContentT = TypeVar("ContentT")
"""Pages of one group: an array of counts, samples or tokens."""
SourceT = TypeVar("SourceT")
"""What pages are drawn from: a taste or a model."""


class Domain(Protocol[ContentT, SourceT]):
    """One kind of content."""

    def tastes(self, month: int) -> dict[str, SourceT]:
        """How each community writes in a month."""
        ...

    def blend(self, sources: list[SourceT], weights: list[float]) -> SourceT:
        """A source that draws from each of these with the given probability (weights sum to 1)."""
        ...

    def empty(self) -> ContentT:
        """No pages."""
        ...

    def draw(self, pages: int, source: SourceT, rng: np.random.Generator) -> ContentT:
        """That many independent pages."""
        ...

    def thin(self, content: ContentT, keep: "float | Probabilities", rng: np.random.Generator) -> ContentT:
        """Keep each page independently with probability `keep`, or with its idea's own, (ideas,)."""
        ...

    def pool(self, contents: list[ContentT]) -> ContentT:
        """All pages together."""
        ...

    def size(self, content: ContentT) -> int:
        """Number of pages."""
        ...


Counts = NDArray[np.int64]
Probabilities = NDArray[np.float64]
