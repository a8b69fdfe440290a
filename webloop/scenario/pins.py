"""Pins: the share of synthetic pages held at a value, whatever adoption says."""

from webloop.scenario.schema import Scenario


def pinned_share(rules: Scenario, month: int) -> float | None:
    """The pinned share of synthetic pages in a month, the last one that has begun; None before the first."""
    pins = rules.pinned_pollution or {}
    begun = [date for date in pins if date <= month]
    return pins[max(begun)] if begun else None
