"""Readings: what a scenario's instruments say each month."""

from typing import TYPE_CHECKING

import numpy as np

from webloop.run.snapshots import Columns
from webloop.world.looking import WorldLook
from webloop.world.replicate import replicates_of

if TYPE_CHECKING:
    from webloop.world.world import World


class ReadingsLog:
    """Takes every instrument's reading at the end of a month.

    Samples have streams of their own, so that an instrument more or less changes no other number.
    """

    def __init__(self) -> None:
        self._months: list[int] = []
        self._instruments: list[str] = []
        self._expected: list[list[float]] = []
        self._readings: list[list[float]] = []

    def observe(self, world: "World") -> None:
        """Read all instruments."""
        instruments = world.rules.instruments
        if not instruments:
            return
        looks = [WorldLook(each) for each in replicates_of(world)]
        for name, instrument in instruments.items():
            rng = world.streams.get("instrument", name, month=world.month)
            seen = looks if instrument.needs_ideas else looks[:1]  # all replicates of a block have the same pages
            expected = [instrument.expected(look) for look in seen] * (len(looks) // len(seen))
            self._months.append(world.month)
            self._instruments.append(name)
            self._expected.append(expected)
            self._readings.append([instrument.read(each, rng) for each in expected])

    def table(self, replicate: int = 0) -> Columns:
        """Readings of a run, or of one replicate of a block; empty where there is no instrument."""
        if not self._months:
            return {}
        return {
            "month": np.array(self._months, dtype=np.int64),
            "instrument": np.array(self._instruments, dtype=object),
            "expected": np.array([row[replicate] for row in self._expected], dtype=np.float64),
            "reading": np.array([row[replicate] for row in self._readings], dtype=np.float64),
        }
