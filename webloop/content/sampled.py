"""What all domains have in common whose pages are rows of numbers: how pages thin, pool and are sampled."""

from collections.abc import Sequence
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np

from webloop.content.detection import Reading, unread
from webloop.content.samples import Floats, Samples, pool, sample, select, size, sizes
from webloop.content.weighted import Training
from webloop.errors import InputError

Keep = float | Sequence[float | Floats]
"""A probability of being kept: of all pages, or of each chunk a number or one for each of its pages, (pages,)."""


class _Source(Protocol):
    def of_replicate(self, replicate: int) -> Self: ...


SourceT = TypeVar("SourceT", bound=_Source)


class SampledDomain(Generic[SourceT]):
    """The part of a domain that does not depend on what the numbers are.

    Attributes:
        shares: share of each community in human writing, {community: share}; all write alike.
        truth: what people write.
        replicates: replicates held side by side.
    """

    shares: dict[str, float]
    truth: SourceT
    replicates: int

    def tastes(self, month: int) -> dict[str, SourceT]:  # noqa: ARG002 (people write the same for ever)
        """How each community writes: all alike."""
        return dict.fromkeys(self.shares, self.truth)

    def human_truth(self, tastes: dict[str, SourceT]) -> SourceT:  # noqa: ARG002 (see tastes)
        """What people write without AI."""
        return self.truth

    def empty(self) -> Samples:
        """No pages."""
        return ()

    def thin(self, content: Samples, keep: Keep, rng: np.random.Generator) -> Samples:
        """Keep each page independently, with one probability or those of `verified`."""
        return select(content, _chances(content, keep), rng)[0]

    def split(self, content: Samples, keep: float, rng: np.random.Generator) -> tuple[Samples, Samples]:
        """Pages that are kept, each independently, and the others."""
        return select(content, _chances(content, keep), rng)

    def screen(self, content: Samples, passes: Keep, fit: float, rng: np.random.Generator) -> tuple[Samples, int]:
        """Keep each page if it passes a filter and then fits; and how many the filter threw away."""
        passed, thrown = select(content, _chances(content, passes), rng)
        return self.thin(passed, fit, rng), self.size(thrown)

    def sample(self, contents: Sequence[Samples], number: int, rng: np.random.Generator) -> list[Samples]:
        """A fixed number of all pages together, without replacement, told apart as they were."""
        return sample(contents, number, self.replicates, rng)

    def pool(self, contents: Sequence[Samples]) -> Samples:
        """All pages together."""
        return pool(contents)

    def size(self, content: Samples) -> int:
        """Number of pages; RuntimeError when it differs between replicates."""
        return size(content, self.replicates)

    def sizes(self, content: Samples) -> Floats:
        """Number of pages in each replicate, (replicates,)."""
        return sizes(content, self.replicates)

    def passing(self, content: Samples, keep: Keep) -> float:
        """Pages that `thin` keeps, in the mean over chance and replicates."""
        kept = zip(content, _chances(content, keep), strict=True)
        return float(sum(c.number.mean() * p if np.ndim(p) == 0 else np.sum(p) for c, p in kept))

    def reading(self, detector: Any, upto: int) -> Reading:  # noqa: ARG002 (there is nothing to read)
        """Refused: numbers can't be read."""
        unread(detector)

    def weigh(self, parts: Sequence[tuple[Samples, float]]) -> Training:
        """Pages with their weights, as learners take them."""
        return tuple(parts)

    def fit(
        self,
        learner: Any,
        training: Training,
        rng: np.random.Generator,  # noqa: ARG002 (these learners need no luck)
        earlier: Sequence[SourceT] = (),  # noqa: ARG002 (and start afresh)
    ) -> SourceT:
        """What a learner makes of that."""
        fitted: SourceT = learner.fit(training)
        return fitted

    def choose(self, source: SourceT, choice: Any) -> SourceT:
        """What is published of a model's candidates: the first; InputError for any other choice."""
        if choice.kind != "first":
            raise InputError(f"a choice among candidates ({choice.kind}) needs content.kind ideas")
        return source

    def release(
        self, lab: str, generation: int, month: int, fitted: SourceT, output: SourceT, training: Training
    ) -> None:
        """Nothing is kept of models that are gone."""

    def of_replicate(self, source: SourceT, replicate: int) -> SourceT:
        """A source of one replicate, with a leading axis of length 1."""
        return source.of_replicate(replicate)


def _chances(content: Samples, keep: Keep) -> Sequence[float | Floats]:
    return [min(max(float(keep), 0.0), 1.0)] * len(content) if isinstance(keep, int | float) else keep
