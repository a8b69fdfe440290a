"""From a results folder to the story of a month: its run is run again, and held against what was recorded."""

from pathlib import Path

from webloop.errors import InputError, WebloopError
from webloop.months import format_month
from webloop.outcomes.explain.facts import Seen
from webloop.outcomes.explain.question import Question, asked_labs, asked_month, asked_run
from webloop.outcomes.explain.registry import Scene, told
from webloop.outcomes.explain.story import Sentence, Story, said
from webloop.outcomes.explain.watching import Witness
from webloop.run.blocks import BLOCK
from webloop.run.plan import Plan
from webloop.run.reopen import read_manifest, reopened
from webloop.run.replay import differences, recorded, replay
from webloop.run.reproduce import changes
from webloop.run.tasks import Run
from webloop.scenario.parting import parting

_NAMED = 5
_CURE = (
    "so this story would not be that of the recorded run: run the study again, use the version that made the folder, "
    "or see what this version makes of it with --anyway"
)


def explain(folder: str | Path, question: Question | None = None) -> Story:
    """Tell the story of a month of a run.

    The run is run again from its start, and the baseline with the same luck beside it where it is another by then.
    Nothing is written to the folder.

    Args:
        folder: a results folder.
        question: which run and month; None for the last release of the only scenario.

    Raises:
        InputError: when it is not a results folder, or there is no such run or month.
        WebloopError: when the run does not give the recorded numbers any more, unless it is asked for anyway: a story
            of other numbers does not explain these.
    """
    folder, question = Path(folder), question or Question()
    known, planned = read_manifest(folder), reopened(folder)
    run = asked_run(planned, question, frozenset(known["failed"]))
    labs = asked_labs(run, question)
    file = _file(folder, planned, run)
    month = asked_month(run, file, labs, question.month)
    again = _Again(folder, planned, question)
    seen = again.see(run, month)
    base = next(each for each in planned.runs_of(planned.study.baseline) if _luck(each) == _luck(run))
    apart = None if run.name == base.name else parting(base.scenario(), run.scenario())
    differs = apart is not None and apart <= month
    missing = _missing(base, month, failed=planned.file(base).as_posix() in known["failed"]) if differs else ""
    other = again.see(base, month)[month] if differs and not missing else None
    scene = Scene(run.scenario(), seen[month], seen.get(month - 1), other, labs)
    return Story(
        scenario=run.name,
        title=run.scenario().scenario.title,
        baseline=planned.study.baseline,
        draw=run.draw if planned.drawn else None,
        replicate=run.replicate,
        month=format_month(month),
        checked=_checked(run, base, month, apart, missing, same=not again.unlike),
        unlike=tuple(again.unlike),
        chapters=told(scene),
    )


def _luck(run: Run) -> tuple[int, int]:
    return run.draw, run.replicate


def _file(folder: Path, planned: Plan, run: Run) -> Path:
    file = folder / planned.file(run)
    if not file.exists():
        raise InputError(f"{folder} has lost {planned.file(run).as_posix()}; the command that made it makes it again")
    return file


class _Again:
    """Runs of a folder, run again.

    Args:
        folder: the results folder.
        planned: its runs.
        question: says whether other numbers than those recorded will do.

    Attributes:
        unlike: how the numbers differ from those recorded, and what has changed since; empty if they are the same.
    """

    def __init__(self, folder: Path, planned: Plan, question: Question) -> None:
        self._folder = folder
        self._planned = planned
        self._question = question
        self.unlike: list[str] = []

    def see(self, run: Run, month: int) -> dict[int, Seen]:
        """What there was to see in a month and the one before.

        Raises:
            WebloopError: when the numbers are not the recorded ones.
        """
        witness = Witness((month - 1, month), 0 if run.block is None else run.replicate % BLOCK)
        unlike = differences(replay(run, month, witness), recorded(_file(self._folder, self._planned, run), month))
        if unlike:
            self.unlike += self._told(run, unlike)
            if not self._question.anyway:
                raise WebloopError("\n".join([*self.unlike, _CURE]))
        return witness.seen

    def _told(self, run: Run, unlike: list[str]) -> list[str]:
        more = [f"... and {len(unlike) - _NAMED} more columns"] if len(unlike) > _NAMED else []
        since = changes(read_manifest(self._folder), self._planned)
        return [
            f"{self._folder / self._planned.file(run)}: run again it gives other numbers than those recorded",
            *unlike[:_NAMED],
            *more,
            *(f"changed since: {line}" for line in since),
        ]


def _missing(base: Run, month: int, *, failed: bool) -> str:
    """Why the baseline with the same luck has no such month, as a clause; empty where it has."""
    end = base.scenario().scenario.time.end
    if failed:
        return "its run with the same luck failed"
    return f"it ends in {format_month(end)}" if end < month else ""


def _checked(run: Run, base: Run, month: int, apart: int | None, missing: str, *, same: bool) -> Sentence:
    """How the numbers came about, and what they are compared with."""
    months = str(month - run.scenario().scenario.time.start + 1)
    begin = "Run again up to this month, {months} in all: " + (
        "every recorded number is the same to the last bit." if same else "these are NOT the recorded numbers."
    )
    if run.name == base.name:
        return said(begin, months=months)
    if apart is None:
        return said(begin + " Its rules are those of {baseline} throughout.", months=months, baseline=base.name)
    if apart > month:
        told = " Until {since} its rules are those of {baseline}, and so are all numbers."
    elif missing:
        told = (
            f" From {{since}} on its rules are not those of {{baseline}}, but nothing is compared with it: {missing}."
        )
    else:
        told = (
            ' From {since} on its rules are not those of {baseline}: "in the baseline" means the same luck under those.'
        )
    return said(begin + told, months=months, baseline=base.name, since=format_month(apart))
