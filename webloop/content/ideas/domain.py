"""The `ideas` domain: a page carries one of many ideas, so a set of pages is a table of counts.

Counts and distributions have the shape (ideas,), or (replicates, ideas) in a block; what is the same in all
replicates, such as tastes, may keep the shape (ideas,).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.detection import Reading, unread
from webloop.content.domain import Counts, Probabilities, largest
from webloop.content.ideas.counts import draw_block, draw_ideas, sample_block, sample_counts, thin_counts
from webloop.content.ideas.succession import Succession


@dataclass(frozen=True)
class IdeaDomain:
    """Ideas with a fixed index for ever: first all human ideas in order of birth, then error ideas.

    Attributes:
        names: what each idea is called, shape (ideas,).
        niche_tastes: how each community spreads its pages over niches, {community: (niches,)}.
        shares: share of each community in human knowledge, {community: share}; they sum to 1.
        niche_owner: index of the community that owns a niche of the tail, -1 for shared ones, (niches,).
        succession: which idea fills which niche when.
        errors: number of error ideas, which no human writes.
        rewards: how much people like each idea, (ideas,); all 0 where likings are not known.
        replicates: replicates held side by side.
    """

    names: tuple[str, ...]
    niche_tastes: dict[str, Probabilities]
    shares: dict[str, float]
    niche_owner: NDArray[np.int64]
    succession: Succession
    errors: int
    rewards: Probabilities
    replicates: int = 1

    @property
    def size_ideas(self) -> int:
        """Number of ideas with errors, the length of every array of ideas."""
        return self.human_ideas + self.errors

    @property
    def human_ideas(self) -> int:
        """Number of ideas that humans write at some time."""
        return len(self.succession.niche)

    @cached_property
    def error_distribution(self) -> Probabilities:
        """What a hallucinating model writes: any error idea alike (all zero where there are none)."""
        out = np.zeros(self.size_ideas)
        if self.errors:
            out[self.human_ideas :] = 1 / self.errors
        return out

    @cached_property
    def minority_owned(self) -> NDArray[np.bool_]:
        """Ideas in niches that a community other than the largest owns, (ideas,)."""
        main = list(self.shares).index(largest(self.shares))
        owner = self.niche_owner[self.succession.niche]
        owned = (owner >= 0) & (owner != main)
        return np.concatenate([owned, np.zeros(self.errors, dtype=bool)])

    def tastes(self, month: int) -> dict[str, Probabilities]:
        """How each community writes in a month, {community: (ideas,)}."""
        fill = self.succession.fill(month)
        tastes = {}
        for community, niches in self.niche_tastes.items():
            tastes[community] = np.zeros(self.size_ideas)
            tastes[community][: self.human_ideas] = niches[self.succession.niche] * fill
        return tastes

    def blend(self, sources: Sequence[Probabilities], weights: Sequence[float]) -> Probabilities:
        """A mixture of distributions; weights sum to 1."""
        out = np.zeros(self.size_ideas)
        for source, weight in zip(sources, weights, strict=True):
            out = out + weight * source
        return out

    def human_truth(self, tastes: dict[str, Probabilities]) -> Probabilities:
        """What people write without AI: communities by their share, whoever has left."""
        return self.blend([tastes[name] for name in self.shares], list(self.shares.values()))

    def empty(self) -> Counts:
        """No pages."""
        shape = (self.size_ideas,) if self.replicates == 1 else (self.replicates, self.size_ideas)
        return np.zeros(shape, dtype=np.int64)

    def draw(self, pages: int, source: Probabilities, rng: np.random.Generator) -> Counts:
        """That many independent pages."""
        if self.replicates == 1:
            return draw_ideas(pages, source, rng)
        return draw_block(pages, np.broadcast_to(source, (self.replicates, self.size_ideas)), rng)

    def thin(self, content: Counts, keep: float | Probabilities, rng: np.random.Generator) -> Counts:
        """Keep each page independently, with one probability or one for each idea."""
        if self.replicates > 1 and (isinstance(keep, np.ndarray) or 0 < keep < 1):
            raise RuntimeError("chance would decide how many pages each replicate of a block holds")
        return thin_counts(content, keep, rng)

    def split(self, content: Counts, keep: float, rng: np.random.Generator) -> tuple[Counts, Counts]:
        """Pages that are kept and the others."""
        kept = self.thin(content, keep, rng)
        return kept, content - kept

    def screen(
        self, content: Counts, passes: float | Probabilities, fit: float, rng: np.random.Generator
    ) -> tuple[Counts, int]:
        """One thinning for both; of what is left out only the number is then told apart."""
        kept = self.thin(content, passes * fit, rng)
        if np.min(passes) >= 1.0:
            return kept, 0
        return kept, _thrown(content - kept, passes, fit, rng)

    def sample(self, contents: Sequence[Counts], number: int, rng: np.random.Generator) -> list[Counts]:
        """A fixed number of all pages together, without replacement (multivariate hypergeometric)."""
        drawing = sample_counts if self.replicates == 1 else sample_block
        return drawing(contents, number, rng)

    def pool(self, contents: Sequence[Counts]) -> Counts:
        """All pages together."""
        out = self.empty()
        for content in contents:
            out += content
        return out

    def size(self, content: Counts) -> int:
        """Number of pages."""
        if self.replicates == 1:
            return int(content.sum())
        found = content.sum(axis=-1)
        if found.min() != found.max():
            raise RuntimeError("replicates of a block hold different numbers of pages")
        return int(found[0])

    def sizes(self, content: Counts) -> Probabilities:
        """Number of pages in each replicate, (replicates,)."""
        return np.atleast_1d(content.sum(axis=-1)).astype(np.float64)

    def passing(self, content: Counts, keep: float | Probabilities) -> float:
        """Pages that `thin` keeps, in the mean."""
        return float((content * keep).sum()) if isinstance(keep, np.ndarray) else self.size(content) * keep

    def verified(self, content: Counts, right: float, wrong: float) -> Probabilities:  # noqa: ARG002 (all pages of an idea are alike)
        """Error ideas are wrong, all others right, (ideas,)."""
        return np.where(np.arange(self.size_ideas) < self.human_ideas, right, wrong)

    def reading(self, detector: Any, upto: int) -> Reading:  # noqa: ARG002 (there is nothing to read)
        """Refused: ideas can't be read."""
        unread(detector)

    def weigh(self, parts: Sequence[tuple[Counts, float]]) -> Probabilities:
        """Weighted counts."""
        out = np.zeros(self.empty().shape)
        for content, weight in parts:
            out += weight * content
        return out

    def fit(
        self,
        learner: Any,
        training: Probabilities,
        rng: np.random.Generator,  # noqa: ARG002 (these learners need no luck)
        earlier: Sequence[Probabilities] = (),  # noqa: ARG002 (and start afresh)
    ) -> Probabilities:
        """Fitted probabilities.

        Raises:
            ValueError: when a learner does not fit each replicate alone, or one has no page to learn from.
        """
        return self._distributions(learner.fit(training), learner)

    def publish(self, fitted: Probabilities, decoder: Any, hallucination: float) -> Probabilities:
        """The decoded distribution; hallucinated pages carry error ideas."""
        wrong = hallucination if self.errors else 0.0
        decoded = self._distributions(decoder.decode(fitted), decoder)
        return self.blend([decoded, self.error_distribution], [1 - wrong, wrong])

    def choose(self, source: Probabilities, choice: Any) -> Probabilities:
        """Candidates are chosen by the rewards of their ideas."""
        return self._distributions(choice.chosen(source, self.rewards), choice)

    def _distributions(self, made: Probabilities, by: Any) -> Probabilities:
        """What a submodel made of a block; it must have treated each replicate alone."""
        if self.replicates > 1 and not np.all(np.abs(made.sum(axis=-1) - 1) < 1e-6):
            raise ValueError(f"{by.kind} gave something else than one distribution for each replicate, (..., ideas)")
        return made

    def release(
        self,
        lab: str,
        generation: int,
        month: int,
        fitted: Probabilities,
        output: Probabilities,
        training: Probabilities,
    ) -> None:
        """Nothing is kept of models that are gone."""

    def of_replicate(self, source: Probabilities, replicate: int) -> Probabilities:
        """One row; a source that all replicates share is each one's."""
        return source if source.ndim == 1 else source[replicate]


def _thrown(out: Counts, passes: float | Probabilities, fit: float, rng: np.random.Generator) -> int:
    """How many of the pages left out, by idea, the filter threw away; the others passed and did not fit."""
    if not isinstance(passes, np.ndarray):
        return int(rng.binomial(out.sum(), (1 - passes) / (1 - passes * fit)))
    left = 1 - passes * fit
    chance = np.divide(1 - passes, left, out=np.zeros_like(left), where=left > 0)  # 0 / 0 where all are used
    return int(rng.binomial(out, chance).sum())
