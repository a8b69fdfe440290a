"""The `gaussian` domain: a page is a vector of numbers, and people write normally distributed ones.

The smallest world in which models collapse, and the one that theory knows best: what a model learns is a mean and a
covariance, and their course over generations is known exactly.

Pages are 64-bit numbers: once a model's standard deviation is below 1e-16 of its mean, its pages are all the same
one, and so are those of its successors. Nothing becomes a not-a-number by that. Where only moments are kept,
deviations go down to 1e-154 before they vanish.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from webloop.content.gaussian.draws import draw_moments, draw_pages
from webloop.content.gaussian.source import GaussianSource, Part, blend
from webloop.content.sampled import SampledDomain
from webloop.content.samples import Chunk, Samples, Summary
from webloop.errors import InputError

Keep = Literal["pages", "moments"]


def human(dimensions: int, modes: int, separation: float) -> GaussianSource:
    """What people write: equally likely components of unit variance in a row along the first axis, centred at 0.

    Args:
        dimensions: numbers on a page.
        modes: components; one makes it the standard normal distribution.
        separation: distance of neighbours, in standard deviations.
    """
    means = np.zeros((1, modes, dimensions))
    means[0, :, 0] = separation * (np.arange(modes) - (modes - 1) / 2)
    return GaussianSource((Part(np.full((1, modes), 1 / modes), means, np.eye(dimensions)[None]),))


@dataclass(frozen=True, eq=False)
class GaussianDomain(SampledDomain[GaussianSource]):
    """Vectors of numbers.

    Attributes:
        truth: what every community writes, at all times.
        shares: share of each community in human writing, {community: share}; they sum to 1.
        replicates: replicates held side by side.
        keep: whether pages are kept one by one, or only their moments.
    """

    truth: GaussianSource
    shares: dict[str, float]
    replicates: int
    keep: Keep

    def blend(self, sources: Sequence[GaussianSource], weights: Sequence[float]) -> GaussianSource:
        """A mixture; weights sum to 1."""
        return blend(sources, weights)

    def draw(self, pages: int, source: GaussianSource, rng: np.random.Generator) -> Samples:
        """That many independent pages in each replicate.

        Raises:
            InputError: when only moments are kept, and the source is a mixture.
        """
        if pages <= 0:
            return ()
        if self.keep == "moments":
            return (Summary(draw_moments(pages, source, self.replicates, rng)),)
        return (Chunk(draw_pages(pages, source, self.replicates, rng)),)

    def verified(self, content: Samples, right: float, wrong: float) -> float:  # noqa: ARG002 (no page can be checked)
        """Refused: no page of a normal distribution is wrong.

        Raises:
            InputError: always.
        """
        raise InputError("no page can be told to be wrong where content.kind is gaussian: leave out the verifier")

    def publish(self, fitted: GaussianSource, decoder: Any, hallucination: float) -> GaussianSource:
        """What a fitted model publishes: temperature multiplies the covariance.

        Alemohammad et al. 2023 (arXiv:2307.01850) call that factor the sampling bias lambda.

        Raises:
            InputError: for errors, for decoders that cut ideas off, and for mixtures at a temperature other than 1.
        """
        if hallucination:
            raise InputError("models can't hallucinate where content.kind is gaussian: set lab.hallucination to 0")
        if decoder.kind != "sampling" or decoder.top_k is not None or decoder.top_p < 1.0:
            raise InputError("lab.decoder must be sampling without top_k and top_p where content.kind is gaussian")
        return fitted.at_temperature(decoder.temperature)
