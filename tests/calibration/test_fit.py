"""Fits whose answer is known, fits that are interrupted, and what can't be fitted."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.calibration import curves
from tests.calibration.made import START, target
from webloop.calibration import fit as fitting
from webloop.calibration import kept
from webloop.calibration.fit import Fit, Settings, fit
from webloop.calibration.mode import find_mode, informed
from webloop.calibration.problem import Problem
from webloop.calibration.readings import Readings
from webloop.calibration.space import Group, Space
from webloop.calibration.spread import Normal
from webloop.errors import InputError, WebloopError
from webloop.run.executors import workers
from webloop.submodels.distributions.lognormal import LogNormal

SHORT = Settings(draws=40, steps=30, walkers=12, warm_up=15)
LN_SD = 0.5
LOW, HIGH = np.exp(-LN_SD * 1.6448536269514722), np.exp(LN_SD * 1.6448536269514722)


@dataclass(frozen=True)
class Line:
    """Readings that are linear in the coordinates: those of lognormal parameters are their logarithms."""

    def __call__(self, values: Mapping[str, Any]) -> Readings:
        a, b, _ = np.log([values[name] for name in "abc"]) / LN_SD
        return Readings(START, {"detector": np.array([a + b, a - b, 2 * a])})


def line(**changes: Any) -> Problem:
    """Two coordinates that are observed, and one that is not; the posterior is normal."""
    space = Space(tuple(Group({name: 1.0}, LogNormal(low=LOW, high=HIGH), whole=False) for name in "abc"))
    seen = [(0, 1.0), (1, 0.2), (2, 0.9)]
    targets = tuple(target(f"t{month}", month, value, role="fit", spread=Normal(0.4)) for month, value in seen)
    return replace(Problem("line", space, targets, Line(), "a line"), **changes)


def posterior_of_line() -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of a and b in closed form."""
    slopes = np.array([[1.0, 1.0], [1.0, -1.0], [2.0, 0.0]]) / 0.4
    covariance = np.linalg.inv(np.eye(2) + slopes.T @ slopes)
    return covariance @ slopes.T @ (np.array([1.0, 0.2, 0.9]) / 0.4), covariance


def run(problem: Problem, folder: Path, settings: Settings = SHORT, jobs: int = 1, told: Any = None) -> Fit:
    with workers(jobs) as ready:
        return fit(problem, settings, folder, ready, told)


def test_the_mode_and_its_curvature_are_those_of_the_closed_form() -> None:
    asked = line()
    mean, covariance = posterior_of_line()

    def evaluate(points: np.ndarray) -> np.ndarray:
        return np.array([asked.residuals(np.append(point, 0.0)) for point in points])

    at, found, residuals, tops = find_mode(evaluate, np.array([[0.0, 0.0], [2.0, -2.0]]), np.zeros(2, dtype=bool))
    np.testing.assert_allclose(at, mean, atol=1e-4)
    np.testing.assert_allclose(found, covariance, atol=1e-6)
    np.testing.assert_allclose(residuals, evaluate(mean[None, :])[0], atol=1e-3)
    np.testing.assert_allclose(tops, -0.5 * ((residuals**2).sum() + mean @ mean), atol=1e-4)


def test_what_changes_no_reading_is_found() -> None:
    def evaluate(points: np.ndarray) -> np.ndarray:
        return np.array([line().residuals(point) for point in points])

    assert informed(evaluate, 3, np.random.default_rng(1)).tolist() == [True, True, False]


def test_a_normal_posterior_is_sampled_as_it_is(tmp_path: Path) -> None:
    """32 walkers x 200 steps are worth some 2,000 draws: means within 5 standard errors, variances within 5 of theirs.

    Five numbers, false alarm below 1e-5.
    """
    found = run(line(), tmp_path, Settings(draws=1000, steps=200))
    mean, covariance = posterior_of_line()
    effective = found.diagnostics.effective
    assert effective > 1000
    assert found.diagnostics.warning == ""
    sample = found.points[:, :2]
    np.testing.assert_allclose(sample.mean(axis=0), mean, atol=5 * np.sqrt(covariance.max() / 1000))
    np.testing.assert_allclose(np.cov(sample.T), covariance, atol=5 * covariance.max() * np.sqrt(2 / 1000))
    assert abs(found.points[:, 2].std() - 1) < 5 * np.sqrt(0.5 / 1000)  # nothing was learned of it
    by_name = {each.name: each for each in found.learned}
    assert by_name["a"].narrower == pytest.approx(1 - np.sqrt(covariance[0, 0]), abs=0.03)
    assert (by_name["c"].after, by_name["c"].narrower) == (None, 0.0)
    assert by_name["c"].before == pytest.approx((LOW, 1.0, HIGH), rel=1e-3)
    assert [each.name for each in found.learned][-1] == "c"


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same(tmp_path: Path) -> None:
    one, two = (run(curves.problem(), tmp_path / str(jobs), jobs=jobs) for jobs in (1, 2))
    np.testing.assert_array_equal(one.points, two.points)
    assert one.plain() == two.plain()


def test_another_seed_gives_another_sample_of_the_same(tmp_path: Path) -> None:
    one, two = (run(curves.problem(), tmp_path, replace(SHORT, seed=seed)) for seed in (1, 2))
    np.testing.assert_allclose(one.mode.at, two.mode.at, atol=0.05)
    assert (one.points != two.points).all()


class Stopped(Exception):
    pass


