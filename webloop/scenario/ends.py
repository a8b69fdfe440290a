"""The ends of uncertain ranges, tried in every scenario of a study."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webloop.scenario.document import Document
from webloop.scenario.draws import patched
from webloop.scenario.extends import bad_path
from webloop.scenario.groups import is_whole, numbers, own_values, split, start_data
from webloop.scenario.problems import Problem, ScenarioError, show_value
from webloop.scenario.resolve import Resolved, resolve
from webloop.submodels.roles import Distribution

Ends = Mapping[str, Mapping[str, Any]]
"""For each entry of `uncertain` what stands at its paths."""

SIDES = ("low", "high")


def ends_problems(
    uncertain: Mapping[str, Distribution], scenarios: Sequence[Resolved], study: Document
) -> Iterator[Problem]:
    """What is wrong when an end of a range is put into a scenario.

    The baseline is tried with each end alone. Every scenario is tried with all low ends and with all high ends;
    where that fails, it is tried with each end alone, to say which.

    Args:
        uncertain: distributions by paths that lead to numbers of the baseline.
        scenarios: all scenarios of the study, the baseline first.
        study: the study file, for the places of problems.
    """
    said: set[tuple[str, ...]] = set()
    data = start_data(scenarios[0])
    ends = {side: _ends(uncertain, data, side) for side in SIDES}
    for index, resolved in enumerate(scenarios):
        decided = own_values(resolved, scenarios[0], uncertain)
        for side in SIDES:
            left = {entry: values for entry, values in ends[side].items() if decided.isdisjoint(values)}
            together = _tried(resolved, left, study, side)
            alone: list[Problem] = []
            if index == 0 or together:
                alone = [p for entry, values in left.items() for p in _tried(resolved, {entry: values}, study, side)]
            for problem in alone or together:
                words = (side, problem.path, problem.wrong.split(": ", 1)[-1])
                if words not in said:  # one line for a problem, not one for every scenario that has it
                    yield problem
                said.add(words)


def _ends(uncertain: Mapping[str, Distribution], data: dict[str, Any], side: str) -> Ends:
    """What stands at one end of each range; the parts of a whole stand at their means."""
    out: dict[str, dict[str, Any]] = {}
    for entry, distribution in uncertain.items():
        ends = distribution.ends()
        if ends is None:
            means = numbers(entry, data)
            out[entry] = {path: mean / sum(means.values()) for path, mean in means.items()}
            continue
        end = ends[SIDES.index(side)]
        written = end == getattr(distribution, side, end)
        out[entry] = {entry: end if written or not is_whole(entry, data) else round(end)}
    return out


def _tried(resolved: Resolved, ends: Ends, study: Document, side: str) -> list[Problem]:
    """What is wrong with a scenario that has these values, at the place of the distributions."""
    faulty = [
        Problem(study.origin(("uncertain", entry), of_key=True), f"uncertain.{entry}", wrong)
        for entry, values in ends.items()
        for wrong in {bad_path(split(path), resolved.document.data) for path in values}
        if wrong
    ]
    if faulty or not ends:
        return faulty
    pairs = [(entry, path, value) for entry, values in ends.items() for path, value in values.items()]
    origins = [study.origin(("uncertain", entry, side)) for entry, _, _ in pairs]
    try:
        resolve(patched(resolved.document, {path: value for _, path, value in pairs}, origins), resolved.name)
    except ScenarioError as error:
        return [_placed(problem, resolved.name, ends, study, side) for problem in error.problems]
    return []


def _placed(problem: Problem, name: str, ends: Ends, study: Document, side: str) -> Problem:
    """A scenario's problem at the entry that brings it about, or at `uncertain` when it takes several."""
    wrong, allowed, hint = problem.wrong, problem.allowed, problem.hint
    dotted = problem.path.replace("[", ".").replace("]", "")
    for entry, values in ends.items():
        if dotted in values:
            end = values[dotted]
            if end != study.data["uncertain"][entry].get(side):
                wrong = wrong.replace(show_value(end), f"{end:.3g} (as far as draws go)")
            return Problem(study.origin(("uncertain", entry, side)), f"uncertain.{entry}", wrong, allowed, hint)
    if len(ends) > 1:
        origin, path = study.origin(("uncertain",), of_key=True), "uncertain"
        brings = f"with all values at their {side} end"
    else:
        ((entry, values),) = ends.items()
        origin, path = study.origin(("uncertain", entry, side)), f"uncertain.{entry}"
        brings = f"with {show_value(next(iter(values.values())))}" if len(values) == 1 else "with these parts"
    wrong = f"{brings} {problem.path} of {name!r} is wrong: {wrong}"
    return Problem(origin, path, wrong, allowed, hint)
