"""Curation: from eligible pages to a training set. A pure function of pages, rules and a random stream."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

import numpy as np

from webloop.content.domain import Counts, Probabilities
from webloop.content.groups import Group
from webloop.content.ideas import IdeaDomain
from webloop.scenario.parts import Lab
from webloop.submodels.roles import HumanSource
from webloop.world.ledger import HUMAN, Row
from webloop.world.pages import Corpus
from webloop.world.rates import Rates, rates


@dataclass(frozen=True)
class SourceUse:
    """What a training set took from a source of human data.

    Attributes:
        offered: pages on offer.
        used: distinct pages taken.
        epochs: how often each is repeated, by weight; 1 if the source fills its share.
        cost: price in US dollars.
    """

    offered: int
    used: int
    epochs: float
    cost: float


@dataclass(frozen=True)
class TrainingSet:
    """What a model is trained on.

    Attributes:
        counts: pages by idea, repeated ones weighted, (ideas,).
        rows: pages (weighted) by who wrote them.
        eligible: crawled pages that were eligible, by group.
        kept: crawled pages that were used.
        filtered: crawled pages that the filter threw away, by kind: as groups without generation, label and lab.
        unused: crawled pages that passed the filter and did not fit.
        wanted: pages that the budget, or the crawl, would have allowed.
        size: pages (weighted) that the set was planned to hold, after scarce sources shrank it.
        sources: what was taken from each source of human data.
    """

    counts: Probabilities
    rows: Mapping[Row, float]
    eligible: Mapping[Group, int]
    kept: int
    filtered: Mapping[Group, int]
    unused: int
    wanted: float
    size: float
    sources: Mapping[str, SourceUse] = field(default_factory=dict)

    @cached_property
    def rates(self) -> Rates:
        """Its pollution."""
        return rates((row[1], pages) for row, pages in self.rows.items())

    @cached_property
    def pages(self) -> float:
        """Pages, repeated ones weighted."""
        return float(sum(self.rows.values()))


def keep_probability(group: Group, rules: Lab, known_generation: int) -> float:
    """Probability that a page of a group passes a lab's filter."""
    if group.labelled and rules.filter.drop_labelled:
        return 0.0
    detector = rules.filter.detector
    return 1.0 if detector is None else 1.0 - detector.flagged(group, known_generation)


def plan_size(
    budget: float,
    web_share: float,
    web_pages: float,
    sources: Mapping[str, tuple[float, int]],
    max_epochs: float,
) -> tuple[float, float]:
    """How many pages a training set holds.

    It grows with the budget until the crawl can't fill its share; then scarce sources, repeated up to
    `max_epochs`, may shrink it further.

    Args:
        budget: pages; infinite without a budget.
        web_share: share of the crawl, 0 to 1.
        web_pages: crawled pages that pass the filter.
        sources: share and pages on offer of each other source.
        max_epochs: how often a page is repeated at most.

    Returns:
        Pages wanted before scarce sources shrink the set, and after.

    >>> plan_size(1000, 0.8, 2000, {"archive": (0.2, 25)}, 4)
    (1000, 500.0)
    """
    wanted = min(budget, web_pages / web_share if web_share > 0 else inf)
    size = min([wanted, *(max_epochs * offered / share for share, offered in sources.values() if share > 0)])
    return (wanted if wanted < inf else size), size


def curate_set(
    corpus: Corpus,
    keep: Mapping[Group, float],
    budget: float,
    offers: Mapping[str, Counts],
    rules: Lab,
    tokens_per_page: float,
    domain: IdeaDomain,
    rng: np.random.Generator,
) -> TrainingSet:
    """Filter the eligible pages, thin them to their share, and mix in human data.

    Args:
        corpus: eligible crawled pages by group.
        keep: probability of passing the filter, by group.
        budget: pages the set may hold; infinite without a budget.
        offers: pages on offer from each source of human data, (ideas,).
        rules: the lab's rules.
        tokens_per_page: to price what is bought.
        domain: the content.
        rng: the lab's stream of this month.
    """
    eligible = {group: domain.size(content) for group, content in corpus.items()}
    passing = sum(pages * keep[group] for group, pages in eligible.items())
    shares = {name: (rules.mix[name].share, domain.size(offer)) for name, offer in offers.items()}
    web_share = max(0.0, 1.0 - sum(share for share, _ in shares.values()))
    wanted, size = plan_size(budget, web_share, passing, shares, rules.max_epochs)
    fit = min(1.0, size * web_share / passing) if passing > 0 else 0.0

    rows: dict[Row, float] = {}
    filtered: dict[Group, int] = {}
    contents: list[Counts] = []
    for bucket in _buckets(corpus, keep):
        # one thinning for filter and budget; what is left out is then told apart by number only
        first, passes = bucket[0], keep[bucket[0]]
        kept = domain.thin(domain.pool([corpus[group] for group in bucket]), passes * fit, rng)
        contents.append(kept)
        row = (first.provenance, first.ai_fraction)
        rows[row] = rows.get(row, 0.0) + domain.size(kept)
        if passes < 1.0:
            out = sum(eligible[group] for group in bucket) - domain.size(kept)
            kind = first._replace(generation=None, labelled=False, lab=None)
            thrown = int(rng.binomial(out, (1 - passes) / (1 - passes * fit)))
            filtered[kind] = filtered.get(kind, 0) + thrown
    web = domain.pool(contents)
    total = web.astype(np.float64)
    uses = {}
    for name, offer in offers.items():
        used, use = _take(offer, rules.mix[name], size, tokens_per_page, domain, rng)
        total += use.epochs * used
        rows[HUMAN] = rows.get(HUMAN, 0.0) + use.epochs * use.used
        uses[name] = use
    crawled = domain.size(web)
    unused = sum(eligible.values()) - crawled - sum(filtered.values())
    return TrainingSet(total, rows, eligible, crawled, filtered, unused, wanted, size, uses)


def _take(
    offer: Counts,
    source: HumanSource,
    size: float,
    tokens_per_page: float,
    domain: IdeaDomain,
    rng: np.random.Generator,
) -> tuple[Counts, SourceUse]:
    """A source's share of a training set; a scarce one is repeated by weighting."""
    offered, need = domain.size(offer), source.share * size
    used = domain.thin(offer, min(1.0, need / offered) if offered else 0.0, rng)
    epochs = max(1.0, need / offered) if offered else 1.0
    pages = domain.size(used)
    return used, SourceUse(offered, pages, epochs, source.cost(pages, tokens_per_page))


def _buckets(corpus: Corpus, keep: Mapping[Group, float]) -> list[list[Group]]:
    """Groups that may be pooled before they are thinned: same row, same chance of passing the filter.

    Where a filter is at work human groups stay apart, because what it throws away is counted by community.
    """
    buckets: dict[tuple[object, ...], list[Group]] = {}
    for group in sorted(corpus, key=_order):
        apart = group.community if keep[group] < 1.0 else None
        buckets.setdefault((group.provenance, group.ai_fraction, keep[group], apart), []).append(group)
    return list(buckets.values())


def _order(group: Group) -> tuple[object, ...]:
    """A fixed order of groups, human ones first."""
    return (group.ai_fraction, group.community or "", group.generation or 0, group.labelled, group.lab or "")
