"""The set-up of papers, for any policy, sizes, content and number of labs; one month is one generation."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from webloop.replication.curves import block_curves
from webloop.run.blocks import BLOCK, in_blocks
from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.yaml import parse_yaml

Array = NDArray[np.float64]
START = 24_000


def setup(
    generations: int,
    pages: float,
    *,
    policy: str = "replace",
    content: str = "ideas",
    learner: str = "maximum_likelihood",
    ideas: str = "{number: 50, shift: 0, turnover: 0, head_turnover: 0, tail_focus: 0, errors: 0}",
    human: float = 0.0,
    labs: int = 1,
    apart: bool = False,
    writers: str = "additive: 0",
    lab: str = "",
    top: str = "",
) -> Resolved:
    """A scenario: people write the first month alone, and a share `human` of all pages from then on.

    Args:
        generations: months.
        pages: new pages a month, of people and models together, and the budget of labs that sample or look back.
        policy: the accumulation.
        content: kind of content, with its parameters.
        learner: the learner, with its parameters.
        ideas: the block `ideas`.
        human: share of people in new pages from the second month on.
        labs: how many, each with an equal share of the models' pages.
        apart: whether each has a crawler that fetches no other lab's pages.
        writers: more of the block `writers`.
        lab: more lines of the block `lab`, such as `  sampling: fixed`.
        top: more lines at the top level.
    """
    last = START + generations - 1
    names = [f"lab_{i}" for i in range(labs)]
    crawlers = [f"  {n}: {{coverage: 1, labs: [{n}]}}" for n in names] if apart else ["  common: {coverage: 1}"]
    each = [f"  {n}: {{{f'crawler: {n}' if apart else ''}}}" for n in names]
    samples = "subsample" in policy or "window" in policy
    budget = f"{{tokens: {pages}, growth: 1, web_share: 1}}" if samples else "unlimited"
    text = f"""
content: {content}
time: {{start: 2000-01, end: {last // 12:04d}-{last % 12 + 1:02d}, history_years: 0}}
ideas: {ideas}
communities: {{all: {{share: 1}}}}
web: {{pages_per_month: {pages}, tokens_per_page: 1, lifetime: {{kind: constant, hazard: 0}}}}
archive: {{date: 2000-01, coverage: 1}}
collapse: {{reference: 2000-01}}
writers: {{launch: 2000-01, growth: 0, {writers}}}
pinned_pollution: {{2000-02: {1 - human}}}
crawlers:
{chr(10).join(crawlers)}
lab:
  first_release: 2000-01
  cadence: 1
  cutoff_lag: 0
  budget: {budget}
  sampling: fixed
  accumulation: {policy}
  learner: {learner}
{lab}
labs:
{chr(10).join(each)}
{top}
"""
    return resolve(parse_yaml(text, "papers"), "papers")


def curves(resolved: Resolved, metrics: Sequence[str], replicates: int, seed: int) -> dict[str, Array]:
    """Metrics of every generation, mean over labs, (replicates, generations): whole blocks."""
    assert in_blocks(resolved)
    assert replicates % BLOCK == 0
    blocks = [block_curves(resolved, seed, block, metrics) for block in range(replicates // BLOCK)]
    return {name: np.concatenate([block[name] for block in blocks]) for name in metrics}


def score(values: Array, expected: Array | float) -> Array:
    """Distance of the mean over replicates from what is expected, in standard errors, by column."""
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    # where chance makes no difference only rounding does
    value: Array = (values.mean(axis=0) - expected) / np.maximum(error, 1e-11)
    return value


@cache
def zipf(ideas: int) -> Array:
    """Zipf's law."""
    weights = 1.0 / np.arange(1, ideas + 1)
    shares: Array = weights / weights.sum()
    return shares
