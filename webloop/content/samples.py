"""Pages that hold numbers: rows of arrays, kept one by one, or summed up where nobody looks at single pages.

Contents are tuples of chunks, so that pooling copies nothing and what was computed of a chunk is kept with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.errors import InputError
from webloop.streams import apart

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
        values: a row for each page, of any type of number, (replicates, pages, width).
        there: which rows belong to the content in each replicate, (replicates, pages); None for all.
    """

    values: NDArray[Any]
    there: Bools | None = field(default=None)

    @property
    def rows(self) -> int:
        """Rows of the array."""
        return len(self.values[0])

    @cached_property
    def number(self) -> Floats:
        """Pages in each replicate, (replicates,)."""
        if self.there is None:
            return np.full(len(self.values), float(self.rows))
        value: Floats = self.there.sum(axis=1).astype(np.float64)
        return value

    @cached_property
    def moments(self) -> Moments:
        """Number, mean and scatter, in two passes so that no digits cancel; no page has a mean of 0."""
        here = np.ones((1, 1, self.rows)) if self.there is None else self.there[:, None, :].astype(np.float64)
        # matrix products: several times as fast as sums over the middle axis
        mean = (here @ self.values)[:, 0] / np.maximum(self.number, 1.0)[:, None]
        off = self.values - mean[:, None]
        if self.there is not None:
            off *= self.there[..., None]
        return Moments(self.number, mean, off.transpose(0, 2, 1) @ off)


@dataclass(frozen=True, eq=False)
class Summary:
    """Pages of which only the moments are known."""

    moments: Moments

    @property
    def number(self) -> Floats:
        """Pages in each replicate, (replicates,)."""
        return self.moments.number


Samples = tuple[Chunk | Summary, ...]


def by_page(shape: tuple[int, ...], draw: Callable[[tuple[int, ...]], Floats]) -> Floats:
    """Numbers of the shape (replicates, pages, ...), drawn page by page for all replicates.

    So scenarios that publish different numbers of pages share the luck of the first ones in every replicate of a block.
    """
    if shape[0] == 1:
        return draw(shape)
    return np.ascontiguousarray(draw((shape[1], shape[0], *shape[2:])).swapaxes(0, 1))


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

    Args:
        parts: at least one.
        weights: of a page of each part (>= 0); by default 1.

    References:
        Chan, Golub and LeVeque 1983, doi:10.1080/00031305.1983.10483115.
    """
    if len(parts) == 1 and weights is None:
        return parts[0]
    each = np.ones(len(parts)) if weights is None else np.asarray(weights, dtype=np.float64)
    number = np.stack([part.number for part in parts]) * each[:, None]
    total = number.sum(axis=0)
    means = np.stack([part.mean for part in parts])
    share = np.divide(number, total, out=np.zeros_like(number), where=total > 0)
    mean = (share[..., None] * means).sum(axis=0)
    off = means - mean
    scatter = (number[..., None] * off).transpose(1, 2, 0) @ off.transpose(1, 0, 2)
    for weight, part in zip(each.tolist(), parts, strict=True):
        scatter += part.scatter if weight == 1.0 else weight * part.scatter
    return Moments(total, mean, scatter)


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
        if len(chunk.values) > 1:
            raise RuntimeError("chance would decide how many pages each replicate of a block holds")
        chosen = rng.random(chunk.rows) < chance
        for side, rows in ((kept, chosen), (rest, ~chosen)):
            if rows.any():
                side.append(Chunk(chunk.values[:, rows]))
    return tuple(kept), tuple(rest)


def sample(contents: Sequence[Samples], number: int, replicates: int, rng: np.random.Generator) -> list[Samples]:
    """A fixed number of all pages together, without replacement, told apart as they were.

    In a block chance decides how many of them are from which content: then the contents share their rows, and
    `Chunk.there` tells whose they are.

    Raises:
        InputError: when pages are only summed up and not all are taken.
        RuntimeError: when some replicates of a block hold that many pages and others don't.
    """
    held = np.sum([sizes(content, replicates) for content in contents], axis=0, initial=0.0)
    if number >= np.max(held):
        return list(contents)
    if number <= 0:
        return [() for _ in contents]
    if number > np.min(held):
        raise RuntimeError("some replicates of a block hold fewer pages than are drawn")
    chunks = [_chunk(chunk, "a sample of them") for content in contents for chunk in content]
    taken = _rows(chunks, held, number, rng)
    piece = np.repeat(np.arange(len(chunks)), [chunk.rows for chunk in chunks])[taken]
    found = Chunk(_gather(chunks, taken, piece))
    if len(contents) == 1:
        return [(found,)]
    owner = np.repeat(np.arange(len(contents)), [len(content) for content in contents])[piece]
    return [_only(found, owner == index) for index in range(len(contents))]


def _only(chunk: Chunk, there: Bools) -> Samples:
    """The rows that are there; a single replicate needs no mask."""
    if not there.any():
        return ()
    return (Chunk(chunk.values[:, there[0]]) if len(there) == 1 else Chunk(chunk.values, there),)


def _rows(chunks: Sequence[Chunk], held: Floats, number: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Which of all rows are drawn, one chunk after another, (replicates, number)."""
    places = zip(held, apart(rng, len(held)), strict=True)
    taken = [one.choice(int(pages), number, replace=False, shuffle=False) for pages, one in places]
    if any(chunk.there is not None for chunk in chunks):
        here = [np.ones((len(held), c.rows), dtype=np.bool_) if c.there is None else c.there for c in chunks]
        whole = np.concatenate(here, axis=1)
        taken = [np.flatnonzero(mask)[pages] for mask, pages in zip(whole, taken, strict=True)]
    return np.stack(taken)


def _gather(chunks: Sequence[Chunk], taken: NDArray[np.int64], piece: NDArray[np.int64]) -> NDArray[Any]:
    """The values of rows, (replicates, number, width).

    It goes chunk by chunk: laying a large pool side by side costs more than the few rows that are wanted of it.
    """
    rows = np.array([chunk.rows for chunk in chunks])
    first = np.cumsum(rows) - rows
    width = chunks[0].values.shape[-1]
    out = np.empty((taken.size, width), dtype=chunks[0].values.dtype)
    order = np.argsort(piece.astype(np.min_scalar_type(len(chunks))), axis=None, kind="stable")  # small: radix sort
    source = piece.ravel()[order]
    row = taken.ravel()[order] - first[source] + order // taken.shape[1] * rows[source]
    ends = np.cumsum(np.bincount(source, minlength=len(chunks))).tolist()
    for chunk, start, end in zip(chunks, [0, *ends[:-1]], ends, strict=True):
        out[order[start:end]] = chunk.values.reshape(-1, width)[row[start:end]]
    return out.reshape(*taken.shape, width)
