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
from webloop.world.ledger import HUMAN, SYNTHETIC, Row
from webloop.world.pages import Corpus
from webloop.world.rates import Rates, rates

Keep = float | Probabilities
"""Chance of passing a filter: one for all pages of a group, or one by idea, (ideas,)."""


@dataclass(frozen=True)
class SourceUse:
    """What a training set took from a source of human data.

    Attributes:
        offered: pages on offer.
        used: distinct pages taken.
        epochs: how often each is repeated, by weight; 1 if the source fills its share.
        cost: price in US dollars.
        impure: those of the pages taken that models wrote.
    """

    offered: int
    used: int
    epochs: float
    cost: float
    impure: int = 0


@dataclass(frozen=True)
class TrainingSet:
    """What a model is trained on.

    Attributes:
        counts: pages by idea, repeated ones weighted, (ideas,).
        rows: pages (weighted) by who wrote them.
        eligible: crawled pages that were eligible, by group.
        kept: crawled pages that were used.
        filtered: crawled pages that the filter threw away, by `Group.kind`.
        unused: crawled pages that passed the filter and did not fit.
        wanted: pages that the budget, or the crawl, would have allowed.
        size: pages (weighted) that the set was planned to hold, after scarce sources shrank it.
        sources: what was taken from each source of human data.
        detecting: price in US dollars of what the detector has learned since the lab's last training.
        known_generation: the newest generation of models that the detector knew; -1 for none.
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
    detecting: float = 0.0
    known_generation: int = -1

    @cached_property
    def rates(self) -> Rates:
        """Its pollution."""
        return rates((row[1], pages) for row, pages in self.rows.items())

    @cached_property
    def pages(self) -> float:
        """Pages, repeated ones weighted."""
        return float(sum(self.rows.values()))


@dataclass(frozen=True)
class Offer:
    """Pages that a source of human data offers.

    Attributes:
        human: pages that people wrote, by idea, (ideas,).
        impure: pages that models wrote and nobody can tell apart, (ideas,); None if there are none.
    """

    human: Counts
    impure: Counts | None = None


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
    keep: Mapping[Group, Keep],
    budget: float,
    offers: Mapping[str, Offer],
    rules: Lab,
    tokens_per_page: float,
    domain: IdeaDomain,
    rng: np.random.Generator,
) -> TrainingSet:
    """Filter the eligible pages, thin them to their share, and mix in human data.

    Args:
        corpus: eligible crawled pages by group.
        keep: probability of passing the filter, by group: one for all its pages, or one by idea, (ideas,).
        budget: pages the set may hold; infinite without a budget.
        offers: pages on offer from each source of human data.
        rules: the lab's rules.
        tokens_per_page: to price what is bought.
        domain: the content.
        rng: the lab's stream of this month.
    """
    eligible = {group: domain.size(content) for group, content in corpus.items()}
    passing = sum(_passing(corpus[group], pages, keep[group]) for group, pages in eligible.items())
    shares = {name: (rules.mix[name].share, _offered(offer, domain)) for name, offer in offers.items()}
    web_share = max(0.0, 1.0 - sum(share for share, _ in shares.values()))
    wanted, size = plan_size(budget, web_share, passing, shares, rules.max_epochs)
    fit = min(1.0, size * web_share / passing) if passing > 0 else 0.0

    rows: dict[Row, float] = {}
    filtered: dict[Group, int] = {}
    contents: list[Counts] = []
    for bucket in _buckets(corpus, keep):
        # one thinning for filter and budget; what is left out is then told apart by number only
        first, passes = bucket[0], keep[bucket[0]]
        pages = domain.pool([corpus[group] for group in bucket])
        kept = domain.thin(pages, passes * fit, rng)
        contents.append(kept)
        row = (first.provenance, first.ai_fraction)
        rows[row] = rows.get(row, 0.0) + domain.size(kept)
        if np.min(passes) < 1.0:
            filtered[first.kind] = filtered.get(first.kind, 0) + _thrown(pages - kept, passes, fit, rng)
    web = domain.pool(contents)
    total = web.astype(np.float64)
    uses = {}
    for name, offer in offers.items():
        used, use = _take(offer, rules.mix[name], size, tokens_per_page, domain, rng)
        total += use.epochs * used
        rows[HUMAN] = rows.get(HUMAN, 0.0) + use.epochs * (use.used - use.impure)
        if use.impure:
            rows[SYNTHETIC] = rows.get(SYNTHETIC, 0.0) + use.epochs * use.impure
        uses[name] = use
    crawled = domain.size(web)
    unused = sum(eligible.values()) - crawled - sum(filtered.values())
    return TrainingSet(total, rows, eligible, crawled, filtered, unused, wanted, size, uses)


def _thrown(out: Counts, passes: Keep, fit: float, rng: np.random.Generator) -> int:
    """How many of the pages left out, by idea, the filter threw away; the others passed and did not fit."""
    if not isinstance(passes, np.ndarray):
        return int(rng.binomial(out.sum(), (1 - passes) / (1 - passes * fit)))
    left = 1 - passes * fit
    chance = np.divide(1 - passes, left, out=np.zeros_like(left), where=left > 0)  # 0 / 0 where all are used
    return int(rng.binomial(out, chance).sum())


def _passing(content: Counts, pages: int, keep: Keep) -> float:
    """Pages of a group that pass the filter, in the mean."""
    return float((content * keep).sum()) if isinstance(keep, np.ndarray) else pages * keep


def _offered(offer: Offer, domain: IdeaDomain) -> int:
    return domain.size(offer.human) + (0 if offer.impure is None else domain.size(offer.impure))


def _take(
    offer: Offer,
    source: HumanSource,
    size: float,
    tokens_per_page: float,
    domain: IdeaDomain,
    rng: np.random.Generator,
) -> tuple[Counts, SourceUse]:
    """A source's share of a training set; a scarce one is repeated by weighting."""
    offered, need = _offered(offer, domain), source.share * size
    chance = min(1.0, need / offered) if offered else 0.0
    used, impure = domain.thin(offer.human, chance, rng), 0
    if offer.impure is not None:
        wrong = domain.thin(offer.impure, chance, rng)
        used, impure = used + wrong, domain.size(wrong)
    epochs = max(1.0, need / offered) if offered else 1.0
    pages = domain.size(used)
    return used, SourceUse(offered, pages, epochs, source.cost(pages, tokens_per_page), impure)


def _buckets(corpus: Corpus, keep: Mapping[Group, Keep]) -> list[list[Group]]:
    """Groups that may be pooled before they are thinned: same row, same chance of passing the filter.

    Where a filter is at work human groups stay apart, because what it throws away is counted by community; so does
    each group whose chance depends on ideas.
    """
    buckets: dict[tuple[object, ...], list[Group]] = {}
    for group in sorted(corpus, key=_order):
        chance = keep[group]
        if isinstance(chance, np.ndarray):
            key: tuple[object, ...] = (group,)
        else:
            apart = group.community if chance < 1.0 else None
            key = (group.provenance, group.ai_fraction, chance, apart)
        buckets.setdefault(key, []).append(group)
    return list(buckets.values())


def _order(group: Group) -> tuple[object, ...]:
    """A fixed order of groups, human ones first."""
    fixed = (group.ai_fraction, group.community or "", group.generation or 0)
    return (*fixed, group.labelled, group.signed, group.lab or "")
