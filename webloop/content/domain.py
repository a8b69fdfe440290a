"""What a content domain knows: how humans write, how pages pool and thin, how models are fitted and publish.

The loop speaks only these words, so that counted ideas, Gaussian samples, regression pairs or real text can
take each other's place. A domain holds one replicate, or a block of them side by side: then its arrays have a
leading axis of replicates, all replicates have equally many pages of each group, and whatever would let chance
decide how many raises `RuntimeError` (see `run.blocks`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from webloop.content.detection import Reading

ContentT = TypeVar("ContentT")
"""Pages of one group: an array of counts, samples or tokens."""
SourceT = TypeVar("SourceT")
"""What pages are drawn from: a taste or a model."""
Counts = NDArray[np.int64]
Probabilities = NDArray[np.float64]


class Domain(Protocol[ContentT, SourceT]):
    """One kind of content."""

    @property
    def shares(self) -> dict[str, float]:
        """Share of each community in human writing; they sum to 1."""
        ...

    @property
    def replicates(self) -> int:
        """Replicates that are held side by side; 1 outside of blocks."""
        ...

    def tastes(self, month: int) -> dict[str, SourceT]:
        """How each community writes in a month."""
        ...

    def human_truth(self, tastes: dict[str, SourceT]) -> SourceT:
        """What people write without AI: communities by their share, whoever has left."""
        ...

    def blend(self, sources: Sequence[SourceT], weights: Sequence[float]) -> SourceT:
        """A source that draws from each of these with the given probability (weights sum to 1)."""
        ...

    def empty(self) -> ContentT:
        """No pages."""
        ...

    def draw(self, pages: int, source: SourceT, rng: np.random.Generator) -> ContentT:
        """That many independent pages."""
        ...

    def thin(self, content: ContentT, keep: Any, rng: np.random.Generator) -> ContentT:
        """Keep each page independently.

        Args:
            content: the pages.
            keep: the probability, or one for each page as `verified` gives it (by idea: (ideas,)).
            rng: the stream.
        """
        ...

    def split(self, content: ContentT, keep: float, rng: np.random.Generator) -> tuple[ContentT, ContentT]:
        """Pages that are kept, each independently with a probability, and the others."""
        ...

    def screen(self, content: ContentT, passes: Any, fit: float, rng: np.random.Generator) -> tuple[ContentT, int]:
        """Keep each page if it passes a filter and then fits.

        Args:
            content: the pages.
            passes: probability of passing, as `thin` takes it.
            fit: probability that a page that passes fits.
            rng: the stream.

        Returns:
            The pages kept, and how many the filter threw away.
        """
        ...

    def sample(self, contents: Sequence[ContentT], number: int, rng: np.random.Generator) -> list[ContentT]:
        """A fixed number of all these pages together, drawn without replacement, told apart as they were."""
        ...

    def pool(self, contents: Sequence[ContentT]) -> ContentT:
        """All pages together."""
        ...

    def size(self, content: ContentT) -> int:
        """Number of pages."""
        ...

    def sizes(self, content: ContentT) -> Probabilities:
        """Number of pages in each replicate, which may differ after `sample`, (replicates,)."""
        ...

    def passing(self, content: ContentT, keep: Any) -> float:
        """Pages that `thin` keeps, in the mean."""
        ...

    def verified(self, content: ContentT, right: float, wrong: float) -> Any:
        """A probability for each page, as `thin` takes it: one for pages that are true, another for those that err."""
        ...

    def reading(self, detector: Any, upto: int) -> Reading:
        """A detector that reads pages, trained on what is known of them by now.

        Args:
            detector: how it learns.
            upto: the last month whose releases it has learned; before the first one it flags nothing.

        Raises:
            InputError: when no detector can read this content.
        """
        ...

    def weigh(self, parts: Sequence[tuple[ContentT, float]]) -> Any:
        """What a learner is given: pages with the weight that each has in training."""
        ...

    def fit(self, learner: Any, training: Any, rng: np.random.Generator, earlier: Sequence[SourceT] = ()) -> SourceT:
        """What a learner makes of that.

        Args:
            learner: how a model is fitted.
            training: what `weigh` gave.
            rng: the stream of this training.
            earlier: what the same lab has fitted before: its first model and its newest; empty before the first.
        """
        ...

    def publish(self, fitted: SourceT, decoder: Any, hallucination: float) -> SourceT:
        """What a fitted model publishes: decoded, with a share of pages that carry an error."""
        ...

    def choose(self, source: SourceT, choice: Any) -> SourceT:
        """What is published when people choose among a model's candidates."""
        ...

    def release(self, lab: str, generation: int, month: int, fitted: SourceT, output: SourceT, training: Any) -> None:
        """Take note of a model that is released, for who reads what models write when they are gone.

        Args:
            lab: whose model.
            generation: which of the lab's.
            month: when.
            fitted: what it has learned.
            output: what it publishes.
            training: what it has learned from, as `weigh` gave it.
        """
        ...

    def of_replicate(self, source: SourceT, replicate: int) -> SourceT:
        """A source of one replicate of a block."""
        ...


def largest(shares: Mapping[str, float]) -> str:
    """The largest community, of equals the first; the others are minorities.

    >>> largest({"a": 0.3, "b": 0.7})
    'b'
    """
    return max(shares, key=lambda name: shares[name])
