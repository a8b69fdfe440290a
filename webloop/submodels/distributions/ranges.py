"""What distributions over a range have in common."""

from typing import Any

UNLIMITED: dict[str, Any] = {"unit": "-", "ge": -1e18, "le": 1e18}
POSITIVE: dict[str, Any] = {"unit": "-", "gt": 0, "le": 1e18}


def show(number: float) -> str:
    """A number for people.

    >>> show(12.0), show(0.16), show(2.7e9)
    ('12', '0.16', '2.7e+09')
    """
    return f"{number:g}"


def in_order(low: float, high: float) -> None:
    """Refuse a range that is none.

    Raises:
        ValueError: unless `low` is below `high`.
    """
    if not low < high:
        raise ValueError(f"low is {show(low)} and high is {show(high)}; low must be below high")
