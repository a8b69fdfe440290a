"""The `ideas` domain: a page carries one of many ideas, so a set of pages is a table of counts.

Publishing n pages is one multinomial draw; death, crawling, filters and budgets include each page
independently, so they are binomial thinnings. Both are exact at any size below 2**53 pages a cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from webloop.content.domain import Counts, Probabilities
from webloop.content.succession import Succession

_NEGLIGIBLE = 1e-15  # below the rounding error of a float64 distribution: such ideas are not drawn


def draw_ideas(pages: int, probabilities: Probabilities, rng: np.random.Generator) -> Counts:
    """Ideas of that many independent pages (multinomial), shape (ideas,)."""
    # Only the support is drawn: NumPy gives the rounding remainder to the last category, and that must
    # not be an idea that nobody can write.
    counts = np.zeros(len(probabilities), dtype=np.int64)
    if pages > 0:
        support = np.flatnonzero(probabilities > _NEGLIGIBLE)
        shares = probabilities[support]
        counts[support] = rng.multinomial(pages, shares / shares.sum())
    return counts


def thin_counts(counts: Counts, keep: float | Probabilities, rng: np.random.Generator) -> Counts:
    """Keep each page independently with probability `keep` (binomial thinning), same shape."""
    if isinstance(keep, np.ndarray):
        return rng.binomial(counts, keep)
    if keep >= 1.0:
        return counts.copy()
    if keep <= 0.0:
        return np.zeros_like(counts)
    return rng.binomial(counts, keep)


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
    """

    names: tuple[str, ...]
    niche_tastes: dict[str, Probabilities]
    shares: dict[str, float]
    niche_owner: NDArray[np.int64]
    succession: Succession
    errors: int

    @property
    def size_ideas(self) -> int:
        """Number of ideas with errors, the length of every array of ideas."""
        return self.human_ideas + self.errors

    @property
    def human_ideas(self) -> int:
        """Number of ideas that humans write at some time."""
        return len(self.succession.niche)

    @property
    def largest(self) -> str:
        """The largest community; the others are minorities."""
        return max(self.shares, key=lambda name: self.shares[name])

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
        largest = list(self.shares).index(self.largest)
        owner = self.niche_owner[self.succession.niche]
        owned = (owner >= 0) & (owner != largest)
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
            out += weight * source
        return out

    def human_truth(self, tastes: dict[str, Probabilities]) -> Probabilities:
        """What people write without AI: communities by their share, whoever has left."""
        return self.blend([tastes[name] for name in self.shares], list(self.shares.values()))

    def empty(self) -> Counts:
        """No pages."""
        return np.zeros(self.size_ideas, dtype=np.int64)

    def draw(self, pages: int, source: Probabilities, rng: np.random.Generator) -> Counts:
        """That many independent pages."""
        return draw_ideas(pages, source, rng)

    def thin(self, content: Counts, keep: float | Probabilities, rng: np.random.Generator) -> Counts:
        """Keep each page independently, with one probability or one for each idea."""
        return thin_counts(content, keep, rng)

    def pool(self, contents: Sequence[Counts]) -> Counts:
        """All pages together."""
        out = self.empty()
        for content in contents:
            out += content
        return out

    def size(self, content: Counts) -> int:
        """Number of pages."""
        return int(content.sum())
