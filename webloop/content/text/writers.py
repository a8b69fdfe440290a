"""People who write: every page of theirs is a passage of the corpus that nobody has published before."""

from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.vocabulary import Tokens
from webloop.errors import InputError


class Writers:
    """What a community has written and is yet to publish, passage by passage.

    So fresh human text is really fresh: no passage is published twice, and none that is published later has been seen
    before.

    Args:
        name: the community, or those that share the passages.
        passages: its part of the corpus, (passages, words).
        order: in which they are published, (passages,).
    """

    def __init__(self, name: str, passages: Tokens, order: NDArray[np.int64]) -> None:
        self.name = name
        self.taken = 0
        self._passages = passages
        self._order = order

    def __deepcopy__(self, memo: dict[int, Any]) -> "Writers":
        return copy(self)  # the passages never change: only how many are taken

    def publish(self, pages: int) -> Tokens:
        """The next passages, (pages, words).

        Raises:
            InputError: when there are not as many left.
        """
        if self.taken + pages > len(self._order):
            raise InputError(
                f"people ({self.name}) have {len(self._order):,} passages of text to publish, and the run asks for "
                f"{self.taken + pages:,}: name a longer content.corpus, or lower web.pages_per_month"
            )
        start, self.taken = self.taken, self.taken + pages
        return self._passages[self._order[start : self.taken]]

    def published(self) -> Tokens:
        """All passages published so far, (passages, words)."""
        return self._passages[self._order[: self.taken]]


def passages(streams: list[Tokens], words: int) -> Tokens:
    """Streams one after the other, cut into passages of a length; what is left at the end is dropped.

    >>> passages([np.arange(5), np.arange(5)], 4).tolist()
    [[0, 1, 2, 3], [4, 0, 1, 2]]
    """
    whole = np.concatenate([np.zeros(0, dtype=np.int32), *streams])
    value: Tokens = whole[: len(whole) // words * words].reshape(-1, words)
    return value
