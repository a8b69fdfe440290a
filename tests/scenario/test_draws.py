"""Draws: designs in the unit cube, values by path, and scenarios with a draw put in."""

import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import SMALL
from webloop.errors import InputError
from webloop.scenario.designs import bad_number, problem
from webloop.scenario.draws import Drawn, draw, own_values, with_draw
from webloop.scenario.resolve import Resolved, load_scenario
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.lognormal import LogNormal
from webloop.submodels.distributions.triangular import Triangular
from webloop.submodels.distributions.uniform import Uniform
from webloop.submodels.roles import Distribution

Write = Callable[..., Path]
UNCERTAIN: dict[str, Distribution] = {
    "lab.cadence": Uniform(low=6, high=18),
    "writers.segments.*.weight": Dirichlet(concentration=50),
    "web.ai_hazard_ratio": LogNormal(low=0.5, high=4),
}
PATHS = ["lab.cadence", "writers.segments.press.weight", "writers.segments.forum.weight", "web.ai_hazard_ratio"]
METHODS = [("latin_hypercube", 20, 20), ("sobol", 16, 16), ("saltelli", 8, 8 * 5), ("morris", 6, 6 * 4)]


def column(drawn: Drawn, path: str) -> np.ndarray:
    return np.array([values[path] for values in drawn.values])


@pytest.mark.parametrize(("method", "number", "draws"), METHODS)
class TestEveryMethod:
    def test_shape_and_types(self, small: Resolved, method: str, number: int, draws: int) -> None:
        drawn = draw(UNCERTAIN, small, method, number, 1)
        assert drawn.method == method
        assert drawn.groups == tuple(UNCERTAIN)
        assert drawn.group_of == (0, 1, 1, 2)
        assert drawn.unit.shape == (draws, 4)
        assert drawn.unit.dtype == np.float64
        assert ((drawn.unit >= 0) & (drawn.unit <= 1)).all()
        assert [list(values) for values in drawn.values] == [PATHS] * draws
        assert {type(value) for values in drawn.values for value in values.values()} == {int, float}
        assert all(type(values["lab.cadence"]) is int for values in drawn.values)
        np.testing.assert_allclose(column(drawn, PATHS[1]) + column(drawn, PATHS[2]), 1, atol=1e-12)

    def test_the_same_seed_gives_the_same_draws(self, small: Resolved, method: str, number: int, draws: int) -> None:
        one, two, other = (draw(UNCERTAIN, small, method, number, seed) for seed in (1, 1, 2))
        assert (one.unit == two.unit).all()
        assert one.values == two.values
        assert (one.unit != other.unit).any()

    def test_every_draw_resolves(self, small: Resolved, method: str, number: int, draws: int) -> None:
        for values in draw(UNCERTAIN, small, method, number, 1).values:
            scenario = with_draw(small, values).scenario
            assert scenario.labs["alpha"].cadence == scenario.lab.cadence == values["lab.cadence"]
            assert scenario.writers.segments["press"].weight == values["writers.segments.press.weight"]
            assert scenario.web.ai_hazard_ratio == values["web.ai_hazard_ratio"]

    def test_draws_travel_to_other_processes(self, small: Resolved, method: str, number: int, draws: int) -> None:
        drawn = draw(UNCERTAIN, small, method, number, 1)
        assert pickle.loads(pickle.dumps(drawn)).values == drawn.values


def test_a_latin_hypercube_has_one_point_in_each_slice(small: Resolved) -> None:
    unit = draw(UNCERTAIN, small, "latin_hypercube", 25, 3).unit
    for each in unit.T:
        assert sorted(np.floor(each * 25)) == list(range(25))


def test_a_sobol_sequence_is_balanced(small: Resolved) -> None:
    unit = draw(UNCERTAIN, small, "sobol", 64, 3).unit
    for each in unit.T:
        assert sorted(np.floor(each * 64)) == list(range(64))


def test_values_are_quantiles_of_the_coordinates(small: Resolved) -> None:
    drawn = draw({"writers.growth": Triangular(low=0, mode=0.03, high=0.1)}, small, "latin_hypercube", 50, 1)
    expected = Triangular(low=0, mode=0.03, high=0.1).quantile(drawn.unit, np.ones(1))[:, 0]
    np.testing.assert_allclose(column(drawn, "writers.growth"), expected)


def test_whole_numbers_reach_both_ends(small: Resolved) -> None:
    """A Latin hypercube of 130 has exactly 10 points in each of 13 slices, so there is no chance in it."""
    drawn = draw({"lab.cadence": Uniform(low=6, high=18)}, small, "latin_hypercube", 130, 1)
    assert np.bincount(column(drawn, "lab.cadence"))[6:].tolist() == [10] * 13


def test_the_means_of_a_dirichlet_are_the_baselines_own(small: Resolved) -> None:
    """n = 4,096 by Sobol': far more even than chance, whose standard error would be 0.0011 around 0.6."""
    drawn = draw({"writers.segments.*.weight": Dirichlet(concentration=50)}, small, "sobol", 4096, 1)
    assert column(drawn, "writers.segments.press.weight").mean() == pytest.approx(0.6, abs=0.0044)


