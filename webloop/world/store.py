"""A crawler's store: pages fetched so far, by month of publication."""

from typing import Any

from webloop.content.domain import Domain
from webloop.content.groups import Group
from webloop.submodels.roles import Eligible
from webloop.world.pages import Corpus

_KEPT_SUMS = 8  # sums since ever that are remembered: labs' cut-offs are a few months apart


class Store:
    """Fetched pages; they stay when the live ones die.

    Attributes:
        months: pages by month of publication; the opening stock stands under the month before the start.
        fetched: pages ever fetched, by group.
    """

    def __init__(self, domain: Domain[Any, Any]) -> None:
        self._domain = domain
        self.months: dict[int, Corpus] = {}
        self.fetched: dict[Group, int] = {}
        self._sums: dict[int, Corpus] = {}

    def add(self, month: int, corpus: Corpus) -> None:
        """Store the pages fetched of a month, in order of months."""
        self.months[month] = corpus
        for group, content in corpus.items():
            self.fetched[group] = self.fetched.get(group, 0) + self._domain.size(content)

    def eligible(self, span: Eligible) -> Corpus:
        """Pages published in a span of months, by group. They must not be written to."""
        if span.after is None:
            return self._since_ever(span.upto)
        return self._sum({}, span.after, span.upto)

    def _since_ever(self, upto: int) -> Corpus:
        """Everything up to a month: an earlier sum of this kind, and what came after it."""
        base = max((month for month in self._sums if month <= upto), default=None)
        corpus = self._sum(self._sums[base] if base is not None else {}, base, upto)
        self._sums[upto] = corpus
        for month in sorted(self._sums)[:-_KEPT_SUMS]:
            del self._sums[month]
        return corpus

    def _sum(self, base: Corpus, after: int | None, upto: int) -> Corpus:
        """A corpus and the months after < month <= upto."""
        total = dict(base)
        for month, corpus in self.months.items():
            if month <= upto and (after is None or month > after):
                for group, content in corpus.items():
                    # a new content: the old one may belong to a month or to a remembered sum
                    total[group] = self._domain.pool([total[group], content]) if group in total else content
        return total
