"""Checks of scenarios whose pages are documents: the corpus can be read and lasts as long as the run."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import ceil, sqrt

from webloop.content.text.vocabulary import Tokens
from webloop.errors import InputError
from webloop.scenario.pins import pinned_share
from webloop.scenario.problems import Fault
from webloop.scenario.schema import Scenario
from webloop.scenario.volumes import planned_volumes
from webloop.submodels.content.text import Text

_ROUNDING = 1e-6  # pages
_FAR = 5.0
_FEWEST = 1000  # words a month: smaller runs say nothing


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
        yield Fault(("content", error.key or "corpus"), str(error), causes=(("content", "corpus"),))


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
    parts, volumes = content.parts(list(scenario.communities)), _volumes(scenario, changes)
    pages = scenario.web.pages_per_month
    for names in _queues(parts).values():
        shares, have = [scenario.communities[name].share for name in names], len(parts[names[0]])
        need = _needed(pages, volumes, shares)
        if need > have:
            whose = "people" if len(names) == len(parts) else "people of " + " and ".join(names)
            wrong = (
                f"{whose} may need {need:,} passages of {content.words} words over the run, and the corpus "
                f"({content.corpus}) has {have:,}"
            )
            most = bisect_right(range(int(pages) + 1), have, key=lambda few: _needed(few, volumes, shares)) - 1
            cure = f"must be at most {most} ({most * content.words:,} words a month), or take a longer corpus"
            if most * content.words < _FEWEST:
                cure = (
                    f"the text is too short: about {need * content.words:,} words are needed besides the held-out part"
                )
            causes = (("content",), ("time", "end"), ("time", "start"), ("pinned_pollution",))
            yield Fault(("web", "pages_per_month"), wrong, cure, causes=causes)
            return


def _queues(parts: Mapping[str, Tokens]) -> dict[int, list[str]]:
    """Communities by the passages that they share."""
    queues: dict[int, list[str]] = {}
    for name, own in parts.items():
        queues.setdefault(id(own), []).append(name)
    return queues


def _needed(pages: float, volumes: Sequence[tuple[float, float]], shares: Sequence[float]) -> int:
    """Passages that communities with these shares may publish, of which somebody reads some.

    Numbers of pages are rounded up for each community and month, and where a crawler fetches some by chance five
    standard deviations are added.
    """
    total, variance = 0.0, 0.0
    for volume, read in volumes:
        for share in shares:
            published = ceil(pages * volume * share - _ROUNDING)
            total += published * read
            variance += published * read * (1.0 - read)
    return ceil(total + _FAR * sqrt(variance))


def _volumes(start: Scenario, changes: Sequence[tuple[int, Scenario]]) -> list[tuple[float, float]]:
    """People's own pages of each month, in units of web.pages_per_month, and the share of them that is drawn.

    Where the share of AI pages is not pinned, only the months before the first model are certain; a run that needs
    more later says so itself.
    """
    first = min(lab.first_release for lab in start.labs.values())
    scenario, later, found = start, list(changes), []
    for month in range(start.time.start, start.time.end + 1):
        while later and later[0][0] <= month:
            scenario = later.pop(0)[1]
        ai = pinned_share(scenario, month) if month > first else 0.0
        if ai is None:
            break
        human = (1.0 - ai) / (1.0 - scenario.writers.additive * ai)
        read = 1.0 if month <= scenario.archive.date else _coverage(scenario)
        (volume,) = planned_volumes(scenario, [month])
        found.append((human * volume / scenario.web.pages_per_month, read))
    return found


def _coverage(scenario: Scenario) -> float:
    """Share of pages that must be drawn once nobody archives: several crawlers may fetch the same ones."""
    crawlers = list(scenario.crawlers.values())
    return 1.0 if len(crawlers) > 1 else crawlers[0].coverage
