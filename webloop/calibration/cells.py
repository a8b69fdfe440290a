"""The grammar of a target's cells: dates, observed readings and tolerances.

Every reader raises ValueError with what is wrong with the cell; what is allowed stands in `ALLOWED`.
"""

import math
import re
from dataclasses import dataclass

from webloop.months import parse_month
from webloop.scenario.csv_table import short

NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER = re.compile(NUMBER)
_RANGE = re.compile(rf"({NUMBER})\s*(?:\.\.|-)\s*({NUMBER})")
_FACTOR = re.compile(rf"[xX×]\s*({NUMBER})")
_YEARS = re.compile(r"(\d{4})(?:\s*(?:-|\.\.)\s*(\d{4}))?")
_MONTHS = re.compile(r"(\d{4}-\d{2})(?:\s*\.\.\s*(\d{4}-\d{2}))?")
_EARLIEST, _LATEST = 1990, 2999
PART = "/"
ALLOWED = {
    "date": "a date is YYYY-MM, YYYY-MM..YYYY-MM, YYYY or YYYY-YYYY; several are separated by ' / '",
    "observed": "it is a number, or the range lo..hi or lo-hi; several are separated by ' / '",
    "tolerance": (
        "it is half the width of a 90 % interval, or that interval itself as lo-hi, or xF (within a factor F in 90 %)"
    ),
}
"""What may stand in a cell, for messages."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far off an observed reading may be, with 90 % probability.

    Attributes:
        half: half the width of the interval, > 0, in the unit of the target; 0 where there is a factor.
        factor: the factor, > 1; 0 where there is a width.
        ends: of the interval, where it was given.
    """

    half: float = 0.0
    factor: float = 0.0
    ends: tuple[float, float] | None = None


def parts(cell: str) -> list[str]:
    """The parts of a cell that says several things.

    >>> parts("38 / 8"), parts("2023-11")
    (['38', '8'], ['2023-11'])
    """
    return [part.strip() for part in cell.split(PART)]


def parse_date(cell: str) -> tuple[int, int]:
    """First and last month that a reading is the mean of.

    >>> parse_date("2023"), parse_date("2020-01..2022-10"), parse_date("2020-2022")[1] - parse_date("2020-01")[0]
    ((24276, 24287), (24240, 24273), 35)
    """
    text = _plain(cell)
    years, months = _YEARS.fullmatch(text), _MONTHS.fullmatch(text)
    if years:
        first, last = int(years[1]) * 12, int(years[2] or years[1]) * 12 + 11
    elif months:
        try:
            first, last = parse_month(months[1]), parse_month(months[2] or months[1])
        except ValueError:
            raise ValueError(f"{short(cell)} is no date") from None
    else:
        raise ValueError(f"{short(cell)} is no date" if cell else "there is no date")
    if not _EARLIEST * 12 <= first <= last < (_LATEST + 1) * 12:
        wrong = "ends before it begins" if last < first else f"is no date from {_EARLIEST} to {_LATEST}"
        raise ValueError(f"{short(cell)} {wrong}")
    return first, last


def parse_observed(cell: str) -> tuple[float, float]:
    """An observed reading: the middle, and half the width of a range; 0 for a number.

    >>> parse_observed("35.9"), parse_observed("0..2"), parse_observed("42-43.5")
    ((35.9, 0.0), (1.0, 1.0), (42.75, 0.75))
    """
    low, high = _range(cell)
    return (low + high) / 2, (high - low) / 2


def parse_tolerance(cell: str) -> Tolerance:
    """How far off a reading may be.

    >>> parse_tolerance("3").half, parse_tolerance("6-14").half, parse_tolerance("x1.5").factor
    (3.0, 4.0, 1.5)
    """
    factor = _FACTOR.fullmatch(_plain(cell))
    if factor:
        found = _finite(factor[1], cell)
        if found <= 1:
            raise ValueError(f"{short(cell)} is no factor above 1")
        return Tolerance(factor=found)
    low, high = _range(cell)
    if low < high:
        return Tolerance((high - low) / 2, ends=(low, high))
    if low <= 0:
        raise ValueError(f"{short(cell)} is not above 0")
    return Tolerance(low)


def parse_number_behind(cell: str) -> int:
    """Pages or sites behind a reading.

    >>> parse_number_behind("2909")
    2909
    """
    if not cell.isascii() or not cell.isdigit() or not 1 <= int(cell[:20]) <= 10**15:
        raise ValueError(f"{short(cell)} is no whole number from 1")
    return int(cell)


def _range(cell: str) -> tuple[float, float]:
    """The ends of a range, in order; twice the same for a number."""
    text = _plain(cell)
    if not text:
        raise ValueError("it is missing")
    if _NUMBER.fullmatch(text):
        return _finite(text, cell), _finite(text, cell)
    found = _RANGE.fullmatch(text)
    if not found:
        raise ValueError(f"{short(cell)} is no number")
    low, high = _finite(found[1], cell), _finite(found[2], cell)
    if low >= high:
        raise ValueError(f"{short(cell)} is no range from a lower to a higher number")
    return low, high


def _finite(text: str, cell: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{short(cell)} is no number")
    return value


def _plain(cell: str) -> str:
    """A cell with the dashes and minus signs of word processors as hyphens."""
    return cell.replace("–", "-").replace("−", "-").strip()
