"""New pages, which need not be drawn before somebody reads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from webloop.content.domain import Domain
from webloop.content.groups import Group
from webloop.streams import Streams

Corpus = dict[Group, Any]
"""Contents of the domain by group."""


@dataclass
class Batch:
    """Pages of one group and month.

    Pages are drawn independently from one source, so those that nobody reads need not be drawn at all: the ideas of
    a subset chosen without looking are as many independent draws.

    Attributes:
        pages: how many.
        source: what they are drawn from.
        content: all of them, once somebody has read all.
        fetched: those that a crawler fetched, if it came before.
    """

    pages: int
    source: Any
    content: Any | None = None
    fetched: Any | None = None

    def read(self, domain: Domain[Any, Any], rng: np.random.Generator) -> Any:
        """What all pages hold; drawn now as far as it has not been."""
        if self.content is None:
            known = domain.empty() if self.fetched is None else self.fetched
            self.content = domain.pool([known, domain.draw(self.pages - domain.size(known), self.source, rng)])
        return self.content

    def fetch(self, coverage: float, domain: Domain[Any, Any], rng: np.random.Generator) -> Any:
        """The pages that a crawler fetches, each with probability `coverage`.

        Several crawlers may fetch the same page: then all must have been read before.
        """
        if self.content is not None:
            return domain.thin(self.content, coverage, rng)
        self.fetched = domain.draw(int(rng.binomial(self.pages, coverage)), self.source, rng)
        return self.fetched


class HumanPages(Mapping[int, Any]):
    """The human pages of each month, drawn when somebody asks for them: to buy them, for instance.

    Args:
        domain: the content.
        streams: the run's random streams.
    """

    def __init__(self, domain: Domain[Any, Any], streams: Streams) -> None:
        self._domain = domain
        self._streams = streams
        self._unread: dict[int, Mapping[Group, Batch]] = {}
        self._read: dict[int, Any] = {}

    def put(self, month: int, batches: Mapping[Group, Batch]) -> None:
        """Note a month's pages."""
        self._unread[month] = batches

    def put_read(self, month: int, content: Any) -> None:
        """Note pages that are drawn already."""
        self._read[month] = content

    def __getitem__(self, month: int) -> Any:
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
