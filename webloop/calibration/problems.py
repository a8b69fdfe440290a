"""Problems of fitting from scenario files and target files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from webloop.calibration.parameters import baseline_of, uncertain
from webloop.calibration.problem import Problem, web_problem
from webloop.calibration.target import BASELINES
from webloop.calibration.targets import load_targets, shipped_targets
from webloop.errors import InputError
from webloop.scenario.resolve import Resolved, load_scenario

ALL = "-all"
"""End of the name of what was fitted to all targets."""


@dataclass(frozen=True)
class Asked:
    """What is to be fitted.

    Attributes:
        problem: the problem.
        left_out: ids of targets that would count, but hang on ideas, which fits leave out.
    """

    problem: Problem
    left_out: tuple[str, ...]


def asked(files: Sequence[str], targets: Path | None, *, held_out: bool) -> list[Asked]:
    """The problems of scenario files.

    Args:
        files: each is or extends a calibrated baseline.
        targets: a target file; the shipped one for None.
        held_out: whether to fit to targets with the role held_out as well.

    Raises:
        InputError: when a scenario extends none, has no target to fit to, or two have the same name.
    """
    scenarios = [load_scenario(file) for file in files]
    names = [each.name for each in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{names.count(name)} scenarios are called {name}: their posteriors would be one file")
    return [_asked(each, targets, held_out=held_out) for each in scenarios]


def _asked(resolved: Resolved, file: Path | None, *, held_out: bool) -> Asked:
    baseline = baseline_of(resolved)
    if baseline not in BASELINES:
        raise InputError(
            f"{resolved.name} neither is nor extends {' or '.join(BASELINES)}: there are no targets for it"
        )
    kinds, time = resolved.scenario.instruments, resolved.scenario.time
    there = load_targets(file, {name: each.unit for name, each in kinds.items()}, (time.start, time.end))
    roles = {"fit", "held_out"} if held_out else {"fit"}
    wanted = [each for each in there if each.role in roles and baseline in each.baselines]
    chosen = [each for each in wanted if not kinds[each.instrument].needs_ideas]
    if not chosen:
        also = "" if held_out else "; --all-targets takes those with the role held_out as well"
        raise InputError(f"{file or shipped_targets().name}: no target with the role fit is about {baseline}{also}")
    problem = web_problem(resolved, uncertain(resolved), chosen, resolved.name + ALL * held_out)
    return Asked(problem, tuple(each.id for each in wanted if each not in chosen))
