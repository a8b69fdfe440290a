"""The sampler as one loop, compiled by numba where it is installed: the same text, several times as fast.

It takes the same random numbers in the same order and compares the same sums as `sampler`, so that it makes no
difference to any number whether numba is there.
"""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from webloop.content.text.ngram.automaton import Automaton
from webloop.content.text.ngram.counts import Floats
from webloop.content.text.ngram.luck import GAMMA, MIX_1, MIX_2, UNIT, State
from webloop.content.text.vocabulary import Tokens


@cache
def available() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


def write(
    model: Automaton, upto: Floats, before: Floats, seen: Floats, total: Floats, state: State, words: int, context: int
) -> Tokens:
    """A page for each state, (pages, words): see `Sampler.pages`, whose arrays these are."""
    out = np.empty((len(state), words), dtype=np.int32)
    # what belongs to a context stands side by side: fetching it from memory is what takes the time
    starts = model.starts.astype(np.float64)
    contexts = np.stack([total, seen, before, starts[:-1], starts[1:], model.shorter.astype(np.float64)], axis=1)
    entries = np.stack([model.word, model.onward.astype(np.int32)], axis=1)
    _kernel()(model.keys, entries, contexts, np.uint64(model.bits), upto, state, context, out)
    return out


@cache
def _kernel() -> Callable[..., None]:
    from numba import njit

    kernel: Callable[..., None] = njit(cache=True, nogil=True)(_pages)
    return kernel


def _pages(  # noqa: C901 (one loop: calls would have to be compiled first)
    keys: Any, entries: Any, contexts: Any, bits: Any, upto: Any, state: Any, context: int, out: Any
) -> None:
    gamma, mix_1, mix_2 = np.uint64(GAMMA), np.uint64(MIX_1), np.uint64(MIX_2)
    for page in range(len(out)):
        luck = state[page]
        here = context
        for place in range(out.shape[1]):
            at, above = here, -1
            while True:
                luck += gamma
                z = luck ^ (luck >> np.uint64(30))
                z *= mix_1
                z ^= z >> np.uint64(27)
                z *= mix_2
                z ^= z >> np.uint64(31)
                total, seen, before, start, end, shorter = contexts[at]
                drawn = np.float64(z >> np.uint64(11)) * UNIT * total
                if drawn >= seen:
                    above, at = at, int(shorter)
                    continue
                # the first entry whose sum is above, among those of this context
                low, high, wanted = int(start), int(end) - 1, before + drawn
                while low < high:
                    middle = (low + high) // 2
                    if upto[middle] > wanted:
                        high = middle
                    else:
                        low = middle + 1
                entry = low
                if above < 0:
                    break
                # after the longer context the word must not have been seen
                key = (np.uint64(above) << bits) | np.uint64(entries[entry, 0])
                low, high = int(contexts[above, 3]), int(contexts[above, 4])
                last = high
                while low < high:
                    middle = (low + high) // 2
                    if keys[middle] < key:
                        low = middle + 1
                    else:
                        high = middle
                if low == last or keys[low] != key:
                    break
            out[page, place], here = entries[entry]
        state[page] = luck
