"""One month of the simulated world, in the order in which things happen."""

from typing import TYPE_CHECKING

from webloop.world.intervening import intervene
from webloop.world.linking import link
from webloop.world.observing import observe
from webloop.world.people import adopt, participate, read, write
from webloop.world.publishing import generate
from webloop.world.training import curate, release, train
from webloop.world.web import crawl, decay

if TYPE_CHECKING:
    from webloop.world.world import World

PHASES = (intervene, read, adopt, participate, write, generate, link, decay, crawl, curate, train, release, observe)
"""The schedule of a month: data, so that documentation, profiler and tests read the same tuple."""


def step(world: "World") -> None:
    """Let one month pass."""
    for phase in PHASES:
        phase(world)
