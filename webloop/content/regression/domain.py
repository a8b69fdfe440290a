"""The `regression` domain: a page is a pair (x, y), and a model is the w with which it answers an x.

Values y are numbers, x.w plus noise, or classes -1 and +1, the sign of x.w, at times the wrong one. Labels on
the web are those of whoever wrote the page, so models learn from each other's answers. Inputs are x ~ N(0, I):
nothing depends on the direction of the human w, which is the first axis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from webloop.content.regression.design import Design
from webloop.content.regression.linear import RegressionSource, blend
from webloop.content.sampled import SampledDomain
from webloop.content.samples import Chunk, Floats, Samples, Summary, by_page
from webloop.errors import InputError


@dataclass(frozen=True, eq=False)
class RegressionDomain(SampledDomain[RegressionSource]):
    """Pairs (x, y): rows of length dimensions + 1, y last.

    Attributes:
        truth: how people answer.
        replicates: replicates held side by side.
        design: the x that are asked about.
        same: whether every n pages are about the first n of these x; else each page is about a new one.
        shares: share of each community in human writing, {community: share}.
        outcome: whether y is a number or a class.
    """

    truth: RegressionSource
    shares: dict[str, float]
    replicates: int
    design: Design
    same: bool
    outcome: Literal["number", "class"]

    def blend(self, sources: Sequence[RegressionSource], weights: Sequence[float]) -> RegressionSource:
        """A source whose pages are written by each of these with the given probability; weights sum to 1."""
        return blend(sources, weights)

    def draw(self, pages: int, source: RegressionSource, rng: np.random.Generator) -> Samples:
        """That many pages, answered independently."""
        if pages <= 0:
            return ()
        width = self.design.dimensions
        # one draw for x and what y adds to it, so that the first pages are the same however many follow
        values = by_page((self.replicates, pages, width + 1), rng.standard_normal)
        if self.same:
            values[..., :width] = self.design.rows(pages)
        signal, noise, flips = source.signals(values[..., :width], rng)
        if self.outcome == "number":
            values[..., width] = signal + noise * values[..., width]
        else:
            values[..., width] = np.where((signal >= 0) != (values[..., width] < _normal_quantile(flips)), 1.0, -1.0)
        return (Chunk(values),)

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
            spread = float(self.truth.noise[0] * np.sqrt(decoder.temperature))
            return replace(fitted, noise=np.full(fitted.parts, spread))
        if decoder.temperature != 1.0:
            raise InputError("temperature must be 1: a linear rule for classes has no probabilities to sharpen")
        return replace(fitted, flips=np.full(fitted.parts, hallucination))


def _normal_quantile(share: Floats) -> Floats:
    from scipy.special import ndtri  # here, because checking a scenario file needs no SciPy

    value: Floats = ndtri(share)
    return value


def _pages(chunk: Chunk | Summary) -> Chunk:
    if isinstance(chunk, Summary):
        raise InputError("pages are only summed up, and a verifier looks at single ones")
    return chunk