def test_parts_in_lists_are_drawn_too() -> None:
    baseline = load_scenario("webloop/baseline")
    drawn = draw({"writers.assist_bins.*.share": Dirichlet(concentration=2000)}, baseline, "sobol", 4, 1)
    assert list(drawn.values[0]) == [f"writers.assist_bins.{index}.share" for index in range(5)]
    bins = with_draw(baseline, drawn.values[0]).scenario.writers.assist_bins
    assert [each.share for each in bins] == list(drawn.values[0].values())
    assert [each.fraction for each in bins] == [each.fraction for each in baseline.scenario.writers.assist_bins]


class TestSaltelli:
    def test_blocks_take_one_group_after_the_other_from_b(self, small: Resolved) -> None:
        drawn = draw(UNCERTAIN, small, "saltelli", 8, 1)
        groups = np.array(drawn.group_of)
        for block in drawn.unit.reshape(8, 5, 4):
            a, b = block[0], block[-1]
            assert (a != b).all()
            for group in range(3):
                np.testing.assert_array_equal(block[1 + group], np.where(groups == group, b, a))

    def test_salib_finds_what_matters(self, small: Resolved) -> None:
        """N = 1,024 Sobol' points: errors are of the order 1/N, far below the bound of 0.03."""
        from SALib.analyze import sobol

        drawn = draw(UNCERTAIN, small, "saltelli", 1024, 1)
        results = drawn.unit @ np.array([2.0, 1.0, 0.0, 0.0])  # variances 4 : 1 : 0
        found = sobol.analyze(problem(drawn.groups, drawn.group_of), results, calc_second_order=False, seed=1)
        np.testing.assert_allclose(found["S1"], [0.8, 0.2, 0.0], atol=0.03)
        np.testing.assert_allclose(found["ST"], [0.8, 0.2, 0.0], atol=0.03)


class TestMorris:
    def test_trajectories_move_one_group_at_a_time(self, small: Resolved) -> None:
        drawn = draw(UNCERTAIN, small, "morris", 6, 1)
        for trajectory in drawn.unit.reshape(6, 4, 4):
            moved = [set(np.array(drawn.group_of)[step != 0]) for step in np.diff(trajectory, axis=0)]
            assert sorted(group for each in moved for group in each) == [0, 1, 2]
            assert all(len(each) == 1 for each in moved)

    def test_levels_are_quantiles_inside_the_tails(self, small: Resolved) -> None:
        drawn = draw(UNCERTAIN, small, "morris", 20, 1)
        np.testing.assert_allclose(np.unique(drawn.unit.round(9)), [0, 1 / 3, 2 / 3, 1], atol=1e-8)
        law = UNCERTAIN["web.ai_hazard_ratio"]
        levels = law.quantile(np.array([[0.05], [0.35], [0.65], [0.95]]), np.ones(1))[:, 0]
        np.testing.assert_allclose(np.unique(column(drawn, "web.ai_hazard_ratio").round(6)), levels, atol=1e-5)

    def test_salib_finds_what_matters(self, small: Resolved) -> None:
        """Exact: the effects of a sum are its coefficients."""
        from SALib.analyze import morris

        drawn = draw({k: UNCERTAIN[k] for k in ("lab.cadence", "web.ai_hazard_ratio")}, small, "morris", 8, 1)
        what = problem(drawn.groups, drawn.group_of)
        found = morris.analyze(what, drawn.unit, drawn.unit @ np.array([3.0, 1.0]), seed=1)
        np.testing.assert_allclose(found["mu_star"], [3, 1])


@pytest.mark.parametrize(
    ("method", "number", "uncertain", "message"),
    [
        ("sobol", 48, UNCERTAIN, "48 draws by sobol: must be a power of two, such as 32 or 64"),
        ("sobol", 100_000, UNCERTAIN, "must be a power of two, such as 65,536, the largest"),
        ("saltelli", 3, UNCERTAIN, "3 draws by saltelli: must be a power of two, such as 2 or 4"),
        ("latin_hypercube", 0, UNCERTAIN, "must be from 1 to 100,000"),
        ("morris", 100_001, UNCERTAIN, "must be from 1 to 100,000"),
        ("latin", 8, UNCERTAIN, "there is no method 'latin' to draw by; allowed: latin_hypercube, sobol, saltelli"),
        ("sobol", 8, {}, "there is nothing to draw"),
        ("morris", 8, {"lab.cadence": Uniform(low=6, high=18)}, "lab.cadence is the only one: draw another"),
    ],
)
def test_what_can_not_be_drawn(small: Resolved, method, number, uncertain, message) -> None:
    with pytest.raises(InputError, match=message):
        draw(uncertain, small, method, number, 1)


