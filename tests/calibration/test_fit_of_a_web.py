"""A fit of the simulated web itself: what made the readings is found again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2

from tests.calibration import curves
from tests.calibration.made import target
from tests.conftest import SMALL
from webloop.calibration.fit import Settings, fit
from webloop.calibration.problem import log_posterior, web_problem
from webloop.calibration.spread import Binomial, Normal, Spread
from webloop.calibration.target import Target
from webloop.months import parse_month
from webloop.run.executors import workers
from webloop.scenario.resolve import load_scenario
from webloop.submodels.distributions.dirichlet import Dirichlet
from webloop.submodels.distributions.loguniform import LogUniform
from webloop.submodels.distributions.uniform import Uniform

WEB = SMALL.replace("2021-01, end: 2025-12", "2022-06, end: 2024-12").replace("5000", "5000000")
WEB = WEB.replace("2021-06", "2022-09").replace("2021-09", "2022-11") + (
    "instruments:\n"
    "  press: {counts: majority, segments: [press], fpr: 0.01, fnr: 0.0, humanised: 0.0}\n"
    "  all: {counts: fraction, fpr: 0.0, fnr: 0.0, humanised: 0.0}\n"
    "  questions: {kind: volume, segments: [forum], reference: 2022-11, spread: 0.05}\n"
)
PRIORS = {
    ("writers.segments.press.weight", "writers.segments.forum.weight"): Dirichlet(concentration=20),
    ("writers.segments.press.adoption.saturation",): Uniform(low=0.1, high=0.5),
    ("writers.segments.press.adoption.time_constant",): LogUniform(low=3, high=30),
    ("writers.segments.forum.participation.slopes.0.rate",): Uniform(low=-0.08, high=0.0),
    ("lab.hallucination",): Uniform(low=0.0, high=0.1),
}
READ = (
    ("press", "2023-04", Binomial(400)),
    ("press", "2023-10", Binomial(400)),
    ("press", "2024-06", Binomial(400)),
    ("press", "2024-12", Normal(0.02)),
    ("all", "2023-12", Normal(0.02)),
    ("all", "2024-12", Normal(0.02)),
    ("questions", "2023-06", Normal(0.03)),
    ("questions", "2024-06", Normal(0.03)),
)
NARROWER = {
    "writers.segments.press.adoption.saturation": 0.5,
    "writers.segments.press.adoption.time_constant": 0.5,
    "writers.segments.forum.participation.slopes.0.rate": 0.5,
    "writers.segments.press.weight": 0.05,
}
"""By how much each must be less uncertain than before, at least."""


@pytest.mark.slow
def test_what_made_the_readings_is_found_again(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    """Twice the log posterior by which the mode is above what made the readings is about chi-square with 5 degrees.

    False alarm: 1e-4. Four parameters have been learned, and the one that no reading hangs on has not.
    """
    resolved = load_scenario(scenario_file(WEB))
    targets = [_target(name, parse_month(month), spread) for name, month, spread in READ]
    asked = web_problem(resolved, PRIORS, targets, "small")
    rng = np.random.default_rng(4)
    truth = rng.standard_normal(asked.space.size)
    made = curves.observed_at(asked, truth, rng)
    with workers(2) as ready:
        found = fit(made, Settings(draws=200, steps=30, walkers=12, warm_up=15), tmp_path, ready)
    by_name = {each.name: each for each in found.learned}
    assert by_name["lab.hallucination"].after is None
    there = truth[found.mode.informed]
    assert len(there) == 5
    height = log_posterior(there[None, :], made.residuals(truth)[None, :])[0]
    assert 2 * (found.mode.tops.max() - height) < chi2(5).isf(1e-4)
    assert np.ptp(found.mode.tops) < 0.01  # from wherever one starts
    for name, least in NARROWER.items():
        assert by_name[name].narrower > least, name


def _target(name: str, month: int, spread: Spread) -> Target:
    unit = "ratio" if name == "questions" else "share"
    made = target(f"{name}-{month}", 0, 0.2, role="fit", spread=spread, unit=unit)
    return replace(made, instrument=name, first=month, last=month)
