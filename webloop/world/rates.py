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
    by_fraction: dict[float, float] = {}
    for ai_fraction, number in pages:
        by_fraction[ai_fraction] = by_fraction.get(ai_fraction, 0) + number
    # Whole numbers are summed exactly, and fractions in order: how pages are split into groups (by labels, by
    # generations) must not show in the last digit.
    ordered = sorted(by_fraction.items())
    total = float(sum(number for _, number in ordered))
    if total <= 0:
        return Rates(float("nan"), float("nan"), float("nan"))
    return Rates(
        sum(ai_fraction * number for ai_fraction, number in ordered) / total,
        sum(number for ai_fraction, number in ordered if ai_fraction > 0) / total,
        sum(number for ai_fraction, number in ordered if ai_fraction > 0.5) / total,
    )
