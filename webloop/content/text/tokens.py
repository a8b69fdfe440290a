"""Where one word ends and the next begins."""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import numpy as np

from webloop.content.text.vocabulary import END, LINE_END, UNKNOWN, Tokens

Split = Callable[[str], list[str]]
"""From a paragraph to its words."""
_LOOKED_AT = 1000
_WORD = re.compile(
    rf"{UNKNOWN}|@[^\s@]@"
    r"|\d+(?:[.,]\d+)+"  # 1,000 and 3.14
    r"|\w+(?:['’]\w+)*"
    r"|\.{2,}|-{2,}"  # an ellipsis, and a dash as typewriters have it
    r"|[^\w\s]"
)


def split_text(paragraph: str) -> list[str]:
    """Words with the apostrophes inside them, numbers, and signs one by one; upper case is kept.

    >>> split_text("Don't pay 1,000.50 -- or so... (at well-known <unk>s)!")
    ["Don't", 'pay', '1,000.50', '--', 'or', 'so', '...', '(', 'at', 'well', '-', 'known', '<unk>', 's', ')', '!']
    """
    return _WORD.findall(paragraph)


def splitter(paragraphs: Iterable[str]) -> Split:
    """How a text is split: at blanks alone where it has been split before, as WikiText has.

    Its first 1,000 paragraphs tell: `<unk>` or `@-@` stands in them between blanks, and no word ends in a comma.

    >>> splitter(["the <unk> of York , a well @-@ known cat's home ."])("the cat 's 1 @-@ ton")
    ['the', 'cat', "'s", '1', '@-@', 'ton']
    """
    words = {word for paragraph in islice(paragraphs, _LOOKED_AT) for word in paragraph.split()}
    marked = UNKNOWN in words or "@-@" in words
    if marked and not any(word.endswith(",") for word in words - {","}):
        return str.split
    return split_text


class Numbers(dict[str, int]):
    """Numbers of words, in the order in which they are met; the end of a paragraph is `END`."""

    def __init__(self) -> None:
        super().__init__({LINE_END: END})

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    def stream(self, paragraphs: Sequence[str], split: Split) -> Tokens:
        """A text as numbers; each paragraph has its end."""
        out = array("i")
        for paragraph in paragraphs:
            out.extend(map(self.__getitem__, split(paragraph)))
            out.append(END)
        return np.array(out, dtype=np.int32)
