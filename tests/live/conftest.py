"""What tests of the live page share: scenarios that are explored."""

from collections.abc import Callable
from pathlib import Path

import pytest

from webloop.live.explored import Explored, load_explored

SITES = "extends: small.yaml\nsites: {number: 60}\nreaders: {ranking: pagerank}\n"


@pytest.fixture
def explored(scenario_file: Callable[..., Path]) -> Explored:
    """The small scenario."""
    return load_explored(str(scenario_file()), {})


@pytest.fixture
def with_sites(scenario_file: Callable[..., Path]) -> Explored:
    """The small scenario on sites."""
    scenario_file()
    return load_explored(str(scenario_file(SITES, "sites.yaml")), {})
