"""What a scenario's instruments are expected to say: the part of a run that fits ask for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.scenario.extends import with_value
from webloop.scenario.problems import Origin
from webloop.scenario.resolve import Resolved, resolve
from webloop.streams import Streams
from webloop.world.looking import WorldLook
from webloop.world.world import World

if TYPE_CHECKING:
    from webloop.world.observing import Observer

Wanted = Mapping[str, Collection[int]]
"""Months in which each instrument is read."""
FEW_IDEAS: Mapping[str, object] = {"ideas.number": 2, "ideas.errors": 0, "lab.hallucination": 0.0}


@dataclass(frozen=True)
class Readings:
    """Expected readings of one run.

    Attributes:
        first: the first month (number of the month).
        values: by instrument one value a month, not a number where it was not read, (months,).
    """

    first: int
    values: Mapping[str, NDArray[np.float64]]

    def mean(self, instrument: str, first: int, last: int) -> float:
        """Mean reading over the months first to last; not a number unless it was read in all of them.

        >>> readings = Readings(10, {"ahrefs": np.array([0.1, 0.3, np.nan])})
        >>> round(readings.mean("ahrefs", 10, 11), 6), readings.mean("ahrefs", 11, 12), readings.mean("ahrefs", 9, 10)
        (0.2, nan, nan)
        """
        values = self.values[instrument]
        if not self.first <= first <= last < self.first + len(values):
            return float("nan")
        return float(values[first - self.first : last - self.first + 1].mean())


def without_ideas(resolved: Resolved) -> Resolved:
    """A scenario with the fewest ideas: how many pages there are does not hang on what they say, and it runs faster.

    Instruments that look at ideas (`Instrument.needs_ideas`) are not worth reading then.
    """
    document = resolved.document
    for path, value in FEW_IDEAS.items():
        document = with_value(document, path, value, Origin("calibration"))
    return resolve(document, resolved.name)


def expected_readings(resolved: Resolved, seed: int = 1, wanted: Wanted | None = None) -> Readings:
    """Run a scenario and take its instruments' expected readings.

    Args:
        resolved: the scenario, with `instruments`.
        seed: of the run; what is left of chance at web scale is far below the spread of any target.
        wanted: months in which each instrument is read, and the run ends with the last of them; every month up to the
            horizon for None.
    """
    time = resolved.scenario.time
    if wanted is None:
        wanted = dict.fromkeys(resolved.scenario.instruments, range(time.start, time.end + 1))
    last = max((month for months in wanted.values() for month in months), default=time.start)
    log = _Expected(wanted, time.start, last)
    observer: Observer = log
    World(resolved, Streams(seed, 0), observer).run(last + 1)
    return Readings(time.start, log.values)


class _Expected:
    """An observer that reads what is wanted, without chance."""

    def __init__(self, wanted: Wanted, first: int, last: int) -> None:
        self._wanted = {name: frozenset(months) for name, months in wanted.items()}
        self._first = first
        self.values = {name: np.full(last - first + 1, np.nan) for name in wanted}

    def observe(self, world: "World") -> None:
        """Read the instruments that are wanted this month."""
        look = WorldLook(world)
        for name, months in self._wanted.items():
            if world.month in months:
                self.values[name][world.month - self._first] = world.rules.instruments[name].expected(look)
