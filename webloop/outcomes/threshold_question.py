"""What is asked of a goal-seek, checked before anything is run."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from webloop.errors import InputError
from webloop.metrics.registry import Metric
from webloop.months import format_month, parse_month
from webloop.outcomes.bisection import default_tolerance
from webloop.outcomes.crossing import Goal
from webloop.run.recorder import select
from webloop.scenario.problems import Origin, ScenarioError, did_you_mean
from webloop.scenario.resolve import Resolved
from webloop.scenario.study import Study
from webloop.scenario.vary import OPTION, Parameter, at_value, find_parameter

Of = Literal["value", "difference"]


@dataclass(frozen=True)
class Question:
    """What is sought.

    Attributes:
        resolved: the scenario that is varied.
        baseline: name of the scenario it is compared with.
        parameter: the number that is varied.
        metric: what shall cross the level.
        month: when, YYYY-MM.
        of: whether the metric itself is meant, or its difference to the baseline.
        goal: the level, and on which side of it to be.
        low: least value of the search.
        high: greatest value.
        tolerance: how well values are to be known.
    """

    resolved: Resolved
    baseline: str
    parameter: Parameter
    metric: Metric
    month: str
    of: Of
    goal: Goal
    low: float
    high: float
    tolerance: float


def question(
    study: Study,
    path: str,
    metric: str,
    goal: Goal,
    *,
    month: str | None = None,
    scenario: str | None = None,
    low: float | None = None,
    high: float | None = None,
    tolerance: float | None = None,
    of: Of = "value",
) -> Question:
    """Check what is asked, before anything is run.

    Args:
        study: holds the scenario to vary, and the baseline.
        path: dotted path of the number to vary.
        metric: name of a metric that has a value every month.
        goal: the level, and on which side of it to be.
        month: YYYY-MM; the last one that both scenarios reach for None.
        scenario: which one to vary; the only one besides the baseline for None, or the baseline where it is alone.
        low: least value; the least that the schema allows for None.
        high: greatest value.
        tolerance: how well to know values; 1 % of the range for None, 1 for whole numbers.
        of: the metric itself, or its difference to the baseline.

    Raises:
        InputError: when it can't be asked so.
    """
    if study.draws is not None:
        raise InputError(
            "this study draws uncertain parameters, so there would be a threshold for every draw; "
            "name a scenario file, or a study without `draws`"
        )
    resolved = _varied(study, scenario)
    baseline = next(each for each in study.scenarios if each.name == study.baseline)
    measured = select([metric])[metric]
    if measured.level == "generation":
        raise InputError(f"{metric!r} is measured at releases only, so it has no value in a given month")
    parameter = find_parameter(resolved, path)
    at = _month(month, baseline, resolved, parameter)
    ends, width = _range(parameter, low, high, tolerance)
    for end, given, option in zip(ends, (low, high), ("--from", "--to"), strict=True):
        _checked(resolved, parameter, end, None if given is None else Origin(option))
    return Question(resolved, study.baseline, parameter, measured, at, of, goal, *ends, width)


def _varied(study: Study, name: str | None) -> Resolved:
    """The scenario to vary."""
    known = {each.name: each for each in study.scenarios}
    if name is not None:
        if name not in known:
            near = did_you_mean(name, known)
            raise InputError(
                f"--scenario {name}: there is none; {near + '. ' if near else ''}There are: {', '.join(known)}"
            )
        return known[name]
    others = [each for each in known if each != study.baseline]
    if len(others) > 1:
        raise InputError(f"say with --scenario which one to vary: {', '.join(known)}")
    return known[others[0] if others else study.baseline]


def _month(month: str | None, baseline: Resolved, resolved: Resolved, parameter: Parameter) -> str:
    """The month, if both scenarios reach it and the number matters by then."""
    times = [each.scenario.time for each in (baseline, resolved)]
    first, last = max(time.start for time in times), min(time.end for time in times)
    try:
        at = last if month is None else parse_month(month)
    except ValueError as error:
        raise InputError(f"--at {month}: {error}") from error
    if not first <= at <= last:
        raise InputError(f"--at {month}: the runs go from {format_month(first)} to {format_month(last)}")
    if parameter.months and format_month(at) < min(parameter.months):
        raise InputError(
            f"--at {month}: {parameter.path} is set from {min(parameter.months)} on, so it can't matter before"
        )
    return format_month(at)


def _range(
    parameter: Parameter, low: float | None, high: float | None, tolerance: float | None
) -> tuple[tuple[float, float], float]:
    """Where to search, and how well."""
    least, most = parameter.low if low is None else low, parameter.high if high is None else high
    if least is None or most is None:
        sides = " and ".join(side for side, end in (("--from", least), ("--to", most)) if end is None)
        raise InputError(f"{parameter.path} has no limit on that side: say where to search with {sides}")
    for option, end in (("--from", low), ("--to", high), ("--tolerance", tolerance)):
        if end is not None and (not math.isfinite(end) or (parameter.whole and not float(end).is_integer())):
            raise InputError(f"{option} {end:g}: must be a {'whole' if parameter.whole else 'finite'} number")
    if not least < most:
        raise InputError(f"--from {least:g} --to {most:g}: there is nothing between them to search")
    width = default_tolerance(least, most, whole=parameter.whole) if tolerance is None else tolerance
    if not 0 < width <= most - least:
        raise InputError(f"--tolerance {width:g}: must be above 0 and at most the range, {most - least:g}")
    # what the schema leaves out itself is left out here too
    least = least + width if low is None and parameter.low_open else least
    most = most - width if high is None and parameter.high_open else most
    return (least, most), width


def _checked(resolved: Resolved, parameter: Parameter, end: float, option: Origin | None) -> None:
    """See to it that the scenario can have a value at an end of the range."""
    try:
        at_value(resolved, parameter, end, option or OPTION)
    except ScenarioError as error:
        if option:
            raise
        hint = "choose the range with --from and --to"
        raise ScenarioError(replace(each, hint=each.hint or hint) for each in error.problems) from None
