"""Draws of the priors, run beside the fits."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import SMALL
from webloop.calibration.parameters import uncertain
from webloop.calibration.priors import PRIOR, with_priors
from webloop.errors import InputError
from webloop.run.plan import plan
from webloop.scenario.study import Study, load_study

STUDY = """\
baseline: article-web.yaml
replicates: 1
draws: {number: 3, posterior: {article-web: fit.csv}}
"""
SATURATION = "writers.segments.press.adoption.saturation"


@pytest.fixture
def study(scenario_file: Callable[..., Path]) -> Callable[..., Study]:
    def load(name: str = "article-web") -> Study:
        scenario_file(SMALL, f"{name}.yaml")
        scenario_file(f"{SATURATION}\n0.3\n0.4\n0.5\n", "fit.csv")
        return load_study([scenario_file(STUDY.replace("article-web", name), "study.yaml")])

    return load


def test_priors_run_beside_the_fits(study: Callable[..., Study]) -> None:
    """With as many draws, of everything that is uncertain, and of nothing else; fits keep theirs."""
    fits = study()
    both = with_priors(fits)
    assert [each.name for each in both.scenarios] == ["article-web", "article-web" + PRIOR]
    assert both.scenarios[1].plain() == fits.scenarios[0].plain()
    runs = plan(both, []).runs
    mine = [run for run in runs if run.name == "article-web"]
    assert [run.key for run in mine] == [run.key for run in plan(fits, []).runs]
    before = [run.values for run in runs if run.name.endswith(PRIOR)]
    assert len(before) == 3
    paths = {path for group in uncertain(fits.scenarios[0]) for path in group}
    assert {frozenset(values) for values in before} == {frozenset(paths)}
    assert SATURATION not in paths


def test_fewer_draws_are_the_first_of_them(study: Callable[..., Study]) -> None:
    """So that runs that are there can be used again; another seed gives others."""
    fits = study()
    few, again, other = (
        with_priors(each).posteriors["article-web-prior"].rows for each in (_with(fits, 2), fits, _with(fits, 3, 5))
    )
    assert again[:2] == few
    assert again[0] != other[0]


def test_draws_follow_the_priors(study: Callable[..., Study]) -> None:
    """2,000 draws of a uniform and a triangular one; the bounds are six standard errors or more from the mean."""
    rows = with_priors(_with(study(), 2000)).posteriors["article-web-prior"].rows
    additive = np.array([row["writers.additive"] for row in rows])
    growth = np.array([row["writers.growth"] for row in rows])
    assert additive.mean() == pytest.approx(0.475, abs=0.04)
    assert (additive.min(), additive.max()) == (pytest.approx(0, abs=0.01), pytest.approx(0.95, abs=0.01))
    assert growth.mean() == pytest.approx(0.13 / 3, abs=0.003)


def test_where_nothing_is_known_there_are_no_priors(study: Callable[..., Study]) -> None:
    with pytest.raises(InputError, match="other-web extends none of"):
        with_priors(study("other-web"))


def _with(study: Study, number: int, seed: int = 1) -> Study:
    assert study.draws is not None
    return replace(study, draws=study.draws.model_copy(update={"number": number}), seed=seed)