@pytest.mark.parametrize("calls", [1, 2, 3, 4, 8])
def test_an_interrupted_fit_goes_on_to_the_same_posterior(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """Stopped after the mode, while walkers warm up, at both lessons, and late."""
    whole = run(curves.problem(), tmp_path / "whole")
    saved = 0

    def save(*content: Any) -> None:
        nonlocal saved
        kept.save(*content)
        saved += 1
        if saved == calls:
            raise Stopped

    told: list[tuple[int, int, int]] = []
    with monkeypatch.context() as patch:
        patch.setattr(fitting, "save", save)
        with pytest.raises(Stopped):
            run(curves.problem(), tmp_path / "parts")
    again = run(curves.problem(), tmp_path / "parts", told=lambda *numbers: told.append(numbers))
    np.testing.assert_array_equal(whole.points, again.points)
    assert whole.plain() == again.plain()
    assert told[0][2] == told[-1][2] == 12 * 5 * (calls - 1)
    assert told[-1][0] == told[-1][1]
    assert len(list((tmp_path / "parts" / "chains").iterdir())) == 1


def test_a_finished_fit_is_not_done_again(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    first = run(curves.problem(), tmp_path)
    again = run(curves.problem(), tmp_path, told=lambda *numbers: told.append(numbers))
    np.testing.assert_array_equal(first.points, again.points)
    assert told == [(12 * 45, 12 * 45, 12 * 45)]


def test_more_steps_lengthen_a_chain_and_fewer_cut_it(tmp_path: Path) -> None:
    short = run(curves.problem(), tmp_path)
    long = run(curves.problem(), tmp_path, replace(SHORT, steps=40))
    np.testing.assert_array_equal(run(curves.problem(), tmp_path / "new", replace(SHORT, steps=40)).points, long.points)
    np.testing.assert_array_equal(run(curves.problem(), tmp_path).points, short.points)
    np.testing.assert_array_equal(run(curves.problem(), tmp_path, replace(SHORT, steps=40)).points, long.points)


def test_another_question_starts_anew(tmp_path: Path) -> None:
    asked = curves.problem()
    other = replace(asked.targets[0], observed=0.25)
    before = LogNormal(low=1, high=9)
    groups = (*asked.space.groups[:2], replace(asked.space.groups[2], distribution=before), asked.space.groups[3])
    for each in (
        asked,
        replace(asked, targets=(other, *asked.targets[1:])),
        replace(asked, targets=asked.targets[1:]),
        replace(asked, space=Space(groups)),
        replace(asked, about="another curve"),
    ):
        run(each, tmp_path)
    run(asked, tmp_path, replace(SHORT, seed=5))
    run(asked, tmp_path, replace(SHORT, walkers=16))
    assert len(list((tmp_path / "chains").iterdir())) == 7
    words = replace(asked, targets=tuple(replace(each, remark="of no matter") for each in asked.targets))
    assert words.digest == asked.digest


@pytest.mark.parametrize("damage", [b"", b"PK and no more", None])
def test_a_damaged_chain_is_walked_anew(tmp_path: Path, damage: bytes | None) -> None:
    first = run(curves.problem(), tmp_path)
    (file,) = (tmp_path / "chains").iterdir()
    file.write_bytes(file.read_bytes()[:5000] if damage is None else damage)
    np.testing.assert_array_equal(run(curves.problem(), tmp_path).points, first.points)


def test_progress_ends_where_it_said(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    run(curves.problem(), tmp_path, told=lambda *numbers: told.append(numbers))
    assert told[-1][0] == told[-1][1] > 12 * 46
    assert all(done <= total and reused == 0 for done, total, reused in told)


class TestWhatCanNotBeFitted:
    def test_nothing_observed(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="line: there is no target to fit to"):
            run(line(targets=()), tmp_path)

    def test_nothing_to_learn(self, tmp_path: Path) -> None:
        space = Space(tuple(replace(each, means={"elsewhere": 1.0}) for each in line().space.groups[:1]))
        with pytest.raises(InputError, match="no uncertain parameter changes any of the 6 readings"):
            run(replace(curves.problem(), space=space, model=Fixed()), tmp_path)

    @pytest.mark.parametrize("walkers", [4, 10])
    def test_too_few_walkers(self, tmp_path: Path, walkers: int) -> None:
        with pytest.raises(InputError, match=f"{walkers} walkers can't walk in 3 dimensions; must be a multiple of 4"):
            run(curves.problem(), tmp_path, replace(SHORT, walkers=walkers))

    def test_an_instrument_that_finds_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"made.csv:2:1: e5: detector finds nothing to read in 2018-06 on"):
            run(replace(curves.problem(), model=Gap()), tmp_path)

    def test_a_corner_that_can_not_be_read_is_as_good_as_impossible(self) -> None:
        problem = replace(curves.problem(), model=Gap())
        assert 1e3 in problem.residuals(np.zeros(problem.space.size))

    def test_without_emcee_the_cure_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "emcee", None)
        with pytest.raises(InputError, match=r"fit needs emcee: pip install 'webloop\[calibration\]'"):
            run(line(), tmp_path)

    def test_a_worker_that_dies(self, tmp_path: Path) -> None:
        with pytest.raises(WebloopError, match="a worker process died"):
            run(replace(curves.problem(), model=Deadly()), tmp_path, jobs=2)


class Fixed:
    def __call__(self, values: Mapping[str, Any]) -> Readings:
        return Readings(START, {"detector": np.full(40, 0.2)})


class Gap:
    def __call__(self, values: Mapping[str, Any]) -> Readings:
        readings = curves.Curve()(values)
        readings.values["detector"][5] = np.nan
        return readings


class Deadly:
    def __call__(self, values: Mapping[str, Any]) -> Readings:
        import os

        os._exit(1)
