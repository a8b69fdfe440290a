"""Named random streams: what is drawn depends on what it is for, never on what was drawn before.

A stream is keyed by (seed; replicate, process, owner, month). Two scenarios that share a seed share
their luck wherever they make the same decision (common random numbers; L'Ecuyer 2012,
doi:10.1007/978-3-642-21551-3_3), and a metric, a plot or an agent added elsewhere changes no other stream.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np


@dataclass(frozen=True, slots=True)
class Streams:
    """The random streams of one run.

    Args:
        seed: the scenario's seed, a whole number >= 0.
        replicate: which stream of chance, a whole number >= 0.
        block: True when that is a block of replicates that are drawn together.
    """

    seed: int
    replicate: int
    block: bool = False

    def get(self, process: str, *owner: str, month: int = 0) -> np.random.Generator:
        """The stream of one process, content owner and month: the same numbers at every call.

        >>> first = Streams(1, 0).get("write", "majority", month=24000).integers(1000)
        >>> int(first - Streams(1, 0).get("write", "majority", month=24000).integers(1000))
        0
        """
        whose = f"block {self.replicate}" if self.block else str(self.replicate)
        key = "\x1f".join((whose, process, *owner, str(month))).encode()
        words = np.frombuffer(blake2b(key, digest_size=8).digest(), dtype="<u4")
        sequence = np.random.SeedSequence(self.seed, spawn_key=tuple(words.tolist()))
        return np.random.Generator(np.random.PCG64(sequence))


_JUMP = 0x9E3779B97F4A7C15F39CC0605CEDC835
"""From one replicate's place to the next: the golden ratio of the period, as in NumPy's `PCG64.jumped`. Places that are
a power of two apart would have low bits in common."""


def apart(rng: np.random.Generator, replicates: int) -> Iterator[np.random.Generator]:
    """A stream at a place of its own for each replicate of a block, so that how much one draws is nothing to the next.

    It is the same generator every time, so each place has to be used before the next is asked for.

    >>> drawn = [int(one.integers(1000)) for one in apart(Streams(1, 0, block=True).get("write"), 3)]
    >>> drawn == [int(one.integers(1000, size=9)[0]) for one in apart(Streams(1, 0, block=True).get("write"), 3)]
    True
    """
    bits = rng.bit_generator
    assert isinstance(bits, np.random.PCG64)
    start = bits.state
    for replicate in range(replicates):
        bits.state = start
        bits.advance(replicate * _JUMP % 2**128)
        yield rng
