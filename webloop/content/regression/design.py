"""A fixed design: the x that a run asks about again and again."""

from dataclasses import dataclass, field

import numpy as np

from webloop.content.samples import Floats
from webloop.streams import Streams

_BLOCK = 64  # rows; a stream draws a whole block, so that asking for more rows changes no earlier one


@dataclass(eq=False)
class Design:
    """A sequence x_1, x_2, ... ~ N(0, I) for each replicate, drawn as far as anybody asks.

    Attributes:
        dimensions: length of x.
        replicates: replicates held side by side.
        streams: the random streams of the run, or of the block.

    >>> design = Design(3, 1, Streams(1, 0))
    >>> first = design.rows(5)
    >>> bool((design.rows(500)[:, :5] == first).all())
    True
    """

    dimensions: int
    replicates: int
    streams: Streams
    _drawn: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._drawn = np.empty((self.replicates, 0, self.dimensions))

    def rows(self, number: int) -> Floats:
        """The first rows, (replicates, number, dimensions)."""
        have = self._drawn.shape[1] // _BLOCK
        need = -(-number // _BLOCK)
        if need > have:
            self._drawn = np.concatenate([self._drawn, *(self._block(index) for index in range(have, need))], axis=1)
        return self._drawn[:, :number]

    def _block(self, index: int) -> Floats:
        rng = self.streams.get("design", str(index))
        return rng.standard_normal((self.replicates, _BLOCK, self.dimensions))
