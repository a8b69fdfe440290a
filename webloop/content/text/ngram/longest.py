"""How long grams may be, so that a scenario can be checked before anything is counted."""

from webloop.errors import InputError

_BITS = 64  # that the words of a gram are packed into


def check_order(order: int, words: int) -> None:
    """Find out whether grams fit into the whole numbers that they are packed into.

    The automaton packs an entry's context and word alike. Its contexts are fewer than the grams there are, so that they
    fit as long as memory holds them: of all 2**31 words that there can be, still 2**33 contexts would.

    Args:
        order: length of the longest grams, >= 1.
        words: size of the vocabulary; 0 where it is not known, and anything may fit.

    Raises:
        InputError: when they don't; it says which order does.

    >>> check_order(4, 15_089)
    >>> check_order(5, 15_089)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    webloop.errors.InputError: grams of 5 words are too long for a vocabulary of 15,089 words; must be at most 4, ...
    """
    most = _BITS // max(1, words.bit_length())
    if order > most:
        raise InputError(
            f"grams of {order} words are too long for a vocabulary of {words:,} words; must be at most {most}, or set "
            "content.vocabulary to fewer words",
            key="order",
        )
