"""Words drawn from the scores of a neural model."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from webloop.content.text.model import Decoding, Floats

if TYPE_CHECKING:
    from torch import Tensor


def blocks(pages: int, rng: np.random.Generator, size: int) -> Iterator[np.random.Generator]:
    """The chance of each block of pages: it depends on the stream and the place of the block, on nothing else.

    Pages are written in blocks that are always full, though nobody keeps the last rows: the last digits of a product
    depend on how many rows it has, and the first pages have to be the same however many follow.

    Args:
        pages: how many are wanted.
        rng: the stream; one number is drawn from it.
        size: pages of a block.
    """
    seed = int(rng.integers(2**63))
    for block in range(-(-pages // size)):
        yield np.random.default_rng([seed, block])


def draw(logits: "Tensor", decoding: Decoding, chance: Floats) -> "Tensor":
    """One choice a row, by the inverse of the distribution function.

    Temperature, top-k and top-p as the decoder `sampling` has them; equally likely choices rank by their number.

    Args:
        logits: scores, -inf for what is never chosen, (rows, choices).
        decoding: how the model is sampled.
        chance: uniform numbers, at least 0 and below 1, (rows,).

    Returns:
        Numbers of the choices, (rows,).
    """
    import torch

    shares = torch.softmax(logits.double() / decoding.temperature, dim=-1)
    order = None
    if decoding.cuts:
        shares, order = torch.sort(shares, dim=-1, descending=True, stable=True)
        if decoding.top_k is not None:
            shares[:, decoding.top_k :] = 0.0
            shares /= shares.sum(dim=-1, keepdim=True)
        shares = shares.where(shares.cumsum(dim=-1) - shares < decoding.top_p, 0.0)
    heights = shares.cumsum(dim=-1)
    aims = torch.from_numpy(1.0 - chance)[:, None] * heights[:, -1:]  # above 0 and at most the total
    chosen = torch.searchsorted(heights, aims)
    return (chosen if order is None else order.gather(-1, chosen))[:, 0]
