"""Speed: `pytest benchmarks --benchmark-only`. Nothing here fails for being slow; it is for reading.

`pages_per_cpu_second` stands in the extra info of the two minimal loops, `ratio` of the second against the first.
"""

from time import process_time
from typing import Any

import pytest

from benchmarks.mesa_page_objects import PageObjects
from benchmarks.scenarios import minimal
from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world.world import World

PAGES = 1_000_000
STEPS = 60
_speed: dict[str, float] = {}


@pytest.mark.benchmark(group="pages")
def test_mesa_one_object_per_page(benchmark: Any) -> None:
    model = PageObjects(PAGES, 1000, 0.5, 1)
    model.step()
    start = process_time()
    benchmark.pedantic(model.step, rounds=1, iterations=1)
    _speed["mesa"] = benchmark.extra_info["pages_per_cpu_second"] = PAGES / (process_time() - start)


@pytest.mark.benchmark(group="pages")
def test_webloop_minimal_loop(benchmark: Any) -> None:
    def steps() -> None:
        for _ in range(STEPS):
            world.step()

    world = World(minimal(PAGES), Streams(1, 0))
    steps()
    start = process_time()
    benchmark.pedantic(steps, rounds=3, iterations=1)
    speed = benchmark.extra_info["pages_per_cpu_second"] = 3 * STEPS * PAGES / (process_time() - start)
    benchmark.extra_info["ratio"] = speed / _speed["mesa"] if "mesa" in _speed else None


@pytest.mark.benchmark(group="baseline")
def test_baseline_of_23_years_and_4_labs(benchmark: Any) -> None:
    scenario = load_scenario("webloop/baseline")
    run_once(scenario, 1, 0)
    start = process_time()
    benchmark.pedantic(lambda: run_once(scenario, 1, 1), rounds=5, iterations=1)
    benchmark.extra_info["cpu_seconds"] = (process_time() - start) / 5


@pytest.mark.benchmark(group="size of the web")
@pytest.mark.parametrize("pages", [1e6, 1e9, 1e12])
def test_size_of_the_web(benchmark: Any, pages: float) -> None:
    scenario = load_scenario("webloop/baseline", {"web.pages_per_month": pages})
    run_once(scenario, 1, 0)
    start = process_time()
    benchmark.pedantic(lambda: run_once(scenario, 1, 1), rounds=3, iterations=1)
    benchmark.extra_info["cpu_seconds"] = (process_time() - start) / 3


@pytest.mark.benchmark(group="cohorts")
@pytest.mark.parametrize("per_cell", [2, 417])
def test_cohorts(benchmark: Any, per_cell: int) -> None:
    """8 segments x 3 communities: 48 cohorts, and 10,008."""
    scenario = load_scenario("webloop/baseline", {"writers.cohorts_per_cell": per_cell, "writers.delay_spread": 3})
    run_once(scenario, 1, 0)
    start = process_time()
    benchmark.pedantic(lambda: run_once(scenario, 1, 1), rounds=3, iterations=1)
    benchmark.extra_info["cpu_seconds"] = (process_time() - start) / 3
