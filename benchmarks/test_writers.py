"""Speed of writers' decisions: cohorts in columns behind Mesa agents, and one Mesa agent object each beside them.

A decision here is one agent's month: it reads, takes up AI or not by word of mouth, publishes more or less, and
publishes. `decisions_per_cpu_second` stands in the extra info, `ratio` of the columns against the objects.
"""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from benchmarks.mesa_writers import Writers
from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world.people import adopt, participate, read, write
from webloop.world.world import World

AGENTS, CELLS, MONTHS = 100_008, 24, 12
_speed: dict[str, float] = {}

SETTINGS = {
    "writers.cohorts_per_cell": AGENTS // CELLS,
    "writers.activity_spread": 0.5,
    "writers.delay_spread": 3.0,
    "writers.segments.*.adoption": {"kind": "bass", "saturation": 0.4},
    "writers.segments.*.participation": {"kind": "elastic"},
    "time.end": "2024-12",
}


def measure(benchmark: Any, month: Callable[[], None]) -> float:
    month()
    start = process_time()
    benchmark.pedantic(month, rounds=MONTHS, iterations=1)
    speed: float = AGENTS * MONTHS / (process_time() - start)
    benchmark.extra_info["decisions_per_cpu_second"] = speed
    return speed


@pytest.mark.benchmark(group="writers")
def test_mesa_one_object_per_writer(benchmark: Any) -> None:
    _speed["mesa"] = measure(benchmark, Writers(AGENTS, CELLS, 1).step)


@pytest.mark.benchmark(group="writers")
def test_cohorts_in_columns(benchmark: Any) -> None:
    segments = load_scenario("webloop/baseline").scenario.writers.segments
    settings = {}
    for path, value in SETTINGS.items():
        for name in segments if "*" in path else [""]:
            settings[path.replace("*", name)] = value
    world = World(load_scenario("webloop/baseline", settings), Streams(1, 0))
    world.run(until=world.rules.time.end)

    def month() -> None:
        for phase in (read, adopt, participate, write):
            phase(world)

    speed = measure(benchmark, month)
    benchmark.extra_info["ratio"] = speed / _speed["mesa"] if "mesa" in _speed else None
