"""The web as it is found: what was published before the start."""

import numpy as np
import pytest

from webloop.scenario.resolve import load_scenario
from webloop.streams import Streams
from webloop.world import opening
from webloop.world.ledger import HUMAN
from webloop.world.world import World

SHORT = {"time.end": "2023-01", "ideas.number": 100, "web.lifetime.shape": 0.75}


@pytest.mark.parametrize("scale", [30.5, 36.508755115929475, 42.25])
def test_no_page_is_less_than_published(scale: float) -> None:
    """Shares of pages by durability add up to one to the last bit or so; no number of pages is below zero."""
    world = World(load_scenario("webloop/baseline", {**SHORT, "web.lifetime.scale_years": scale}), Streams(1, 0))
    shares, _ = world.web.law(HUMAN)
    assert shares.sum() == pytest.approx(1)
    over = shares / shares.sum() * (1 + 4e-16)  # as some lifetimes have it
    world.web.law = lambda _: (over, np.ones_like(over))  # type: ignore[method-assign]
    assert 1 - over.sum() < 0
    assert (opening._means(world, world.rules.time.start - 1) >= 0).all()
