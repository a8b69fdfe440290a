"""What a scenario's numbers depend on and its words don't show: texts and models behind paths, and libraries."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from webloop.content.ideas.build import text_digest as digest_of_ideas
from webloop.extras import versions
from webloop.registry import Config, Submodel
from webloop.scenario.resolve import Resolved
from webloop.scenario.schema import Scenario
from webloop.submodels.content.text import Text
from webloop.submodels.roles import Learner


def text_digest(scenario: Scenario) -> str | None:
    """SHA-256 of the corpus that people publish, or of the text that ideas are named after; None without text."""
    if isinstance(scenario.content, Text):
        return scenario.content.read().digest
    return digest_of_ideas(scenario.ideas)


def model_digest(resolved: Resolved) -> str | None:
    """SHA-256 of the models in folders that labs ever begin with; None where there are none."""
    learners = [each for each in _submodels(resolved) if isinstance(each, Learner)]
    found = [digest for each in learners if (digest := each.digest()) is not None]
    return sha256(" ".join(found).encode()).hexdigest() if found else None


def libraries(resolved: Resolved) -> tuple[str, ...]:
    """Libraries that a scenario's numbers depend on and not all scenarios', by name."""
    return tuple(sorted({name for each in _submodels(resolved) for name in each.libraries}))


def beyond_words(resolved: Resolved) -> list[Any]:
    """What those add to the key of a run: nothing where there are none, so that other keys stay as they are."""
    found = [model_digest(resolved), versions(libraries(resolved))]
    return found if any(found) else []


def _submodels(resolved: Resolved) -> Iterator[Submodel]:
    """All submodels of a scenario, and of what holds after each of its interventions."""
    for scenario in (resolved.scenario, *(changed for _, changed in resolved.changes)):
        yield from submodels_in(scenario)


def submodels_in(value: Any) -> Iterator[Submodel]:
    """All submodels in a scenario, or in a part of one."""
    if isinstance(value, Submodel):
        yield value
    if isinstance(value, Config):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ():
        yield from submodels_in(part)
