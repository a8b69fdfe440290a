"""Random numbers of a page's own: page by page the same ones, whether pages are written side by side or in turn.

References:
    Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195 (SplitMix64).
"""

import numpy as np
from numpy.typing import NDArray

State = NDArray[np.uint64]
GAMMA = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
UNIT = 2.0**-53


def states(pages: int, rng: np.random.Generator) -> State:
    """The beginning of each page's sequence, (pages,); the first ones are the same however many follow."""
    return rng.integers(0, 2**64, size=pages, dtype=np.uint64)


def uniforms(state: State) -> NDArray[np.float64]:
    """The next number of some sequences, 0 <= u < 1; the states move on.

    >>> state = np.array([1, 2], dtype=np.uint64)
    >>> first = uniforms(state)
    >>> bool((first != uniforms(state)).all())
    True
    """
    state += np.uint64(GAMMA)
    z = state ^ (state >> np.uint64(30))
    z *= np.uint64(MIX_1)
    z ^= z >> np.uint64(27)
    z *= np.uint64(MIX_2)
    z ^= z >> np.uint64(31)
    value: NDArray[np.float64] = (z >> np.uint64(11)).astype(np.float64) * UNIT
    return value
