"""Metrics of provenance against their definitions, computed the long way."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from webloop.metrics.registry import metrics
from webloop.metrics.view import ModelView, Truth, WorldView
from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world.world import World

LEVERS = {
    "labels.share": 0.3,
    "labels.signed": 0.4,
    "labels.forged": 0.2,
    "lab.filter.detector": {"kind": "arms_race", "fpr": 0.1, "community_fpr": {"minority": 0.4}, "retraining_cost": 7},
    "lab.filter.detector.update_lag": 0,
}


@pytest.fixture
def world(scenario_file: Callable[..., Path]) -> World:
    world = World(load_scenario(scenario_file(), LEVERS), Streams(3, 0))
    for _ in range(50):
        world.step()
    world.month -= 1  # look at the month that has just passed
    return world


def month_value(world: World, name: str) -> float:
    return float(metrics()[name].function(WorldView(world)))


def model_values(world: World, name: str) -> list[float]:
    models = [lab.newest for lab in world.labs if lab.newest]
    values: list[float] = (
        metrics()[name].function(ModelView(models, Truth(world.truth, world.month, world.domain))).tolist()
    )
    return values


def test_what_new_pages_say(world: World) -> None:
    new = [(group, batch.pages) for group, batch in world.new.items()]
    ai = sum(n for group, n in new if group.mostly_ai)
    human = sum(n for group, n in new if group.provenance == "human")
    signed = sum(n for group, n in new if group.signed)
    assert month_value(world, "labelled_flow") == sum(n for group, n in new if group.labelled) / ai
    assert month_value(world, "signed_flow") == sum(n for g, n in new if g.signed and g.provenance == "human") / human
    assert month_value(world, "forged_flow") == sum(n for g, n in new if g.signed and g.ai_fraction > 0) / signed
    assert 0 < month_value(world, "forged_flow") < 1


def test_burden_of_minorities(world: World) -> None:
    lost = np.array(model_values(world, "minority_pages_lost")) / model_values(world, "majority_pages_lost")
    assert model_values(world, "minority_burden") == pytest.approx(lost.tolist())
    assert np.all(lost > 2)


def test_detectors_are_paid_once_for_each_generation(world: World) -> None:
    """Each lab learns what was out at its last training: 7 dollars a generation, from the first on."""
    for lab in world.labs:
        assert lab.newest is not None
        out = max(generation for month, generation in world.releases if month < lab.newest.released)
        assert lab.detected == lab.newest.training.known_generation >= out
    assert world.spent == 7 * sum(lab.detected + 1 for lab in world.labs)
    assert month_value(world, "policy_cost") == world.spent
    assert set(model_values(world, "detector_cost")) == {7.0}


def test_nothing_to_look_at(scenario_file: Callable[..., Path]) -> None:
    """Shares of no pages, and a ratio to no loss, are not numbers."""
    world = World(load_scenario(scenario_file()), Streams(3, 0))
    for _ in range(12):
        world.step()
    world.month -= 1
    assert np.isnan([month_value(world, "labelled_flow"), month_value(world, "forged_flow")]).all()
    assert month_value(world, "signed_flow") == 0
    assert np.isnan(model_values(world, "minority_burden")).all()
    assert set(model_values(world, "detector_cost")) == {0.0}
