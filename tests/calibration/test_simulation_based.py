"""Simulation-based calibration: data that the model made itself lead back to what made them (Talts et al. 2018,
arXiv:1804.06788; the log-likelihood as a test quantity: Modrák et al. 2023, doi:10.1214/23-BA1404)."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chisquare

from tests.calibration import curves
from webloop.calibration.fit import Settings, fit
from webloop.calibration.problem import Problem
from webloop.run.executors import workers

DRAWS, BINS = 15, 8
SHORT = Settings(draws=DRAWS, steps=60, walkers=12, warm_up=21)


def ranks(number: int, fitted: Problem, folder: Path) -> np.ndarray:
    """Ranks of what made the data among draws of the posterior (number, parameters and log-likelihood).

    Data come from `curves.problem()`; what is fitted to them may have other errors.
    """
    out = []
    with workers(1) as ready:
        for seed in range(number):
            rng = np.random.default_rng([1, seed])
            made = curves.observed_at(curves.problem(), truth := rng.standard_normal(4), rng)
            seen = zip(fitted.targets, made.targets, strict=True)
            asked = replace(fitted, targets=tuple(replace(one, observed=other.observed) for one, other in seen))
            found = fit(asked, replace(SHORT, seed=seed), folder / str(seed), ready)
            points = np.vstack([truth, found.points])
            quantities = np.column_stack([points, [-0.5 * (asked.residuals(z) ** 2).sum() for z in points]])
            out.append((quantities[1:] < quantities[0]).sum(axis=0))
    return np.array(out)


def p_values(found: np.ndarray) -> list[float]:
    """Whether ranks are uniform, by chi-square over 8 bins of two ranks."""
    counts = [np.bincount(column * BINS // (DRAWS + 1), minlength=BINS) for column in found.T]
    return [float(chisquare(each).pvalue) for each in counts]


@pytest.mark.slow
def test_ranks_are_uniform(tmp_path: Path) -> None:
    """160 fits, 20 expected in each bin; five quantities. False alarm: p < 2e-5 in each, 1e-4 in all."""
    found = p_values(ranks(160, curves.problem(), tmp_path))
    assert min(found) > 2e-5, found


@pytest.mark.slow
def test_a_wrong_likelihood_is_noticed(tmp_path: Path) -> None:
    """Errors taken for a third of what they are: 40 fits are enough to see it at the same level."""
    wrong = curves.problem(estimate=0.01, pages=540)
    found = p_values(ranks(40, wrong, tmp_path))
    assert min(found) < 2e-5, found
