"""Naive forecasts: closed forms, and what they may know."""

import numpy as np
import pytest
from scipy import stats

from tests.calibration.made import target
from webloop.calibration.crps import crps
from webloop.calibration.naive import NAIVES, SHARP, naives, own_spread
from webloop.calibration.score import forecasts_of
from webloop.calibration.spread import Binomial, LogNormal, Normal
from webloop.calibration.target import Target


def points(values: list[float], step: int = 12, **more: object) -> list[Target]:
    return [target(f"p{at}", at * step, value, role="fit", **more) for at, value in enumerate(values)]  # type: ignore[arg-type]


def test_the_last_value_walks() -> None:
    found = naives(points([0.10, 0.14, 0.12, 0.20]))
    assert found is not None
    last, _ = found.forecasts
    assert last.name == "last value"
    per_month = (0.04**2 + 0.02**2 + 0.08**2) / 3 / 12
    month = target("x", 0, 0.3).first + 36
    assert last.at(month) == (0.20, 0.0)
    assert last.at(month + 9) == pytest.approx((0.20, np.sqrt(9 * per_month)))


def test_the_trend_is_least_squares() -> None:
    """Against SciPy's line, and the textbook's prediction interval."""
    values = [0.10, 0.14, 0.12, 0.20]
    found = naives(points(values))
    assert found is not None
    _, trend = found.forecasts
    months = target("x", 0, 0.1).first + 12.0 * np.arange(4)
    line = stats.linregress(months, values)
    ahead = months[-1] + 9
    left = np.array(values) - line.intercept - line.slope * months
    spread = np.sqrt(
        left @ left / 2 * (1 + 1 / 4 + (ahead - months.mean()) ** 2 / ((months - months.mean()) ** 2).sum())
    )
    assert trend.at(ahead) == pytest.approx((line.intercept + line.slope * ahead, spread))


def test_forecasts_are_as_wide_as_the_measurement() -> None:
    """Points on a line have no scatter; the measurement of the last of them has. That of what comes is not known."""
    found = naives([*points([0.1, 0.2]), target("last", 24, 0.3, role="fit", spread=Normal(0.05))])
    assert found is not None
    ahead = target("x", 36, 0.4, spread=Normal(0.001))
    members = found.members(found.forecasts[1], ahead)
    assert members.shape[1] == 1
    assert float(members.std()) == pytest.approx(0.05, rel=0.01)
    assert float(members.mean()) == pytest.approx(0.4)
    z = stats.norm.pdf(0) * 2 - 1 / np.sqrt(np.pi)
    assert crps(members, 0.4) == pytest.approx(0.05 * z, rel=0.02)


def test_sharp_forecasts_have_no_spread_but_the_measurement() -> None:
    """Whatever the scatter; the other strength is wider, and both have the same middle."""
    found = naives(points([0.10, 0.40, 0.20, 0.50], spread=Normal(0.01)))
    assert found is not None
    members = found.strengths(target("x", 48, 0.4))
    assert tuple(members) == NAIVES
    assert len(NAIVES) == 4
    for name in ("last value", "linear trend"):
        wide, sharp = members[name], members[name + SHARP]
        assert float(sharp.std()) == pytest.approx(0.01, rel=0.01)
        assert float(wide.std()) > 0.1
        assert float(np.median(wide)) == pytest.approx(float(np.median(sharp)))


def test_factors_are_forecast_by_factors() -> None:
    """Doubling every year goes on doubling, and nothing is below 0."""
    found = naives(points([1.0, 2.0, 4.0], spread=LogNormal(0.2), unit="tokens"))
    assert found is not None
    assert found.log
    ahead = target("x", 36, 9.0, spread=LogNormal(0.2), unit="tokens")
    members = found.members(found.forecasts[1], ahead)
    assert float(np.median(members)) == pytest.approx(8.0)
    assert float(np.log(members).std()) == pytest.approx(0.2, rel=0.01)
    assert own_spread(ahead, log=True) == pytest.approx(0.2)


def test_no_share_is_beyond_the_whole() -> None:
    found = naives(points([0.2, 0.9, 0.1]))
    assert found is not None
    for forecast in found.forecasts:
        members = found.members(forecast, target("x", 48, 0.5))
        assert members.min() >= 0
        assert members.max() <= 1


def test_a_steep_factor_does_not_overflow() -> None:
    found = naives(points([1.0, 1e3, 1e6], step=1, spread=LogNormal(0.2), unit="tokens"))
    assert found is not None
    assert np.isfinite(found.members(found.forecasts[1], target("x", 600, 9.0, unit="tokens"))).all()


def test_own_spread_of_few_pages() -> None:
    """That of the normal distribution with the same 90 % interval."""
    exact = stats.binomtest(5, 50).proportion_ci(0.9, method="exact")
    found = own_spread(target("x", 0, 0.1, spread=Binomial(50)), log=False)
    assert found == pytest.approx((exact.high - exact.low) / (2 * stats.norm.ppf(0.95)))


@pytest.mark.parametrize("values", [[], [0.1], [0.1, 0.2]])
def test_two_points_are_too_few(values: list[float]) -> None:
    assert naives(points(values)) is None


def test_points_of_one_time_have_no_trend() -> None:
    assert naives(points([0.1, 0.2, 0.3], step=0)) is None


def series(name: str = "s") -> list[Target]:
    earlier = [target(f"{name}{at}", at, 0.1 * at, series=name, role="fit") for at in range(1, 4)]
    return [*earlier, target(f"{name}9", 9, 0.5, series=name)]


def test_only_earlier_points_of_the_series_are_known() -> None:
    """Not those of another series, not held-out ones, not fitted ones from the held-out time on."""
    others = [target("late", 9, 0.9, series="s", role="fit"), target("held", 2, 0.9, series="t")]
    found = forecasts_of([*series(), *others])
    assert list(found) == ["s"]
    assert found["s"] == naives(series()[:3])


def test_nothing_is_forecast_without_earlier_points() -> None:
    assert forecasts_of(series()[1:]) == {}
    assert forecasts_of(series()[:3]) == {}


def test_the_shipped_points_are_known_to_a_users_file() -> None:
    """Where series, instrument and unit are the same; those that the user has brought anew count once."""
    new = [target("new", 12, 0.6, series="s")]
    assert forecasts_of(new, series()) == {"s": naives(series()[:3])}
    again = [*series()[:1], *new]
    assert forecasts_of(again, series()) == {"s": naives(series()[:3])}
    in_percent = [target("new", 12, 60.0, series="s", unit="%")]
    assert forecasts_of(in_percent, series()) == {}
