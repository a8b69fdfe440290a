"""What a study file may say about uncertain parameters, checked against its scenarios."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from webloop.registry import Config, param
from webloop.scenario.designs import MOST_DRAWS, bad_number
from webloop.scenario.document import Document
from webloop.scenario.ends import ends_problems
from webloop.scenario.extends import bad_path
from webloop.scenario.groups import split, start_data
from webloop.scenario.problems import ANY, Fault, Problem, overlap
from webloop.scenario.reaching import not_a_number, not_parts
from webloop.scenario.resolve import Resolved
from webloop.submodels.roles import Distribution

Uncertain = Mapping[str, Distribution]


def _files(value: Any) -> Any:
    """A file, or one for each scenario: said in one message, where a union would have one for each of its kinds."""
    by_name = isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values())
    if value is not None and not isinstance(value, str) and not by_name:
        raise ValueError("this names no file; must be a path, or a path for each scenario by its name")
    return value


_FILES = {
    "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}, {"type": "null"}]
}


class Draws(Config):
    """How often the uncertain parameters are drawn; a number alone will do."""

    number: int = param(
        64, "Draws; every scenario is run with each of them", unit="draws", ge=1, le=MOST_DRAWS, source="user"
    )
    method: Literal["latin_hypercube", "sobol"] = param(
        "latin_hypercube",
        "How draws spread over what is possible; sobol needs a power of two",
        unit="choice",
        source="McKay et al. 1979; Sobol 1967, scrambled",
    )
    posterior: Annotated[str | dict[str, str] | None, PlainValidator(_files), WithJsonSchema(_FILES)] = param(
        None,
        "Draws of a fit (`webloop fit`): a file for all scenarios, or one for each by the scenario's name",
        unit="path",
        source="user",
    )


def in_full(study: Document) -> None:
    """Write a number of draws alone in full, as `{number: 64}`."""
    given = study.data.get("draws")
    if given is not None and not isinstance(given, Mapping):
        study.data["draws"] = {"number": given}
        study.keys[("draws", "number")] = study.values[("draws", "number")] = study.values[("draws",)]


def draws_problems(draws: Draws | None, study: Document) -> Iterator[Problem]:
    """What is wrong with `draws`, apart from its single values."""
    if draws is None:
        return
    if not study.data.get("uncertain") and draws.posterior is None:
        wrong, must = "there is nothing to draw", "name what is in `uncertain`, or a posterior, or leave `draws` out"
        yield Problem(study.origin(("draws",), of_key=True), "draws", wrong, must)
    must = bad_number(draws.method, draws.number)
    if must:
        wrong = f"{draws.number} is not a number of draws by {draws.method}"
        yield Problem(study.origin(("draws", "number")), "draws.number", wrong, must)


def uncertain_problems(
    uncertain: Uncertain,
    scenarios: Sequence[Resolved],
    study: Document,
    swept: Sequence[str] = (),
    settings: Sequence[str] = (),
) -> list[Problem]:
    """Everything that is wrong with what a study says is uncertain.

    Args:
        uncertain: distributions by dotted path.
        scenarios: all scenarios of the study, the baseline first.
        study: the study file, for the places of problems.
        swept: paths of its sweep.
        settings: paths set for every scenario.
    """
    data = start_data(scenarios[0])
    found: list[Problem] = []
    right: dict[str, Distribution] = {}
    for dotted, distribution in uncertain.items():
        faults = _shape(dotted, distribution, data) or list(_claimed(dotted, right, swept, settings))
        found += [_said(study, dotted, fault) for fault in faults]
        if not faults:
            right[dotted] = distribution
    if found:
        return found
    return list(ends_problems(right, scenarios, study))


def _said(study: Document, dotted: str, fault: Fault) -> Problem:
    """A fault at the line of its entry."""
    origin = study.origin(("uncertain", dotted), of_key=True)
    return Problem(origin, f"uncertain.{dotted}", fault.wrong, fault.allowed, fault.hint)


def _shape(dotted: str, distribution: Distribution, data: dict[str, Any]) -> list[Fault]:
    """What is wrong with a path by itself."""
    path = split(dotted)
    wrong = bad_path(path, data) if ANY not in path else bad_path(path[: path.index(ANY)], data)
    if wrong:
        return [Fault(path, wrong)]
    if distribution.draws_parts:
        return list(not_parts(path, distribution.kind, data))
    if ANY in path:
        whole = "`*` stands for the parts of a whole, which only the kind dirichlet draws"
        return [Fault(path, whole, "name one path")]
    return list(not_a_number(path, data))


def _claimed(dotted: str, others: Uncertain, swept: Sequence[str], settings: Sequence[str]) -> Iterator[Fault]:
    """What else wants to set the same value."""
    path = split(dotted)
    for other in swept:
        if overlap(path, split(other)):
            yield Fault(path, f"the sweep sets this too ({other})", "sweep it or draw it, not both")
    for other in settings:
        if overlap(path, split(other)):
            yield Fault(path, f"--set {other} sets this too", "leave one of them out")
    for other in others:
        if overlap(path, split(other)):
            yield Fault(path, f"this is drawn already, by {other}", "leave one of them out")
