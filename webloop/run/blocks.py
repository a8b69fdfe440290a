"""Blocks: replicates of small webs, run side by side as one world with a leading axis of replicates.

Where chance decides only what pages say and never how many there are, replicates share everything but the content
of pages, and NumPy draws them together. Whether a scenario runs in blocks depends on the scenario alone, blocks have
a fixed size and their chance is keyed by their number, and a part of a block is computed whole and cut: so resuming,
extending and any number of workers give the same bytes.
"""

from collections.abc import Collection, Iterator

from webloop.run.recorder import Recorder, Trajectory, select
from webloop.scenario.parts import Crawler, Lab
from webloop.scenario.resolve import Resolved
from webloop.scenario.schema import Scenario
from webloop.streams import Streams
from webloop.submodels.selection.uniform import Uniform
from webloop.world.habits import imitated
from webloop.world.world import World

BLOCK = 50
"""Replicates in a block."""
MOST_STORED = 2e7
"""Numbers that a block may hold: beyond, each replicate is large enough to be run alone."""


def run_block(resolved: Resolved, seed: int, block: int, metrics: Collection[str] | None = None) -> list[Trajectory]:
    """Run the replicates of a block.

    Args:
        resolved: a scenario that runs in blocks.
        seed: as for `run_once`.
        block: which block, from 0: it holds the replicates from `BLOCK` times its number on.
        metrics: as for `run_once`.

    Returns:
        The trajectory of each replicate, in order.
    """
    recorder = Recorder(select(metrics, {resolved.scenario.content.kind}))
    world = World(resolved, Streams(seed, block, block=True), recorder, replicates=BLOCK)
    world.run()
    return [recorder.trajectory(world, replicate) for replicate in range(BLOCK)]


def in_blocks(resolved: Resolved) -> bool:
    """Whether a scenario runs in blocks."""
    scenarios = [resolved.scenario, *(changed for _, changed in resolved.changes)]
    kind = resolved.scenario.content
    return (
        kind.in_blocks
        and _small(resolved.scenario)
        and not imitated(resolved)
        and not any(map(any, map(_chances, scenarios)))
    )


def _small(scenario: Scenario) -> bool:
    """Whether a block of replicates fits into memory."""
    time, web, writers = scenario.time, scenario.web, scenario.writers
    months = time.end - time.start + 1
    most = web.pages_per_month * max(1.0, months**writers.step_power) * max(1.0, (1 + writers.growth) ** (months / 12))
    groups = len(scenario.communities) + len(writers.assist_bins) * (len(scenario.communities) + len(scenario.labs))
    if scenario.pinned_pollution is not None:
        groups = len(scenario.communities) + len(scenario.labs)
    kept = groups * (1 + len(scenario.crawlers))  # each group is kept as it was published, and by each crawler
    ideas = scenario.ideas.number + scenario.ideas.errors
    return BLOCK * scenario.content.stored(most / (1 - writers.additive), months, ideas, kept) <= MOST_STORED


def _chances(scenario: Scenario) -> Iterator[bool]:
    """True for each part of a scenario that lets chance decide how many pages there are, or differs by replicate."""
    survival = [scenario.web.lifetime.classes(ratio)[1] for ratio in (1.0, scenario.web.ai_hazard_ratio)]
    yield scenario.time.history_years > 0
    yield any(len(each) > 1 or each[0] < 1 for each in survival)
    yield scenario.ideas.turnover > 0 or scenario.ideas.head_turnover > 0
    yield scenario.sites is not None or scenario.farms is not None
    yield scenario.labels.share > 0 or scenario.labels.signed > 0 or scenario.labels.forged > 0
    yield scenario.archive.coverage not in {0.0, 1.0} or scenario.archive.impurity > 0
    yield scenario.market.needs_quality
    writers = scenario.writers
    yield (writers.cohorts_per_cell > 1 and writers.activity_spread > 0) or writers.delay_spread > 0
    yield any(segment.opt_out.kind != "never" for segment in writers.segments.values())
    for crawler in scenario.crawlers.values():
        yield _chance_of_crawler(crawler)
    for lab in scenario.labs.values():
        yield _chance_of_lab(lab)


def _chance_of_crawler(rules: Crawler) -> bool:
    return rules.coverage < 1 or not isinstance(rules.selection, Uniform) or rules.budget is not None


def _chance_of_lab(rules: Lab) -> bool:
    thinned = rules.mix or (rules.accumulation.has_budget and rules.budget != "unlimited")
    # Of a sample chance may leave no page that counts, and so decide whether there is a model at all.
    weights = rules.weights
    blind = min(weights.human, weights.assisted, weights.synthetic) <= 0
    return bool(rules.filter.detector or rules.watermark > 0 or (thinned and (rules.sampling != "fixed" or blind)))
