"""Runs that share their past are, to the last bit, the runs that went alone."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from webloop.run.branching import batches, run_together, share_a_past
from webloop.run.recorder import Trajectory
from webloop.run.runner import run_once
from webloop.run.store import TABLES
from webloop.run.tasks import Run
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.scenario.study import load_study

POLICIES = {
    "never": "extends: small.yaml\ntitle: Another title\n",
    "replace": "extends: small.yaml\ninterventions: [{date: 2023-01, set: {lab.accumulation: replace}}]\n",
    "labels": "extends: small.yaml\ninterventions: [{date: 2023-01, set: {labels.share: 0.5, "
    "lab.filter.drop_labelled: true}}, {date: 2024-07, set: {labels.share: 1}}]\n",
    "late": "extends: small.yaml\ninterventions: [{date: 2025-12, set: {lab.cadence: 1}}]\n",
    "archive": "extends: small.yaml\ninterventions: [{date: 2022-05, set: {lab.mix.archive.share: 0.3}}]\n",
    "bought": "extends: small.yaml\ninterventions: [{date: 2024-02, set: {lab.mix.licensed.share: 0.3}}]\n",
}


def same(one: Trajectory, other: Trajectory) -> None:
    for table in TABLES:
        columns, others = getattr(one, table), getattr(other, table)
        assert list(columns) == list(others)
        for name in columns:
            np.testing.assert_array_equal(columns[name], others[name], err_msg=f"{table} {name}")


@pytest.fixture
def policies(scenario_file: Callable[..., Path]) -> dict[str, Resolved]:
    small = load_scenario(scenario_file())
    return {"small": small, **{name: load_scenario(scenario_file(t, f"{name}.yaml")) for name, t in POLICIES.items()}}


@pytest.mark.parametrize(
    "trunk", ["small", *(pytest.param(trunk, marks=pytest.mark.slow) for trunk in ("archive", "late"))]
)
def test_branches_are_what_runs_alone_would_be(policies: dict[str, Resolved], trunk: str) -> None:
    others = [each for name, each in policies.items() if name != trunk and share_a_past(policies[trunk], each)]
    assert len(others) >= 4
    scenarios = [policies[trunk], *others]
    for index, trajectory in run_together(scenarios, seed=3, replicate=1):
        same(trajectory, run_once(scenarios[index], seed=3, replicate=1))


@pytest.mark.slow
def test_the_shipped_study_branches_exactly() -> None:
    study = load_study(["webloop/study"], {"time.end": "2029-12", "ideas.number": 200})
    baseline = study.scenarios[0]
    sharing = [each for each in study.scenarios if share_a_past(baseline, each)]
    assert {each.name for each in study.scenarios} - {each.name for each in sharing} == {"no-ai"}
    for index, trajectory in run_together(sharing, seed=1, replicate=0):
        same(trajectory, run_once(sharing[index], seed=1, replicate=0))


ECOLOGY = {
    "sites": {"number": 60, "growth": 0.1},
    "readers.ranking": "pagerank",
    "farms": {"kind": "profit", "cost": 0.001},
    "market": {"kind": "quality", "speed": 0.5},
    "time.end": "2025-12",
}
LATER = {
    "overview": "readers.overview: {share: 0.5}",
    "opt-out": "writers.segments.press.opt_out: {kind: saturating, saturation: 0.5, time_constant: 6}",
    "rot": "crawlers.common.keeps_dead: false",
    "budget": "crawlers.common: {budget: 10000, selection: visible}",
    "no-farms": "farms: null",
}


@pytest.mark.slow
def test_branches_of_an_ecology_are_what_runs_alone_would_be(scenario_file: Callable[..., Path]) -> None:
    trunk = load_scenario(scenario_file(), ECOLOGY)
    text = "extends: small.yaml\ninterventions: [{{date: 2023-01, set: {{{change}}}}}]\n"
    files = {name: scenario_file(text.format(change=change), f"{name}.yaml") for name, change in LATER.items()}
    scenarios = [trunk, *(load_scenario(file, ECOLOGY) for file in files.values())]
    assert all(share_a_past(trunk, each) for each in scenarios)
    alone = [run_once(each, seed=3, replicate=0) for each in scenarios]
    for index, trajectory in run_together(scenarios, seed=3, replicate=0):
        same(trajectory, alone[index])


def test_who_will_imitate_shares_no_past(scenario_file: Callable[..., Path]) -> None:
    """What pages say must be known before, and nobody else keeps it."""
    later = scenario_file(
        "extends: small.yaml\ninterventions: [{date: 2023-01, set: {readers.imitation: habit}}]\n", "i.yaml"
    )
    assert not share_a_past(load_scenario(scenario_file()), load_scenario(later))


def test_a_world_that_opens_otherwise_shares_nothing(
    policies: dict[str, Resolved], scenario_file: Callable[..., Path]
) -> None:
    other = load_scenario(scenario_file("extends: small.yaml\nlab: {hallucination: 0.03}\n", "other.yaml"))
    assert not share_a_past(policies["small"], other)


def test_batches_hold_every_run_once_and_only_what_shares_a_past(policies: dict[str, Resolved]) -> None:
    scenarios = list(policies.values())
    runs = [Run(each, 1, replicate) for replicate in range(20) for each in scenarios]
    found = batches(runs, workers=2)
    assert [run for batch in found for run in batch] == runs
    for batch in found:
        assert len({run.replicate for run in batch}) == 1
        assert all(share_a_past(batch[0].resolved, run.resolved) for run in batch)
    assert max(map(len, found)) == len(scenarios)
    few = batches(runs[: len(scenarios)], workers=2)
    assert len(few) >= len(scenarios)  # few runs: one by one, so that both workers have work
