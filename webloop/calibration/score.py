"""Scores: each target's forecast held against what was observed, and against naive forecasts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from webloop.calibration.crps import crps
from webloop.calibration.ensemble import Ensemble
from webloop.calibration.naive import Naives, naives
from webloop.calibration.target import Target

Floats = NDArray[np.float64]
_KNOWN = ("fit", "input")
LEARNED = 0.5
"""A fit has something to say of a target where its interval is at most so many times as wide as that of the priors."""
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Forecast:
    """What an ensemble says about a target.

    Attributes:
        low: lower end of the middle 90 % of readings, in the target's unit.
        quarter: lower end of the middle 50 %.
        median: the median.
        three_quarters: upper end of the middle 50 %.
        high: upper end of the middle 90 %.
    """

    low: float
    quarter: float
    median: float
    three_quarters: float
    high: float

    @property
    def width(self) -> float:
        """Of the 90 % interval."""
        return self.high - self.low


@dataclass(frozen=True)
class Prior:
    """What was known of a target before anything was fitted.

    Attributes:
        forecast: readings of draws from the priors.
        inside: whether the observed reading lies in their 90 % interval.
        crps: of these readings, in the target's unit.
    """

    forecast: Forecast
    inside: bool
    crps: float


@dataclass(frozen=True)
class Score:
    """A target in a baseline.

    Attributes:
        target: the target.
        baseline: the baseline's name.
        forecast: its readings.
        inside: whether the observed reading lies in their 90 % interval.
        within_half: whether it lies in their 50 % interval.
        pit: which part of the readings lies below the observed one (half of those equal to it counts).
        crps: of the readings, in the target's unit.
        prior: what the priors alone say.
        naive: CRPS of the naive forecasts by name; empty where the target is not held out, or too little came before.
    """

    target: Target
    baseline: str
    forecast: Forecast
    inside: bool
    within_half: bool
    pit: float
    crps: float
    prior: Prior
    naive: Mapping[str, float] = field(default_factory=dict)

    @property
    def learned(self) -> bool:
        """Whether the fit has something to say: its interval is at most half as wide as that of the priors alone."""
        return self.prior.forecast.width > 0 and self.forecast.width <= LEARNED * self.prior.forecast.width

    @property
    def best_naive(self) -> float:
        """CRPS of the best naive forecast; not a number where there is none."""
        return min(self.naive.values(), default=float("nan"))


def score(
    targets: Sequence[Target],
    ensembles: Sequence[Ensemble],
    priors: Mapping[str, Ensemble],
    known: Sequence[Target] = (),
) -> tuple[Score, ...]:
    """Hold the forecasts of ensembles against targets, by target, then by baseline.

    Args:
        targets: what to look at; those that are `out` are left out.
        ensembles: readings of each baseline.
        priors: those of its priors alone, by the baseline's name.
        known: targets of another file, whose earlier points the naive forecasts may know, too.

    Raises:
        InputError: when an instrument has nothing to read.
    """
    before = forecasts_of(targets, known)
    return tuple(
        _score(target, ensemble, priors[ensemble.baseline], before)
        for target in targets
        if target.role != "out"
        for ensemble in ensembles
        if ensemble.baseline in target.baselines
    )


def forecasts_of(targets: Sequence[Target], known: Iterable[Target] = ()) -> dict[str, Naives]:
    """Naive forecasts of every series that has held-out points and enough points before the first of them."""
    ids = {target.id for target in targets}
    pool = [*targets, *(target for target in known if target.id not in ids)]
    first: dict[tuple[str, str, str], int] = {}
    for each in targets:
        if each.series and each.role == "held_out":
            first[series_of(each)] = min(each.first, first.get(series_of(each), each.first))
    out: dict[str, Naives] = {}
    for key, start in first.items():
        found = naives([each for each in pool if series_of(each) == key and each.role in _KNOWN and each.last < start])
        if found:
            out[key[0]] = found
    return out


def forecast(members: Floats) -> Forecast:
    """Quantiles of readings: each is one of them."""
    return Forecast(*(float(end) for end in np.quantile(members, _QUANTILES, method="inverted_cdf")))


def series_of(target: Target) -> tuple[str, str, str]:
    """What points of one series have in common, also over two files."""
    return target.series, target.instrument, target.unit


def _score(target: Target, ensemble: Ensemble, prior: Ensemble, before: Mapping[str, Naives]) -> Score:
    members = ensemble.members(target)
    said = forecast(members)
    observed = _snapped(target)
    below, equal = float((members < observed).mean()), float((members == observed).mean())
    series = before.get(target.series) if target.role == "held_out" else None
    naive = {name: crps(each, observed) for name, each in series.strengths(target).items()} if series else {}
    return Score(
        target=target,
        baseline=ensemble.baseline,
        forecast=said,
        inside=said.low <= observed <= said.high,
        within_half=said.quarter <= observed <= said.three_quarters,
        pit=below + equal / 2,
        crps=crps(members, observed),
        prior=_of_prior(prior.members(target), observed),
        naive=naive,
    )


def _of_prior(members: Floats, observed: float) -> Prior:
    said = forecast(members)
    return Prior(said, said.low <= observed <= said.high, crps(members, observed))


def _snapped(target: Target) -> float:
    """The observed reading; where pages were counted, the nearest one that they can give: figures are rounded."""
    grain = target.spread.grain
    if not grain:
        return target.observed
    whole = target.bounds[1]
    pages = round(whole / grain)
    return float(round(target.observed / grain) / pages * whole)
