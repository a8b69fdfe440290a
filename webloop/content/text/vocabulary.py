"""The words of a corpus, each with a number: one vocabulary for people, models and the held-out text."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.text.spelling import spelled

Tokens = NDArray[np.int32]
"""Numbers of words: a stream (tokens,), or pages (pages, words)."""
LINE_END = "\n"
"""The word that ends a paragraph; it is in every vocabulary."""
END = 0
"""Its number in all of them. Before the first word of a page stands the end of a paragraph, too."""
UNKNOWN = "<unk>"
"""What words are that a limited vocabulary leaves out."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    r"""The words that there are, the held-out text's included, so that all models are scored on the same ones.

    Attributes:
        words: each word once; the end of a paragraph comes first.

    >>> words = Vocabulary(("\n", "Hello", ",", "world", "."))
    >>> words.text([1, 2, 3, 4, 0])
    'Hello, world.\n'
    """

    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)

    def __deepcopy__(self, memo: dict[int, Any]) -> "Vocabulary":
        return self  # it never changes, and worlds that share a past are copied

    def text(self, tokens: Iterable[int]) -> str:
        """Tokens as people would write them: punctuation stands close to its word."""
        return spelled([self.words[token] for token in tokens], marked=self._marked)

    @cached_property
    def _marked(self) -> bool:
        return "@-@" in self.words
