"""The opening stock: the human web that is there when a run starts."""

from typing import TYPE_CHECKING

import numpy as np

from webloop.content.groups import human
from webloop.submodels.mixing.licensed import FIRST_PURCHASE_MONTHS
from webloop.world.ledger import HUMAN
from webloop.world.pages import Corpus
from webloop.world.people import volumes

if TYPE_CHECKING:
    from webloop.world.world import World


def open_web(world: "World") -> None:
    """Draw what was published in the years before the start, what of it is still live, and what was fetched.

    Each historic month published a Poisson number of pages with the trend's mean; so pages of any kind (by
    idea and durability, alive or dead) are independent Poisson numbers whose means add up over months.
    Recent months are drawn one by one as far as some lab can tell them apart; older ones together.
    """
    start = world.rules.time.start
    first = start - 12 * world.rules.time.history_years
    detail = max(first, min(start, _earliest_needed(world)))
    spans = [(first, detail - 1)] if detail > first else []
    spans += [(month, month) for month in range(detail, start)]
    shares, survival = world.web.law(HUMAN)
    world.web.open(HUMAN, np.zeros((len(shares), world.domain.size_ideas), dtype=np.int64))
    for low, high in spans:
        _open_span(world, low, high, shares, survival)


def _open_span(world: "World", low: int, high: int, shares: np.ndarray, survival: np.ndarray) -> None:
    """Draw the pages of the months from `low` to `high` as one stock."""
    start = world.rules.time.start
    names, domain = world.cohorts.communities, world.domain
    means = np.zeros((len(names), len(shares) + 1, domain.size_ideas))
    for month in range(low, high + 1):
        pages = world.cohorts.by_community(volumes(world, month))
        alive = shares * survival ** (start - 1 - month)
        fates = np.append(alive, 1 - alive.sum())
        tastes = domain.tastes(month)
        for index, name in enumerate(names):
            means[index] += pages[index] * fates[:, None] * tastes[name]
    corpora: dict[str, Corpus] = {name: {} for name in world.crawlers}
    published = domain.empty()
    for index, community in enumerate(names):
        fates_drawn = world.streams.get("open", community, high).poisson(means[index])
        world.web.open(HUMAN, fates_drawn[:-1])
        content = fates_drawn.sum(axis=0)
        published += content
        for name, rules in world.rules.crawlers.items():
            rng = world.streams.get("open crawl", f"{name}/{community}", high)
            corpora[name][human(community)] = domain.thin(content, rules.historic_coverage, rng)
    world.published[high] = published
    for name, store in world.crawlers.items():
        store.add(high, corpora[name])


def _earliest_needed(world: "World") -> int:
    """The first month that some lab's rules, at any time of the run, can tell from earlier ones."""
    resolved, earliest = world.resolved, world.rules.time.start
    periods = [(world.rules.time.start, resolved.scenario), *resolved.changes]
    for begins, rules in periods:
        for lab in rules.labs.values():
            cutoff = max(begins, lab.first_release) - lab.cutoff_lag
            after = lab.accumulation.eligible(cutoff, None).after
            earliest = min(earliest, cutoff + 1, *([] if after is None else [after + 1]))
            if "licensed" in lab.mix:
                earliest = min(earliest, cutoff - FIRST_PURCHASE_MONTHS + 1)
    return earliest
