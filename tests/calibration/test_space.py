"""Coordinates that are standard normal before anything is observed, and the values behind them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import beta, kstest, norm

from webloop.calibration.parameters import uncertain
from webloop.calibration.space import Group, Space
from webloop.scenario.draws import with_draw
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.triangular import Triangular
from webloop.submodels.distributions.uniform import Uniform

WEIGHTS = ("writers.segments.press.weight", "writers.segments.forum.weight")
SATURATIONS = ("writers.segments.press.adoption.saturation", "writers.segments.forum.adoption.saturation")
UNCERTAIN = {
    ("lab.cadence",): Uniform(low=6, high=18),
    WEIGHTS: Dirichlet(concentration=50),
    SATURATIONS: Triangular(low=0, mode=0.2, high=0.4),
}


@pytest.fixture
def space(small: Resolved) -> Space:
    return Space.of(small, UNCERTAIN)


def test_coordinates_and_paths(space: Space) -> None:
    assert space.names == ("lab.cadence", *WEIGHTS, "writers.segments.*.adoption.saturation")
    assert space.paths == ("lab.cadence", *WEIGHTS, *SATURATIONS)
    assert space.size == 4
    assert space.whole.tolist() == [True, False, False, False]


def test_values_are_quantiles(space: Space) -> None:
    z = np.array([norm.ppf(0.99), 0.3, -0.2, 0.7])
    values = space.values(z)
    assert (values["lab.cadence"], type(values["lab.cadence"])) == (18, int)
    assert values[SATURATIONS[0]] == values[SATURATIONS[1]]
    expected = UNCERTAIN[SATURATIONS].quantile(norm.cdf(z[3:, None]), np.ones(1)).item()
    assert values[SATURATIONS[0]] == pytest.approx(expected)
    assert sum(values[path] for path in WEIGHTS) == pytest.approx(1)


def test_draws_follow_what_was_known(space: Space) -> None:
    """n = 4,000 each; a part of a Dirichlet is beta distributed. False alarm: p < 3e-5 in each of three."""
    columns = space.columns(np.random.default_rng(1).standard_normal((4000, 4)))
    assert kstest(columns[WEIGHTS[0]], beta(50 * 0.6, 50 * 0.4).cdf).pvalue > 3e-5
    law = UNCERTAIN[SATURATIONS]
    below = np.interp(columns[SATURATIONS[0]], law.quantile(GRID[:, None], np.ones(1))[:, 0], GRID)
    assert kstest(below, "uniform").pvalue > 3e-5
    counts = np.bincount(columns["lab.cadence"])[6:]
    assert np.sum((counts - 4000 / 13) ** 2) / (4000 / 13) < 45  # chi-square, 12 degrees: p = 1e-5


GRID = np.linspace(0, 1, 1001)


def test_the_ends_of_the_line_are_possible_values(space: Space, small: Resolved) -> None:
    for z, cadence, saturation in ((-40.0, 6, 0.0), (40.0, 18, 0.4)):
        values = space.values(np.full(4, z))
        scenario = with_draw(small, values).scenario
        assert scenario.lab.cadence == cadence
        assert values[SATURATIONS[0]] == pytest.approx(saturation, abs=1e-3)  # triangular, 1e-6 from its end
        assert sum(values[path] for path in WEIGHTS) == pytest.approx(1)
        assert [segment.weight for segment in scenario.writers.segments.values()] == [values[path] for path in WEIGHTS]


def test_a_row_is_the_same_alone_and_among_others(space: Space) -> None:
    z = np.random.default_rng(2).standard_normal((5, 4))
    columns = space.columns(z)
    for row in range(5):
        assert space.values(z[row]) == {path: column[row] for path, column in columns.items()}


def test_what_the_values_hang_on_is_plain(space: Space, small: Resolved, scenario_file: Callable[..., Path]) -> None:
    assert space.plain() == Space.of(small, UNCERTAIN).plain()
    other = load_scenario(scenario_file(), {"writers.segments.press.weight": 0.5, "writers.segments.forum.weight": 0.5})
    assert space.plain() != Space.of(other, UNCERTAIN).plain()


@pytest.mark.parametrize("baseline", ["article-web", "site-web"])
def test_every_draw_of_the_baselines_resolves(baseline: str) -> None:
    """Draws far out in the corners as well: what was thought possible must be possible together."""
    resolved = load_scenario(f"webloop/{baseline}")
    space = Space.of(resolved, uncertain(resolved))
    rng = np.random.default_rng(3)
    for z in (*rng.standard_normal((5, space.size)), *(6 * rng.choice([-1.0, 1.0], (5, space.size)))):
        drawn = with_draw(resolved, space.values(z))
        assert set(drawn.scenario.writers.segments) == set(resolved.scenario.writers.segments)


def test_names_of_paths_that_share_a_number() -> None:
    group = Group({"a.x.b.1": 1.0, "a.y.b.1": 1.0}, Uniform(low=0, high=1), whole=False)
    assert (group.names, group.size) == (("a.*.b.1",), 1)
