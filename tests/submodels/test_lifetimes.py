"""Lifetimes: durability classes follow the law they stand for."""

import numpy as np
import pytest

from webloop.submodels.lifetimes.constant import Constant
from webloop.submodels.lifetimes.weibull import Weibull


@pytest.mark.parametrize("shape", [0.5, 0.577, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("scale", [20.0, 37.0, 50.0])
@pytest.mark.parametrize("ratio", [0.5, 1.0, 4.0])
def test_classes_follow_the_weibull_law_at_every_age(shape: float, scale: float, ratio: float) -> None:
    shares, survival = Weibull(shape=shape, scale_years=scale).classes(ratio)
    ages = np.arange(481)
    law = np.exp(-ratio * (ages / 12 / scale) ** shape)  # a hazard ratio multiplies the cumulative hazard
    assert shares.sum() == pytest.approx(1.0, abs=1e-12)
    assert ((survival > 0) & (survival <= 1)).all()
    assert np.abs(survival[None, :] ** ages[:, None] @ shares - law).max() < 0.01


def test_pew_2024() -> None:
    """92 % of pages are there after half a year, 62 % after 10.3 years."""
    shares, survival = Weibull().classes(1.0)
    assert float(shares @ survival**6) == pytest.approx(0.92, abs=0.01)
    assert float(shares @ survival**124) == pytest.approx(0.62, abs=0.01)


@pytest.mark.parametrize("shape", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("scale", [0.6, 2.0, 200.0, 1000.0])
@pytest.mark.parametrize("ratio", [0.01, 1.0, 100.0])
def test_no_allowed_law_is_far_off(shape: float, scale: float, ratio: float) -> None:
    shares, survival = Weibull(shape=shape, scale_years=scale).classes(ratio)
    ages = np.arange(481)
    law = np.exp(-ratio * (ages / 12 / scale) ** shape)
    assert np.abs(survival[None, :] ** ages[:, None] @ shares - law).max() < 0.02


def test_constant_hazard() -> None:
    shares, survival = Constant(hazard=0.02).classes(3.0)
    assert shares.tolist() == [1.0]
    assert survival[0] == pytest.approx(np.exp(-0.06))
