"""The hindcast: both baselines run over the past with what their fits left possible, and held against targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from webloop.calibration.coverage import SCORED
from webloop.calibration.ensemble import Ensemble, ensembles
from webloop.calibration.score import Score, score
from webloop.calibration.target import Target
from webloop.calibration.targets import load_targets
from webloop.outcomes.results import Results
from webloop.plots.runs import all_runs
from webloop.scenario.study import Study


@dataclass(frozen=True)
class Hindcast:
    """Targets with what the baselines' draws say about them.

    Attributes:
        targets: all targets, in the order of their file.
        known: those of the shipped file, where the user has brought one: what naive forecasts may know, too.
        ensembles: readings of each baseline.
        scores: of all targets that are not `out`, by target, then by baseline.
        titles: of the baselines, by name.
        made: how the runs were made, in one line.
    """

    targets: tuple[Target, ...]
    known: tuple[Target, ...]
    ensembles: tuple[Ensemble, ...]
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


def instruments_of(study: Study) -> dict[str, str]:
    """Unit of each instrument of a study's scenarios, by name."""
    return {name: instrument.unit for each in study.scenarios for name, instrument in each.scenario.instruments.items()}


def horizon_of(study: Study) -> tuple[int, int]:
    """First and last month in which all scenarios of a study can be read."""
    times = [each.scenario.time for each in study.scenarios]
    return max(time.start for time in times), min(time.end for time in times)


def targets_for(study: Study, file: Path | None) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """Targets of a file that a study can be held against, and the shipped ones where that is another file.

    Raises:
        ScenarioError: with all that is wrong with the file.
    """
    instruments, horizon = instruments_of(study), horizon_of(study)
    targets = load_targets(file, instruments, horizon)
    return targets, () if file is None else load_targets(None, instruments, horizon)


def last_month(targets: Sequence[Target], otherwise: int) -> int:
    """The last month that any target has to be read in."""
    return max((target.last for target in targets if target.role != "out"), default=otherwise)


def hindcast(results: Results, targets: Sequence[Target], known: Sequence[Target] = ()) -> Hindcast:
    """Hold runs against targets.

    Args:
        results: runs of the baselines, with readings.
        targets: what was observed.
        known: targets of the shipped file, if `targets` are of another.

    Raises:
        InputError: when an instrument has nothing to read in the months of a target.
    """
    found = ensembles(results, {target.instrument for target in targets if target.role != "out"})
    return Hindcast(
        targets=tuple(targets),
        known=tuple(known),
        ensembles=found,
        scores=score(targets, found, known),
        titles={name: results.title(name) for name in results.scenarios},
        made=f"webloop {results.manifest['webloop']}, {all_runs(results)}, seed {results.manifest['seed']}",
    )
