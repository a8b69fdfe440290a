"""The same sentence about another time or run: what is the same at the digits that are shown is said to be the same."""

from collections.abc import Mapping

from webloop.outcomes.explain.story import Cell, Sentence, said


def beside(where: str, template: str, own: Mapping[str, Cell], **values: Cell) -> Sentence:
    """A sentence that stands beside one with the same values of here and now.

    Args:
        where: whose the values are, such as "In the baseline".
        template: the rest of the sentence, with the names of values in braces.
        own: the values that were said before, by the same names.
        values: those of there or then.

    >>> from webloop.outcomes.explain.story import Amount
    >>> print(beside("In the baseline", "{n} pages.", {"n": Amount(821_932_000)}, n=Amount(821_931_000)))
    In the baseline: the same.
    >>> print(beside("In the baseline", "{n} pages.", {"n": Amount(2)}, n=Amount(3)))
    In the baseline: 3 pages.
    """
    same = all(str(values[name]) == str(own[name]) for name in values)
    return said(f"{where}: {'the same.' if same else template}", **values)
