"""The opening stock: the human web that is there when a run starts.

Each historic month published a Poisson number of pages with the trend's mean. So pages of any kind (by idea and
durability, alive or dead) are independent Poisson numbers whose means add up over months, and all the
history is one draw. Only the months that some lab can tell apart are then dealt their part of it, from
streams of their own: what a lab will ask for in years to come changes nothing else.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import human
from webloop.content.ideas.domain import IdeaDomain
from webloop.submodels.roles import Eligible
from webloop.world.habits import imitated
from webloop.world.ledger import HUMAN
from webloop.world.pages import Corpus
from webloop.world.people import volumes

if TYPE_CHECKING:
    from webloop.scenario.resolve import Resolved
    from webloop.world.world import World

Fetchers = tuple[str, ...]
"""The crawlers that fetched some pages."""


def open_web(world: "World") -> None:
    """Draw what was published before the start, what of it is still live, and what each crawler fetched."""
    world.web.open_human([world.domain.empty() for _ in world.web.law(HUMAN)[0]])
    if world.rules.time.history_years > 0:
        _open_history(world)
    else:
        world.habits.open(world, None)


def _open_history(world: "World") -> None:
    domain = world.domain
    assert isinstance(domain, IdeaDomain)  # other contents have no history
    start = world.rules.time.start
    first = start - 12 * world.rules.time.history_years
    names = world.cohorts.communities
    means = np.zeros((len(names), len(world.web.law(HUMAN)[0]) + 1, domain.size_ideas))
    oldest = _detail(world, first) - 1
    world.oldest = oldest, means[0, :-1]  # nothing yet
    for month in range(first, start):
        means += _means(world, month)
        if month == oldest:
            world.oldest = oldest, _alive(means.sum(axis=0))
    published = {month: domain.empty() for month in range(first - 1, start)}
    fetched: dict[str, dict[int, Corpus]] = {crawler: {month: {} for month in published} for crawler in world.crawlers}
    world.habits.open(world, means[:, :-1])  # the last fate is to be dead
    for index, community in enumerate(names):
        pages = world.streams.get("open", community).poisson(means[index])
        world.web.open_human(list(pages[:-1]))
        for fetchers, part in _fetched_by(world, community, pages).items():
            for month, content in _dealt(world, index, fetchers, part, means[index], first):
                published[month] += content
                for crawler in fetchers:
                    corpus = fetched[crawler][month]
                    known = corpus.get(human(community))
                    corpus[human(community)] = content if known is None else known + content
    for month, content in published.items():
        if domain.size(content):
            world.published.put_read(month, content)
            for crawler, store in world.crawlers.items():
                store.add(month, fetched[crawler][month])


def _alive(pages: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of pages by fate and idea the share that is alive in each class, (classes, ideas)."""
    total = pages.sum(axis=0)
    alive: NDArray[np.float64] = np.divide(pages[:-1], total, out=np.zeros_like(pages[:-1]), where=total > 0)
    return alive


def _detail(world: "World", first: int) -> int:
    """The first month that is told from older ones."""
    return max(first, min(world.rules.time.start, earliest_needed(world.resolved)))


def _means(world: "World", month: int) -> NDArray[np.float64]:
    """Expected pages of a historic month by community, fate and idea; fates: alive in each class, or dead."""
    shares, survival = world.web.law(HUMAN)
    pages = world.cohorts.by_community(volumes(world, month))
    alive = shares * survival ** (world.rules.time.start - 1 - month)
    fates = np.append(alive, max(0.0, 1 - alive.sum()))  # in the last month all are alive, to the last bit or so
    tastes = world.domain.tastes(month)
    return np.stack(
        [n * fates[:, None] * tastes[name] for n, name in zip(pages, world.cohorts.communities, strict=True)]
    )


def _fetched_by(world: "World", community: str, pages: NDArray[np.int64]) -> dict[Fetchers, NDArray[np.int64]]:
    """Pages by the crawlers that fetched them."""
    parts: dict[Fetchers, NDArray[np.int64]] = {(): pages}
    for crawler, rules in world.rules.crawlers.items():
        rng = world.streams.get("open crawl", crawler, community)
        for fetchers, part in list(parts.items()):
            taken = world.domain.thin(part, rules.historic_coverage, rng)
            parts[*fetchers, crawler] = taken
            parts[fetchers] = part - taken
    return parts


def _dealt(
    world: "World", community: int, fetchers: Fetchers, pages: NDArray[np.int64], means: NDArray[np.float64], first: int
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Pages by month of publication, summed over fates: older months together, under the last of them."""
    start = world.rules.time.start
    detail = _detail(world, first)
    rest, mean = pages, means
    # Backwards, so that a lab that asks for older months changes no later one.
    for month in reversed(range(detail, start)):
        part = _means(world, month)[community]
        chance = np.divide(part, mean, out=np.zeros_like(part), where=mean > 0)
        who = world.cohorts.communities[community]
        rng = world.streams.get("open month", who, *fetchers, month=month)
        taken = rng.binomial(rest, np.clip(chance, 0.0, 1.0))
        yield month, taken.sum(axis=0)
        rest, mean = rest - taken, mean - part
    yield detail - 1, rest.sum(axis=0)


def foresight(resolved: "Resolved") -> tuple[int, bool]:
    """What a world must know of its whole run from the start: worlds that differ in it can't share a past."""
    return earliest_needed(resolved), imitated(resolved)


def earliest_needed(resolved: "Resolved") -> int:
    """The first month that some lab's rules, at any time of the run, can tell from earlier ones."""
    earliest = resolved.scenario.time.start
    for begins, rules in ((earliest, resolved.scenario), *resolved.changes):
        for lab in rules.labs.values():
            cutoff = max(begins, lab.first_release) - lab.cutoff_lag
            spans = [lab.accumulation.eligible(cutoff, previous) for previous in (None, cutoff)]
            firsts = [source.earliest(Eligible(None, cutoff)) for source in lab.mix.values()]
            firsts += [span.after + 1 for span in spans if span.after is not None]
            earliest = min([earliest, cutoff + 1, *(first for first in firsts if first is not None)])
    return earliest
