"""New pages, whose ideas need not be known before somebody reads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from webloop.content.domain import Counts, Probabilities
from webloop.content.groups import Group
from webloop.content.ideas import IdeaDomain
from webloop.streams import Streams

Corpus = dict[Group, Counts]
"""Pages by group."""


@dataclass
class Batch:
    """Pages of one group and month.

    Pages are drawn independently from one source, so those that nobody reads need not be drawn at all: the ideas of
    a subset chosen without looking are as many independent draws.

    Attributes:
        pages: how many.
        source: what they are drawn from, (ideas,).
        content: the ideas of all of them, (ideas,), once somebody has read all.
        fetched: the ideas of those that a crawler fetched, (ideas,), if it came before.
    """

    pages: int
    source: Probabilities
    content: Counts | None = None
    fetched: Counts | None = None

    def read(self, domain: IdeaDomain, rng: np.random.Generator) -> Counts:
        """The ideas of all pages; drawn now as far as they have not been."""
        if self.content is None:
            known = domain.empty() if self.fetched is None else self.fetched
            self.content = known + domain.draw(self.pages - domain.size(known), self.source, rng)
        return self.content

    def fetch(self, coverage: float, domain: IdeaDomain, rng: np.random.Generator) -> Counts:
        """The ideas of the pages that a crawler fetches, each with probability `coverage`.

        Several crawlers may fetch the same page: then all ideas must have been read before.
        """
        if self.content is not None:
            return domain.thin(self.content, coverage, rng)
        self.fetched = domain.draw(int(rng.binomial(self.pages, coverage)), self.source, rng)
        return self.fetched


class HumanPages(Mapping[int, Counts]):
    """The human pages of each month by idea, drawn when somebody asks for them: to buy them, for instance.

    Args:
        domain: the content.
        streams: the run's random streams.
    """

    def __init__(self, domain: IdeaDomain, streams: Streams) -> None:
        self._domain = domain
        self._streams = streams
        self._unread: dict[int, Mapping[Group, Batch]] = {}
        self._read: dict[int, Counts] = {}

    def put(self, month: int, batches: Mapping[Group, Batch]) -> None:
        """Note a month's pages."""
        self._unread[month] = batches

    def put_read(self, month: int, content: Counts) -> None:
        """Note pages whose ideas are known."""
        self._read[month] = content

    def __getitem__(self, month: int) -> Counts:
        if month in self._unread:
            batches = self._unread.pop(month)
            contents = [
                batch.read(self._domain, self._streams.get("unread", *group.words, month=month))
                for group, batch in batches.items()
            ]
            self._read[month] = self._domain.pool(contents)
        return self._read[month]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted([*self._read, *self._unread]))

    def __len__(self) -> int:
        return len(self._read) + len(self._unread)
