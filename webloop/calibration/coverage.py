"""How often observed readings lie in 90 % intervals, how often the model beats naive forecasts, and what that says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

from webloop.calibration.naive import SHARP
from webloop.calibration.score import Score
from webloop.calibration.target import ROLES, Role
from webloop.replication.checks import percent

ENOUGH, AHEAD = 0.80, 0.75
"""Asked for: the part of held-out readings inside 90 % intervals, and of series on which the model is ahead."""
SCORED: tuple[Role, ...] = ("fit", "held_out")
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Coverage:
    """How many of some targets lie in their 90 % intervals.

    Attributes:
        baseline: the baseline.
        role: their role.
        series: the series that they are of; empty for all of that role.
        inside: how many lie inside.
        number: of how many, >= 1.
        prior_inside: how many lie in those of the priors alone.
        crps: mean CRPS, as a part of that of the priors alone; each target's counts in units of the width of the
            priors' interval. Not a number where that has no width, or where theirs is not above 0 by chance.
        width: median width of the intervals, as a part of that of the priors alone.
        learned: whether these are only the targets of which the fit has something to say.
    """

    baseline: str
    role: Role
    series: str
    inside: int
    number: int
    prior_inside: int
    crps: float
    width: float
    learned: bool = False

    @property
    def share(self) -> float:
        """The part inside."""
        return self.inside / self.number

    @property
    def interval(self) -> tuple[float, float]:
        """Clopper and Pearson's 95 % interval, as if each target were evidence of its own."""
        ends = binomtest(self.inside, self.number).proportion_ci(_CONFIDENCE, method="exact")
        return float(ends.low), float(ends.high)


@dataclass(frozen=True)
class Race:
    """The model and the naive forecasts on the held-out points of a series.

    Attributes:
        baseline: the baseline.
        series: the series.
        unit: of the scores.
        number: held-out points.
        model: mean CRPS of the model.
        naive: that of each naive forecast, by name.
    """

    baseline: str
    series: str
    unit: str
    number: int
    model: float
    naive: Mapping[str, float]

    @property
    def last_value(self) -> float:
        """Mean CRPS of the last value, in the better of its strengths."""
        return self._better("last value")

    @property
    def trend(self) -> float:
        """Mean CRPS of the linear trend, in the better of its strengths."""
        return self._better("linear trend")

    @property
    def ahead(self) -> bool:
        """Whether the model is better than the best of them."""
        return self.model < min(self.naive.values())

    def _better(self, name: str) -> float:
        return min(self.naive[name], self.naive[name + SHARP])


@dataclass(frozen=True)
class Verdict:
    """What can be claimed of a baseline.

    Attributes:
        baseline: its name.
        coverage: of held-out targets; None where there are none.
        learned: of those of which the fit has something to say; None where there are none.
        races: of its series with enough earlier points.
    """

    baseline: str
    coverage: Coverage | None
    learned: Coverage | None
    races: tuple[Race, ...]

    @property
    def covers(self) -> bool | None:
        """Whether enough held-out readings lie inside; None where there are none."""
        return None if self.coverage is None else self.coverage.share >= ENOUGH

    @property
    def leads(self) -> bool | None:
        """Whether it is ahead on enough series; None where none can be compared."""
        return sum(race.ahead for race in self.races) >= AHEAD * len(self.races) if self.races else None


def coverage(scores: Sequence[Score], *, by_series: bool = False) -> tuple[Coverage, ...]:
    """Coverage of fitted and of held-out targets, apart; of the latter also of those that the fit has a say in.

    Args:
        scores: of all targets.
        by_series: for each series, rather than for all; then of all of its targets only.
    """
    out = []
    for role in sorted(SCORED, key=ROLES.index):
        mine = [each for each in scores if each.target.role == role and (each.target.series or not by_series)]
        for baseline, series in _groups((each.baseline, each.target.series * by_series) for each in mine):
            own = [e for e in mine if e.baseline == baseline and (e.target.series == series or not by_series)]
            out.append(_counted(own, series))
            known = [each for each in own if each.learned and role == "held_out" and not by_series]
            if known:
                out.append(_counted(known, series, learned=True))
    return tuple(out)


