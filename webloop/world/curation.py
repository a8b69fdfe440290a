"""Curation: from eligible pages to a training set. A pure function of pages, rules and a random stream."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import numpy as np

from webloop.content.domain import Domain
from webloop.content.groups import Group
from webloop.scenario.parts import Lab
from webloop.submodels.roles import HumanSource
from webloop.world.ledger import HUMAN, SYNTHETIC, Row
from webloop.world.pages import Corpus
from webloop.world.training_set import Offer, Pages, SourceUse, TrainingSet

Keep = float | Any
"""Chance of passing a filter: one for all pages of a group, or one for each page as `Domain.verified` gives it."""
Content = Any
"""Pages, as the domain holds them."""


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
    domain: Domain[Any, Any],
    rng: np.random.Generator,
) -> TrainingSet:
    """Filter the eligible pages, thin them to their share, and mix in human data.

    Args:
        corpus: eligible crawled pages by group.
        keep: probability of passing the filter, by group: one for all its pages, or one for each.
        budget: pages the set may hold; infinite without a budget.
        offers: pages on offer from each source of human data.
        rules: the lab's rules.
        tokens_per_page: to price what is bought.
        domain: the content.
        rng: the lab's stream of this month.
    """
    fixed = rules.sampling == "fixed"
    eligible = {group: domain.size(content) for group, content in corpus.items()}
    buckets = _buckets(corpus, keep)
    firsts, contents = [bucket[0] for bucket in buckets], [domain.pool([corpus[g] for g in b]) for b in buckets]
    if fixed:  # the filter's verdict comes first, so that the number that is then drawn is exact
        contents, filtered = _screened(firsts, contents, keep, 1.0, domain, rng)
        passing = float(sum(domain.size(content) for content in contents))
    else:
        passing = sum(domain.passing(content, keep[group]) for group, content in corpus.items())
    shares = {name: (rules.mix[name].share, _offered(offer, domain)) for name, offer in offers.items()}
    web_share = max(0.0, 1.0 - sum(share for share, _ in shares.values()))
    wanted, size = plan_size(budget, web_share, passing, shares, rules.max_epochs)
    if fixed:
        needs = sum(round(share * size) for share, _ in shares.values())
        contents = domain.sample(contents, min(round(passing), max(0, round(size) - needs)), rng) if contents else []
    else:
        fit = min(1.0, size * web_share / passing) if passing > 0 else 0.0
        contents, filtered = _screened(firsts, contents, keep, fit, domain, rng)

    parts = _Parts(domain, rules)
    for group, content in zip(firsts, contents, strict=True):
        parts.add((group.provenance, group.ai_fraction), content)
    crawled = domain.size(domain.pool(contents))
    uses = _mixed_in(parts, offers, size, tokens_per_page, rng)
    unused = sum(eligible.values()) - crawled - sum(filtered.values())
    return TrainingSet(
        parts.given(), parts.rows, eligible, crawled, filtered, unused, wanted, size, uses, weight=parts.weight
    )


class _Parts:
    """The pages of a training set with their weights."""

    def __init__(self, domain: Domain[Any, Any], rules: Lab) -> None:
        self.domain = domain
        self.rules = rules
        self._contents: dict[tuple[str, float], list[Content]] = {}
        self.rows: dict[Row, Pages] = {}
        self.weight = 0.0

    def add(self, row: Row, content: Content, epochs: float = 1.0, source: str = "") -> None:
        """Pages of a row, repeated so often; what comes from a source is weighted as the human pages it should be."""
        sizes = self.domain.sizes(content)
        # told apart by replicate only where they differ
        number: Pages = float(sizes[0]) if sizes.min() == sizes.max() else sizes
        weight = self.rules.weights.of("human" if source else row[0])
        self.rows[row] = self.rows.get(row, 0.0) + epochs * number
        self.weight += float(sizes.max()) * weight * epochs
        self._contents.setdefault((source, weight * epochs), []).append(content)

    def given(self) -> Any:
        """What the learner is given."""
        pool = self.domain.pool
        return self.domain.weigh([(pool(contents), weight) for (_, weight), contents in self._contents.items()])


def _mixed_in(
    parts: _Parts, offers: Mapping[str, Offer], size: float, tokens_per_page: float, rng: np.random.Generator
) -> dict[str, SourceUse]:
    """Add each source's share, and say what was taken."""
    uses = {}
    for name, offer in offers.items():
        taken, uses[name] = _take(offer, parts.rules, name, size, tokens_per_page, parts.domain, rng)
        for row, content in taken:
            parts.add(row, content, uses[name].epochs, name)
    return uses


def _screened(
    firsts: Sequence[Group],
    contents: Sequence[Content],
    keep: Mapping[Group, Keep],
    fit: float,
    domain: Domain[Any, Any],
    rng: np.random.Generator,
) -> tuple[list[Content], dict[Group, int]]:
    """Pages that pass the filter and fit, and how many the filter threw away by `Group.kind`."""
    out: list[Content] = []
    filtered: dict[Group, int] = {}
    for first, pages in zip(firsts, contents, strict=True):
        kept, thrown = domain.screen(pages, keep[first], fit, rng)
        out.append(kept)
        if not (isinstance(keep[first], float) and keep[first] >= 1.0):
            filtered[first.kind] = filtered.get(first.kind, 0) + thrown
    return out, filtered


def _offered(offer: Offer, domain: Domain[Any, Any]) -> int:
    return domain.size(offer.human) + (0 if offer.impure is None else domain.size(offer.impure))


def _take(
    offer: Offer,
    rules: Lab,
    name: str,
    size: float,
    tokens_per_page: float,
    domain: Domain[Any, Any],
    rng: np.random.Generator,
) -> tuple[list[tuple[Row, Content]], SourceUse]:
    """A source's share of a training set, by who wrote it; a scarce one is repeated by weighting."""
    source: HumanSource = rules.mix[name]
    offered, need = _offered(offer, domain), source.share * size
    there = [offer.human] if offer.impure is None else [offer.human, offer.impure]
    if rules.sampling == "fixed":
        used = domain.sample(there, round(min(offered, need)), rng)
    else:
        used = [domain.thin(content, min(1.0, need / offered) if offered else 0.0, rng) for content in there]
    epochs = max(1.0, need / offered) if offered else 1.0
    pages = domain.size(domain.pool(used))
    impure = domain.size(used[1]) if len(used) > 1 else 0
    use = SourceUse(offered, pages, epochs, source.cost(pages, tokens_per_page), impure)
    return list(zip((HUMAN, SYNTHETIC), used, strict=False)), use


def _buckets(corpus: Corpus, keep: Mapping[Group, Keep]) -> list[list[Group]]:
    """Groups that may be pooled before they are thinned: same row, same chance of passing the filter.

    Where a filter is at work human groups stay apart, because what it throws away is counted by community; so does
    each group whose chance depends on ideas.
    """
    buckets: dict[tuple[object, ...], list[Group]] = {}
    for group in sorted(corpus, key=_order):
        chance = keep[group]
        if not isinstance(chance, float):
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
