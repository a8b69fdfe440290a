"""The hindcast: both baselines run over the past with what their fits left possible, and held against targets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from webloop.calibration.coverage import SCORED
from webloop.calibration.ensemble import Ensemble, ensembles
from webloop.calibration.priors import PRIOR
from webloop.calibration.score import Score, score
from webloop.calibration.target import BASELINES, Target
from webloop.calibration.targets import load_targets
from webloop.errors import InputError
from webloop.months import format_month
from webloop.outcomes.results import Results
from webloop.plots.runs import all_runs
from webloop.scenario.extends import with_value
from webloop.scenario.problems import Origin, ScenarioError
from webloop.scenario.resolve import Resolved, load_scenario, resolve
from webloop.scenario.shipped import PREFIX
from webloop.scenario.study import Study, load_study

STUDY = "webloop/study-hindcast"
"""The study that a hindcast runs."""


@dataclass(frozen=True)
class Hindcast:
    """Targets with what the baselines' draws say about them.

    Attributes:
        targets: all targets, in the order of their file.
        known: those of the shipped file, where the user has brought one: what naive forecasts may know, too.
        ensembles: readings of each baseline.
        priors: readings of its priors alone, by its name.
        scores: of all targets that are not `out`, by target, then by baseline.
        titles: of the baselines, by name.
        made: how the runs were made, in one line.
    """

    targets: tuple[Target, ...]
    known: tuple[Target, ...]
    ensembles: tuple[Ensemble, ...]
    priors: Mapping[str, Ensemble]
    scores: tuple[Score, ...]
    titles: Mapping[str, str]
    made: str

    @property
    def out(self) -> list[Target]:
        """Targets that the model has no such thing as."""
        return [target for target in self.targets if target.role == "out"]

    @property
    def misses(self) -> list[Score]:
        """Scored readings outside their 90 % interval."""
        return [each for each in self.scores if each.target.role in SCORED and not each.inside]

    @property
    def series(self) -> list[str]:
        """Names of the series that are looked at, in the order of the file."""
        return list(dict.fromkeys(each.target.series for each in self.scores if each.target.series))


def hindcast_study(draws: int | None = None, seed: int | None = None, file: str | Path = STUDY) -> Study:
    """The runs of the fits that a hindcast asks for.

    Args:
        draws: of each baseline; the study's for None.
        seed: of the runs; the study's for None.
        file: the study.

    Raises:
        InputError: when it can't be run, or its fits have fewer draws.
    """
    study = load_study([file], seed=seed)
    if draws is None or study.draws is None:
        return study
    for posterior in study.posteriors.values():
        if draws > len(posterior.rows):
            raise InputError(f"--draws {draws}: {posterior.name} has {len(posterior.rows)} draws")
    return replace(study, draws=study.draws.model_copy(update={"number": draws}))


def up_to(study: Study, month: int) -> Study:
    """A study whose scenarios end with a month; the study itself where their rules have later dates."""
    origin = Origin("hindcast")
    ended = (with_value(each.document, "time.end", format_month(month), origin) for each in study.scenarios)
    try:
        scenarios = tuple(resolve(document, each.name) for document, each in zip(ended, study.scenarios, strict=True))
    except ScenarioError:
        return study
    return replace(study, scenarios=scenarios)


def instruments_of(scenarios: Iterable[Resolved]) -> dict[str, str]:
    """Unit of each instrument of some scenarios, by name."""
    return {name: instrument.unit for each in scenarios for name, instrument in each.scenario.instruments.items()}


def horizon_of(scenarios: Iterable[Resolved]) -> tuple[int, int]:
    """First and last month in which all of some scenarios can be read."""
    times = [each.scenario.time for each in scenarios]
    return max(time.start for time in times), min(time.end for time in times)


def targets_for(scenarios: Sequence[Resolved], file: Path | None) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """Targets of a file that scenarios can be held against, and the shipped ones where that is another file.

    Raises:
        ScenarioError: with all that is wrong with the file.
    """
    instruments, horizon = instruments_of(scenarios), horizon_of(scenarios)
    targets = load_targets(file, instruments, horizon)
    return targets, () if file is None else load_targets(None, instruments, horizon)


def baselines() -> list[Resolved]:
    """Both baselines as they ship."""
    return [load_scenario(f"{PREFIX}{name}") for name in BASELINES]


def last_month(targets: Sequence[Target]) -> int:
    """The last month that any target has to be read in.

    Raises:
        InputError: when there is nothing to read: all targets are out.
    """
    months = [target.last for target in targets if target.role != "out"]
    if not months:
        raise InputError("no target can be held against the model: all of them are out")
    return max(months)


def hindcast(results: Results, targets: Sequence[Target], known: Sequence[Target] = ()) -> Hindcast:
    """Hold runs against targets.

    Args:
        results: runs of the baselines and of their priors alone (`with_priors`), with readings.
        targets: what was observed.
        known: targets of the shipped file, if `targets` are of another.

    Raises:
        InputError: when an instrument has nothing to read in the months of a target.
    """
    read = {
        each.baseline: each
        for each in ensembles(results, {target.instrument for target in targets if target.role != "out"})
    }
    found = tuple(each for name, each in read.items() if name + PRIOR in read)
    priors = {each.baseline: read[each.baseline + PRIOR] for each in found}
    return Hindcast(
        targets=tuple(targets),
        known=tuple(known),
        ensembles=found,
        priors=priors,
        scores=score(targets, found, priors, known),
        titles={name: results.title(name) for name in priors},
        made=f"webloop {results.manifest['webloop']}, {all_runs(results)}, seed {results.manifest['seed']}",
    )
