"""Drawing Gaussian pages one by one, or only what maximum likelihood needs to know of them."""

import numpy as np
from numpy.typing import NDArray

from webloop.content.gaussian.source import GaussianSource
from webloop.content.samples import Floats, Moments, by_page
from webloop.errors import InputError


def draw_pages(pages: int, source: GaussianSource, replicates: int, rng: np.random.Generator) -> Floats:
    """Independent pages, (replicates, pages, d)."""
    noise = by_page((replicates, pages, source.parts[0].means.shape[-1]), rng.standard_normal)
    if source.is_normal:
        return source.parts[0].spread(noise) + source.parts[0].means
    component = _components(pages, source, replicates, rng)
    means = np.concatenate(
        [np.broadcast_to(part.means, (replicates, *part.means.shape[1:])) for part in source.parts], axis=1
    )
    out: Floats = np.take_along_axis(means, component[..., None], axis=1)
    if len(source.parts) == 1:
        return out + source.parts[0].spread(noise)
    owner = np.repeat(np.arange(len(source.parts)), [part.means.shape[1] for part in source.parts])[component]
    for index, part in enumerate(source.parts):
        out += np.where((owner == index)[..., None], part.spread(noise), 0.0)
    return out


def _components(pages: int, source: GaussianSource, replicates: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Which component each page is from, parts one after another, (replicates, pages)."""
    weights = np.concatenate(
        [np.broadcast_to(part.weights, (replicates, part.weights.shape[1])) for part in source.parts], axis=1
    )
    upto = np.cumsum(weights, axis=1)
    upto /= upto[:, -1:]
    chance = by_page((replicates, pages), rng.random)
    # from the right: a component of weight 0 is never chosen
    return np.stack([np.searchsorted(ends, u, side="right") for ends, u in zip(upto, chance, strict=True)])


def draw_moments(pages: int, source: GaussianSource, replicates: int, rng: np.random.Generator) -> Moments:
    """Number, mean and scatter of independent pages, at the same cost for 10 as for 10 million of them.

    The mean is normal with covariance / pages, and the scatter, independent of it, has the Wishart distribution with
    pages - 1 degrees of freedom: exact for any number of pages.

    Raises:
        InputError: for a mixture: chance decides how many pages are from which component.

    References:
        Bartlett 1933, doi:10.1017/S0370164600015637 (the decomposition of a Wishart matrix).
    """
    if not source.is_normal:
        raise InputError("content.keep: moments needs sources with one component, and this one mixes several")
    part, free = source.parts[0], pages - 1
    dimensions = part.means.shape[-1]
    mean = part.means[:, 0] + part.spread(rng.standard_normal((replicates, 1, dimensions)))[:, 0] / np.sqrt(pages)
    if free < dimensions:  # a matrix of lower rank: from as many vectors
        rows = rng.standard_normal((replicates, dimensions, free))
    else:
        rows = np.tril(rng.standard_normal((replicates, dimensions, dimensions)), -1)
        diagonal = np.arange(dimensions)
        rows[:, diagonal, diagonal] = np.sqrt(rng.chisquare(free - diagonal, (replicates, dimensions)))
    spread = part.root @ rows
    return Moments(np.full(replicates, float(pages)), mean, spread @ spread.transpose(0, 2, 1))
