"""Which run and which month is asked about; what is left open is chosen, what there is not is refused."""

from dataclasses import dataclass
from pathlib import Path

from webloop.errors import InputError
from webloop.months import format_month, parse_month
from webloop.run.plan import Plan
from webloop.run.replay import recorded
from webloop.run.tasks import Run
from webloop.scenario.problems import did_you_mean


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        scenario: name; None for the only one.
        draw: which draw of uncertain parameters.
        replicate: which stream of chance.
        month: YYYY-MM; None for the last month with a release, or the last of the run without any.
        lab: the only lab to tell of; None for all.
        anyway: whether to tell the story of a run that does not give the recorded numbers any more.
    """

    scenario: str | None = None
    draw: int = 0
    replicate: int = 0
    month: str | None = None
    lab: str | None = None
    anyway: bool = False


def asked_run(planned: Plan, question: Question, failed: frozenset[str]) -> Run:
    """The run that is meant.

    Args:
        planned: the runs of a results folder.
        question: what is asked.
        failed: files of runs that failed.

    Raises:
        InputError: when there is no such run, or it failed.
    """
    names = [each.name for each in planned.study.scenarios]
    name = question.scenario
    if name is None and len(names) > 1:
        raise InputError(f"which scenario? --scenario NAME, one of: {', '.join(names)}")
    name = names[0] if name is None else name
    if name not in names:
        near = did_you_mean(name, names)
        raise InputError(f"--scenario {name}: there are {', '.join(names)}{'; ' if near else ''}{near}")
    _number("--replicate", question.replicate, planned.study.replicates)
    _number("--draw", question.draw, planned.draws)
    run = next(
        each for each in planned.runs_of(name) if (each.draw, each.replicate) == (question.draw, question.replicate)
    )
    if planned.file(run).as_posix() in failed:
        raise InputError(f"{planned.file(run).as_posix()} failed, so there is nothing to tell: failures.csv says why")
    return run


def _number(option: str, given: int, number: int) -> None:
    if not 0 <= given < number:
        there = "there is only 0" if number == 1 else f"there are 0 to {number - 1}"
        raise InputError(f"{option} {given}: {there}")


def asked_labs(run: Run, question: Question) -> tuple[str, ...]:
    """The labs to tell of.

    Raises:
        InputError: when there is none of that name.
    """
    names = tuple(run.scenario().scenario.labs)
    if question.lab is None:
        return names
    if question.lab not in names:
        near = did_you_mean(question.lab, names)
        raise InputError(f"--lab {question.lab}: {run.name} has {', '.join(names)}{'; ' if near else ''}{near}")
    return (question.lab,)


def asked_month(run: Run, file: Path, labs: tuple[str, ...], month: str | None) -> int:
    """The month that is meant, as a whole number.

    Args:
        run: the run.
        file: where it is kept.
        labs: whose releases count.
        month: YYYY-MM; None for the last with a release.

    Raises:
        InputError: when it is no month, or none of the run.
    """
    time = run.scenario().scenario.time
    if month is None:
        models = recorded(file)["generations"]
        pairs = zip(models["lab"].to_pylist(), models["month"].to_pylist(), strict=True)
        return max((int(at) for lab, at in pairs if lab in labs), default=time.end)
    try:
        wanted = parse_month(month)
    except ValueError as error:
        raise InputError(f"--month {month}: {error}") from None
    if not time.start <= wanted <= time.end:
        ends = f"{format_month(time.start)} to {format_month(time.end)}"
        raise InputError(f"--month {month}: {run.name} goes from {ends}")
    return wanted
