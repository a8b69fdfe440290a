"""Pages that hold numbers: rows of arrays, kept one by one, or summed up where nobody looks at single pages.

Contents are tuples of chunks, so that pooling copies nothing and what was computed of a chunk is kept with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from webloop.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Moments:
    """What maximum likelihood needs to know of a Gaussian sample.

    Attributes:
        number: pages, (replicates,).
        mean: (replicates, width).
        scatter: sum of (x - mean) (x - mean)', (replicates, width, width).
    """

    number: Floats
    mean: Floats
    scatter: Floats


@dataclass(frozen=True, eq=False)
class Chunk:
    """Pages drawn together.

    Attributes:
        values: a row for each page, (replicates, pages, width).
        there: which rows belong to the content in each replicate, (replicates, pages); None for all.
    """

    values: Floats
    there: Bools | None = field(default=None)

    @property
    def rows(self) -> int:
        """Rows of the array."""
        return self.values.shape[1]

    @cached_property
    def number(self) -> Floats:
        """Pages in each replicate, (replicates,)."""
        if self.there is None:
            return np.full(len(self.values), float(self.rows))
        return self.there.sum(axis=1).astype(np.float64)

    @cached_property
    def moments(self) -> Moments:
        """Number, mean and scatter."""
        if self.there is None:
            mean = self.values.mean(axis=1)
            off = self.values - mean[:, None]
        else:
            here = self.there[..., None]
            mean = (self.values * here).sum(axis=1) / np.maximum(self.number, 1.0)[:, None]
            off = (self.values - mean[:, None]) * here
        return Moments(self.number, mean, np.einsum("rpi,rpj->rij", off, off))


@dataclass(frozen=True, eq=False)
class Summary:
    """Pages of which only the moments are known."""

    moments: Moments

    @property
    def number(self) -> Floats:
        """Pages in each replicate, (replicates,)."""
        return self.moments.number


Samples = tuple[Chunk | Summary, ...]


def sizes(content: Samples, replicates: int) -> Floats:
    """Number of pages in each replicate, (replicates,)."""
    total = np.zeros(replicates)
    for chunk in content:
        total = total + chunk.number
    return total


def size(content: Samples, replicates: int) -> int:
    """Number of pages.

    Raises:
        RuntimeError: when it differs between the replicates of a block.
    """
    found = sizes(content, replicates)
    if found.min() != found.max():
        raise RuntimeError("replicates of a block hold different numbers of pages")
    return int(found[0])


def pool(contents: Sequence[Samples]) -> Samples:
    """All pages together; sums are added up."""
    chunks = [chunk for content in contents for chunk in content]
    summed = [chunk.moments for chunk in chunks if isinstance(chunk, Summary)]
    kept = tuple(chunk for chunk in chunks if isinstance(chunk, Chunk))
    if not summed:
        return kept
    return (*kept, Summary(combined(summed)))


def combined(parts: Sequence[Moments], weights: Sequence[float] | None = None) -> Moments:
    """Moments of all pages together, each part's pages with a weight of their own (`number` is then their sum).

    References:
        Chan, Golub and LeVeque 1983, doi:10.1080/00031305.1983.10483115.
    """
    if len(parts) == 1 and weights is None:
        return parts[0]
    each = np.ones(len(parts)) if weights is None else np.asarray(weights, dtype=np.float64)
    number = np.stack([part.number * weight for part, weight in zip(parts, each, strict=True)])
    total = number.sum(axis=0)
    share = np.divide(number, total, out=np.zeros_like(number), where=total > 0)
    mean = sum(s[:, None] * part.mean for s, part in zip(share, parts, strict=True))
    scatter = np.zeros_like(parts[0].scatter)
    for n, weight, part in zip(number, each, parts, strict=True):
        off = part.mean - mean
        scatter += weight * part.scatter + n[:, None, None] * off[:, :, None] * off[:, None, :]
    return Moments(total, np.asarray(mean), scatter)


def _chunk(chunk: Chunk | Summary, what: str) -> Chunk:
    if isinstance(chunk, Summary):
        raise InputError(f"pages are only summed up (content.keep: moments), and {what} looks at single ones")
    return chunk


def select(content: Samples, chances: Sequence[float | Floats], rng: np.random.Generator) -> tuple[Samples, Samples]:
    """Pages that are kept, each independently with its chance, and the others.

    Args:
        content: the pages.
        chances: of each chunk: a number, or one for each of its pages, (pages,).
        rng: the stream.

    Raises:
        RuntimeError: in a block: how many are kept would differ between its replicates.
        InputError: when pages are only summed up.
    """
    kept: list[Chunk | Summary] = []
    rest: list[Chunk | Summary] = []
    for piece, chance in zip(content, chances, strict=True):
        if np.ndim(chance) == 0 and (chance >= 1.0 or chance <= 0.0):
            (kept if chance >= 1.0 else rest).append(piece)
            continue
        chunk = _chunk(piece, "a chance of being kept")
        if len(chunk.values) > 1 or chunk.there is not None:
            raise RuntimeError("chance would decide how many pages each replicate of a block holds")
        chosen = rng.random(chunk.rows) < chance
        kept.append(Chunk(chunk.values[:, chosen]))
        rest.append(Chunk(chunk.values[:, ~chosen]))
    return tuple(kept), tuple(rest)


def sample(contents: Sequence[Samples], number: int, replicates: int, rng: np.random.Generator) -> list[Samples]:
    """A fixed number of all pages together, without replacement, told apart as they were.

    Raises:
        InputError: when pages are only summed up and not all are taken.
    """
    total = sum(size(content, replicates) for content in contents)
    if number >= total:
        return list(contents)
    if number <= 0:
        return [() for _ in contents]
    chunks = [_chunk(chunk, "a sample of them") for content in contents for chunk in content]
    values = chunks[0].values if len(chunks) == 1 else np.concatenate([chunk.values for chunk in chunks], axis=1)
    taken = np.stack([rng.choice(total, number, replace=False, shuffle=False) for _ in range(replicates)])
    found = np.take_along_axis(values, taken[..., None], axis=1)
    out: list[Samples] = []
    start = 0
    for content in contents:
        end = start + size(content, replicates)
        if len(contents) == 1:
            out.append((Chunk(found),))
        elif end > start:
            out.append((Chunk(found, (taken >= start) & (taken < end)),))
        else:
            out.append(())
        start = end
    return out
