"""Effective sample sizes of chains whose autocorrelation is known."""

import numpy as np
import pytest

from webloop.calibration.diagnostics import ENOUGH, Diagnostics, diagnose, worth


def autoregression(kept: float, steps: int, walkers: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    out = [rng.standard_normal(walkers)]
    for _ in range(steps - 1):
        out.append(kept * out[-1] + np.sqrt(1 - kept**2) * rng.standard_normal(walkers))
    return np.array(out)


@pytest.mark.parametrize(("kept", "steps"), [(0.0, 400), (0.5, 800), (0.8, 2000)])
def test_effective_size_of_an_autoregression(kept: float, steps: int) -> None:
    """Its autocorrelation time is (1 + kept) / (1 - kept); the estimate from 20 walkers is within a tenth or so."""
    effective = worth(autoregression(kept, steps, 20, 1))
    assert 20 * steps / effective == pytest.approx((1 + kept) / (1 - kept), rel=0.15)


def test_walkers_that_stay_apart_are_worth_little() -> None:
    """Each walker alone looks well mixed: only between them it shows."""
    chain = autoregression(0.0, 100, 20, 2) + 3 * np.random.default_rng(3).standard_normal(20)
    assert worth(chain) < 40


def test_a_chain_that_never_moved_is_worth_one_draw() -> None:
    chain = np.tile(np.arange(8.0), (20, 1))
    assert worth(chain) == 1.0
    found = diagnose(chain[:, :, None])
    assert (found.acceptance, found.effective) == (0.0, 1.0)


def test_the_slowest_coordinate_counts() -> None:
    fast, slow = autoregression(0.0, 400, 20, 4), autoregression(0.9, 400, 20, 5)
    found = diagnose(np.stack([fast, slow], axis=2))
    assert found.effective == worth(slow)
    assert found.autocorrelation == pytest.approx(19, rel=0.4)
    assert (found.steps, found.walkers, found.acceptance) == (400, 20, 1.0)


def test_walkers_that_all_drift_are_worth_little() -> None:
    chain = autoregression(0.0, 200, 20, 6)
    assert worth(chain) > 2000
    assert worth(chain + np.linspace(0, 4, 200)[:, None]) < 100


def test_what_is_said_against_a_chain() -> None:
    assert Diagnostics(0.3, 5.0, ENOUGH, 100, 40).warning == ""
    assert Diagnostics(0.3, 5.0, ENOUGH - 1, 100, 40).warning == (
        "the chain is too short: it is worth 399 independent draws, and 400 are wanted; give more --steps"
    )
