"""Marks of provenance that no lab ever reads: such a scenario can be run, and nothing follows from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from webloop.scenario.interventions import problem_of_change
from webloop.scenario.merge import lab_home
from webloop.scenario.parts import Filter
from webloop.scenario.problems import Fault, Path, Problem, overlap
from webloop.scenario.resolve import Resolved
from webloop.scenario.schema import Scenario


@dataclass(frozen=True)
class _Mark:
    """A kind of mark.

    Attributes:
        put: values, by path, that put such marks on pages where they are above 0.
        read: whether a filter looks at them.
        idle: what to say when none does.
    """

    put: Callable[[Scenario], Mapping[Path, float]]
    read: Callable[[Filter], bool]
    idle: str


_DROPPED = "but no lab reads labels (lab.filter.drop_labelled), so nothing follows"
_MARKS = (
    _Mark(
        lambda scenario: {("labels", "share"): scenario.labels.share},
        lambda rules: rules.drop_labelled,
        f"pages are labelled, {_DROPPED}",
    ),
    _Mark(
        lambda scenario: {("labs", name, "watermark"): lab.watermark for name, lab in scenario.labs.items()},
        lambda rules: rules.drop_labelled,
        f"pages are watermarked, {_DROPPED.replace('labels', 'marks')}",
    ),
    _Mark(
        lambda scenario: {("labels", "signed"): scenario.labels.signed},
        lambda rules: rules.signed == "require" or (rules.signed == "trust" and rules.detector is not None),
        "pages are signed, but no lab reads signatures (lab.filter.signed: require, or trust with a detector), so "
        "nothing follows",
    ),
)


def idle_marks(families: Sequence[Sequence[Resolved]]) -> list[str]:
    """A warning for each kind of mark that some pages of a scenario carry and no lab reads from then on.

    Args:
        families: scenarios of a study, each with all its variants in a sweep: one that reads is enough. The first is
            the baseline, and not warned of where another reads: it shows what happens if nobody does.
    """
    told: list[str] = []
    for mark in _MARKS:
        others_read = any(_is_read(mark, each) for family in families[1:] for each in family)
        idle = [_idle(mark, family) for family in (families[1:] if others_read else families)]
        told += [str(problem) for problem in idle if problem is not None]
    return list(dict.fromkeys(told))


def _idle(mark: _Mark, family: Sequence[Resolved]) -> Problem | None:
    """The first place that puts a mark which none of these scenarios reads."""
    put = [(each, at) for each in family if (at := _first_put(mark, each)) is not None]
    if any(_is_read(mark, each, since) for each, (since, _) in put):
        return None
    return next((_problem(each, *at, mark.idle) for each, at in put), None)


def _states(resolved: Resolved) -> list[Scenario]:
    """What holds at the start and from each intervention on."""
    return [resolved.scenario, *(changed for _, changed in resolved.changes)]


def _first_put(mark: _Mark, resolved: Resolved) -> tuple[int, Path] | None:
    """From which state on pages are marked, and by which value."""
    for state, scenario in enumerate(_states(resolved)):
        path = next((path for path, share in mark.put(scenario).items() if share > 0), None)
        if path is not None:
            return state, path
    return None


def _is_read(mark: _Mark, resolved: Resolved, since: int = 0) -> bool:
    """Whether some lab reads such marks in a state or later: pages keep those that they were published with."""
    return any(mark.read(lab.filter) for scenario in _states(resolved)[since:] for lab in scenario.labs.values())


def _problem(resolved: Resolved, state: int, path: Path, idle: str) -> Problem:
    """A warning at the line that puts the marks."""
    document, wrong = resolved.document, f"warning: {idle}"
    if state == 0:
        return document.problem(Fault(lab_home(path, document.data), wrong))
    patch = resolved.scenario.interventions[state - 1].set
    homes = (path, ("lab", *path[2:])) if path[0] == "labs" else (path,)
    written = (home for home in homes if any(overlap(tuple(dotted.split(".")), home) for dotted in patch))
    return problem_of_change(document, state - 1, patch, Fault(next(written, path), wrong))
