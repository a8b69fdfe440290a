"""Speed of papers' loops: Gaussian samples a second and core, n = 1000 over 100 generations.

webloop runs the whole world (people, crawlers, labs, metrics) for a block of 50 replicates; beside it stands the plain
NumPy loop of papers' scripts. `samples_per_cpu_second` and `ratio` stand in the extra info. Scripts of the field reach
9 million under replace, 4 million under accumulate, 1.1 million under accumulate-subsample.
"""

from time import process_time
from typing import Any

import numpy as np
import pytest

from benchmarks.plain_gaussian import generations
from webloop.run.blocks import BLOCK, in_blocks, run_block
from webloop.scenario.resolve import Resolved, load_scenario

PAGES, STEPS = 1000, 100
_speed: dict[str, float] = {}
POLICIES = ["replace", "accumulate", "accumulate_subsample"]


def scenario(policy: str, pages: float = PAGES, keep: str = "pages") -> Resolved:
    """The set-up of Kazdan et al. 2024 as it ships."""
    settings = {
        "time.end": "2008-04",
        "web.pages_per_month": pages,
        "lab.accumulation": policy,
        "lab.sampling": "fixed",
        "lab.budget": {"tokens": pages, "growth": 1, "web_share": 1},
        "content": {"kind": "gaussian", "dimensions": 1, "keep": keep},
        "lab.learner": {"kind": "gaussian_mle", "ddof": 0},
    }
    return load_scenario("webloop/replication/generations", settings)


@pytest.mark.benchmark(group="gaussian samples")
@pytest.mark.parametrize("policy", POLICIES)
def test_plain_loop(benchmark: Any, policy: str) -> None:
    generations(policy, PAGES, STEPS, np.random.default_rng(0))
    start = process_time()
    benchmark.pedantic(lambda: generations(policy, PAGES, STEPS, np.random.default_rng(1)), rounds=5, iterations=1)
    _speed[policy] = benchmark.extra_info["samples_per_cpu_second"] = 5 * PAGES * STEPS / (process_time() - start)


@pytest.mark.benchmark(group="gaussian samples")
@pytest.mark.parametrize("policy", POLICIES)
def test_block(benchmark: Any, policy: str) -> None:
    resolved = scenario(policy)
    assert in_blocks(resolved)
    metrics = ["variance_ratio", "mean_error"]
    run_block(resolved, 1, 0, metrics)
    start = process_time()
    benchmark.pedantic(lambda: run_block(resolved, 1, 1, metrics), rounds=3, iterations=1)
    speed = 3 * BLOCK * PAGES * STEPS / (process_time() - start)
    benchmark.extra_info["samples_per_cpu_second"] = speed
    benchmark.extra_info["ratio"] = speed / _speed[policy] if policy in _speed else None


@pytest.mark.benchmark(group="gaussian moments")
@pytest.mark.parametrize("pages", [1e3, 1e6, 1e9])
def test_moments_cost_the_same_at_any_size(benchmark: Any, pages: float) -> None:
    resolved = scenario("accumulate", pages, keep="moments")
    run_block(resolved, 1, 0, ["variance_ratio"])
    benchmark.pedantic(lambda: run_block(resolved, 1, 1, ["variance_ratio"]), rounds=3, iterations=1)
