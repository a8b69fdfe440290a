"""Pollution rates: three ways to count the AI text of pages."""

from collections.abc import Iterable
from typing import NamedTuple


class Rates(NamedTuple):
    """Share of synthetic text among pages, 0 to 1; not a number where there are no pages."""

    fraction: float
    """A synthetic page counts 1, an assisted page its share of AI text."""
    any: float
    """Pages with any AI text count 1."""
    majority: float
    """Pages that are mostly AI text count 1."""


def rates(pages: Iterable[tuple[float, float]]) -> Rates:
    """Rates of pages given as (share of AI text, number).

    >>> rates([(0.0, 60), (0.4, 20), (1.0, 20)])
    Rates(fraction=0.28, any=0.4, majority=0.2)
    """
    total = fraction = some = most = 0.0
    for ai_fraction, number in pages:
        total += number
        if ai_fraction > 0:
            fraction += ai_fraction * number
            some += number
            if ai_fraction > 0.5:
                most += number
    if total <= 0:
        return Rates(float("nan"), float("nan"), float("nan"))
    return Rates(fraction / total, some / total, most / total)
