"""Months as whole numbers: year * 12 + (month - 1), written `YYYY-MM` in files."""

import re
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_PATTERN = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


def parse_month(value: object) -> int:
    """Read `YYYY-MM`; a number is taken as already counted.

    >>> parse_month("2022-12")
    24275
    """
    if isinstance(value, int) and not isinstance(value, bool) and 12_000 < value < 120_000:
        return value
    match = _PATTERN.match(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a month is written YYYY-MM, such as 2027-01")
    return int(match[1]) * 12 + int(match[2]) - 1


def format_month(month: int) -> str:
    """Write a month as `YYYY-MM`.

    >>> format_month(24275)
    '2022-12'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


Month = Annotated[
    int,
    BeforeValidator(parse_month),
    PlainSerializer(format_month, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _PATTERN.pattern, "examples": ["2027-01"]}),
]
"""A calendar month; `YYYY-MM` in files, a whole number inside."""
