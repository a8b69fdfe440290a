"""Linear sources: who writes y for a given x, as a linear rule with noise or with wrong labels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from webloop.content.samples import Floats, by_page


@dataclass(frozen=True, eq=False)
class RegressionSource:
    """A mixture of linear rules; a rule says y = x.w + noise, or the sign of x.w, at times the wrong one.

    Attributes:
        weights: probability that a page is written by each part, sum 1, (parts,).
        coefficients: w of each part, (replicates, parts, dimensions); one replicate stands for all.
        noise: standard deviation of the noise of numbers, (parts,).
        flips: probability that a class is the wrong one, (parts,).
    """

    weights: Floats
    coefficients: Floats
    noise: Floats
    flips: Floats

    @property
    def parts(self) -> int:
        """Number of parts."""
        return len(self.weights)

    @cached_property
    def mean(self) -> Floats:
        """Coefficients of the mean of y given x, over all parts, (replicates, dimensions).

        >>> blend([rule(np.array([[1.0, 0.0]])), rule(np.array([[0.0, 2.0]]))], [0.75, 0.25]).mean.tolist()
        [[0.75, 0.5]]
        """
        value: Floats = np.einsum("p,rpd->rd", self.weights, self.coefficients)
        return value

    def of_replicate(self, replicate: int) -> "RegressionSource":
        """The source of one replicate; itself when one stands for all."""
        if len(self.coefficients) == 1:
            return self
        return replace(self, coefficients=self.coefficients[replicate : replicate + 1])

    def signals(self, x: Floats, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """x.w of the part that writes each page, with the noise and the flips that go with it.

        Args:
            x: (replicates, pages, dimensions).
            rng: the stream, used when there are several parts.

        Returns:
            x.w (replicates, pages), and noise and flips, of that shape or of one number for all.
        """
        every = x @ self.coefficients.swapaxes(1, 2)
        if self.parts == 1:
            return every[..., 0], self.noise, self.flips
        upto = np.cumsum(self.weights)
        upto[-1] = np.inf  # rounding must not leave a page without a writer
        part = np.searchsorted(upto, by_page(every.shape[:2], rng.random), side="right")
        return np.take_along_axis(every, part[..., None], 2)[..., 0], self.noise[part], self.flips[part]


def rule(coefficients: Floats, noise: float = 0.0, flip: float = 0.0) -> RegressionSource:
    """A source of one part.

    Args:
        coefficients: (replicates, dimensions); one replicate stands for all.
        noise: standard deviation of the noise of numbers.
        flip: probability that a class is the wrong one.
    """
    return RegressionSource(np.ones(1), coefficients[:, None], np.full(1, noise), np.full(1, flip))


def blend(sources: Sequence[RegressionSource], weights: Sequence[float]) -> RegressionSource:
    """A mixture of sources; weights sum to 1. A source that comes twice is one part, one of weight 0 none.

    Of nothing it is a source without parts, which can write no page.
    """
    shares: dict[int, float] = {}
    for source, weight in zip(sources, weights, strict=True):
        shares[id(source)] = shares.get(id(source), 0.0) + weight
    known = {id(source): source for source in sources}
    used = [(known[key], share) for key, share in shares.items() if share > 0]
    if not used:
        return RegressionSource(np.zeros(0), np.zeros((1, 0, 0)), np.zeros(0), np.zeros(0))
    if len(used) == 1:
        return used[0][0]
    replicates = max(len(source.coefficients) for source, _ in used)
    dimensions = used[0][0].coefficients.shape[-1]
    wide = [np.broadcast_to(s.coefficients, (replicates, s.parts, dimensions)) for s, _ in used]
    return RegressionSource(
        np.concatenate([share * source.weights for source, share in used]),
        np.concatenate(wide, axis=1),
        np.concatenate([source.noise for source, _ in used]),
        np.concatenate([source.flips for source, _ in used]),
    )
