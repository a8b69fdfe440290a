"""Checks of scenarios whose pages are documents: the corpus can be read and lasts as long as the run."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from webloop.content.text.vocabulary import Tokens
from webloop.errors import InputError
from webloop.scenario.problems import Fault, Path
from webloop.scenario.schema import Scenario
from webloop.submodels.content.text import OWNERS, Text


def corpus_is_readable(scenario: Scenario) -> Iterator[Fault]:
    """There is text, and each community has some."""
    content = scenario.content
    if not isinstance(content, Text):
        return
    for name in content.owners:
        if name not in scenario.communities:
            allowed = "allowed: " + ", ".join(scenario.communities)
            yield Fault(("content", "owners", name), f"there is no community {name!r}", allowed, of_key=True)
            return
    try:
        content.parts(list(scenario.communities))
    except InputError as error:
        told = str(error)
        path: Path = ("content", "owners") if told.startswith(OWNERS) else ("content", "corpus")
        yield Fault(path, told.removeprefix(OWNERS))


def pages_are_documents(scenario: Scenario) -> Iterator[Fault]:
    """A budget in tokens is one in documents."""
    content = scenario.content
    if isinstance(content, Text) and scenario.web.tokens_per_page != content.words:
        wrong = f"a page holds {content.words} words (content.words)"
        yield Fault(("web", "tokens_per_page"), wrong, f"must be {content.words}", causes=(("content",),))


def text_suffices(scenario: Scenario, changes: Sequence[tuple[int, Scenario]]) -> Iterator[Fault]:
    """People don't run out of text that was never published before.

    Args:
        scenario: what holds at the start.
        changes: what holds from each intervention on, as (month, scenario), in order.
    """
    content = scenario.content
    if not isinstance(content, Text):
        return
    parts, needed = content.parts(list(scenario.communities)), _pages_needed(scenario, changes)
    for names in _queues(parts).values():
        need = needed * sum(scenario.communities[name].share for name in names)
        have = len(parts[names[0]])
        if need > have * (1 + 1e-9):
            whose = "people" if len(names) == len(parts) else "people of " + " and ".join(names)
            wrong = (
                f"{whose} need {round(need):,} passages of {content.words} words over the run, and the corpus "
                f"({content.corpus}) has {have:,}"
            )
            yield Fault(("web", "pages_per_month"), wrong, _cure(scenario, changes, have / need))
            return


def _cure(scenario: Scenario, changes: Sequence[tuple[int, Scenario]], factor: float) -> str:
    pages = {each.web.pages_per_month for each in (scenario, *(changed for _, changed in changes))}
    if len(pages) > 1:  # interventions set it, too
        return (
            f"must be at most {np.floor(factor * 1000) / 1000:g} times as many in all months, or take a longer corpus"
        )
    most = int(pages.pop() * factor)
    return f"must be at most {most} ({most * scenario.web.tokens_per_page:,.0f} words a month), or take a longer corpus"


def _queues(parts: Mapping[str, Tokens]) -> dict[int, list[str]]:
    """Communities by the passages that they share."""
    queues: dict[int, list[str]] = {}
    for name, own in parts.items():
        queues.setdefault(id(own), []).append(name)
    return queues


def _pages_needed(start: Scenario, changes: Sequence[tuple[int, Scenario]]) -> float:
    """Pages that people publish over the run and somebody reads, at least.

    Where the share of AI pages is not pinned, only the months before the first model are certain; a run that needs
    more later says so itself.
    """
    first = min(lab.first_release for lab in start.labs.values())
    scenario, later, pages = start, list(changes), 0.0
    for month in range(start.time.start, start.time.end + 1):
        while later and later[0][0] <= month:
            scenario = later.pop(0)[1]
        begun = [date for date in scenario.pinned_pollution or {} if date <= month]
        if month > first and not begun:
            break
        ai = (scenario.pinned_pollution or {})[max(begun)] if begun and month > first else 0.0
        human = (1.0 - ai) / (1.0 - scenario.writers.additive * ai)
        read = 1.0 if month <= scenario.archive.date else _coverage(scenario)
        pages += human * _volume(scenario, month) * read
    return pages


def _coverage(scenario: Scenario) -> float:
    """Share of pages that must be drawn once nobody archives: several crawlers may fetch the same ones."""
    crawlers = list(scenario.crawlers.values())
    return 1.0 if len(crawlers) > 1 else crawlers[0].coverage


def _volume(scenario: Scenario, month: int) -> float:
    """Pages that people would publish in a month without AI."""
    time, writers = scenario.time, scenario.writers
    segments = list(writers.segments.values())
    level = sum(each.weight * each.participation.level(month, writers.launch) for each in segments)
    steps = max(1, month - time.start + 1) ** writers.step_power
    growth = (1 + writers.growth) ** ((month - writers.launch) / 12)
    return float(scenario.web.pages_per_month * growth * steps * level / sum(each.weight for each in segments))
