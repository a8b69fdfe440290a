"""Posteriors say what they were fitted to, and a hindcast asks them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.calibration.made import target
from tests.conftest import SMALL
from webloop.calibration.fitted import check_fits
from webloop.calibration.problems import asked
from webloop.errors import InputError
from webloop.scenario.study import load_study

STUDY = """\
baseline: article-web.yaml
draws: {number: 1, posterior: {article-web: fits/mine.csv}}
"""
FITTED = target("fitted", 0, 0.1, role="fit")
AGAIN = "; fit again: webloop fit"


@pytest.fixture
def check(tmp_path: Path, scenario_file: Callable[..., Path]) -> Callable[..., None]:
    """Check a posterior about which `said` is said, against both targets."""

    def checked(said: object, *, shipped: bool = False, **more: Any) -> None:
        (tmp_path / "fits").mkdir()
        scenario_file(SMALL, "article-web.yaml")
        scenario_file("lab.hallucination\n0.03\n", "fits/mine.csv")
        if said is not None:
            scenario_file(said if isinstance(said, str) else json.dumps(said), "fits/mine.json")
        file = scenario_file(STUDY, "study.yaml")
        targets = [target("held", 0, 0.1, **more), FITTED]
        check_fits(load_study([file]), file, targets, shipped=shipped)

    return checked


def test_a_fit_that_has_not_seen_what_is_held_out_is_good(check: Callable[..., None]) -> None:
    check({"problem": "any", "targets": {"fit": ["fitted", "another"]}})


def test_what_is_of_another_baseline_may_have_been_seen(check: Callable[..., None]) -> None:
    check({"problem": "any", "targets": {"fit": ["held"]}}, baselines=("site-web",))


@pytest.mark.parametrize("role", ["fit", "held_out"])
def test_a_fit_that_has_seen_what_is_held_out_is_refused(check: Callable[..., None], role: str) -> None:
    with pytest.raises(InputError) as error:
        check({"problem": "any", "targets": {"fit": ["fitted"], role: ["held"]}})
    assert str(error.value) == f"fits/mine.json: held out is what this was fitted to: held{AGAIN}"


def test_a_fit_of_which_nothing_is_said_is_refused(check: Callable[..., None]) -> None:
    with pytest.raises(InputError) as error:
        check(None)
    assert str(error.value) == (
        f"fits/mine.json: there is no such file, so that nobody knows what was fitted to{AGAIN}"
    )


@pytest.mark.parametrize("said", ["{", "[]", "{}", '{"problem": "p"}', '{"problem": "p", "targets": ["a"]}'])
def test_a_file_that_says_something_else_is_refused(check: Callable[..., None], said: str) -> None:
    with pytest.raises(
        InputError, match=r"^fits/mine\.json: it does not say which problem and which targets were fitted"
    ):
        check(said)


def test_a_shipped_fit_must_be_of_the_problem_as_it_is_asked_today(check: Callable[..., None]) -> None:
    said = {"problem": "of yesterday", "targets": {"fit": ["fitted"]}}
    with pytest.raises(InputError) as error:
        check(said, shipped=True)
    assert str(error.value) == (
        f"fits/mine.json: this was fitted to another scenario, other priors or other targets{AGAIN}"
    )


def test_a_shipped_fit_of_the_problem_as_it_is_asked_today_is_good(check: Callable[..., None]) -> None:
    (found,) = asked(["webloop/article-web"], None, held_out=False)
    check({"problem": found.problem.digest, "targets": {"fit": ["fitted"]}}, shipped=True)
