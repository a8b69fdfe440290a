"""Metrics of labs side by side, computed the long way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from webloop.metrics.registry import metrics
from webloop.metrics.view import ModelView, Truth, WorldView
from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world.lab import Model
from webloop.world.world import World

Write = Callable[..., Path]


def passed(file: Path, months: int, **settings: Any) -> World:
    """A small world after some months; it looks at the month that has just passed."""
    resolved = load_scenario(file, {name.replace("__", "."): value for name, value in settings.items()})
    world = World(resolved, Streams(3, 0))
    for _ in range(months):
        world.step()
    world.month -= 1
    return world


def value(world: World, name: str) -> float:
    return float(metrics()[name].function(WorldView(world)))


def models(world: World) -> list[Model]:
    return [lab.newest for lab in world.labs if lab.newest]


def test_a_fixed_market_has_the_concentration_of_its_weights(scenario_file: Write) -> None:
    """Weights 2 and 1: 4/9 + 1/9."""
    assert value(passed(scenario_file(), 50), "market_hhi") == pytest.approx(5 / 9)


def test_concentration_is_not_a_number_without_a_market(scenario_file: Write) -> None:
    """Before the first model, and while the only lab with one has weight 0."""
    assert np.isnan(value(passed(scenario_file(), 3), "market_hhi"))
    assert np.isnan(value(passed(scenario_file(), 3), "pooled_hill_1"))
    assert np.isnan(value(passed(scenario_file(), 7, labs__alpha__market_share=0), "market_hhi"))
    assert np.isnan(value(passed(scenario_file(), 7, labs__alpha__market_share=0), "best_lab_share"))


def test_the_best_lab_is_the_one_that_overlaps_most(scenario_file: Write) -> None:
    world = passed(scenario_file(), 50, labs__beta__decoder={"temperature": 1.0})
    alpha, beta = ((np.minimum(model.output, world.truth)).sum() for model in models(world))
    assert beta > alpha
    assert value(world, "best_lab_share") == pytest.approx(1 / 3)


def test_labs_alike_are_best_together(scenario_file: Write) -> None:
    """Two labs that read all pages of one web, when all fits their training sets, publish the same."""
    same = {"labs__alpha__first_release": "2021-09", "crawlers__common__coverage": 1.0}
    world = passed(scenario_file(), 50, **same, lab__accumulation="accumulate")
    one, two = models(world)
    assert np.array_equal(one.output, two.output)
    assert value(world, "best_lab_share") == pytest.approx(1.0)
    assert value(world, "pooled_hill_1") == pytest.approx(
        float(metrics()["hill_1"].function(_view(world))[0]), rel=1e-12
    )


def test_pooled_ideas(scenario_file: Write) -> None:
    """The exponential of the entropy of the mean, over ideas that people write."""
    world = passed(scenario_file(), 50)
    q = np.mean([model.output for model in models(world)], axis=0) * (world.truth > 0)
    q = q / q.sum()
    assert value(world, "pooled_hill_1") == pytest.approx(np.exp(-(q[q > 0] * np.log(q[q > 0])).sum()))


def test_a_newcomer_is_asked_by_those_who_choose_anew(scenario_file: Write) -> None:
    """Beta's first model is of September 2021: in October it has a part of the share `speed` that choose."""
    market = {"kind": "quality", "sensitivity": 7.0, "speed": 0.25}
    world = passed(scenario_file(), 10, market=market)
    odds = [w * np.exp(7 * np.minimum(m.output, world.truth).sum()) for w, m in zip((2, 1), models(world), strict=True)]
    shares = [lab.demand for lab in world.labs]
    assert sum(shares) == pytest.approx(1.0)
    assert shares[1] == pytest.approx(0.25 * odds[1] / sum(odds))


def test_writers_are_paid_from_the_month_after_a_release(scenario_file: Write) -> None:
    """Alpha alone buys, every 6 months from June 2021: six equal parts of its first price, then of its second."""
    settings = {"labs__alpha__mix__licensed__share": 0.2}
    assert value(passed(scenario_file(), 6, **settings), "writer_income") == 0.0
    world = passed(scenario_file(), 7, **settings)
    price = models(world)[0].training.sources["licensed"].cost
    assert price == world.spent
    assert price > 0
    assert value(world, "writer_income") == pytest.approx(price / 6)
    human = sum(batch.pages for group, batch in world.new.items() if group.provenance == "human")
    assert world.licences.per_page == pytest.approx(price / 6 / human)
    assert value(passed(scenario_file(), 12, **settings), "writer_income") == pytest.approx(price / 6)
    later = passed(scenario_file(), 13, **settings)
    assert value(later, "writer_income") == pytest.approx(models(later)[0].training.sources["licensed"].cost / 6)


def test_an_archive_pays_no_writer(scenario_file: Write) -> None:
    settings = {"lab__mix__archive": {"share": 0.2, "price_per_1k_tokens": 3.0}}
    world = passed(scenario_file(), 50, **settings)
    assert world.spent > 0
    assert value(world, "writer_income") == 0.0


def test_a_lab_without_access_takes_its_share_from_the_web(scenario_file: Write) -> None:
    settings = {"lab__mix__archive": {"share": 0.5}, "archive__access": ["beta"]}
    alpha, beta = models(passed(scenario_file(), 50, **settings))
    assert set(alpha.training.sources) == set()
    assert set(beta.training.sources) == {"archive"}


def _view(world: World) -> ModelView:
    return ModelView(models(world), Truth(world.truth, world.month, world.domain))
