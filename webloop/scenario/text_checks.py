"""Checks of scenarios whose pages are documents: the corpus can be read and lasts as long as the run."""

from collections.abc import Iterator, Mapping

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


def text_suffices(scenario: Scenario) -> Iterator[Fault]:
    """People don't run out of text that was never published before."""
    content = scenario.content
    if not isinstance(content, Text):
        return
    try:
        parts = content.parts(list(scenario.communities))
    except InputError:
        return  # said by `corpus_is_readable`
    needed = _pages_needed(scenario)
    for names in _queues(parts).values():
        need = needed * sum(scenario.communities[name].share for name in names)
        have = len(parts[names[0]])
        if need > have * (1 + 1e-9):
            whose = "people" if len(names) == len(parts) else "people of " + " and ".join(names)
            wrong = (
                f"{whose} need {round(need):,} passages of {content.words} words over the run, and the corpus "
                f"({content.corpus}) has {have:,}"
            )
            most = int(scenario.web.pages_per_month * have / need)
            cure = f"must be at most {most} ({most * content.words:,} words a month), or take a longer corpus"
            causes = (("content",), ("time", "end"), ("time", "start"), ("pinned_pollution",))
            yield Fault(("web", "pages_per_month"), wrong, cure, causes=causes)
            return


def _queues(parts: Mapping[str, Tokens]) -> dict[int, list[str]]:
    """Communities by the passages that they share."""
    queues: dict[int, list[str]] = {}
    for name, own in parts.items():
        queues.setdefault(id(own), []).append(name)
    return queues


def _pages_needed(scenario: Scenario) -> float:
    """Pages that people publish over the run and somebody reads, at least.

    Where the share of AI pages is not pinned, only the months before the first model are certain; a run that needs
    more later says so itself.
    """
    time, writers = scenario.time, scenario.writers
    first = min(lab.first_release for lab in scenario.labs.values())
    coverage = 1.0 if len(scenario.crawlers) > 1 else max(each.coverage for each in scenario.crawlers.values())
    pins, pages = scenario.pinned_pollution or {}, 0.0
    for month in range(time.start, time.end + 1):
        begun = [date for date in pins if date <= month]
        if month > first and not begun:
            break
        human = 1.0 - (pins[max(begun)] if begun and month > first else 0.0)
        level = sum(s.weight * s.participation.level(month, writers.launch) for s in writers.segments.values())
        level /= sum(s.weight for s in writers.segments.values())
        steps = max(1, month - time.start + 1) ** writers.step_power
        volume = scenario.web.pages_per_month * (1 + writers.growth) ** ((month - writers.launch) / 12) * steps * level
        pages += human * volume * (1.0 if month <= scenario.archive.date else coverage)
    return pages
