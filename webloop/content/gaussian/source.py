"""What Gaussian pages are drawn from: one normal distribution, or a mixture of several.

Arrays have a leading axis of replicates, of length 1 where all replicates share what it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from webloop.content.samples import Floats
from webloop.errors import InputError


def square_root(covariance: Floats) -> Floats:
    """A matrix F with F F' = covariance, (..., d, d) to the same shape.

    Models that collapse have covariances that are next to nothing, and of low rank: no Cholesky decomposition then,
    but eigenvalues, of which those at rounding error count as zero.

    >>> square_root(np.array([[[4.0]], [[0.0]]])).ravel().tolist()
    [2.0, 0.0]
    """
    dimensions = covariance.shape[-1]
    if dimensions == 1:
        value: Floats = np.sqrt(np.maximum(covariance, 0.0))
        return value
    scale = np.einsum("...ii->...i", covariance).max(axis=-1)[..., None, None]
    scale = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(covariance / scale)
    noise = dimensions * np.finfo(np.float64).eps * values[..., -1:]
    root: Floats = vectors * np.sqrt(np.where(values > noise, values, 0.0))[..., None, :] * np.sqrt(scale)
    return root


@dataclass(frozen=True, eq=False)
class Part:
    """Normal components that share a covariance: a single one, or a kernel around each of many pages.

    Attributes:
        weights: probability of each component; over all parts of a source they sum to 1, (replicates or 1, components).
        means: (replicates or 1, components, d).
        covariance: positive semi-definite, (replicates or 1, d, d).
    """

    weights: Floats
    means: Floats
    covariance: Floats

    @cached_property
    def root(self) -> Floats:
        """F with F F' = covariance, (replicates or 1, d, d)."""
        return square_root(self.covariance)

    def spread(self, noise: Floats) -> Floats:
        """Deviations from the mean, from standard normal numbers, (replicates, pages, d) to the same shape."""
        value: Floats = noise * self.root if noise.shape[-1] == 1 else noise @ self.root.transpose(0, 2, 1)
        return value


@dataclass(frozen=True, eq=False)
class GaussianSource:
    """A mixture of normal components.

    Attributes:
        parts: components that share a covariance, together; none where nobody writes.
    """

    parts: tuple[Part, ...]

    @property
    def is_normal(self) -> bool:
        """Whether it is one normal distribution."""
        return len(self.parts) == 1 and self.parts[0].weights.shape[1] == 1

    @cached_property
    def mean(self) -> Floats:
        """Of the whole mixture, (replicates or 1, d)."""
        if self.is_normal:
            return self.parts[0].means[:, 0]
        return np.asarray(sum((part.weights[:, None, :] @ part.means)[:, 0] for part in self.parts))

    @cached_property
    def covariance(self) -> Floats:
        """Of the whole mixture, within components and between them, (replicates or 1, d, d)."""
        if self.is_normal:
            return self.parts[0].covariance
        out: Floats = np.zeros((1, 1, 1))
        for part in self.parts:
            off = part.means - self.mean[:, None]
            between = (part.weights[..., None] * off).transpose(0, 2, 1) @ off
            out = out + part.weights.sum(axis=1)[:, None, None] * part.covariance + between
        return out

    @cached_property
    def root(self) -> Floats:
        """F with F F' = the covariance of the whole mixture, (replicates or 1, d, d)."""
        return square_root(self.covariance)

    def at_temperature(self, temperature: float) -> "GaussianSource":
        """The density to the power of 1 / temperature, scaled: a normal one with temperature times the covariance.

        Raises:
            InputError: for a mixture, whose power is no mixture.
        """
        if temperature == 1.0:
            return self
        if not self.is_normal:
            raise InputError("lab.decoder.temperature must be 1 for models that are mixtures (content.kind: gaussian)")
        part = self.parts[0]
        return GaussianSource((Part(part.weights, part.means, temperature * part.covariance),))

    def of_replicate(self, replicate: int) -> "GaussianSource":
        """One replicate of a block, with a leading axis of length 1."""

        def one(array: Floats) -> Floats:
            return array if len(array) == 1 else array[replicate : replicate + 1]

        if all(len(array) == 1 for p in self.parts for array in (p.weights, p.means, p.covariance)):
            return self
        return GaussianSource(tuple(Part(one(p.weights), one(p.means), one(p.covariance)) for p in self.parts))


def normal(mean: Floats, covariance: Floats) -> GaussianSource:
    """One normal distribution.

    Args:
        mean: (replicates or 1, d).
        covariance: positive semi-definite, (replicates or 1, d, d).
    """
    return GaussianSource((Part(np.ones((1, 1)), mean[:, None], covariance),))


def blend(sources: Sequence[GaussianSource], weights: Sequence[float]) -> GaussianSource:
    """A mixture of sources; weights sum to 1.

    The same source twice is there once, and one of weight 0 not at all: what all communities write stays normal.
    """
    total: dict[int, float] = {}
    for source, weight in zip(sources, weights, strict=True):
        total[id(source)] = total.get(id(source), 0.0) + weight
    mixed = [source for source in {id(s): s for s in sources}.values() if total[id(source)] > 0]
    if len(mixed) == 1:
        return mixed[0]
    return GaussianSource(
        tuple(Part(p.weights * total[id(source)], p.means, p.covariance) for source in mixed for p in source.parts)
    )
