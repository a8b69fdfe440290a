"""Keeping a share of a text back, in whole paragraphs."""

from collections.abc import Mapping

import numpy as np

from webloop.content.text.vocabulary import END, Tokens


def hold_out(streams: Mapping[str, Tokens], share: float) -> dict[str, int]:
    """How many tokens of each section may be published; those behind them are held out.

    Section by section, the last paragraphs are held out while all that is held out so far stays within the share
    of all tokens so far: many sections too short to give their share each give it together.

    Args:
        streams: tokens of each section; each paragraph ends with `END`.
        share: above 0, below 1.

    >>> hold_out({"a": np.array([1, 1, 0, 1, 0]), "b": np.array([1, 0])}, 0.4)
    {'a': 3, 'b': 2}
    """
    kept = {}
    seen = held = 0
    for name, stream in streams.items():
        seen += len(stream)
        starts = np.concatenate([[0], np.flatnonzero(stream == END) + 1])  # of each paragraph, and the end
        first = np.searchsorted(starts, len(stream) - (share * seen - held))
        kept[name] = int(starts[first])
        held += len(stream) - kept[name]
    return kept