def test_powers_of_two_that_are_named_are_right() -> None:
    for number in range(1, 300):
        said = bad_number("sobol", number)
        assert bool(said) == (number not in {1, 2, 4, 8, 16, 32, 64, 128, 256})
        for word in said.removeprefix("must be a power of two, such as ").split(" or ") if said else ():
            assert bad_number("sobol", int(word)) == ""


@pytest.mark.parametrize("method", ["saltelli", "morris"])
def test_without_salib_the_cure_is_named(small: Resolved, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    for name in ("SALib", "SALib.sample", "SALib.sample.sobol", "SALib.sample.morris"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match=r"pip install 'webloop\[analysis\]'"):
        draw(UNCERTAIN, small, method, 4, 1)


class TestOwnValues:
    """Draws are shared by all scenarios, but what a scenario sets is its own."""

    @pytest.fixture
    def baseline(self, scenario_file: Write) -> Resolved:
        return load_scenario(scenario_file(SMALL, "base.yaml"))

    @pytest.mark.parametrize(
        ("text", "own"),
        [
            ("", set()),
            ("title: other\nlab: {accumulation: replace}\n", set()),
            ("lab: {cadence: 6}\n", set()),  # the same as the baseline
            ("lab: {cadence: 9}\n", {"lab.cadence"}),
            ("web: {ai_hazard_ratio: 2}\n", {"web.ai_hazard_ratio"}),
            ("writers: {segments: {press: {weight: 0.5}, forum: {weight: 0.5}}}\n", set(PATHS[1:3])),
            ("writers: {segments: {press: {weight: 0.5}, other: {weight: 0.1}}}\n", set(PATHS[1:3])),
            ("writers: {segments: {forum: null, press: {weight: 1}}}\n", set(PATHS[1:3])),
            ("interventions: [{date: 2023-01, set: {lab.cadence: 3}}]\n", set()),
        ],
    )
    def test_which(self, baseline: Resolved, scenario_file: Write, text: str, own: set[str]) -> None:
        other = load_scenario(scenario_file(f"extends: base.yaml\n{text}", "other.yaml"))
        assert own_values(other, baseline, UNCERTAIN) == own
        assert own_values(baseline, baseline, UNCERTAIN) == frozenset()

    def test_of_another_kind_nothing_is_drawn(self, baseline: Resolved, scenario_file: Write) -> None:
        text = "extends: base.yaml\nwriters: {segments: {press: {adoption: never}}}\n"
        other = load_scenario(scenario_file(text, "other.yaml"))
        path = "writers.segments.press.adoption.saturation"
        assert own_values(other, baseline, [path]) == {path}


class TestWithDraw:
    def test_interventions_win_from_their_date(self, scenario_file: Write) -> None:
        text = f"{SMALL}interventions: [{{date: 2023-01, set: {{lab.cadence: 3}}}}]\n"
        drawn = with_draw(load_scenario(scenario_file(text)), {"lab.cadence": 17})
        assert (drawn.scenario.lab.cadence, drawn.at(2023 * 12).lab.cadence) == (17, 3)

    def test_the_scenario_stays_as_it_was(self, small: Resolved) -> None:
        before = pickle.dumps(small.plain())
        drawn = with_draw(small, {"writers.segments.forum.participation.slopes.0.rate": -0.01, "lab.cadence": 9})
        assert pickle.dumps(small.plain()) == before
        assert drawn.name == small.name
        assert drawn.scenario.lab.cadence == 9
        assert drawn.plain()["writers"]["segments"]["forum"]["participation"]["slopes"][0]["rate"] == -0.01

    def test_a_labs_own_value_wins_over_what_is_drawn_for_all(self, scenario_file: Write) -> None:
        small = load_scenario(scenario_file(SMALL.replace("market_share: 2", "cadence: 4")))
        labs = with_draw(small, {"lab.cadence": 9}).scenario.labs
        assert (labs["alpha"].cadence, labs["beta"].cadence) == (4, 9)

    def test_a_part_that_a_file_leaves_out_is_made(self, small: Resolved) -> None:
        values = {"lab.decoder.top_p": 0.5, "readers.visibility.ai_odds_ratio": 0.3}
        scenario = with_draw(small, values).scenario.model_dump()
        assert scenario["lab"]["decoder"] == {"kind": "sampling", "temperature": 0.9, "top_k": None, "top_p": 0.5}
        assert scenario["readers"]["visibility"]["ai_odds_ratio"] == 0.3

    def test_without_values_it_is_the_same(self, small: Resolved) -> None:
        assert with_draw(small, {}) is small

    def test_what_does_not_go_together_is_said(self, small: Resolved) -> None:
        values = {"lab.cadence": 0, "writers.segments.press.weight": 0.7}
        with pytest.raises(InputError) as caught:
            with_draw(small, values, "draw 7")
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
        first, second = str(caught.value).splitlines()
        assert first.startswith("draw 7 of small lab.cadence: 0 is too small; must be a whole number from 1")
        assert second == "draw 7 of small writers.segments: the segments' weights sum to 1.1; they must sum to 1"
