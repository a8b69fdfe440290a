"""The `regression` domain: a page is a pair (x, y), and a model is the w with which it answers an x.

Values y are numbers, x.w plus noise, or classes -1 and +1, the sign of x.w, at times the wrong one. Labels on
the web are those of whoever wrote the page, so models learn from each other's answers. Inputs are x ~ N(0, I):
nothing depends on the direction of the human w, which is the first axis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from webloop.content.regression.design import Design
from webloop.content.regression.linear import RegressionSource, blend, rule
from webloop.content.samples import Chunk, Floats, Samples, Summary, pool, sample, select, size, sizes
from webloop.errors import InputError

Keep = float | Sequence[float | Floats]
"""A probability of being kept: of all pages, or of each chunk a number or one for each of its pages, (pages,)."""
Training = tuple[tuple[Samples, float], ...]
"""Pages with the weight that each has in training."""


@dataclass(frozen=True, eq=False)
class RegressionDomain:
    """Pairs (x, y): rows of length dimensions + 1, y last.

    Attributes:
        design: the x that are asked about.
        same: whether every n pages are about the first n of these x; else each page is about a new one.
        shares: share of each community in human writing, {community: share}.
        outcome: whether y is a number or a class.
        noise: standard deviation of the noise of people's numbers.
        flip: share of people's classes that are wrong.
    """

    design: Design
    same: bool
    shares: dict[str, float]
    outcome: Literal["number", "class"]
    noise: float
    flip: float

    @property
    def replicates(self) -> int:
        """Replicates held side by side."""
        return self.design.replicates

    @cached_property
    def truth(self) -> RegressionSource:
        """How people answer: w is the first unit vector."""
        return rule(np.eye(1, self.design.dimensions), self.noise, self.flip)

    def tastes(self, month: int) -> dict[str, RegressionSource]:  # noqa: ARG002 (people answer the same for ever)
        """How each community answers: all alike."""
        return dict.fromkeys(self.shares, self.truth)

    def human_truth(self, tastes: dict[str, RegressionSource]) -> RegressionSource:  # noqa: ARG002 (see tastes)
        """How people answer without AI."""
        return self.truth

    def blend(self, sources: Sequence[RegressionSource], weights: Sequence[float]) -> RegressionSource:
        """A source whose pages are written by each of these with the given probability; weights sum to 1."""
        return blend(sources, weights)

    def empty(self) -> Samples:
        """No pages."""
        return ()

    def draw(self, pages: int, source: RegressionSource, rng: np.random.Generator) -> Samples:
        """That many pages, answered independently."""
        if pages <= 0:
            return ()
        width = self.design.dimensions
        shape = (self.replicates, pages)
        values = np.empty((*shape, width + 1))
        values[..., :width] = self.design.rows(pages) if self.same else rng.standard_normal((*shape, width))
        signal, noise, flips = source.signals(values[..., :width], rng)
        if self.outcome == "number":
            values[..., width] = signal + noise * rng.standard_normal(shape)
        else:
            values[..., width] = np.where((signal >= 0) != (rng.random(shape) < flips), 1.0, -1.0)
        return (Chunk(values),)

    def thin(self, content: Samples, keep: Keep, rng: np.random.Generator) -> Samples:
        """Keep each page independently, with one probability or those of `verified`."""
        return select(content, _chances(content, keep), rng)[0]

    def split(self, content: Samples, keep: float, rng: np.random.Generator) -> tuple[Samples, Samples]:
        """Pages that are kept, each independently with a probability, and the others."""
        return select(content, _chances(content, keep), rng)

    def screen(self, content: Samples, passes: Keep, fit: float, rng: np.random.Generator) -> tuple[Samples, int]:
        """Keep each page if it passes a filter and then fits; also the number that the filter threw away."""
        passed, thrown = select(content, _chances(content, passes), rng)
        return self.thin(passed, fit, rng), self.size(thrown)

    def sample(self, contents: Sequence[Samples], number: int, rng: np.random.Generator) -> list[Samples]:
        """A fixed number of all these pages together, drawn without replacement, told apart as they were."""
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

    def verified(self, content: Samples, right: float, wrong: float) -> list[Floats]:
        """A probability for each page by whether its class is the one that people give at best, as `thin` takes it.

        Returns:
            For each chunk (pages,): `right` where y is the sign of x.w for the human w, else `wrong`.

        Raises:
            InputError: for numbers, none of which is exactly right.
            RuntimeError: in a block, where chance would decide how many pages each replicate keeps.

        References:
            Feng et al. 2024, arXiv:2406.07515 (phi and psi, the chances of right and of wrong labels).
        """
        if self.outcome == "number":
            raise InputError("a verifier tells right classes from wrong ones (content.outcome: class), not numbers")
        if self.replicates > 1:
            raise RuntimeError("chance would decide how many pages each replicate of a block holds")
        values = [_pages(chunk).values[0] for chunk in content]
        truth = self.truth.mean[0]
        return [np.where((rows[:, :-1] @ truth >= 0) == (rows[:, -1] > 0), right, wrong) for rows in values]

    def weigh(self, parts: Sequence[tuple[Samples, float]]) -> Training:
        """What a learner is given: pages with the weight that each has in training."""
        return tuple(parts)

    def fit(self, learner: Any, training: Training) -> RegressionSource:
        """What a learner makes of that: a source of one part, without noise."""
        fitted: RegressionSource = learner.fit(training)
        return fitted

    def publish(self, fitted: RegressionSource, decoder: Any, hallucination: float) -> RegressionSource:
        """How a fitted model answers.

        Numbers get fresh noise of the human size, its variance multiplied by the decoder's temperature; classes are
        wrong with the probability of a hallucination.

        Raises:
            InputError: for a decoder that cuts off answers, hallucinated numbers, or a temperature of classes.

        References:
            Gerstgrasser et al. 2024, arXiv:2404.01413, section 3 (labels of the last fit plus fresh noise); Feng et
            al. 2024, arXiv:2406.07515, section 4 (labels that are wrong with probability p).
        """
        if decoder.kind != "sampling" or decoder.top_k is not None or decoder.top_p < 1.0:
            raise InputError("regression models are sampled whole: decoder `sampling` without top_k and top_p")
        if self.outcome == "number":
            if hallucination > 0.0:
                raise InputError(
                    "hallucination must be 0: numbers are never plainly wrong (content.outcome: class are)"
                )
            spread = self.noise * float(np.sqrt(decoder.temperature))
            return replace(fitted, noise=np.full(fitted.parts, spread))
        if decoder.temperature != 1.0:
            raise InputError("temperature must be 1: a linear rule for classes has no probabilities to sharpen")
        return replace(fitted, flips=np.full(fitted.parts, hallucination))

    def choose(self, source: RegressionSource, choice: Any) -> RegressionSource:
        """What is published when people choose among candidates: they take the first."""
        if choice.kind != "first":
            raise InputError("people can choose among candidates where pages hold ideas only")
        return source

    def of_replicate(self, source: RegressionSource, replicate: int) -> RegressionSource:
        """A source of one replicate of a block."""
        return source.of_replicate(replicate)

    def overlap(self, one: RegressionSource, other: RegressionSource) -> float:  # noqa: ARG002 (there is none)
        """Refused: what a regression is worth is no overlap of distributions."""
        raise InputError("market: quality needs the overlap of distributions, and so pages that hold ideas")


def _chances(content: Samples, keep: Keep) -> Sequence[float | Floats]:
    return [float(keep)] * len(content) if isinstance(keep, int | float) else keep


def _pages(chunk: Chunk | Summary) -> Chunk:
    if isinstance(chunk, Summary):
        raise InputError("pages are only summed up, and a verifier looks at single ones")
    return chunk
