"""What people do in a month: read, take up AI, take part or leave, publish."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import human
from webloop.scenario.parts import page_measure
from webloop.scenario.pins import pinned_share
from webloop.scenario.volumes import total_volume
from webloop.world.attending import attend
from webloop.world.farming import farm
from webloop.world.habits import imitate
from webloop.world.market import on_sale
from webloop.world.marking import signed_apart
from webloop.world.pages import Batch

if TYPE_CHECKING:
    from webloop.world.world import World

Floats = NDArray[np.float64]


def read(world: "World") -> None:
    """Readers meet the live web as search and feeds show it, and take over something of it."""
    world.attention = attend(world)
    total = world.attention.total
    polluted = float(world.attention.seen @ world.attention.fractions / total) if total > 0 else 0.0
    world.cohorts.read_pollution[:] = polluted
    imitate(world)


def adopt(world: "World") -> None:
    """Cohorts decide how much of what they publish is written with AI."""
    cohorts, rules = world.cohorts, world.rules
    before = cohorts.ai_share.copy()
    cohorts.ai_share[:] = 0.0
    if not on_sale(world.labs):
        return  # nobody could write with AI if they wanted to
    pinned = pinned_share(rules, world.month)
    if pinned is not None:
        cohorts.ai_share[:] = pinned
        return
    influence = _influence(world) if any(s.adoption.social for s in rules.writers.segments.values()) else before
    for index, segment in enumerate(rules.writers.segments.values()):
        rows = cohorts.in_segment(index)
        months = np.maximum(world.month - rules.writers.launch - cohorts.delay[rows], 0.0)
        measure = page_measure(segment.measures, rules.writers.assist_bins)
        share = segment.adoption.spread(months, before[rows] * measure, influence[rows] * measure)
        cohorts.ai_share[rows] = np.minimum(share / measure, 1.0)


def _influence(world: "World") -> Floats:
    """Share of AI pages among the writers that each cohort looks to, last month: the sites that its own link to."""
    pages = world.flow.own + world.flow.with_ai
    shares = np.divide(world.flow.with_ai, pages, out=np.zeros_like(pages), where=pages > 0)
    influence: Floats = (world.sites.looked_to(pages) @ shares)[world.cells.of(world.cohorts)]
    return influence


def participate(world: "World") -> None:
    """Cohorts decide how much they publish, and content farms whether it pays."""
    cohorts, rules = world.cohorts, world.rules
    rewards = reward(world)[world.cells.of(cohorts)]
    for index, segment in enumerate(rules.writers.segments.values()):
        rows = cohorts.in_segment(index)
        cohorts.activity[rows] = segment.participation.respond(cohorts.activity[rows], rewards[rows])
    cohorts.potential[:] = volumes(world, world.month)
    cohorts.volume[:] = cohorts.potential * cohorts.activity
    world.flow.farmed[world.cells.farm] = farm(world)


def reward(world: "World") -> Floats:
    """What a page brings its writer, 1 if there were no AI: readers, and what labs pay for it, (cells,).

    Labs pay for pages without AI only, so a page brings the less of it the more of a cell's pages have AI text.
    """
    pages = world.flow.own + world.flow.with_ai
    paid = np.divide(world.flow.own, pages, out=np.zeros_like(pages), where=pages > 0) * world.licences.per_page
    return world.attention.reward() + paid / world.rules.writers.page_value


def volumes(world: "World", month: int) -> Floats:
    """Pages that each cohort would publish in a month without AI if nobody left, (cohorts,)."""
    cohorts, rules = world.cohorts, world.rules
    launch, courses = rules.writers.launch, [segment.participation for segment in rules.writers.segments.values()]
    known = {course: course.level(month, launch) for course in set(courses)}  # many segments share one
    levels = np.array([known[course] for course in courses])
    return total_volume(rules, month) * levels[cohorts.segment] * cohorts.weight


def write(world: "World") -> None:
    """People publish pages of their own; how many with AI is left to `generate`."""
    cohorts, additive = world.cohorts, world.rules.writers.additive
    # Of N pages, a share A has AI text; a share `additive` of those comes on top of the volume V that people
    # would have published: N = V + additive * A * N.
    total = cohorts.volume / (1 - additive * cohorts.ai_share)
    with_ai, own = total * cohorts.ai_share, total * (1 - cohorts.ai_share)
    world.ai_pages = cohorts.by_community(with_ai)
    world.flow.own = world.cells.sums(cohorts, own)
    world.flow.with_ai = world.cells.sums(cohorts, with_ai)
    pages = cohorts.by_community(own).tolist()
    written = signed_apart(
        world,
        {
            human(community): Batch(round(count), world.tastes[community])
            for community, count in zip(cohorts.communities, pages, strict=True)
        },
    )
    world.new.update(written)
    world.published.put(world.month, written)
