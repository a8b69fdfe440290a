"""From words back to text as people would write it."""

import re
from collections.abc import Sequence

_CLOSE = frozenset([*",.;:!?)]}’”»", "...", "n't"])
_OPEN = frozenset([*"([{“‘«$\\"])
_QUOTES = frozenset("\"'")
_JOINTS = {"@-@": "-", "@,@": ",", "@.@": "."}
_CALL = re.compile(r"(?<=\w) \(\)")
_EQUALS = re.compile(r"=(?: =)+")


def spelled(words: Sequence[str], *, marked: bool = False) -> str:
    r"""Words as a text: signs stand close to their words, quotation marks open and close in turn.

    Args:
        words: words and signs.
        marked: whether hyphens inside words are marked (`@-@`, as WikiText has them), so that others are dashes.

    >>> spelled(['"', "Don't", "pay", '"', ",", "he", "said", "(", "a", "well", "-", "known", "man", ")", "."])
    '"Don\'t pay", he said (a well-known man).'
    >>> spelled("= = The cat 's 1 @,@ 000 year @-@ old hat = =".split(), marked=True)
    "== The cat's 1,000 year-old hat =="
    """
    out: list[str] = []
    opened: set[str] = set()
    glued = True
    for place, word in enumerate(words):
        if word == "\n":
            opened.clear()
        joint = word in _JOINTS or (_inside(words, place) and not marked)
        closes = word in opened
        if not (glued or joint or closes or _leans(word)):
            out.append(" ")
        out.append(_JOINTS.get(word, word))
        opens = word in _QUOTES and not closes
        if word in _QUOTES:
            opened ^= {word}
        glued = joint or opens or word in _OPEN or word == "\n"
    return _EQUALS.sub(lambda found: found[0].replace(" ", ""), _CALL.sub("()", "".join(out)))


def _inside(words: Sequence[str], place: int) -> bool:
    """Whether a hyphen or a slash stands between two words, which then are one."""
    ends = words[max(place - 1, 0)], words[min(place + 1, len(words) - 1)]
    return words[place] in {"-", "/"} and all(end[-1:].isalnum() for end in ends)


def _leans(word: str) -> bool:
    """Whether a word stands close to the one before: signs, and what English leaves behind an apostrophe."""
    return word == "\n" or word in _CLOSE or (word[0] in "'’" and word[1:].isalpha())
