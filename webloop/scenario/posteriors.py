"""The posteriors that a study names, checked against its scenarios."""

from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath

from webloop.errors import InputError
from webloop.scenario.document import Document
from webloop.scenario.draws import with_draw
from webloop.scenario.groups import split
from webloop.scenario.posterior import Posterior, posterior_file, read_posterior
from webloop.scenario.problems import Problem, did_you_mean, overlap
from webloop.scenario.resolve import Resolved
from webloop.scenario.uncertain import Draws

_PLACE = ("draws", "posterior")


def load_posteriors(
    draws: Draws | None, scenarios: Sequence[Resolved], study: Document, folder: FilePath, taken: Sequence[str]
) -> tuple[dict[str, Posterior], list[Problem]]:
    """Read the posteriors of a study.

    Args:
        draws: what the study says of draws.
        scenarios: its scenarios, the baseline first.
        study: the study file, for the places of problems.
        folder: where it stands.
        taken: paths that the study draws, sweeps or sets otherwise.

    Returns:
        The posterior of each scenario that has one, and everything that is wrong.
    """
    if draws is None or draws.posterior is None:
        return {}, []
    by_name = {each.name: each for each in scenarios}
    own = not isinstance(draws.posterior, str)
    problems: list[Problem] = []
    if not isinstance(draws.posterior, str):
        without = [name for name in by_name if name not in draws.posterior]
        if without:
            wrong = f"there is no posterior for {', '.join(without)}"
            problems.append(Problem(study.origin(_PLACE), ".".join(_PLACE), wrong, "name one for each scenario"))
    named = draws.posterior if not isinstance(draws.posterior, str) else dict.fromkeys(by_name, draws.posterior)
    files: dict[str, Posterior] = {}
    found: dict[str, Posterior] = {}
    for name, file in named.items():
        place = (*_PLACE, name) if own else _PLACE
        dotted = ".".join(place)
        if name not in by_name:
            wrong, allowed = f"there is no scenario {name!r} in this study", "allowed: " + ", ".join(by_name)
            hint = did_you_mean(name, by_name)
            problems.append(Problem(study.origin(place, of_key=True), dotted, wrong, allowed, hint))
            continue
        if file not in files:
            try:
                files[file] = read_posterior(posterior_file(file, folder), file)
            except InputError as error:
                problems.append(Problem(study.origin(place), dotted, str(error)))
                if not own:
                    break
                continue
            problems += [
                Problem(study.origin(place), dotted, *said) for said in _in_general(files[file], draws.number, taken)
            ]
        found[name] = files[file]
        if own or name == scenarios[0].name:
            said = list(_for_scenario(files[file], by_name[name], draws.number))
            problems += [Problem(study.origin(place), dotted, *each) for each in said]
    return found, problems


def _in_general(posterior: Posterior, number: int, taken: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with it whatever the scenario."""
    if number > len(posterior.rows):
        yield f"{posterior.name} has {len(posterior.rows)} draws", f"draws.number must be at most that, not {number}"
    for path in posterior.paths:
        other = next((each for each in taken if overlap(split(path), split(each))), None)
        if other is not None:
            yield f"{posterior.name} draws {path}, and the study sets it too ({other})", "leave one of them out"


def _for_scenario(posterior: Posterior, resolved: Resolved, number: int) -> Iterator[tuple[str, str]]:
    """What is wrong with it for a scenario that shall have all of it."""
    unknown = posterior.unknown(resolved)
    if unknown:
        others = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        yield f"{posterior.name} draws {unknown[0]}{others}", f"{resolved.name} has no such number"
        return
    absent = posterior.absent(resolved)
    for index, row in enumerate(posterior.rows[:number]):
        try:
            with_draw(resolved, {p: v for p, v in row.items() if p not in absent}, f"{posterior.name}:{index + 2}")
        except InputError as error:
            yield str(error), "every draw must be possible"
            return
