"""What people do in a month: read, take up AI, take part or leave, publish."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import human
from webloop.scenario.parts import page_measure
from webloop.scenario.schema import Scenario
from webloop.world.bins import members
from webloop.world.marking import signed_apart
from webloop.world.pages import Batch

if TYPE_CHECKING:
    from webloop.world.world import World


def read(world: "World") -> None:
    """Readers meet the live web as search and feeds show it."""
    fractions, live = _by_bin(world)
    seen = live * world.rules.readers.visibility.weight(fractions)
    world.exposure = fractions, seen
    total = seen.sum()
    world.cohorts.read_pollution[:] = float(seen @ fractions / total) if total > 0 else 0.0


def _by_bin(world: "World") -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Live pages by their own share of AI text: how visible a page is need not be proportional to it."""
    bins: list[tuple[float, float]] = []
    for fraction, pages in zip(*world.web.by_fraction(), strict=True):
        bins += [
            (each.fraction, pages * each.share) for each in members(world.rules.writers.assist_bins, float(fraction))
        ]
    return np.array([f for f, _ in bins]), np.array([n for _, n in bins])


def adopt(world: "World") -> None:
    """Cohorts decide how much of what they publish is written with AI."""
    cohorts, rules = world.cohorts, world.rules
    cohorts.ai_share[:] = 0.0
    if not any(lab.newest and lab.rules.market_share > 0 for lab in world.labs):
        return  # nobody could write with AI if they wanted to
    pinned = pinned_share(rules, world.month)
    if pinned is not None:
        cohorts.ai_share[:] = pinned
        return
    for index, segment in enumerate(rules.writers.segments.values()):
        rows = cohorts.in_segment(index)
        months = world.month - rules.writers.launch - cohorts.delay[rows]
        share = segment.adoption.share(np.maximum(months, 0.0))
        cohorts.ai_share[rows] = np.minimum(share / page_measure(segment.measures, rules.writers.assist_bins), 1.0)


def participate(world: "World") -> None:
    """Cohorts decide how much they publish."""
    world.cohorts.volume[:] = volumes(world, world.month)


def volumes(world: "World", month: int) -> NDArray[np.float64]:
    """Pages that each cohort would publish in a month without AI, (cohorts,)."""
    cohorts, rules = world.cohorts, world.rules
    launch, segments = rules.writers.launch, rules.writers.segments.values()
    levels = np.array([segment.participation.level(month, launch) for segment in segments])
    return total_volume(rules, month) * levels[cohorts.segment] * cohorts.weight


def total_volume(rules: Scenario, month: int) -> float:
    """Pages that all people would publish in a month, before anyone changes how much they take part."""
    writers = rules.writers
    return float(rules.web.pages_per_month * (1 + writers.growth) ** ((month - writers.launch) / 12))


def write(world: "World") -> None:
    """People publish pages of their own; how many with AI is left to `generate`."""
    cohorts, additive = world.cohorts, world.rules.writers.additive
    # Of N pages, a share A has AI text; a share `additive` of those comes on top of the volume V that people
    # would have published: N = V + additive * A * N.
    total = cohorts.volume / (1 - additive * cohorts.ai_share)
    world.ai_pages = cohorts.by_community(total * cohorts.ai_share)
    pages = cohorts.by_community(total * (1 - cohorts.ai_share)).tolist()
    written = signed_apart(
        world,
        {
            human(community): Batch(round(count), world.tastes[community])
            for community, count in zip(cohorts.communities, pages, strict=True)
        },
    )
    world.new.update(written)
    world.published.put(world.month, written)


def pinned_share(rules: Scenario, month: int) -> float | None:
    """The pinned share of synthetic pages in a month, the last one that has begun; None before the first."""
    pins = rules.pinned_pollution or {}
    begun = [date for date in pins if date <= month]
    return pins[max(begun)] if begun else None