def _counted(scores: Sequence[Score], series: str, *, learned: bool = False) -> Coverage:
    """How scores of one baseline and role do."""
    wide = [each for each in scores if each.prior.forecast.width > 0]
    model, prior, ratios = (
        np.array(values)
        for values in (
            [each.crps / each.prior.forecast.width for each in wide],
            [each.prior.crps / each.prior.forecast.width for each in wide],
            [each.forecast.width / each.prior.forecast.width for each in wide],
        )
    )
    return Coverage(
        baseline=scores[0].baseline,
        role=scores[0].target.role,
        series=series,
        inside=sum(each.inside for each in scores),
        number=len(scores),
        prior_inside=sum(each.prior.inside for each in scores),
        crps=float(model.sum() / prior.sum()) if prior.sum() > 0 else float("nan"),
        width=float(np.median(ratios)) if wide else float("nan"),
        learned=learned,
    )


def races(scores: Sequence[Score]) -> tuple[Race, ...]:
    """Model and naive forecasts on each series that has enough earlier points."""
    mine = [each for each in scores if each.naive]
    out = []
    for baseline, series in _groups((each.baseline, each.target.series) for each in mine):
        own = [each for each in mine if (each.baseline, each.target.series) == (baseline, series)]
        naive = {name: float(np.mean([each.naive[name] for each in own])) for name in own[0].naive}
        model = float(np.mean([each.crps for each in own]))
        out.append(Race(baseline, series, own[0].target.unit, len(own), model, naive))
    return tuple(out)


def verdicts(scores: Sequence[Score]) -> tuple[Verdict, ...]:
    """What can be claimed of each baseline."""
    held = [each for each in coverage(scores) if each.role == "held_out"]
    covered = {each.baseline: each for each in held if not each.learned}
    known = {each.baseline: each for each in held if each.learned}
    raced = races(scores)
    return tuple(
        Verdict(name, covered.get(name), known.get(name), tuple(race for race in raced if race.baseline == name))
        for name in dict.fromkeys(each.baseline for each in scores)
    )


def in_words(verdict: Verdict) -> str:
    """The verdict in a sentence or two."""
    said = []
    if verdict.coverage is None:
        said.append(f"{verdict.baseline}: no target is held out, so that nothing can be claimed.")
    else:
        found = verdict.coverage
        low, high = (percent(end) for end in found.interval)
        said.append(
            f"{verdict.baseline}: {found.inside} of {found.number} held-out readings lie in their 90 % intervals, "
            f"{percent(found.share)} (95 % interval {low} to {high}): "
            f"{'at least' if verdict.covers else 'fewer than'} the {percent(ENOUGH)} asked for. "
            f"The priors alone would have covered {found.prior_inside}."
        )
        said.append(_of_learned(verdict.learned))
    if verdict.races:
        ahead = sum(race.ahead for race in verdict.races)
        said.append(
            f"CRPS is ahead of all naive forecasts on {ahead} of {len(verdict.races)} series: "
            f"{'at least' if verdict.leads else 'fewer than'} the three quarters asked for."
        )
    else:
        said.append("No held-out series has three earlier points to make naive forecasts from.")
    return " ".join(said)


def _of_learned(found: Coverage | None) -> str:
    """The sentence on targets of which the fit has something to say."""
    if found is None:
        return "The fit has nothing to say of any of them: no interval is half as wide as that of the priors alone."
    low, high = (percent(end) for end in found.interval)
    return (
        "Where the fit has something to say (an interval at most half as wide as that of the priors alone) it is "
        f"{found.inside} of {found.number}, {percent(found.share)} ({low} to {high}); the priors alone would have "
        f"covered {found.prior_inside} of these."
    )


def _groups(keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(keys))
